import { plainDate, firstOfMonth, lastOfMonth, type Month } from '#kernel/plain-date';
import { formatMonth } from '#kernel/format';
import { m, getLocale } from '#messages';
import {
  ageGroups,
  ageWords,
  caseStates,
  clientKinds,
  kindWords,
  phaseStandingWords,
  phaseWords,
  stateWords,
} from '#modules/cases';
import { channels, channelWords, gradeWords, mediumWords, outcomeWords, standingWords } from '#modules/check-ins';
import { figureWords } from '#modules/figures';
import { checkInsByMonth, reportingByMonth } from '#modules/figures/server';
import { getUnit } from '#modules/units/server';
import { todayAt } from '#modules/units';
import type { Value } from '#platform/tables/cells';
import { closed, counsellor, who, word } from './columns.ts';
import { defineExportList, type ExportColumn, type ExportFilter, type ListAsk } from './define.ts';
import {
  caseloadRows,
  checkInRows,
  clientValues,
  countCaseload,
  countCheckIns,
  countMissed,
  missedRows,
} from './lists.queries.server.ts';

const period: readonly ExportFilter[] = [
  { id: 'from', label: m.exports_filter_from, kind: 'day', required: true },
  { id: 'until', label: m.exports_filter_until, kind: 'day', required: true },
];
const phases = ['initial', 'advanced', 'final', 'aftercare'] as const;

export const caseload = defineExportList({
  id: 'caseload',
  name: m.exports_list_caseload,
  subject: 'clients',
  about: m.exports_about_caseload,
  any: ['case:list'],
  people: true,
  columns: [
    ...who,
    { id: 'ageGroup', label: m.exports_column_age_group, kind: 'text' },
    { id: 'state', label: m.exports_column_state, kind: 'text' },
    counsellor,
    { id: 'receivedOn', label: m.exports_column_received_on, kind: 'date' },
    { id: 'guidanceStart', label: m.exports_column_guidance_start, kind: 'date' },
    { id: 'guidanceEnd', label: m.exports_column_guidance_end, kind: 'date' },
    { id: 'lastReport', label: m.exports_column_last_report, kind: 'date' },
    { id: 'misses', label: m.exports_column_misses, kind: 'number' },
    ...closed,
  ],
  // The same words as on the page of the caseload, so that its filter comes along as it stands.
  filters: [
    {
      id: 'whose',
      label: m.cases_filter_whose,
      kind: 'choice',
      options: [
        { value: 'mine', label: m.cases_whose_mine },
        { value: 'office', label: m.cases_whose_office },
        { value: 'nobody', label: m.cases_whose_nobody },
      ],
    },
    { id: 'officer', label: m.cases_filter_officer, kind: 'officer' },
    {
      id: 'state',
      label: m.exports_column_state,
      kind: 'choice',
      options: [
        { value: 'open', label: m.cases_state_open },
        { value: 'all', label: m.cases_state_all },
        ...caseStates.map((value) => ({ value, label: stateWords[value] })),
      ],
    },
    {
      id: 'kind',
      label: m.exports_column_kind,
      kind: 'choice',
      options: clientKinds.map((value) => ({ value, label: kindWords[value] })),
    },
    {
      id: 'age',
      label: m.exports_column_age_group,
      kind: 'choice',
      options: ageGroups.map((value) => ({ value, label: ageWords[value] })),
    },
    {
      id: 'phase',
      label: m.cases_col_phase,
      kind: 'choice',
      options: phases.map((value) => ({ value, label: phaseWords[value] })),
    },
    {
      id: 'move',
      label: m.cases_filter_move,
      kind: 'choice',
      options: Object.entries(phaseStandingWords).map(([value, label]) => ({ value, label })),
    },
    {
      id: 'missed',
      label: m.exports_column_misses,
      kind: 'choice',
      options: ['1', '2', '3'].map((value) => ({ value, label: () => m.cases_missed_at_least({ count: value }) })),
    },
    { id: 'due', label: m.cases_due_week, kind: 'choice', options: [{ value: 'week', label: m.cases_due_week }] },
    {
      id: 'flags',
      label: m.cases_flagged_only,
      kind: 'choice',
      options: [{ value: '1', label: m.cases_flagged_only }],
    },
  ],
  count: countCaseload,
  rows: async (ctx, ask, after, most) => {
    const { rows, next } = await caseloadRows(ctx, ask, after, most);
    return {
      next,
      rows: rows.map((row) => ({
        ...clientValues(row),
        kind: word(kindWords, row.kind),
        ageGroup: word(ageWords, row.ageGroup),
        state: word(stateWords, row.state),
        receivedOn: row.receivedOn,
        guidanceStart: row.guidanceStart,
        guidanceEnd: row.guidanceEnd,
        lastReport: row.lastReport,
        misses: row.misses,
      })),
    };
  },
});

