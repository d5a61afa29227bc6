import { formatNumber, formatPercent, formatShortDate, noFigure } from '#kernel/format';
import { addDays } from '#kernel/plain-date';
import { dueWords, groups, groupWords, type Group } from '#modules/assessments';
import { countStandings, listStandings } from '#modules/assessments/server';
import { riskWords } from '#modules/cases';
import { listCounsellors } from '#modules/cases/server';
import { exportHref } from '#modules/exports/server';
import { m } from '#messages';
import type { RouteAccess } from '#web/route-access';
import { shortDueWords } from '../../due.server.ts';
import { pagesOf, scopeOf } from '../today/list.server.ts';
import type { PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['assessment:read'] };

/** What falls due within so many days is on the list of what is due. */
const SOON = 14;

export const load: PageServerLoad = ({ locals, url }) => {
  const { language } = locals;
  const { today, through: _, ...scope } = scopeOf(locals.actor!, url);
  const unitId = scope.unitId ?? locals.actor!.postings[0]!.unitId;
  const group = groups.find((one) => one === url.searchParams.get('group'));
  const due = url.searchParams.has('due');
  const number = (value: number) => formatNumber(value, language);
  return locals.read(async (ctx) => {
    const soon = addDays(today, SOON);
    const counts = await countStandings(ctx, today, scope, soon);
    const list = await listStandings(ctx, today, { ...scope, group, dueBy: due ? soon : undefined });
    const adults = counts.all - counts.child;
    const share = (part: number) => (adults === 0 ? noFigure : formatPercent(part / adults, language, 1));
    const href = (about: Record<string, string>) =>
      `/assessments?${new URLSearchParams({ ...about, ...(scope.pkStaffId ? { officer: scope.pkStaffId } : {}) } as Record<string, string>)}`;
    return {
      coverage:
        adults === 0
          ? m.assessments_coverage_none()
          : m.assessments_coverage_share({ share: share(counts.current), unknown: share(counts.never) }),
      tiles: [
        { label: m.assessments_filter_due(), count: number(counts.due), href: href({ due: '1' }), current: due },
        ...groups.map((one: Group) => ({
          label: groupWords[one](),
          count: number(counts[one]),
          href: href({ group: one }),
          current: group === one,
        })),
        { label: m.assessments_filter_all(), count: number(counts.all), href: href({}), current: !due && !group },
      ],
      officers: scope.mine
        ? []
        : (await listCounsellors(ctx, unitId)).map((one) => ({ value: one.staffId, label: one.name })),
      filter: { officer: scope.pkStaffId ?? '', group: group ?? '', due: due ? '1' : '' },
      exportHref:
        list.total > 0
          ? await exportHref(ctx, 'assessments', unitId, {
              officer: scope.pkStaffId,
              group,
              due: due ? '1' : undefined,
            })
          : undefined,
      summary: m.tasks_of({ count: number(list.total) }),
      ...pagesOf(url, scope.offset, list.total),
      rows: list.rows.map((row) => ({
        id: row.caseId,
        name: row.name,
        register: row.registerLabel ?? '',
        pk: row.pkName ?? '',
        state: groupWords[row.group](),
        late: row.dueOn !== null && row.dueOn < today,
        band: row.band ? riskWords[row.band]() : '',
        last: row.heldOn ? formatShortDate(row.heldOn, language) : '',
        due: shortDueWords({ dueOn: row.dueOn, dueCounts: 'calendar' }, language),
        why: row.dueWhy ? dueWords[row.dueWhy]() : '',
      })),
    };
  });
};
