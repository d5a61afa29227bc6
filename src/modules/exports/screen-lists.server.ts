import { formatShortMoment } from '#kernel/format';
import { lastDay } from '#kernel/holidays';
import { addDays, weekFrom } from '#kernel/plain-date';
import { getLocale, m } from '#messages';
import { channelWords, gradeWords } from '#modules/check-ins';
import { listDue, listMissed, listWaitingReviews } from '#modules/check-ins/server';
import { contactCounts, kindWords as contactWords, observationAnswerWords, observerWords } from '#modules/contacts';
import { listOutstanding, listWaitingEvidence, listWaitingObservations } from '#modules/contacts/server';
import { getUnit } from '#modules/units/server';
import {
  channel,
  closed,
  counsellor,
  date,
  day,
  lastDayColumns,
  lastDayValues,
  grade,
  lastReport,
  misses,
  officerFilter,
  periodFrom,
  periodUntil,
  text,
  who,
  word,
} from './columns.ts';
import { defineExportList } from './define.ts';
import { listOfScreen, pagedByOffset } from './screen-lists.queries.server.ts';
import { listing, todayOf } from './ask-of-day.server.ts';

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
    ...lastDayColumns('dueOn', m.contacts_col_due),
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
        ...lastDayValues('dueOn', lastDay(row.dueOn, contactCounts(row))),
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
