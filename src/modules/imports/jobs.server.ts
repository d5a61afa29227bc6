import { isUuid } from '#kernel/id';
import type { Ctx } from '#platform/ctx';
import type { Job, JobUnit, JobWork } from '#platform/job';
import { readContent } from '#platform/files/store.server';
import { beginCheck } from './bring-import.server.ts';
import { mostRows } from './import.ts';
import { freshMemory, judgeRows, type CleanedLine } from './judge-rows.server.ts';
import { kinds } from './kinds.ts';
import { kindsAtWork } from './kinds.server.ts';
import { guessMapping, missingColumns, shifted, type Mapping } from './mapping.ts';
import { rawRow } from './raw-cells.ts';
import {
  beginsWithOurs,
  headsOf,
  previewOf,
  printOf,
  readSheets,
  rowsBelow,
  type FileRead,
} from './read-file.server.ts';
import {
  addToCounts,
  changeImport,
  clearRows,
  findRememberedMapping,
  insertRows,
  listRowsToTake,
  listStandingStill,
  lockImport,
  lockUnit,
  recount,
  settleRows,
  type LockedImport,
  type RowOutcome,
  type RowToTake,
} from './store.server.ts';

/** Rows of one transaction: small enough that progress moves and the office is not held up, large enough that writes stay sets. */
const CHECK_ROWS = 500;
const TAKE_ROWS = 250;

/** Every step says when it moved; a quarter of a chunk's time is seconds. */
const standsStillMs = 3 * 60_000;

type Which = { importId: string; unitId: number };
function whichOf(payload: Record<string, unknown>): Which {
  const { importId, unitId } = payload;
  if (!isUuid(importId) || typeof unitId !== 'number') throw new TypeError('not a job of ours');
  return { importId, unitId };
}

/** Looks into the file, and goes on by itself where the meaning of its columns is known. */
async function readImport(work: JobWork, { importId, unitId }: Which): Promise<void> {
  const bytes = await work.inUnit(unitId, (ctx) => bytesInState(ctx, importId, 'uploaded'));
  if (!bytes) return;
  const read = await readSheets(bytes);
  await work.inUnit(unitId, async (ctx) => {
    const one = await lockImport(ctx.tx, importId);
    if (one?.state !== 'uploaded') return;
    if (!read.ok) return fail(ctx, one, read.problem);
    const preview = previewOf(read.sheets);
    await changeImport(ctx.tx, importId, { preview: JSON.stringify(preview), state: 'mapping' });

    const known = await knownMapping(ctx, unitId, read);
    if (known) return beginCheck(ctx, one, known.mapping, known.fingerprint);
    const kind = kinds[one.kind];
    const guesses = preview.map(({ first }, sheet) => ({ sheet, ...guessMapping(kind, first) }));
    const best = guesses.reduce((a, b) => (Object.keys(b.columns).length > Object.keys(a.columns).length ? b : a));
    const heads = headsOf(read.sheets[best.sheet]?.rows[best.headerRow - 1]);
    const mapping: Mapping = {
      sheet: best.sheet,
      headerRow: best.headerRow,
      columns: best.columns,
      mend: beginsWithOurs(heads),
    };
    // Where every head is one of ours, there is nothing to ask.
    const named = heads.filter((head) => head !== '').length - (mapping.mend ? 1 : 0);
    const isOurs =
      named > 2 && Object.keys(mapping.columns).length === named && missingColumns(kind, mapping.columns).length === 0;
    if (isOurs) await beginCheck(ctx, one, mapping, printOf(heads));
    else await changeImport(ctx.tx, importId, { mapping: JSON.stringify(mapping), fingerprint: printOf(heads) });
  });
}

