import { isUuid } from '#kernel/id';
import { isPlainDate } from '#kernel/plain-date';
import { parseMonth } from '#kernel/period';
import { formatMoment } from '#kernel/format';
import { cleanLine } from '#kernel/text';
import { decide, may, mustBeAllowed, reachesBelow, type Role } from '#modules/access';
import { closeTasks, openTask } from '#modules/tasks/server';
import { getUnit, isModuleOn } from '#modules/units/server';
import type { Unit } from '#modules/units';
import { getLocale, m } from '#messages';
import type { Ctx, ReadCtx } from '#platform/ctx';
import { NotAllowed, NotFound } from '#platform/errors';
import { keptAs } from '#platform/files/accept.server';
import { storeFile } from '#platform/files/store.server';
import type { Table, Value } from '#platform/tables/cells';
import { writeCsv } from '#platform/tables/write-csv';
import { writeXlsx } from '#platform/tables/write-xlsx.server';
import { columnsTaken, findExportList, type ExportFilter, type ExportList, type ListAsk } from './define.ts';
import type { ExportFormat, Refused, SecondRole } from './export.ts';
import { mayAgree } from './queries.server.ts';
import { approvalEnds, hasGrown, linkEnds, mostRows, needsOf, secondsOf, shortestPurpose } from './rules.ts';
import {
  changeExport,
  countRowsLately,
  hasSecond,
  insertExport,
  lockExport,
  type LockedExport,
} from './store.server.ts';
import { hidden, newCode } from './watermark.ts';

const no = (refusal: Refused['refusal']): Refused => ({ ok: false, refusal });
/** Rows of one statement, so that a long list never holds one for long. */
const PAGE = 1000;

export type ExportAsk = {
  unitId: number;
  list: string;
  filters: Record<string, string>;
  columns: readonly string[];
  withGuarded: boolean;
  format: ExportFormat;
  purpose: string;
};
export type ExportAnswer = { ok: true; exportId: string; state: 'ready' | 'asked' } | Refused;

/**
 * Asks for a list. Up to the limit it is made at once, in the asker's own transaction, so that his reach and nobody else's decides
 * what is in it; above it, or with closed columns, a second person agrees first.
 */
export async function askExport(ctx: Ctx, ask: ExportAsk): Promise<ExportAnswer> {
  const list = findExportList(ask.list);
  if (!list) throw new NotFound('list');
  const unit = await getUnit(ctx, ask.unitId);
  const ownOnly = reachOf(ctx, list, unit);
  if (!(await isModuleOn(ctx, unit.id, 'exports'))) return no('switched_off');
  const columns = columnsTaken(list, ask.columns);
  if (columns.length === 0 || ask.columns.some((id) => !columns.some((column) => column.id === id)))
    return no('no_columns');
  const purpose = cleanLine(ask.purpose, 500);
  if (!purpose.ok || purpose.text.length < shortestPurpose) return no('purpose_short');
  const filters = readFilters(list, ask.filters);
  if (!filters.ok) return filters;

  const withGuarded = list.people && !list.withoutClients && ask.withGuarded;
  const listAsk: ListAsk = { unitId: unit.id, filters: filters.values, ownOnly, withGuarded };
  const rows = await list.count(ctx, listAsk);
  if (rows === 0) return no('nothing_to_export');
  if (rows > mostRows) return no('too_many_rows');
  const needs = needsOf({
    rows,
    rowsLately: await countRowsLately(ctx),
    people: list.people,
    closedColumns: columns.some((column) => column.forbiddenByDefault),
    withGuarded,
  });

  const one = {
    id: ctx.newId(),
    unitId: unit.id,
    list: list.id,
    filters: { ...filters.values, ...(withGuarded ? { guarded: 'yes' } : {}) },
    columns: columns.map(({ id }) => id),
    format: ask.format,
    purpose: purpose.text,
    rows,
    needs,
    watermark: newCode(),
  };
  const about = { exportId: one.id, list: list.id, rows, columns: one.columns, filters: one.filters };
  if (needs.length > 0) {
    const second = await findSecond(ctx, unit);
    if (!second) return no('no_second_person');
    await insertExport(ctx, { ...one, second, made: null });
    await openTask(ctx, {
      unitId: unit.id,
      kind: 'exports.approve',
      key: one.id,
      forRole: second,
      facts: { list: list.id, rows, accountId: ctx.actor.accountId },
    });
    ctx.journal({ what: 'export.asked', unitId: unit.id, about: { ...about, needs, secondRole: second } });
    return { ok: true, exportId: one.id, state: 'asked' };
  }
  const made = await makeFile(ctx, list, listAsk, { ...one, unit }, mostRows);
  if (!made.ok) return made;
  await insertExport(ctx, {
    ...one,
    second: null,
    rows: made.rows,
    made: { fileId: made.fileId, expiresAt: linkEnds(ctx.now) },
  });
  await expireInTime(ctx, one);
  tellMade(ctx, one, { ...about, rows: made.rows });
  return { ok: true, exportId: one.id, state: 'ready' };
}

