import { redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { shortText, uuidField } from '#kernel/fields';
import { formatNumber } from '#kernel/format';
import { isUuid } from '#kernel/id';
import { exportHref } from '#modules/exports/server';
import { closeTaskRefusals, nameOfKind, wordTask } from '#modules/tasks';
import { closeTaskByHand, countTasks, listTasks } from '#modules/tasks/server';
import { todayAt } from '#modules/units';
import { m } from '#messages';
import { newSubmissionId, readForm } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { sayFailure, sayRefusal } from '#web/say-problems.server';
import { countOwnTasks } from '../own-tasks.server.ts';
import { dueWords } from '../../due.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', why: 'each officer sees what waits for him or his post' };

const refusals = {
  not_by_hand: m[closeTaskRefusals.not_by_hand as 'tasks_refusal_not_by_hand'],
  note_missing: m[closeTaskRefusals.note_missing as 'tasks_refusal_note_missing'],
};

export const load: PageServerLoad = async ({ locals, url }) => {
  const { language } = locals;
  const home = locals.actor!.postings[0];
  const today = home ? todayAt(home, new Date()) : undefined;
  const scope = url.searchParams.get('scope') === 'office' ? ('office' as const) : ('mine' as const);
  const kind = url.searchParams.get('kind') ?? undefined;
  const after = url.searchParams.get('after');
  return locals.read(async (ctx) => {
    const counts =
      scope === 'mine'
        ? await countOwnTasks(locals, ctx)
        : await countTasks(ctx, { scope, ...(today ? { today } : {}) });
    const total = counts.reduce((sum, count) => sum + (kind && count.kind !== kind ? 0 : count.total), 0);
    const page = await listTasks(ctx, { scope, total, ...(kind ? { kind } : {}), ...(isUuid(after) ? { after } : {}) });
    const href = (next: Record<string, string | undefined>) => {
      const wanted = Object.entries({ scope, kind, ...next }).filter(
        (entry): entry is [string, string] => entry[1] !== undefined,
      );
      return `/tasks?${new URLSearchParams(wanted)}`;
    };
    return {
      exportHref: home && (await exportHref(ctx, 'tasks', home.unitId, { scope, kind }, page.total)),
      scope,
      kind,
      scopes: [
        { label: m.tasks_scope_mine(), href: href({ scope: 'mine', kind: undefined }), current: scope === 'mine' },
        {
          label: m.tasks_scope_office(),
          href: href({ scope: 'office', kind: undefined }),
          current: scope === 'office',
        },
      ],
      kinds: counts.map((count) => ({
        label: nameOfKind(count.kind),
        href: href({ kind: count.kind }),
        count: count.total,
        current: kind === count.kind,
      })),
      all: kind ? href({ kind: undefined }) : null,
      summary: m.tasks_of({ count: formatNumber(page.total, language) }),
      next: page.next ? href({ after: page.next }) : undefined,
      // Whoever is refused finds the list as he left it, with his form in it.
      close: href({ after: isUuid(after) ? after : undefined }).replace('/tasks?', '?/close&'),
      rows: page.tasks.map(wordTask).map((task) => ({
        id: task.id,
        says: task.says,
        name: task.name,
        register: task.registerLabel ?? '',
        href: task.href,
        due: today && dueWords(task, today, language),
        late: task.dueOn !== null && today !== undefined && task.dueOn < today,
        who: task.staffName ?? '',
        byHand: task.byHand,
        submissionId: newSubmissionId(),
      })),
    };
  });
};

export const actions: Actions = {
  close: async ({ request, locals, url }) => {
    const form = await readForm(request, v.object({ task: uuidField(), note: shortText(500) }));
    if (!form.ok) return sayFailure(form.failure, refusals, locals.language);
    const answer = await locals.runOnce(form.submission, (ctx) =>
      closeTaskByHand(ctx, form.values.task, form.values.note),
    );
    if (!answer.ok) return sayRefusal(409, form.typed, { note: [answer.refusal] }, refusals, locals.language);
    redirect(303, `${url.pathname}${url.search.replace('?/close', '?').replace(/^\?&/, '?')}`);
  },
};
