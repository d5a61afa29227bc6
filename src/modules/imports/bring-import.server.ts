import { extname } from 'node:path';
import { mustBeAllowed } from '#modules/access';
import { getUnit, isModuleOn } from '#modules/units/server';
import type { Ctx } from '#platform/ctx';
import { NotFound } from '#platform/errors';
import { keptAs } from '#platform/files/accept.server';
import { storeFile } from '#platform/files/store.server';
import { isUuid } from '#kernel/id';
import { largestFile, nextState, type ImportStep, type Refused } from './import.ts';
import { columnsOf } from './kind.ts';
import { kindOfUnit, kinds } from './kinds.ts';
import { missingColumns, type Mapping } from './mapping.ts';
import { findImport, changeImport, insertImport, lockImport, type LockedImport } from './store.server.ts';
import { printOf } from './read-file.server.ts';

const no = (refusal: Refused['refusal']): Refused => ({ ok: false, refusal });

export type Brought = { unitId: number; fileName: string; bytes: Uint8Array };

/** Keeps a spreadsheet and has it read by a job; nothing of it is looked into here but its first bytes. */
export async function bringImport(
  ctx: Ctx,
  { unitId, fileName, bytes }: Brought,
): Promise<{ ok: true; importId: string } | Refused> {
  const unit = await getUnit(ctx, unitId);
  const kind = kindOfUnit(unit.type);
  mustBeAllowed(ctx.actor, kind?.action ?? 'import:bring', { unitId, unitPath: unit.path });
  if (!kind) return no('no_such_list');
  if (!(await isModuleOn(ctx, unitId, 'imports'))) return no('switched_off');
  if (bytes.length === 0) return no('file_empty');
  if (bytes.length > largestFile) return no('file_too_large');
  const format = formatOf(bytes);
  if (format === 'other') return no('file_not_a_table');
  if (format === 'old_excel') return no('file_old_excel');

  const mediaType =
    format === 'xlsx' ? 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' : 'text/csv';
  const kept = await storeFile(ctx, keptAs(mediaType, Buffer.from(bytes)), { unitId });
  if (!kept.ok) return no('file_daily_limit');
  const importId = ctx.newId();
  await insertImport(ctx, { id: importId, kind: kind.id, unitId, fileId: kept.fileId, fileName: safeName(fileName) });
  await ctx.addJob('imports.read', { importId, unitId }, { key: `imports.read:${importId}` });
  ctx.journal({ what: 'import.brought', unitId, about: { importId, bytes: bytes.length } });
  return { ok: true, importId };
}

/** Settles which column means what, and begins the dry run. */
export async function mapImport(
  ctx: Ctx,
  input: { importId: string; sheet: number; headerRow: number; columns: Mapping['columns'] },
): Promise<{ ok: true } | Refused> {
  const one = await lockOwn(ctx, input.importId);
  const found = await findImport(ctx, one.id);
  if (!mayStep(one, 'check')) return no('wrong_state');
  const sheet = found?.preview?.[input.sheet];
  const heads = sheet?.first[input.headerRow - 1];
  if (!sheet || !heads) return no('no_such_sheet');
  const columns = Object.fromEntries(
    columnsOf(kinds[one.kind]).flatMap((id) => (input.columns[id] === undefined ? [] : [[id, input.columns[id]]])),
  );
  const used = Object.values(columns);
  if (new Set(used).size < used.length) return no('column_twice');
  if (missingColumns(kinds[one.kind], columns).length > 0) return no('columns_missing');
  const mend = heads[0] !== undefined && printOf(heads) === printOf(heads.slice(1));
  const mapping: Mapping = { sheet: input.sheet, headerRow: input.headerRow, columns, mend };
  await beginCheck(ctx, one, mapping, printOf(heads));
  return { ok: true };
}

/** Has the good rows taken; with `likely` also those that look like somebody who is known already. */
export async function takeImport(
  ctx: Ctx,
  { importId, likely, forNotices = false }: { importId: string; likely: boolean; forNotices?: boolean },
): Promise<{ ok: true } | Refused> {
  const one = await lockOwn(ctx, importId);
  const found = await findImport(ctx, importId);
  if (!found || !mayStep(one, 'take')) return no('wrong_state');
  if (!(await isModuleOn(ctx, one.unitId, 'imports'))) return no('switched_off');
  if (found.good - (likely ? 0 : found.likely) <= 0) return no('nothing_to_take');
  await changeImport(ctx.tx, one.id, {
    state: 'taking',
    take_likely: likely,
    for_notices: forNotices,
    taken_by: ctx.actor.accountId,
    taken_at: ctx.now,
  });
  await ctx.addJob('imports.take', { importId, unitId: one.unitId }, { key: `imports.take:${importId}` });
  ctx.journal({
    what: 'import.take-asked',
    unitId: one.unitId,
    about: { importId, good: found.good, likely, forNotices },
  });
  return { ok: true };
}

export async function cancelImport(ctx: Ctx, importId: string): Promise<{ ok: true } | Refused> {
  const one = await lockOwn(ctx, importId);
  if (!mayStep(one, 'cancel')) return no('wrong_state');
  await changeImport(ctx.tx, one.id, { state: 'cancelled', finished_at: ctx.now });
  ctx.journal({ what: 'import.cancelled', unitId: one.unitId, about: { importId } });
  return { ok: true };
}

/** The step that use cases and the reading job share: the rows are looked at anew, from the first. */
export async function beginCheck(
  ctx: Ctx,
  one: { id: string; unitId: number },
  mapping: Mapping,
  fingerprint: string,
): Promise<void> {
  await changeImport(ctx.tx, one.id, {
    state: 'checking',
    mapping: JSON.stringify(mapping),
    fingerprint,
    total: 0,
    checked: 0,
    good: 0,
    bad: 0,
    same: 0,
    likely: 0,
    warned: 0,
    problem: null,
  });
  await ctx.addJob('imports.check', { importId: one.id, unitId: one.unitId }, { key: `imports.check:${one.id}` });
}

async function lockOwn(ctx: Ctx, importId: string): Promise<LockedImport> {
  const one = isUuid(importId) ? await lockImport(ctx.tx, importId) : undefined;
  if (!one) throw new NotFound('import');
  const { path } = await getUnit(ctx, one.unitId);
  mustBeAllowed(ctx.actor, kinds[one.kind].action, { unitId: one.unitId, unitPath: path });
  return one;
}

function mayStep(one: LockedImport, step: ImportStep): boolean {
  return nextState(one.state, step) !== undefined;
}

function formatOf(bytes: Uint8Array): 'xlsx' | 'csv' | 'old_excel' | 'other' {
  const start = Buffer.from(bytes.subarray(0, 8)).toString('latin1');
  if (start.startsWith('PK\u0003\u0004')) return 'xlsx';
  if (start.startsWith('\u00d0\u00cf\u0011\u00e0')) return 'old_excel';
  if (/^(%PDF|\u0089PNG|GIF8|\u00ff\u00d8\u00ff|Rar!|7z\u00bc\u00af|\u001f\u008b)/.test(start)) return 'other';
  return 'csv';
}

/** As a list shows it: one line without a path and without what turns the reading direction. */
function safeName(typed: string): string {
  const name = typed
    .toWellFormed()
    .replace(/^.*[/\\]/s, '')
    .replace(/[\p{Cc}\p{Cf}]/gu, '')
    .trim();
  const end = extname(name).slice(0, 10);
  return name.length > 120 ? `${name.slice(0, 118 - end.length)}…${end}` : name || 'tanpa-nama';
}