/** The post that agrees to what the asker asks for there: the first of those in the table that somebody else holds. */
async function findSecond(ctx: Ctx, unit: Unit): Promise<SecondRole | undefined> {
  const held = ctx.actor.postings
    .filter(({ role, unitId }) => unitId === unit.id || (reachesBelow.has(role as Role) && unit.path.includes(unitId)))
    .map(({ role }) => role);
  for (const role of secondsOf(new Set(held))) if (await hasSecond(ctx, role, unit.id)) return role;
  return undefined;
}

/** The second person agrees or refuses; never to what he asked for himself. */
export async function decideExport(
  ctx: Ctx,
  input: { exportId: string; outcome: 'approved' | 'refused'; note: string },
): Promise<{ ok: true } | Refused> {
  const one = await lock(ctx, input.exportId);
  mustBeAllowed(ctx.actor, 'export:agree', { unitId: one.unitId, unitPath: one.unitPath });
  if (one.state !== 'asked') return no('wrong_state');
  if (one.madeById === ctx.actor.accountId) return no('second_person_needed');
  if (!mayAgree(ctx.actor, one)) throw new NotAllowed(`export:agree is for ${one.second}`);
  if (input.outcome === 'refused' && input.note.trim().length < 5) return no('note_missing');
  const ends = input.outcome === 'approved' ? approvalEnds(ctx.now) : null;
  await changeExport(ctx.tx, one.id, {
    state: input.outcome,
    decided_by: ctx.actor.accountId,
    decided_at: ctx.now,
    decision_note: input.note,
    expires_at: ends,
  });
  await closeTasks(ctx, { unitId: one.unitId, kind: 'exports.approve', key: one.id });
  ctx.journal({
    what: `export.${input.outcome}`,
    unitId: one.unitId,
    about: { exportId: one.id, rows: one.rows, needs: one.needs },
  });
  return { ok: true };
}

/** Makes what was agreed to, page by page under the session of whoever asked: what he can no longer see is not in it. */
export async function makeExport(ctx: Ctx, exportId: string): Promise<{ ok: true } | Refused> {
  const one = await lock(ctx, exportId);
  if (one.madeById !== ctx.actor.accountId) throw new NotFound('export');
  if (one.state !== 'approved') return no('wrong_state');
  if (one.expiresAt === null || one.expiresAt <= ctx.now) return no('approval_over');
  const list = findExportList(one.list);
  if (!list) throw new NotFound('list');
  const unit = await getUnit(ctx, one.unitId);
  const ownOnly = reachOf(ctx, list, unit);
  const { guarded, ...filters } = one.filters;
  const listAsk: ListAsk = { unitId: unit.id, filters, ownOnly, withGuarded: guarded === 'yes' };
  if (hasGrown(one.rows, await list.count(ctx, listAsk))) return no('grown');
  const made = await makeFile(ctx, list, listAsk, { ...one, unit }, mostRows);
  if (!made.ok) return made;
  await changeExport(ctx.tx, one.id, {
    state: 'ready',
    rows: made.rows,
    file_id: made.fileId,
    ready_at: ctx.now,
    expires_at: linkEnds(ctx.now),
  });
  await expireInTime(ctx, one);
  tellMade(ctx, one, { exportId: one.id, list: one.list, rows: made.rows, columns: one.columns, filters: one.filters });
  return { ok: true };
}

/** Whoever asked may change his mind while nothing is made. */
export async function withdrawExport(ctx: Ctx, exportId: string): Promise<{ ok: true } | Refused> {
  const one = await lock(ctx, exportId);
  if (one.madeById !== ctx.actor.accountId) throw new NotFound('export');
  if (one.state !== 'asked' && one.state !== 'approved') return no('wrong_state');
  await changeExport(ctx.tx, one.id, { state: 'withdrawn' });
  await closeTasks(ctx, { unitId: one.unitId, kind: 'exports.approve', key: one.id, as: 'withdrawn' });
  ctx.journal({ what: 'export.withdrawn', unitId: one.unitId, about: { exportId: one.id } });
  return { ok: true };
}