/** The mapping of an earlier file with the same heads, wherever they stand in this one. */
async function knownMapping(ctx: Ctx, unitId: number, read: Extract<FileRead, { ok: true }>) {
  const places = read.sheets.flatMap((sheet, index) =>
    sheet.rows.slice(0, 20).flatMap((row, at) => {
      const heads = headsOf(row);
      return heads.filter((head) => head !== '').length < 2
        ? []
        : [{ sheet: index, headerRow: at + 1, heads, print: printOf(heads) }];
    }),
  );
  const found = await findRememberedMapping(
    ctx.tx,
    unitId,
    places.map(({ print }) => print),
  );
  const place = found && places.find(({ print }) => print === found.fingerprint);
  if (!found || !place) return undefined;
  const mend = beginsWithOurs(place.heads);
  const columns = shifted(found.mapping.columns, Number(mend) - Number(found.mapping.mend));
  return { fingerprint: found.fingerprint, mapping: { sheet: place.sheet, headerRow: place.headerRow, columns, mend } };
}

/** The dry run: every row is read and judged, nothing is taken. It has no effect but its findings, so a fall begins it anew. */
async function checkImport(work: JobWork, { importId, unitId }: Which): Promise<void> {
  const bytes = await work.inUnit(unitId, (ctx) => bytesInState(ctx, importId, 'checking'));
  if (!bytes) return;
  const read = await readSheets(bytes);
  const begun = await work.inUnit(unitId, async (ctx, unit) => {
    const one = await lockImport(ctx.tx, importId);
    if (one?.state !== 'checking' || !one.mapping) return undefined;
    const sheet = read.ok ? read.sheets[one.mapping.sheet] : undefined;
    if (!read.ok || !sheet) return fail(ctx, one, read.ok ? 'no_content' : read.problem);
    const rows = rowsBelow(sheet, one.mapping);
    if (rows.length > mostRows) return fail(ctx, one, 'too_many_rows');
    await clearRows(ctx.tx, importId);
    const runId = ctx.newId();
    await changeImport(ctx.tx, importId, {
      run_id: runId,
      total: rows.length,
      checked: 0,
      good: 0,
      bad: 0,
      same: 0,
      likely: 0,
      warned: 0,
    });
    return {
      runId,
      rows,
      kind: kindsAtWork[one.kind],
      read: await kindsAtWork[one.kind].openReader(
        ctx,
        unit,
        rows.map(({ cells }) => cells),
        one.mapping,
      ),
    };
  });
  if (!begun) return;

  const { rows, kind, read: readRow } = begun;
  const memory = freshMemory();
  for (let at = 0; at < rows.length; at += CHECK_ROWS) {
    const lines: CleanedLine[] = [];
    for (const { line, cells } of rows.slice(at, at + CHECK_ROWS))
      lines.push({ line, raw: rawRow(cells), cleaned: await readRow(cells) });
    const goesOn = await work.inUnit(unitId, async (ctx) => {
      const one = await lockImport(ctx.tx, importId);
      if (one?.state !== 'checking' || one.runId !== begun.runId) return false;
      const judged = await judgeRows(ctx, unitId, kind, lines, memory);
      await insertRows(ctx.tx, one, judged);
      const count = (state: string) => judged.filter((row) => row.state === state).length;
      await addToCounts(ctx.tx, importId, {
        checked: judged.length,
        good: count('good'),
        bad: count('bad'),
        same: count('same'),
        likely: judged.filter((row) => row.likely).length,
        warned: judged.filter((row) => row.state === 'good' && row.warnings.length > 0).length,
      });
      return true;
    });
    if (!goesOn) return;
  }
  await work.inUnit(unitId, async (ctx) => {
    const one = await lockImport(ctx.tx, importId);
    if (one?.state !== 'checking' || one.runId !== begun.runId) return;
    await recount(ctx.tx, importId);
    await changeImport(ctx.tx, importId, { state: 'checked' });
    ctx.journal({ what: 'import.checked', unitId, about: { importId, rows: rows.length } });
  });
}

/**
 * Takes the good rows, some hundred in a transaction with what they become, its journal lines and the rows' own state. Killed at any
 * point it goes on where it stood: what was taken says so.
 */
