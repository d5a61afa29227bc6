import { formatShortMoment } from '#kernel/format';
import type { Month } from '#kernel/plain-date';
import { getLocale, m } from '#messages';
import { asOf } from '#modules/figures';
import { listOfficersOn, officerStandings, type OfficerStanding } from '#modules/figures/server';
import { stateWords as importStateWords } from '#modules/imports';
import { getImport, listImportsOf, listRows, shownRows, type RowFilter } from '#modules/imports/server';
import { nameOfJob } from '#modules/installation';
import { listParkedJobs } from '#modules/installation/server';
import { messageChannelWords, messageStates, messageStateWords, nameOfSent, sayDelivery } from '#modules/messages';
import { listOutbox } from '#modules/messages/server';
import { grades, gradeWords, todayAt } from '#modules/units';
import { getUnit, listTree } from '#modules/units/server';
import type { ReadCtx } from '#platform/ctx';
import type { Value } from '#platform/tables/cells';
import { number, optionsOf, text, word } from './columns.ts';
import { defineExportList, type ExportList, type ListAsk } from './define.ts';
import { countedByPages, whole } from './screen-lists.queries.server.ts';

/** A list of which a page is read at a time, and that knows how long it is. */
function counted(
  read: (
    ctx: ReadCtx,
    ask: ListAsk,
    offset: number,
    limit: number,
  ) => Promise<{ rows: Record<string, Value>[]; total: number }>,
): Pick<ExportList, 'count' | 'rows'> {
  return {
    count: async (ctx, ask) => (await read(ctx, ask, 0, 1)).total,
    rows: async (ctx, ask, after, most) => {
      const offset = Number(after ?? 0);
      const { rows, total } = await read(ctx, ask, offset, most);
      const done = offset + rows.length;
      return { rows, next: rows.length > 0 && done < total ? String(done) : null };
    },
  };
}

const standingWords: Readonly<Record<OfficerStanding, () => string>> = {
  active: m.figures_active,
  lent: m.figures_lent,
  rotating: m.figures_rotating,
  absent: m.figures_absent,
};
const otherGrade = 'other';

defineExportList({
  id: 'officers-behind',
  name: m.exports_list_officers_behind,
  subject: 'figures',
  about: m.exports_about_officers_behind,
  any: ['figures:read', 'figures:aggregate'],
  people: false,
  columns: [
    text('name', m.exports_column_officer),
    text('grade', m.figures_grade),
    text('unit', m.exports_column_unit),
    text('standing', m.figures_standing),
  ],
  filters: [
    {
      id: 'in',
      label: m.exports_column_unit,
      kind: 'listed',
      options: async (ctx, unitId) =>
        (await listTree(ctx, unitId)).map(({ id, name }) => ({ value: String(id), label: name })),
    },
    {
      id: 'grade',
      label: m.figures_grade,
      kind: 'choice',
      options: [...optionsOf(grades, gradeWords), { value: otherGrade, label: m.figures_other_grade }],
    },
    { id: 'standing', label: m.figures_standing, kind: 'choice', options: optionsOf(officerStandings, standingWords) },
    { id: 'until', label: m.exports_filter_until_month, kind: 'month' },
  ],
  ...counted(async (ctx, { unitId, filters }, offset, limit) => {
    const inUnit = Number(filters['in'] ?? Number.NaN);
    const { rows, total } = await listOfficersOn(
      ctx,
      { unitId },
      asOf(filters['until'] as Month | undefined, todayAt(await getUnit(ctx, unitId), ctx.now)),
      {
        ...(Number.isInteger(inUnit) ? { inUnit } : {}),
        ...(filters['grade'] ? { grade: filters['grade'] } : {}),
        ...(filters['standing'] ? { standing: filters['standing'] as OfficerStanding } : {}),
      },
      { offset, limit },
    );
    return {
      total,
      rows: rows.map((one) => ({
        name: one.name,
        grade: one.grade === otherGrade ? m.figures_other_grade() : word(gradeWords, one.grade),
        unit: one.unitName,
        standing: standingWords[one.standing](),
      })),
    };
  }),
});

defineExportList({
  id: 'imports',
  name: m.exports_list_imports,
  subject: 'office',
  about: m.exports_about_imports,
  any: ['import:bring', 'custody:import'],
  people: false,
  columns: [
    text('file', m.imports_col_file),
    text('when', m.imports_col_when),
    text('who', m.imports_col_who),
    text('state', m.imports_col_state),
    number('rows', m.imports_col_rows),
    number('taken', m.imports_col_taken),
    number('left', m.imports_col_left),
  ],
  filters: [],
  ...whole(async (ctx, { unitId }) => {
    const { zone } = await getUnit(ctx, unitId);
    return (await listImportsOf(ctx, unitId)).map((one) => ({
      file: one.fileName,
      when: formatShortMoment(one.madeAt, zone, getLocale()),
      who: one.madeBy,
      state: importStateWords[one.state](),
      rows: one.total,
      taken: one.taken,
      left: one.leftBack,
    }));
  }),
});

