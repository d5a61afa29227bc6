import { redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { formatNumber, formatNumericDate } from '#kernel/format';
import { may } from '#modules/access';
import { listMissed } from '#modules/check-ins/server';
import { askedFields, daysToAppear, draftForm, fieldsFrom, getLetterKind, refusalWords } from '#modules/letters';
import { heldAmong, mostLetters, officeOf, startRun } from '#modules/letters/server';
import { optionsOf } from '#modules/units/server';
import { todayAt } from '#modules/units';
import { m } from '#messages';
import type { Actor } from '#platform/actor';
import type { ReadCtx } from '#platform/ctx';
import { NotFound } from '#platform/errors';
import { newSubmissionId, readForm } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { sayFailure, sayRefusal } from '#web/say-problems.server';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['letter:draft'] };

const KIND = 'letters.summons-1';
const fields = getLetterKind(KIND).asks;

/** Which list of the day: clients who missed once, twice, or more in a row. */
const rowOf = (url: URL): 1 | 2 | 3 =>
  ([1, 2, 3] as const).find((one) => String(one) === url.searchParams.get('row')) ?? 2;

/** Those of that list to whom the asker may write: all of the office for who leads it, else his own. */
async function chosen(ctx: ReadCtx, actor: Actor, row: 1 | 2 | 3) {
  const home = actor.postings[0];
  if (!home) throw new NotFound('no posting');
  const today = todayAt(home, ctx.now);
  const leads = may(actor, 'case:assign', { unitId: home.unitId, unitPath: home.unitPath });
  const list = await listMissed(
    ctx,
    { atLeast: row, ...(row < 3 ? { atMost: row } : {}), today },
    { ...(leads ? { unitId: home.unitId } : { mine: true, unitId: home.unitId }), offset: 0, limit: mostLetters },
  );
  return { home, today, list };
}

export const load: PageServerLoad = ({ locals, url }) =>
  locals.read(async (ctx) => {
    const row = rowOf(url);
    const { home, today, list } = await chosen(ctx, locals.actor!, row);
    const held = await heldAmong(
      ctx,
      KIND,
      list.rows.map(({ caseId }) => caseId),
    );
    const { head } = await officeOf(ctx, home.unitId);
    const options = await optionsOf(ctx.tx, home.unitId, daysToAppear, today);
    const begun: Record<string, string> = {
      appear_on: formatNumericDate(daysToAppear.decide({ dated: today }, options).result),
      appear_at: '09.00',
      appear_place: head.lines.at(-1) ?? '',
    };
    return {
      submissionId: newSubmissionId(),
      title: m.letters_run_new(),
      lead: m.letters_run_new_lead({
        count: formatNumber(list.total - held.size, locals.language),
        list: m[`tasks_missed_${row}`](),
      }),
      none: list.total === held.size,
      held: [...held].map(([caseId, one]) => ({
        href: `/clients/${caseId}/held`,
        label: m.letters_run_held_one(one),
      })),
      back: `/today/missed?row=${row}`,
      fields: fields.map((name) => ({
        name,
        label: askedFields[name].name(),
        type: askedFields[name].type,
        value: begun[name] ?? '',
      })),
    };
  });

export const actions: Actions = {
  default: async ({ request, locals, url }) => {
    const { enclosure: _, ...entries } = draftForm(KIND).entries;
    const form = await readForm(request, v.object(entries));
    if (!form.ok) return sayFailure(form.failure, refusalWords, locals.language);
    const answer = await locals.runOnce(form.submission, async (ctx) => {
      const { home, list } = await chosen(ctx, locals.actor!, rowOf(url));
      return startRun(ctx, {
        unitId: home.unitId,
        kind: KIND,
        caseIds: list.rows.map(({ caseId }) => caseId),
        fields: fieldsFrom(KIND, form.values, home.zone),
      });
    });
    if (!answer.ok) return sayRefusal(409, form.typed, { '': [answer.refusal] }, refusalWords, locals.language);
    redirect(303, `/letters/runs/${answer.runId}`);
  },
};