export const checkIns = defineExportList({
  id: 'check-ins',
  name: m.exports_list_check_ins,
  subject: 'reports',
  about: m.exports_about_check_ins,
  any: ['ledger:read'],
  people: true,
  columns: [
    { id: 'day', label: m.exports_column_day, kind: 'date' },
    ...who,
    { id: 'channel', label: m.exports_column_channel, kind: 'text' },
    { id: 'medium', label: m.exports_column_medium, kind: 'text' },
    { id: 'grade', label: m.exports_column_grade, kind: 'text' },
    { id: 'standing', label: m.exports_column_standing, kind: 'text' },
    { id: 'review', label: m.exports_column_review, kind: 'text' },
    counsellor,
    ...closed,
  ],
  filters: [
    ...period,
    {
      id: 'channel',
      label: m.exports_column_channel,
      kind: 'choice',
      options: channels.map((value) => ({ value, label: channelWords[value] })),
    },
  ],
  count: countCheckIns,
  rows: async (ctx, ask, after, most) => {
    const { rows, next } = await checkInRows(ctx, ask, after, most);
    return {
      next,
      rows: rows.map((row) => ({
        ...clientValues(row),
        kind: word(kindWords, row.kind),
        day: row.day,
        channel: word(channelWords, row.channel),
        medium: word(mediumWords, row.medium),
        grade: word(gradeWords, row.grade),
        standing: word(standingWords, row.standing),
        review: word(outcomeWords, row.review),
      })),
    };
  },
});

export const missed = defineExportList({
  id: 'missed',
  name: m.exports_list_missed,
  subject: 'reports',
  about: m.exports_about_missed,
  any: ['ledger:read'],
  people: true,
  columns: [
    { id: 'from', label: m.exports_column_period_from, kind: 'date' },
    { id: 'until', label: m.exports_column_period_until, kind: 'date' },
    ...who,
    { id: 'inARow', label: m.exports_column_misses, kind: 'number' },
    counsellor,
    ...closed,
  ],
  filters: period,
  count: countMissed,
  rows: async (ctx, ask, after, most) => {
    const { rows, next } = await missedRows(ctx, ask, after, most);
    return {
      next,
      rows: rows.map((row) => ({
        ...clientValues(row),
        kind: word(kindWords, row.kind),
        from: row.from,
        until: row.until,
        inARow: row.inARow,
      })),
    };
  },
});

const parts = ['clients', 'reported', 'missed', 'excused', 'open', 'notRecorded', 'nothingOwed'] as const;
const partWords: Record<(typeof parts)[number], () => string> = {
  clients: figureWords.all,
  reported: figureWords.reported,
  missed: figureWords.missed,
  excused: figureWords.excused,
  open: figureWords.open,
  notRecorded: figureWords.not_recorded,
  nothingOwed: figureWords.nothing_owed,
};

export const figures = defineExportList({
  id: 'figures',
  name: m.exports_list_figures,
  subject: 'figures',
  about: m.exports_about_figures,
  any: ['figures:read', 'figures:aggregate'],
  people: false,
  columns: [
    { id: 'month', label: m.exports_column_month, kind: 'text' },
    ...parts.map((id): ExportColumn => ({ id, label: partWords[id], kind: 'number' })),
    ...channels.map((id): ExportColumn => ({ id, label: channelWords[id], kind: 'number' })),
  ],
  filters: [
    { id: 'from', label: m.exports_filter_from_month, kind: 'month', required: true },
    { id: 'until', label: m.exports_filter_until_month, kind: 'month', required: true },
  ],
  count: async (ctx, ask) => (await figureRows(ctx, ask)).length,
  rows: async (ctx, ask) => ({ rows: await figureRows(ctx, ask), next: null }),
});

/** Numbers below five stay hidden from whoever sees aggregates only; a figure that is hidden is no zero. */
async function figureRows(
  ctx: Parameters<typeof checkInsByMonth>[0],
  { unitId, filters }: ListAsk,
): Promise<Record<string, Value>[]> {
  const unit = await getUnit(ctx, unitId);
  const days = {
    from: firstOfMonth(filters['from'] as Month),
    until: lastOfMonth(plainDate(`${filters['until']}-01`)),
  };
  const [reports, months] = [
    await checkInsByMonth(ctx, { unitId }, days),
    await reportingByMonth(ctx, { unitId }, days, todayAt(unit, ctx.now)),
  ];
  const told = (value: number | null | undefined): Value => (value === null ? m.exports_below_five() : (value ?? 0));
  const all = [...new Set([...months.map(({ month }) => month), ...reports.map(({ month }) => month)])].sort();
  return all.map((month) => {
    const known = months.find((one) => one.month === month);
    return {
      month: formatMonth(month.slice(0, 7) as Month, getLocale()),
      ...Object.fromEntries(parts.map((part) => [part, told(known?.[part])])),
      ...Object.fromEntries(
        channels.map((channel) => [
          channel,
          told(reports.find((one) => one.month === month && one.channel === channel)?.checkIns),
        ]),
      ),
    };
  });
}
