import { formatShortMoment } from '#kernel/format';
import { isUuid } from '#kernel/id';
import { addDays, firstOfMonth, plainDate, weekFrom, type Month } from '#kernel/plain-date';
import { zoneLabel } from '#kernel/zone';
import { getLocale, m } from '#messages';
import { accountStateWords } from '#modules/accounts';
import { accountWaits, listAccounts } from '#modules/accounts/server';
import { groups, groupWords, type Group } from '#modules/assessments';
import { kindWords, transferStateWords } from '#modules/cases';
import { listTransfers, readRegisterBook } from '#modules/cases/server';
import { channelWords, gradeWords } from '#modules/check-ins';
import { listDue, listMissed, listWaitingReviews } from '#modules/check-ins/server';
import { kindWords as contactWords, observationAnswerWords, observerWords } from '#modules/contacts';
import { listOutstanding, listWaitingEvidence, listWaitingObservations } from '#modules/contacts/server';
import { asOf, figureWords } from '#modules/figures';
import { listBehind, listCaseloads, type ListOf } from '#modules/figures/server';
import { letterStates, listLetterKinds, nameOfLetterKind, stateWords as letterStateWords } from '#modules/letters';
import { readLetterRegister } from '#modules/letters/server';
import { listTaskKinds, nameOfKind, wordTask } from '#modules/tasks';
import { listTasks } from '#modules/tasks/server';
import { gradeWords as staffGradeWords, postingKindWords, roleWords, todayAt, unitTypeWords } from '#modules/units';
import { getUnit, listHolidays, listStaffAt, listTree, unitsBelow } from '#modules/units/server';
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
import { defineExportList, type ListAsk } from './define.ts';
import { mostRows } from './rules.ts';
import { listOfScreen, pagedByOffset, whole } from './screen-lists.queries.server.ts';

/** Whose clients a list of the day is about, as on the page: one's own, one officer's, or the whole office's. */
const listing = ({ unitId, ownOnly, filters }: ListAsk) =>
  ownOnly ? { mine: true } : isUuid(filters['officer']) ? { unitId, pkStaffId: filters['officer'] } : { unitId };
const todayOf = async (ctx: ReadCtx, { unitId }: ListAsk) => todayAt(await getUnit(ctx, unitId), ctx.now);

defineExportList({
  id: 'due',
  name: m.exports_list_due,
  subject: 'reports',
  about: m.exports_about_due,
  any: ['ledger:read'],
  people: true,
  columns: [...who, counsellor, periodFrom, periodUntil, lastReport, ...closed],
  filters: [
    officerFilter,
    {
      id: 'running',
      label: m.exports_filter_until,
      kind: 'choice',
      options: [{ value: '1', label: m.tasks_due_running_title }],
    },
  ],
  ...listOfScreen(
    pagedByOffset(async (ctx, ask, offset, limit) => {
      const today = await todayOf(ctx, ask);
      const between = ask.filters['running']
        ? { from: today, through: addDays(today, 62), begunBy: today }
        : weekFrom(today);
      return listDue(ctx, between, { ...listing(ask), offset, limit });
    }),
    {
      values: ({ from, through, lastReport }) => ({ from, until: through, lastReport }),
    },
  ),
});

defineExportList({
  id: 'missed-now',
  name: m.exports_list_missed_now,
  subject: 'reports',
  about: m.exports_about_missed_now,
  any: ['ledger:read'],
  people: true,
  columns: [...who, counsellor, misses, date('through', m.exports_column_period_until), ...closed],
  filters: [
    officerFilter,
    {
      id: 'row',
      label: m.exports_column_misses,
      kind: 'choice',
      options: [
        { value: '1', label: m.tasks_missed_1 },
        { value: '2', label: m.tasks_missed_2 },
        { value: '3', label: m.tasks_missed_3 },
      ],
    },
  ],
  ...listOfScreen(
    pagedByOffset(async (ctx, ask, offset, limit) => {
      const row = Number(ask.filters['row'] ?? 0);
      const of = row === 0 ? { atLeast: 1 } : { atLeast: row, ...(row < 3 ? { atMost: row } : {}) };
      return listMissed(ctx, { ...of, today: await todayOf(ctx, ask) }, { ...listing(ask), offset, limit });
    }),
    {
      values: ({ misses, through }) => ({ misses, through }),
    },
  ),
});