const importRows: Readonly<Partial<Record<RowFilter, () => string>>> = {
  bad: m.imports_count_bad,
  searched: m.imports_count_searched,
  likely: m.imports_count_likely,
  warned: m.imports_count_warned,
};

defineExportList({
  id: 'import-rows',
  name: m.exports_list_import_rows,
  subject: 'office',
  about: m.exports_about_import_rows,
  any: ['import:bring', 'custody:import'],
  people: true,
  // The office's own file, of people who may be nobody's client yet.
  withoutClients: true,
  columns: [
    number('line', m.imports_row_line),
    text('name', m.imports_row_name),
    text('column', m.imports_group_column),
    text('problem', m.imports_row_problem),
    { ...text('typed', m.exports_column_typed), forbiddenByDefault: true },
  ],
  filters: [
    {
      id: 'of',
      label: m.imports_title,
      kind: 'listed',
      required: true,
      options: async (ctx, unitId) =>
        (await listImportsOf(ctx, unitId)).map(({ id, fileName }) => ({ value: id, label: fileName })),
    },
    {
      id: 'show',
      label: m.exports_filter_rows,
      kind: 'choice',
      required: true,
      options: Object.entries(importRows).map(([value, label]) => ({ value, label })),
    },
  ],
  ...countedByPages(rowsOfImport),
});

/** Each problem of a row on a line of its own, so that a column can be sorted by it. */
async function rowsOfImport(ctx: ReadCtx, { unitId, filters }: ListAsk, after: string | null, most: number) {
  const show = filters['show'] as RowFilter;
  const known = (await listImportsOf(ctx, unitId)).some(({ id }) => id === filters['of']);
  if (!known) return { rows: [], next: null };
  const one = await getImport(ctx, filters['of']!);
  if (one.tidiedAt !== null) return { rows: [], next: null };
  const page = await listRows(ctx, one, show, Number(after ?? 0), most);
  const shown = await shownRows(ctx, one, page.rows, show === 'bad' ? 'problems' : 'warnings', getLocale());
  return {
    next: page.next === null ? null : String(page.next),
    rows: shown.flatMap(({ line, name, problems }) =>
      problems.map((problem): Record<string, Value> => ({
        line,
        name,
        column: problem.where || null,
        problem: problem.what,
        typed: problem.typed || null,
      })),
    ),
  };
}

defineExportList({
  id: 'outbox',
  name: m.exports_list_outbox,
  subject: 'office',
  about: m.exports_about_outbox,
  any: ['gateway:set'],
  people: false,
  columns: [
    text('made', m.messages_outbox_made),
    text('kind', m.messages_outbox_kind),
    text('channel', m.messages_health_channel),
    text('state', m.messages_health_state),
    number('tries', m.messages_outbox_tries),
    text('problem', m.messages_health_problem),
    text('next', m.messages_outbox_next),
  ],
  filters: [
    {
      id: 'state',
      label: m.messages_health_state,
      kind: 'choice',
      options: optionsOf(messageStates, messageStateWords),
    },
    {
      id: 'channel',
      label: m.messages_health_channel,
      kind: 'choice',
      options: optionsOf(['whatsapp', 'sms', 'email'] as const, messageChannelWords),
    },
    { id: 'kind', label: m.messages_outbox_kind, kind: 'text' },
  ],
  ...counted(async (ctx, { unitId, filters }, offset, limit) => {
    const { zone } = await getUnit(ctx, unitId);
    const { rows, total } = await listOutbox(
      ctx,
      {
        unitId,
        state: messageStates.find((one) => one === filters['state']),
        channel: filters['channel'],
        kind: filters['kind'],
      },
      { offset, limit },
    );
    const moment = (at: Date | null) => (at ? formatShortMoment(at, zone, getLocale()) : null);
    return {
      total,
      rows: rows.map((one) => ({
        made: moment(one.madeAt),
        kind: nameOfSent(one.kind),
        channel: messageChannelWords[one.channel](),
        state: messageStateWords[one.state](),
        tries: one.tries,
        problem: one.problem && sayDelivery(one.problem),
        next: moment(one.state === 'sent' ? one.sentAt : one.state === 'waiting' ? one.notBefore : null),
      })),
    };
  }),
});

defineExportList({
  id: 'parked-jobs',
  name: m.exports_list_parked_jobs,
  subject: 'office',
  about: m.exports_about_parked_jobs,
  any: ['backup:read'],
  people: false,
  columns: [
    text('name', m.jobs_column_name),
    text('added', m.jobs_column_added),
    text('tried', m.jobs_column_tried),
    number('tries', m.jobs_column_tries),
    text('number', m.jobs_column_number),
  ],
  filters: [],
  ...whole(async (ctx, { unitId }) => {
    const { zone } = await getUnit(ctx, unitId);
    return (await listParkedJobs(ctx)).jobs.map((job) => ({
      name: nameOfJob(job.name),
      added: formatShortMoment(job.addedAt, zone, getLocale()),
      tried: formatShortMoment(job.triedAt, zone, getLocale()),
      tries: job.tries,
      number: job.number || null,
    }));
  }),
});
