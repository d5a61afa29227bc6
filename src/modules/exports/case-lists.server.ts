import { firstOfMonth, weekFrom, type Month } from '#kernel/plain-date';
import { m } from '#messages';
import { groups, groupWords, type Group } from '#modules/assessments';
import { kindWords, transferStateWords } from '#modules/cases';
import { listTransfers, readRegisterBook } from '#modules/cases/server';
import { asOf, figureWords } from '#modules/figures';
import { listBehind, listCaseloads, type ListOf } from '#modules/figures/server';
import { letterStates, listLetterKinds, nameOfLetterKind, stateWords as letterStateWords } from '#modules/letters';
import { readLetterRegister } from '#modules/letters/server';
import { gradeWords as staffGradeWords, todayAt } from '#modules/units';
import { getUnit } from '#modules/units/server';
import type { Value } from '#platform/tables/cells';
import {
  ageFilter,
  channelFilter,
  closed,
  counsellor,
  date,
  day,
  kindFilter,
  number,
  optionsOf,
  text,
  who,
  word,
} from './columns.ts';
import { defineExportList, type ListAsk } from './define.ts';
import { listOfScreen, whole } from './screen-lists.queries.server.ts';
import { todayOf } from './ask-of-day.server.ts';

const numbered = (line: Awaited<ReturnType<typeof readRegisterBook>>['lines'][number]): Record<string, Value> => ({
  label: line.label,
  givenOn: line.givenOn,
  origin: line.origin === 'given' ? m.exports_origin_given() : m.exports_origin_imported(),
  voidReason: line.voidReason,
});

defineExportList({
  id: 'register-book',
  name: m.exports_list_register_book,
  subject: 'clients',
  about: m.exports_about_register_book,
  any: ['case:receive'],
  people: true,
  columns: [
    text('label', m.exports_column_register),
    date('givenOn', m.exports_column_given_on),
    text('origin', m.exports_column_origin),
    ...who.filter(({ id }) => id !== 'register'),
    text('voidReason', m.exports_column_void),
    counsellor,
    ...closed,
  ],
  filters: [{ id: 'year', label: m.exports_filter_year, kind: 'year', required: true }],
  ...listOfScreen(
    async (ctx, ask, after, most) => {
      const book = await readRegisterBook(ctx, ask.unitId, Number(ask.filters['year']), after ?? undefined, most);
      return { rows: book.lines, next: book.next };
    },
    {
      values: numbered,
      // A book without a gap: a number stays, also where its client is left out.
      without: (line) => ({ ...numbered(line), name: line.voidReason ? null : m.cases_book_hidden() }),
    },
  ),
});

defineExportList({
  id: 'transfers',
  name: m.exports_list_transfers,
  subject: 'clients',
  about: m.exports_about_transfers,
  any: ['case:request_transfer', 'case:accept_transfer'],
  people: true,
  columns: [
    text('direction', m.exports_column_direction),
    ...who,
    text('office', m.exports_column_other_office),
    text('state', m.exports_column_state),
    date('requestedOn', m.exports_column_requested_on),
    date('decidedOn', m.exports_column_decided_on),
    counsellor,
    ...closed,
  ],
  filters: [],
  ...listOfScreen(
    async (ctx, ask, after, limit) => {
      const offset = Number(after ?? 0);
      const { arriving, outgoing, total } = await listTransfers(ctx, ask.unitId, { offset, limit });
      const done = offset + outgoing.length;
      // Who arrives stands on the first page.
      const here =
        ask.ownOnly || offset > 0 ? [] : arriving.filter((one) => ask.withGuarded || one.ageGroup === 'adult');
      return {
        next: outgoing.length > 0 && done < total ? String(done) : null,
        rows: [
          ...here.map((one) => ({ ...one, caseId: null, arrives: true as const })),
          ...outgoing.map((one) => ({ ...one, arrives: false as const })),
        ],
      };
    },
    {
      values: (one) =>
        one.arrives
          ? {}
          : {
              direction: m.exports_direction_out(),
              office: one.toUnit,
              state: transferStateWords[one.state](),
              requestedOn: one.requestedOn,
              decidedOn: one.decidedOn,
            },
      // His file comes with him, so until he arrives there is nothing of it here but what the transfer says.
      without: (one) =>
        one.arrives
          ? {
              direction: m.exports_direction_in(),
              name: one.name,
              kind: kindWords[one.kind](),
              office: one.fromUnit,
              state: transferStateWords.approved(),
              requestedOn: one.requestedOn,
              decidedOn: one.decidedOn,
            }
          : undefined,
    },
  ),
});

const standings = Object.keys(figureWords) as (keyof typeof figureWords)[];
const missed = ['0', '1', '2', '3'] as const;
const missedWords = {
  0: m.figures_misses_none,
  1: m.tasks_missed_1,
  2: m.tasks_missed_2,
  3: m.tasks_missed_3,
} as const;