/** Whether only the asker's own clients count; throws where he may not have the list at all. */
export function reachOf(ctx: ReadCtx, list: ExportList, unit: Pick<Unit, 'id' | 'path'>): boolean {
  const subject = { unitId: unit.id, unitPath: unit.path };
  const own = { ...subject, pkStaffId: ctx.actor.staffId };
  if (!list.any.some((action) => may(ctx.actor, action, own))) mustBeAllowed(ctx.actor, list.any[0]!, own);
  const whole = decide(ctx.actor, 'export:ask', subject);
  if (whole.allow) return false;
  if (!may(ctx.actor, 'export:ask', own)) mustBeAllowed(ctx.actor, 'export:ask', own);
  // A counsellor takes along his own clients; figures are nobody's.
  return list.people;
}

function readFilters(
  list: ExportList,
  typed: Record<string, string>,
): { ok: true; values: Record<string, string> } | Refused {
  const values: Record<string, string> = {};
  for (const filter of list.filters) {
    const value = typed[filter.id] ?? '';
    if (value === '') {
      if (filter.required) return no('filter_missing');
      continue;
    }
    if (!fits(filter, value)) return no('filter_wrong');
    values[filter.id] = value;
  }
  const { from, until } = values;
  if (from !== undefined && until !== undefined) {
    const years = Number(until.slice(0, 4)) - Number(from.slice(0, 4));
    if (until < from || years > 10) return no('filter_wrong');
  }
  return { ok: true, values };
}

function fits(filter: ExportFilter, value: string): boolean {
  switch (filter.kind) {
    case 'choice':
      return filter.options.some((option) => option.value === value);
    case 'day':
      return isPlainDate(value);
    case 'month':
      return parseMonth(value) !== undefined;
    case 'year':
      return /^(19[5-9]|20\d)\d$/.test(value);
    case 'officer':
      return isUuid(value);
    // What is not there finds nothing.
    case 'listed':
    case 'text':
      return cleanLine(value, 60).ok;
  }
}

type Marked = {
  id: string;
  columns: readonly string[];
  format: ExportFormat;
  purpose: string;
  watermark: string;
  unit: Unit;
};

async function makeFile(
  ctx: Ctx,
  list: ExportList,
  ask: ListAsk,
  one: Marked,
  most: number,
): Promise<{ ok: true; fileId: string; rows: number } | Refused> {
  const columns = list.columns.filter(({ id }) => one.columns.includes(id));
  const rows: Value[][] = [];
  let after: string | null = null;
  do {
    const page: Awaited<ReturnType<ExportList['rows']>> = await list.rows(ctx, ask, after, PAGE);
    for (const row of page.rows) rows.push(columns.map(({ id }) => row[id]));
    if (rows.length > most) return no('too_many_rows');
    after = page.next;
  } while (after !== null);
  if (rows.length === 0) return no('nothing_to_export');

  const mark = [watermarkText(ctx, one) + hidden(one.watermark)];
  const table: Table = {
    name: list.name(),
    // The first column carries the watermark and must not be as wide as it.
    columns: columns.map(({ label, kind }, index) => ({
      header: label(),
      kind,
      ...(index === 0 ? { width: 24 } : {}),
    })),
    rows: [mark, ...rows, mark],
  };
  const bytes = one.format === 'xlsx' ? writeXlsx([table]) : writeCsv(table);
  if (bytes.length > 16_000_000) return no('too_large');
  const mediaType =
    one.format === 'xlsx' ? 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' : 'text/csv';
  const kept = await storeFile(ctx, keptAs(mediaType, Buffer.from(bytes)), { unitId: one.unit.id });
  return kept.ok ? { ok: true, fileId: kept.fileId, rows: rows.length } : no('file_daily_limit');
}

/** Who took this along, when and for what: the first and the last row of every list that leaves. */
function watermarkText(ctx: Ctx, one: Marked): string {
  const { actor } = ctx;
  const when = formatMoment(ctx.now, one.unit.zone, getLocale());
  return m.exports_watermark({
    code: one.id.slice(-8),
    name: actor.name,
    username: actor.username,
    when,
    purpose: one.purpose,
  });
}

async function expireInTime(ctx: Ctx, one: { id: string; unitId: number }): Promise<void> {
  await ctx.addJob(
    'exports.expire',
    { unitId: one.unitId },
    { key: `exports.expire:${one.id}`, runAt: linkEnds(ctx.now) },
  );
}

function tellMade(ctx: Ctx, one: { unitId: number }, about: Record<string, unknown>): void {
  ctx.journal({ what: 'export.made', unitId: one.unitId, about });
  ctx.accessed({ what: 'export.made', unitId: one.unitId, about });
}

async function lock(ctx: Ctx, exportId: string): Promise<LockedExport> {
  const one = isUuid(exportId) ? await lockExport(ctx, exportId) : undefined;
  if (!one) throw new NotFound('export');
  if (ctx.actor.kind !== 'staff') throw new NotAllowed('export');
  return one;
}
