import { formatDays, formatNumber, formatShortDate } from '#kernel/format';
import { addDays } from '#kernel/plain-date';
import { listDue } from '#modules/check-ins/server';
import { exportHref } from '#modules/exports/server';
import { m } from '#messages';
import type { RouteAccess } from '#web/route-access';
import { pagesOf, scopeOf } from '../list.server.ts';
import type { PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['ledger:read'] };

export const load: PageServerLoad = async ({ locals, url }) => {
  const { language } = locals;
  const { today, through: week, offset, ...scope } = scopeOf(locals.actor!, url);
  // Under way is what has begun: later months are laid out already and wait for their time.
  const running = url.searchParams.has('running');
  const between = running
    ? { from: today, through: addDays(today, 62), begunBy: today }
    : { from: today, through: week };
  const unitId = scope.unitId ?? locals.actor!.postings[0]!.unitId;
  const { list, href } = await locals.read(async (ctx) => {
    const list = await listDue(ctx, between, { ...scope, offset });
    const filter = { officer: scope.pkStaffId, running: running ? '1' : undefined };
    return { list, href: await exportHref(ctx, 'due', unitId, filter, list.total) };
  });
  return {
    title: running ? m.tasks_due_running_title() : m.tasks_due_week(),
    days: running ? undefined : formatDays(today, week, language),
    exportHref: href,
    pages: { summary: m.tasks_of({ count: formatNumber(list.total, language) }), ...pagesOf(url, offset, list.total) },
    rows: list.rows.map((row) => ({
      id: row.obligationId,
      caseId: row.caseId,
      name: row.name,
      register: row.registerLabel ?? '',
      pk: row.pkName ?? '',
      until: formatShortDate(row.through, language),
      last: row.lastReport ? formatShortDate(row.lastReport, language) : m.tasks_never(),
    })),
  };
};