defineExportList({
  id: 'contacts-due',
  name: m.exports_list_contacts_due,
  subject: 'reports',
  about: m.exports_about_contacts_due,
  any: ['contact:record'],
  people: true,
  columns: [
    ...who,
    counsellor,
    { id: 'contact', label: m.contacts_col_kind, kind: 'text' },
    { id: 'dueOn', label: m.contacts_col_due, kind: 'date' },
    { id: 'plannedOn', label: m.contacts_col_planned, kind: 'date' },
    ...closed,
  ],
  filters: [
    officerFilter,
    {
      id: 'due',
      label: m.exports_filter_until,
      kind: 'choice',
      options: [
        { value: 'past', label: m.contacts_count_overdue },
        { value: 'today', label: m.contacts_count_visits },
      ],
    },
  ],
  ...listOfScreen(
    pagedByOffset(async (ctx, ask, offset, limit) => {
      const today = await todayOf(ctx, ask);
      const { due } = ask.filters;
      const through = due === 'past' ? addDays(today, -1) : weekFrom(today).through;
      return listOutstanding(ctx, due === 'today' ? { plannedOn: today } : { through }, {
        ...listing(ask),
        offset,
        limit,
      });
    }),
    {
      values: (row) => ({
        contact: word(contactWords, row.kind),
        dueOn: row.dueOn,
        plannedOn: row.plannedOn,
      }),
    },
  ),
});

defineExportList({
  id: 'contacts-evidence',
  name: m.exports_list_contacts_evidence,
  subject: 'reports',
  about: m.exports_about_contacts_evidence,
  any: ['contact:record'],
  people: true,
  columns: [
    ...who,
    counsellor,
    text('contact', m.contacts_col_kind),
    date('happenedOn', m.contacts_col_happened),
    date('evidenceUntil', m.contacts_col_until),
    ...closed,
  ],
  filters: [officerFilter],
  ...listOfScreen(
    pagedByOffset((ctx, ask, offset, limit) => listWaitingEvidence(ctx, { ...listing(ask), offset, limit })),
    {
      values: (row) => ({
        contact: word(contactWords, row.kind),
        happenedOn: row.happenedOn,
        evidenceUntil: row.evidenceUntil,
      }),
    },
  ),
});

defineExportList({
  id: 'observations',
  name: m.exports_list_observations,
  subject: 'reports',
  about: m.exports_about_observations,
  any: ['contact:record'],
  people: true,
  columns: [
    ...who,
    counsellor,
    // Who told the office something about a client is protected like his address.
    { ...text('observer', m.contacts_col_observer), forbiddenByDefault: true },
    text('concern', m.contacts_col_concern),
    text('sent', m.contacts_col_sent),
    ...closed,
  ],
  filters: [officerFilter],
  ...listOfScreen(
    pagedByOffset(async (ctx, ask, offset, limit) => {
      const { zone } = await getUnit(ctx, ask.unitId);
      const { rows, total } = await listWaitingObservations(ctx, { ...listing(ask), offset, limit });
      return { total, rows: rows.map((row) => ({ ...row, zone })) };
    }),
    {
      values: (row) => ({
        observer: `${row.observer} (${observerWords[row.observerKind]()})`,
        concern: observationAnswerWords.concern[row.concern](),
        sent: formatShortMoment(row.sentAt, row.zone, getLocale()),
      }),
    },
  ),
});

defineExportList({
  id: 'reviews',
  name: m.exports_list_reviews,
  subject: 'reports',
  about: m.exports_about_reviews,
  any: ['check_in:review'],
  people: true,
  columns: [day, ...who, channel, grade, counsellor, ...closed],
  filters: [officerFilter],
  ...listOfScreen(
    pagedByOffset((ctx, ask, offset, limit) => listWaitingReviews(ctx, { ...listing(ask), offset, limit })),
    {
      values: (row) => ({
        day: row.happenedOn,
        channel: word(channelWords, row.channel),
        grade: word(gradeWords, row.grade),
      }),
    },
  ),
});

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

const told = (task: Awaited<ReturnType<typeof listTasks>>['tasks'][number]): Record<string, Value> => ({
  what: nameOfKind(task.kind),
  says: wordTask(task).says,
  due: task.dueOn,
  for: word(roleWords, task.forRole),
  officer: task.staffName,
});
defineExportList({
  id: 'tasks',
  name: m.exports_list_tasks,
  subject: 'clients',
  about: m.exports_about_tasks,
  any: ['task:read'],
  people: true,
  columns: [
    text('what', m.exports_column_task),
    text('says', m.exports_column_task_says),
    date('due', m.exports_column_due),
    text('for', m.accounts_field_role),
    text('officer', m.exports_column_officer),
    ...who,
    ...closed,
  ],
  filters: [
    {
      id: 'scope',
      label: m.tasks_scope,
      kind: 'choice',
      options: [
        { value: 'mine', label: m.tasks_scope_mine },
        { value: 'office', label: m.tasks_scope_office },
      ],
    },
    {
      id: 'kind',
      label: m.exports_column_task,
      kind: 'choice',
      // Modules that load later describe kinds as well.
      get options() {
        return listTaskKinds().map((value) => ({ value, label: () => nameOfKind(value) }));
      },
    },
  ],
  ...listOfScreen(
    async (ctx, ask, after) => {
      const { scope, kind } = ask.filters;
      const { tasks, next } = await listTasks(ctx, {
        unitId: ask.unitId,
        scope: ask.ownOnly || scope === 'mine' ? 'mine' : 'office',
        ...(kind ? { kind } : {}),
        ...(after ? { after } : {}),
      });
      return { rows: tasks, next };
    },
    {
      values: told,
      without: (task) => (task.caseId === null ? told(task) : undefined),
    },
  ),
});

