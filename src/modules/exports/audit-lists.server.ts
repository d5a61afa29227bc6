import { formatNumber, formatShortMoment } from '#kernel/format';
import type { PlainDate } from '#kernel/plain-date';
import { getLocale, m } from '#messages';
import { marksAtTheDoor } from '#modules/accounts/server';
import { momentsOf, zoneOf } from '#modules/journal';
import {
  countLines,
  listAffected,
  listWhats,
  readLines,
  whatWords,
  type AuditFilter,
  type AuditLog,
} from '#modules/journal/server';
import { sayRoles } from '#modules/units';
import { unitsBelow } from '#modules/units/server';
import type { ReadCtx } from '#platform/ctx';
import type { Value } from '#platform/tables/cells';
import { text } from './columns.ts';
import { defineExportList, type ExportColumn, type ExportFilter, type ListAsk } from './define.ts';
import { detailOf } from './line-detail.server.ts';

const THIRTEEN_MONTHS_MS = 400 * 86_400_000;
const names = { journal: m.exports_list_journal, access_log: m.exports_list_access_log } as const;
const abouts = { journal: m.exports_about_journal, access_log: m.exports_about_access_log } as const;
const rights = { journal: 'journal:search', access_log: 'access_log:search' } as const;

/** A register number says who a line is about, also about a child; whoever searches sees it, but a second person agrees before it leaves. */
const code: ExportColumn = { ...text('code', m.journal_column_about), forbiddenByDefault: true };
const period: readonly ExportFilter[] = [
  { id: 'from', label: m.journal_filter_from, kind: 'day' },
  { id: 'until', label: m.journal_filter_until, kind: 'day' },
];

for (const log of ['journal', 'access_log'] as const)
  defineExportList({
    id: log === 'journal' ? 'journal' : 'access-log',
    name: names[log],
    subject: 'audit',
    about: abouts[log],
    any: [rights[log]],
    people: true,
    withoutClients: true,
    columns: [
      text('at', m.journal_column_at),
      text('what', m.journal_column_what),
      text('who', m.journal_column_who),
      text('role', m.journal_column_role),
      text('unit', m.journal_column_unit),
      code,
      text('detail', m.journal_column_detail),
    ],
    filters: [
      ...period,
      { id: 'officer', label: m.journal_filter_officer, kind: 'text' },
      { id: 'case', label: m.journal_filter_case, kind: 'text' },
      {
        id: 'what',
        label: m.journal_filter_what,
        kind: 'listed',
        options: async (ctx) =>
          (await listWhats(ctx, log, new Date(ctx.now.getTime() - THIRTEEN_MONTHS_MS)))
            .map((what) => ({ value: what, label: whatWords(what) }))
            .sort((a, b) => a.label.localeCompare(b.label)),
      },
      {
        id: 'only',
        label: m.journal_filter_unit,
        kind: 'choice',
        options: [{ value: '1', label: m.exports_only_this_unit }],
      },
    ],
    count: async (ctx, ask) => countLines(ctx, await filterOf(ctx, log, ask)),
    rows: async (ctx, ask, after, most) => {
      const filter = await filterOf(ctx, log, ask);
      const { lines, next } = await readLines(ctx, { ...filter, ...(after ? { after } : {}) }, most);
      const zone = zoneOf(ctx.actor);
      return {
        next,
        rows: lines.map((line): Record<string, Value> => ({
          at: formatShortMoment(line.at, zone, getLocale()),
          what: whatWords(line.what),
          who: line.actor === 'system' ? m.journal_system() : line.actor,
          role: line.role && line.actor !== 'system' ? sayRoles(line.role) : null,
          unit: line.unitName,
          code: line.code,
          detail: detailOf(line, { zone, language: getLocale() }),
        })),
      };
    },
  });

/** What the page of the search asks, for one office and those below it: never lines of an office that the export is not asked of. */
async function filterOf(ctx: ReadCtx, log: AuditLog, { unitId, filters }: ListAsk): Promise<AuditFilter> {
  const { from, until, officer, case: caseCode, what, only } = filters;
  const username = officer?.toLowerCase();
  return {
    log,
    ...momentsOf(zoneOf(ctx.actor), from as PlainDate | undefined, until as PlainDate | undefined),
    ...(username ? { username, marks: await marksAtTheDoor(ctx, username) } : {}),
    ...(caseCode ? { caseCode } : {}),
    ...(what ? { what } : {}),
    ...(only ? { unitId } : { under: await under(ctx, unitId) }),
  };
}

/** Lines about the house itself belong to no office: they come along where the asker himself is posted. */
async function under(ctx: ReadCtx, unitId: number): Promise<NonNullable<AuditFilter['under']>> {
  return {
    unitIds: await unitsBelow(ctx, unitId),
    house: ctx.actor.postings.some((posting) => posting.unitId === unitId),
  };
}

defineExportList({
  id: 'affected',
  name: m.exports_list_affected,
  subject: 'audit',
  about: m.exports_about_affected,
  any: ['journal:search'],
  people: true,
  withoutClients: true,
  columns: [
    text('unit', m.journal_column_unit),
    code,
    text('times', m.journal_column_times),
    text('first', m.journal_column_first),
    text('last', m.journal_column_last),
  ],
  filters: [
    { id: 'officer', label: m.journal_filter_officer, kind: 'text', required: true },
    ...period.map((filter): ExportFilter => ({ ...filter, required: true })),
  ],
  count: async (ctx, ask) => (await affected(ctx, ask)).length,
  rows: async (ctx, ask) => {
    const zone = zoneOf(ctx.actor);
    const moment = (at: Date) => formatShortMoment(at, zone, getLocale());
    return {
      next: null,
      rows: (await affected(ctx, ask)).map((one) => ({
        unit: one.unitName,
        code: one.code ?? one.caseId ?? one.personId,
        times: formatNumber(one.reads + one.writes, getLocale()),
        first: moment(one.first),
        last: moment(one.last),
      })),
    };
  },
});

/** The form asks for all three; an officer whom nobody knows affected nobody. */
async function affected(ctx: ReadCtx, { unitId, filters }: ListAsk) {
  const { from, until } = momentsOf(zoneOf(ctx.actor), filters['from'] as PlainDate, filters['until'] as PlainDate);
  const who = { username: filters['officer']!.toLowerCase(), from: from!, until: until! };
  return (await listAffected(ctx, who, await under(ctx, unitId))) ?? [];
}
