import { error } from '@sveltejs/kit';
import { formatNumber, formatShortDate } from '#kernel/format';
import { holds } from '#modules/access';
import { listMissed } from '#modules/check-ins/server';
import { exportHref } from '#modules/exports/server';
import { m } from '#messages';
import type { RouteAccess } from '#web/route-access';
import { pagesOf, scopeOf } from '../list.server.ts';
import type { PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['ledger:read'] };

export const load: PageServerLoad = async ({ locals, url }) => {
  const { language } = locals;
  const row = Number(url.searchParams.get('row') ?? '1');
  if (![1, 2, 3].includes(row)) error(400, m.errors_bad_request());
  const { today, through: _, offset, ...scope } = scopeOf(locals.actor!, url);
  const unitId = scope.unitId ?? locals.actor!.postings[0]!.unitId;
  const { list, href } = await locals.read(async (ctx) => {
    const which = { atLeast: row, ...(row < 3 ? { atMost: row } : {}), today };
    const list = await listMissed(ctx, which, { ...scope, offset });
    const filter = { officer: scope.pkStaffId, row: String(row) };
    return { list, href: await exportHref(ctx, 'missed-now', unitId, filter, list.total) };
  });
  return {
    title: m[`tasks_missed_${row as 1 | 2 | 3}`](),
    exportHref: href,
    lettersHref: list.total > 0 && holds(locals.actor!, 'letter:draft') ? `/letters/runs/new?row=${row}` : undefined,
    pages: { summary: m.tasks_of({ count: formatNumber(list.total, language) }), ...pagesOf(url, offset, list.total) },
    rows: list.rows.map((one) => ({
      id: one.obligationId,
      caseId: one.caseId,
      name: one.name,
      register: one.registerLabel ?? '',
      pk: one.pkName ?? '',
      misses: formatNumber(one.misses, language),
      until: formatShortDate(one.through, language),
    })),
  };
};