async function takeRows(work: JobWork, { importId, unitId }: Which): Promise<void> {
  for (;;) {
    const goesOn = await work.inUnit(unitId, async (ctx, unit) => {
      await lockUnit(ctx.tx, unitId);
      const one = await lockImport(ctx.tx, importId);
      if (one?.state !== 'taking') return false;
      const rows = await listRowsToTake(ctx.tx, importId, one.takeLikely, TAKE_ROWS);
      if (rows.length === 0) {
        await finish(ctx, one);
        return false;
      }
      const outcomes = await takeSome(ctx, unit, one, rows);
      await settleRows(ctx.tx, importId, outcomes);
      await addToCounts(ctx.tx, importId, { taken: outcomes.filter(({ state }) => state === 'taken').length });
      return true;
    });
    if (!goesOn) return;
  }
}

async function takeSome(ctx: Ctx, unit: JobUnit, one: LockedImport, rows: readonly RowToTake[]): Promise<RowOutcome[]> {
  // The office went on working since the dry run, so each row is held against what is known once more.
  const lines = rows.map(({ line, clean }) => ({ line, raw: [], cleaned: { clean, problems: [], warnings: [] } }));
  const judged = await judgeRows(ctx, unit.id, kindsAtWork[one.kind], lines, freshMemory());
  const free = judged.filter((row) => row.state === 'good');
  const outcomes: RowOutcome[] = judged
    .filter((row) => row.state !== 'good')
    .map((row) => ({
      line: row.line,
      state: row.state as 'same' | 'bad',
      problem: row.problems.at(-1) ?? null,
    }));
  if (free.length === 0) return outcomes;

  const taken = await kindsAtWork[one.kind].take(
    ctx,
    unit,
    { importId: one.id, forNotices: one.forNotices },
    free.map(({ line, clean }) => ({ line, clean: clean! })),
  );
  taken.forEach((answer, index) => {
    const { line } = free[index]!;
    if ('ok' in answer)
      throw new Error(`row ${line} of import ${one.id} was judged good and refused: ${answer.refusal}`);
    outcomes.push({ line, state: 'taken', ...answer, problem: null });
  });
  return outcomes;
}

async function finish(ctx: Ctx, one: LockedImport): Promise<void> {
  const { good, taken, bad, same } = await recount(ctx.tx, one.id);
  await changeImport(ctx.tx, one.id, { state: 'done', finished_at: ctx.now, left_back: good - taken + bad });
  await kindsAtWork[one.kind].finish(ctx, one);
  ctx.journal({
    what: 'import.taken',
    unitId: one.unitId,
    about: { importId: one.id, taken, bad, same, left: good - taken },
  });
}

async function bytesInState(ctx: Ctx, importId: string, state: string): Promise<Buffer | undefined> {
  const one = await lockImport(ctx.tx, importId);
  return one?.state === state ? readContent(ctx, one.fileId) : undefined;
}

async function fail(ctx: Ctx, one: LockedImport, problem: string): Promise<undefined> {
  await changeImport(ctx.tx, one.id, { state: 'failed', problem, finished_at: ctx.now });
  ctx.journal({ what: 'import.failed', unitId: one.unitId, about: { importId: one.id, problem } });
}

export const jobs = {
  'imports.read': { run: (work: JobWork, payload: Record<string, unknown>) => readImport(work, whichOf(payload)) },
  'imports.check': { run: (work: JobWork, payload: Record<string, unknown>) => checkImport(work, whichOf(payload)) },
  'imports.take': { run: (work: JobWork, payload: Record<string, unknown>) => takeRows(work, whichOf(payload)) },
  /** A process that was killed leaves an import where it stood; here it goes on. A run that only was slow sees the new one and stops. */
  'imports.resume': {
    when: [{ everyMinutes: 5 }],
    run: (work: JobWork) =>
      work.perUnit({ types: Object.values(kinds).flatMap(({ unitTypes }) => unitTypes) }, async (ctx, unit) => {
        for (const { id, state } of await listStandingStill(ctx.tx, unit.id, new Date(Date.now() - standsStillMs))) {
          const job = state === 'uploaded' ? 'imports.read' : state === 'checking' ? 'imports.check' : 'imports.take';
          await ctx.addJob(job, { importId: id, unitId: unit.id }, { key: `${job}:${id}` });
        }
      }),
  },
} as const satisfies Record<string, Job>;