defineExportList({
  id: 'staff',
  name: m.exports_list_staff,
  subject: 'office',
  about: m.exports_about_staff,
  any: ['absence:set'],
  people: false,
  columns: [
    text('name', m.exports_column_officer),
    text('grade', m.figures_grade),
    text('role', m.accounts_field_role),
    text('kind', m.accounts_field_kind),
    periodFrom,
    periodUntil,
  ],
  filters: [],
  ...whole(async (ctx, ask) =>
    (await listStaffAt(ctx, ask.unitId, await todayOf(ctx, ask))).flatMap((officer) =>
      officer.postings.map((posting) => ({
        name: officer.name,
        grade: word(staffGradeWords, officer.grade),
        role: roleWords[posting.role](),
        kind: postingKindWords[posting.kind](),
        from: posting.startsOn,
        until: posting.endsOn,
      })),
    ),
  ),
});

defineExportList({
  id: 'accounts',
  name: m.exports_list_accounts,
  subject: 'office',
  about: m.exports_about_accounts,
  any: ['account:administer'],
  people: false,
  columns: [
    text('name', m.accounts_field_name),
    text('username', m.accounts_field_username),
    text('roles', m.accounts_field_role),
    text('state', m.accounts_field_state),
    text('factor', m.accounts_field_factor),
    text('seen', m.accounts_field_seen),
  ],
  filters: [
    {
      id: 'below',
      label: m.accounts_with_below,
      kind: 'choice',
      options: [{ value: 'on', label: m.accounts_with_below }],
    },
    {
      id: 'waits',
      label: m.accounts_waits,
      kind: 'choice',
      options: accountWaits.map((value) => ({ value, label: m[`accounts_waits_${value}`] })),
    },
  ],
  ...whole(async (ctx, { unitId, filters }) => {
    const unit = await getUnit(ctx, unitId);
    const units = filters['below'] ? await unitsBelow(ctx, unit.id) : [unit.id];
    const waits = accountWaits.find((one) => one === filters['waits']);
    const accounts = await listAccounts(ctx, units, { ...(waits ? { waits } : {}), limit: mostRows });
    return accounts.map((account) => ({
      name: account.name,
      username: account.username,
      roles: account.roles
        .map(({ role, waits: open }) => (open ? m.accounts_role_waits({ role: roleWords[role]() }) : roleWords[role]()))
        .join(', '),
      state: accountStateWords[account.state](),
      factor: account.hasFactor ? m.accounts_has_factor() : m.accounts_no_factor(),
      seen: account.lastSeenAt ? formatShortMoment(account.lastSeenAt, unit.zone, getLocale()) : m.accounts_never(),
    }));
  }),
});

defineExportList({
  id: 'units',
  name: m.exports_list_units,
  subject: 'office',
  about: m.exports_about_units,
  any: ['staff:read'],
  people: false,
  columns: [
    text('unit', m.units_field_name),
    text('code', m.units_field_code),
    text('type', m.units_field_type),
    text('class', m.units_field_class),
    text('above', m.exports_column_above),
    text('zone', m.units_field_zone),
    date('closedOn', m.exports_column_closed_on),
  ],
  filters: [],
  ...whole(async (ctx) => {
    const tree = await listTree(ctx);
    const names = new Map(tree.map(({ id, name }) => [id, name]));
    return tree.map((unit) => ({
      unit: unit.name,
      code: unit.code,
      type: unitTypeWords[unit.type](),
      class: unit.class,
      above: unit.parentId === null ? null : (names.get(unit.parentId) ?? null),
      zone: zoneLabel[unit.zone],
      closedOn: unit.closedOn,
    }));
  }),
});

defineExportList({
  id: 'holidays',
  name: m.exports_list_holidays,
  subject: 'office',
  about: m.exports_about_holidays,
  any: ['staff:read'],
  people: false,
  columns: [day, text('name', m.units_field_holiday), text('for', m.units_field_for)],
  filters: [{ id: 'year', label: m.exports_filter_year, kind: 'year', required: true }],
  ...whole(async (ctx, ask) => {
    const unit = await getUnit(ctx, ask.unitId);
    const year = ask.filters['year'];
    const days = await listHolidays(ctx, unit.id, plainDate(`${year}-01-01`), plainDate(`${year}-12-31`));
    return days.map(({ day, name, unitId }) => ({
      day,
      name,
      for: unitId === null ? m.units_for_all() : unit.name,
    }));
  }),
});
