import { plainDate, firstOfMonth, lastOfMonth, type Month } from '#kernel/plain-date';
import { formatMonth } from '#kernel/format';
import { m, getLocale } from '#messages';
import { ageWords, caseStates, kindWords, phaseStandingWords, phaseWords, stateWords } from '#modules/cases';
import { channels, channelWords, gradeWords, mediumWords, outcomeWords, standingWords } from '#modules/check-ins';
import { figureWords } from '#modules/figures';
import { checkInsByMonth, reportingByMonth } from '#modules/figures/server';
import { getUnit } from '#modules/units/server';
import { todayAt } from '#modules/units';
import type { ReadCtx } from '#platform/ctx';
import type { Value } from '#platform/tables/cells';
import {
  ageFilter,
  channel,
  channelFilter,
  closed,
  counsellor,
  date,
  day,
  grade,
  kindFilter,
  lastReport,
  misses,
  number,
  officerFilter,
  optionsOf,
  periodFrom,
  periodUntil,
  text,
  who,
  word,
} from './columns.ts';
import { defineExportList, type ExportFilter, type ExportList, type ListAsk } from './define.ts';
import {
  caseloadRows,
  checkInRows,
  clientValues,
  countCaseload,
  countCheckIns,
  countMissed,
  missedRows,
  type Client,
} from './lists.queries.server.ts';
import { whole, type ScreenPage } from './screen-lists.queries.server.ts';

const period: readonly ExportFilter[] = [
  { id: 'from', label: m.exports_filter_from, kind: 'day', required: true },
  { id: 'until', label: m.exports_filter_until, kind: 'day', required: true },
];
/** A list of clients that is read for the export alone: who each is, and what the list says of him. */
function ofClients<Row extends Client>(
  count: ExportList['count'],
  read: (ctx: ReadCtx, ask: ListAsk, after: string | null, most: number) => Promise<ScreenPage<Row>>,
  values: (row: Row) => Record<string, Value>,
): Pick<ExportList, 'count' | 'rows'> {
  return {
    count,
    rows: async (ctx, ask, after, most) => {
      const { rows, next } = await read(ctx, ask, after, most);
      return {
        next,
        rows: rows.map((row) => ({ ...clientValues(row), kind: word(kindWords, row.kind), ...values(row) })),
      };
    },
  };
}

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
    text('ageGroup', m.exports_column_age_group),
    text('state', m.exports_column_state),
    counsellor,
    date('receivedOn', m.exports_column_received_on),
    date('guidanceStart', m.exports_column_guidance_start),
    date('guidanceEnd', m.exports_column_guidance_end),
    lastReport,
    misses,
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
    officerFilter,
    {
      id: 'state',
      label: m.exports_column_state,
      kind: 'choice',
      options: [
        { value: 'open', label: m.cases_state_open },
        { value: 'all', label: m.cases_state_all },
        ...optionsOf(caseStates, stateWords),
      ],
    },
    kindFilter,
    ageFilter,
    {
      id: 'phase',
      label: m.cases_col_phase,
      kind: 'choice',
      options: optionsOf(phases, phaseWords),
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
  ...ofClients(countCaseload, caseloadRows, (row) => ({
    ageGroup: word(ageWords, row.ageGroup),
    state: word(stateWords, row.state),
    receivedOn: row.receivedOn,
    guidanceStart: row.guidanceStart,
    guidanceEnd: row.guidanceEnd,
    lastReport: row.lastReport,
    misses: row.misses,
  })),
});

export const checkIns = defineExportList({
  id: 'check-ins',
  name: m.exports_list_check_ins,
  subject: 'reports',
  about: m.exports_about_check_ins,
  any: ['ledger:read'],
  people: true,
  columns: [
    day,
    ...who,
    channel,
    text('medium', m.exports_column_medium),
    grade,
    text('standing', m.exports_column_standing),
    text('review', m.exports_column_review),
    counsellor,
    ...closed,
  ],
  filters: [...period, channelFilter],
  ...ofClients(countCheckIns, checkInRows, (row) => ({
    day: row.day,
    channel: word(channelWords, row.channel),
    medium: word(mediumWords, row.medium),
    grade: word(gradeWords, row.grade),
    standing: word(standingWords, row.standing),
    review: word(outcomeWords, row.review),
  })),
});

export const missed = defineExportList({
  id: 'missed',
  name: m.exports_list_missed,
  subject: 'reports',
  about: m.exports_about_missed,
  any: ['ledger:read'],
  people: true,
  columns: [periodFrom, periodUntil, ...who, number('inARow', m.exports_column_misses), counsellor, ...closed],
  filters: period,
  ...ofClients(countMissed, missedRows, ({ from, until, inARow }) => ({ from, until, inARow })),
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
    text('month', m.exports_column_month),
    ...parts.map((id) => number(id, partWords[id])),
    ...channels.map((id) => number(id, channelWords[id])),
  ],
  filters: [
    { id: 'from', label: m.exports_filter_from_month, kind: 'month', required: true },
    { id: 'until', label: m.exports_filter_until_month, kind: 'month', required: true },
  ],
  ...whole(figureRows),
});

/** Numbers below five stay hidden from whoever sees aggregates only; a figure that is hidden is no zero. */
async function figureRows(ctx: ReadCtx, { unitId, filters }: ListAsk): Promise<Record<string, Value>[]> {
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
