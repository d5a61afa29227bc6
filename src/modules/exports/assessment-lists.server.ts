import { lastDay } from '#kernel/holidays';
import { isUuid } from '#kernel/id';
import { addDays } from '#kernel/plain-date';
import { dueWords, groups, groupWords } from '#modules/assessments';
import { listStandings } from '#modules/assessments/server';
import { riskWords } from '#modules/cases';
import { todayAt } from '#modules/units';
import { getUnit } from '#modules/units/server';
import { m } from '#messages';
import { closed, counsellor, lastDayColumns, lastDayValues, who, word } from './columns.ts';
import { defineExportList } from './define.ts';
import { listOfScreen, pagedByOffset } from './screen-lists.queries.server.ts';

/** As the page has it: what falls due within so many days. */
const SOON = 14;

defineExportList({
  id: 'assessments',
  name: m.exports_list_assessments,
  subject: 'clients',
  about: m.exports_about_assessments,
  any: ['assessment:read'],
  people: true,
  columns: [
    ...who,
    counsellor,
    { id: 'state', label: m.assessments_col_state, kind: 'text' },
    { id: 'band', label: m.assessments_col_band, kind: 'text' },
    { id: 'heldOn', label: m.assessments_held_on, kind: 'date' },
    ...lastDayColumns('dueOn', m.assessments_col_due),
    { id: 'why', label: m.assessments_reason, kind: 'text' },
    ...closed,
  ],
  filters: [
    { id: 'officer', label: m.cases_filter_officer, kind: 'officer' },
    {
      id: 'group',
      label: m.assessments_filter_group,
      kind: 'choice',
      options: groups.map((value) => ({ value, label: groupWords[value] })),
    },
    {
      id: 'due',
      label: m.assessments_filter_due,
      kind: 'choice',
      options: [{ value: '1', label: m.assessments_filter_due }],
    },
  ],
  ...listOfScreen(
    pagedByOffset(async (ctx, { unitId, ownOnly, filters }, offset, limit) => {
      const today = todayAt(await getUnit(ctx, unitId), ctx.now);
      const { officer, due } = filters;
      return listStandings(ctx, today, {
        ...(ownOnly ? { mine: true } : { unitId }),
        ...(isUuid(officer) && !ownOnly ? { pkStaffId: officer } : {}),
        group: groups.find((one) => one === filters['group']),
        dueBy: due ? addDays(today, SOON) : undefined,
        offset,
        limit,
      });
    }),
    {
      values: (row) => ({
        state: word(groupWords, row.group),
        band: word(riskWords, row.band),
        heldOn: row.heldOn,
        ...lastDayValues('dueOn', lastDay(row.dueOn, 'calendar')),
        why: word(dueWords, row.dueWhy),
      }),
    },
  ),
});