defineExportList({
  id: 'behind',
  name: m.exports_list_behind,
  subject: 'clients',
  about: m.exports_about_behind,
  any: ['figures:read'],
  people: true,
  columns: [...who, counsellor, text('unit', m.exports_col_unit), day, ...closed],
  filters: [
    {
      id: 'of',
      label: m.exports_filter_figure,
      kind: 'choice',
      required: true,
      options: [
        { value: 'clients', label: m.figures_clients },
        { value: 'check_ins', label: m.figures_check_ins },
        { value: 'reporting', label: m.figures_reporting },
        { value: 'misses', label: m.figures_misses },
        { value: 'transfers', label: m.tasks_below_transfers },
        { value: 'assessments', label: m.assessments_figures_title },
      ],
    },
    { id: 'month', label: m.exports_column_month, kind: 'month' },
    { id: 'until', label: m.exports_filter_until_month, kind: 'month' },
    channelFilter,
    { id: 'standing', label: m.figures_reporting, kind: 'choice', options: optionsOf(standings, figureWords) },
    kindFilter,
    ageFilter,
    { id: 'misses', label: m.figures_misses, kind: 'choice', options: optionsOf(missed, missedWords) },
    { id: 'group', label: m.assessments_filter_group, kind: 'choice', options: optionsOf(groups, groupWords) },
  ],
  ...listOfScreen(
    async (ctx, ask, after, most) => {
      const of = behindOf(ask.filters, await todayOf(ctx, ask));
      return of ? listBehind(ctx, { unitId: ask.unitId }, of, after, 'name', most) : { rows: [], next: null };
    },
    {
      values: ({ day }) => ({ day }),
    },
  ),
});

/** The number that the filters name; none where they leave open which. */
function behindOf(filters: ListAsk['filters'], today: Awaited<ReturnType<typeof todayOf>>): ListOf | undefined {
  const { of, month, until, channel, standing, kind, age, misses, group } = filters;
  const first = month ? firstOfMonth(month as Month) : undefined;
  const last = until ? { until: firstOfMonth(until as Month) } : {};
  if (of === 'check_ins') return first && channel ? { of, month: first, ...last, channel } : undefined;
  if (of === 'reporting') return first && standing ? { of, month: first, today, standing } : undefined;
  const day = asOf(until as Month | undefined, today);
  if (of === 'misses') return misses ? { of, misses: Number(misses), today, day } : undefined;
  if (of === 'transfers') return { of };
  if (of === 'assessments') return { of, today, ...(group ? { group: group as Group } : {}) };
  if (of !== 'clients') return undefined;
  return {
    of,
    day,
    ...(kind ? { kind } : {}),
    ...(age ? { ageGroup: age } : {}),
  };
}

defineExportList({
  id: 'letters',
  name: m.letters_book_title,
  subject: 'clients',
  about: m.letters_about_book,
  any: ['letter:read'],
  people: true,
  columns: [
    text('label', m.letters_col_number),
    date('dated', m.letters_col_dated),
    text('addressee', m.letters_col_addressee),
    text('subject', m.letters_col_subject),
    text('letterKind', m.letters_field_kind),
    text('letterState', m.letters_col_state),
    date('sentOn', m.letters_col_sent),
    date('receivedOn', m.letters_col_received),
    ...who,
    ...closed,
  ],
  filters: [
    { id: 'year', label: m.exports_filter_year, kind: 'year' },
    {
      id: 'kind',
      label: m.letters_field_kind,
      kind: 'choice',
      options: listLetterKinds().map((value) => ({ value, label: () => nameOfLetterKind(value) })),
    },
    {
      id: 'state',
      label: m.letters_col_state,
      kind: 'choice',
      options: optionsOf(letterStates, letterStateWords),
    },
  ],
  ...listOfScreen(
    async (ctx, ask, after) => {
      const { year, kind, state } = ask.filters;
      const { lines, next } = await readLetterRegister(
        ctx,
        ask.unitId,
        {
          year: year ? Number(year) : undefined,
          kind,
          state: letterStates.find((one) => one === state),
        },
        after ?? undefined,
        250,
      );
      return { rows: lines, next };
    },
    {
      values: (line) => ({
        label: line.label,
        dated: line.dated,
        addressee: line.addressee,
        subject: line.subject,
        letterKind: nameOfLetterKind(line.kind),
        letterState: letterStateWords[line.state](),
        sentOn: line.sentOn,
        receivedOn: line.receivedOn,
      }),
    },
  ),
});

defineExportList({
  id: 'workload',
  name: m.exports_list_workload,
  subject: 'office',
  about: m.exports_about_workload,
  any: ['case:assign'],
  people: false,
  columns: [
    text('name', m.exports_column_officer),
    text('grade', m.figures_grade),
    number('clients', m.figures_clients),
    number('dueThisWeek', m.tasks_due_short),
    number('waiting', m.tasks_reviews_short),
    number('missedOnce', m.tasks_missed_1),
    number('missedTwice', m.tasks_missed_2),
    number('missedThrice', m.tasks_missed_3),
  ],
  filters: [],
  ...whole(async (ctx, ask) => {
    const unit = await getUnit(ctx, ask.unitId);
    const today = todayAt(unit, ctx.now);
    const week = weekFrom(today);
    return (await listCaseloads(ctx, { unitId: unit.id, unitPath: unit.path }, week)).map((one) => ({
      name: one.name,
      grade: word(staffGradeWords, one.grade),
      clients: one.clients,
      dueThisWeek: one.dueThisWeek,
      waiting: one.waiting,
      missedOnce: one.missedOnce,
      missedTwice: one.missedTwice,
      missedThrice: one.missedThrice,
    }));
  }),
});
