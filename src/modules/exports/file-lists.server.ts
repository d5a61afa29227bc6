import { formatShortMoment, formatTime } from '#kernel/format';
import { dayAt } from '#kernel/zone';
import { getLocale, m } from '#messages';
import { listNotes, listWhoOpened, readTimeline } from '#modules/cases/server';
import { sayRoles } from '#modules/units';
import { getUnit } from '#modules/units/server';
import type { ReadCtx } from '#platform/ctx';
import { NotFound } from '#platform/errors';
import { closed, counsellor, date, text, who } from './columns.ts';
import { defineExportList, type ExportFilter, type ListAsk } from './define.ts';
import { pageOpenedWords, sayLine } from './file-words.server.ts';
import { caseByNumber, listOfScreen, type ScreenPage } from './screen-lists.queries.server.ts';

// What stands in one client's file: each list is asked for by his register number, as somebody would say it.

const ofClient: ExportFilter = { id: 'client', label: m.exports_filter_client, kind: 'text', required: true };

type Entry = Record<string, string | null> & { caseId: string };

/** A page of one client's file. A client out of reach is as absent here as one who never was. */
async function pageOf(
  ctx: ReadCtx,
  ask: ListAsk,
  read: (caseId: string) => Promise<ScreenPage<Record<string, string | null>>>,
): Promise<ScreenPage<Entry>> {
  const caseId = await caseByNumber(ctx, ask.unitId, ask.filters['client']!);
  if (!caseId) return { rows: [], next: null };
  try {
    const { rows, next } = await read(caseId);
    return { rows: rows.map((row): Entry => ({ ...row, caseId })), next };
  } catch (thrown) {
    if (thrown instanceof NotFound) return { rows: [], next: null };
    throw thrown;
  }
}
const values = ({ caseId: _, ...row }: Entry) => row;

defineExportList({
  id: 'timeline',
  name: m.exports_list_timeline,
  subject: 'clients',
  about: m.exports_about_timeline,
  any: ['case:read'],
  people: true,
  columns: [
    date('day', m.exports_column_day),
    text('time', m.exports_column_time),
    text('what', m.exports_column_what),
    text('by', m.exports_column_by),
    text('note', m.exports_column_note),
    ...who,
    counsellor,
    ...closed,
  ],
  filters: [
    ofClient,
    {
      id: 'system',
      label: m.exports_filter_system,
      kind: 'choice',
      options: [{ value: '1', label: m.cases_system_show }],
    },
  ],
  ...listOfScreen(
    (ctx, ask, after) =>
      pageOf(ctx, ask, async (caseId) => {
        const { zone } = await getUnit(ctx, ask.unitId);
        const { days, next } = await readTimeline(ctx, caseId, {
          system: ask.filters['system'] === '1',
          before: after ?? undefined,
        });
        return {
          next,
          rows: days.flatMap(({ day, lines }) =>
            lines.map((line) => ({
              day,
              time: formatTime(line.at, zone, getLocale()),
              what: sayLine(line),
              by: line.bySystem ? m.cases_by_system() : line.by,
              note: line.note,
            })),
          ),
        };
      }),
    { values },
  ),
});

defineExportList({
  id: 'notes',
  name: m.exports_list_notes,
  subject: 'clients',
  about: m.exports_about_notes,
  any: ['case:read_specific'],
  people: true,
  columns: [
    date('day', m.exports_column_day),
    text('time', m.exports_column_time),
    text('text', m.exports_column_note),
    text('by', m.exports_column_by),
    text('written', m.exports_column_written),
    text('standing', m.exports_column_correction),
    ...who,
    counsellor,
    ...closed,
  ],
  filters: [ofClient],
  ...listOfScreen(
    (ctx, ask, after, most) =>
      pageOf(ctx, ask, async (caseId) => {
        const { zone } = await getUnit(ctx, ask.unitId);
        const { notes, next } = await listNotes(ctx, caseId, { after: after ?? undefined, most });
        return {
          next,
          rows: notes.map((one) => ({
            day: dayAt(zone, one.happenedAt),
            time: formatTime(one.happenedAt, zone, getLocale()),
            text: one.text,
            by: one.madeBy,
            written: formatShortMoment(one.madeAt, zone, getLocale()),
            standing:
              [one.correctsId === null ? '' : m.cases_note_correction(), one.corrected ? m.cases_note_corrected() : '']
                .filter(Boolean)
                .join(', ') || null,
          })),
        };
      }),
    { values },
  ),
});

defineExportList({
  id: 'opened-by',
  name: m.exports_list_opened_by,
  subject: 'clients',
  about: m.exports_about_opened_by,
  any: ['case:read_log'],
  people: true,
  columns: [
    text('at', m.cases_when),
    text('by', m.cases_who),
    text('role', m.cases_role),
    text('page', m.cases_page),
    ...who,
    counsellor,
    ...closed,
  ],
  filters: [ofClient],
  ...listOfScreen(
    (ctx, ask, after, most) =>
      pageOf(ctx, ask, async (caseId) => {
        const { zone } = await getUnit(ctx, ask.unitId);
        const { lines, next } = await listWhoOpened(ctx, caseId, { before: after ?? undefined, most });
        return {
          next,
          rows: lines.map((one) => ({
            at: formatShortMoment(one.at, zone, getLocale()),
            by: one.by ?? m.cases_by_system(),
            role: one.role ? sayRoles(one.role) : null,
            page: pageOpenedWords(one.page ?? one.what),
          })),
        };
      }),
    { values },
  ),
});
