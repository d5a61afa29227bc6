import type { PlainDate } from '#kernel/plain-date';
import type { Action } from '#modules/access';
import { kindRow } from '#modules/cases';
import { reachCase, type CaseOnFile } from '#modules/cases/server';
import { closeTasks, openTasks } from '#modules/tasks/server';
import type { Ctx, ReadCtx } from '#platform/ctx';
import { NotFound } from '#platform/errors';
import type { AcceptedFile } from '#platform/files/accept.server';
import { storeFile } from '#platform/files/store.server';
import { duty } from './law.rules.ts';
import { isRunning, type Opening } from './rules.ts';
import type { SearchState } from './search.ts';
import { putFamilyBefore } from './untold.server.ts';
import { howItEnded, insertMove, lockSearchRow, type NewMove, type SearchRow } from './store.server.ts';

export type AtHand = { of: CaseOnFile; search: SearchRow & { guidedFrom: PlainDate } };

/** The newest search for this client, locked for the rest of the transaction; out of reach it is as absent as one that never was. */
export async function lockSearch(ctx: Ctx, caseId: string, action: Action): Promise<AtHand> {
  const of = await reachCase(ctx, caseId, action);
  const search = await lockSearchRow(ctx, of.id);
  if (!search) throw new NotFound('search');
  return { of, search: { ...search, guidedFrom: of.receivedOn } };
}

/** Keeps a scan that goes with a step; nothing where there is none. */
export async function keepScan(
  ctx: Ctx,
  of: CaseOnFile,
  file: AcceptedFile | null,
): Promise<{ ok: true; fileId: string | null } | { ok: false }> {
  if (!file) return { ok: true, fileId: null };
  const stored = await storeFile(ctx, file, { unitId: of.unitId, caseId: of.id, personId: of.personId });
  return stored.ok ? { ok: true, fileId: stored.fileId } : { ok: false };
}

/** Whether the end of this supervision begins a search by itself, on a paper only, or never. */
export async function dutyOf(ctx: ReadCtx, of: Pick<CaseOnFile, 'id' | 'kind'>): Promise<Opening> {
  const { endedFor, judged } = await howItEnded(ctx.tx, of.id);
  return endedFor ? duty.decide({ endedFor, early: kindRow(of.kind).early, judged }).result : 'never';
}

/** What is told of a search and has been heard of once somebody goes on with it. */
const toldKinds = ['at-large.alarm', 'at-large.alarm-head', 'at-large.left', 'at-large.left-head'] as const;

/** Puts what has to be done next before the counsellor. Every step quiets what was told of it; alarms come again with age. */
export async function putBefore(
  ctx: Ctx,
  of: Pick<CaseOnFile, 'id' | 'unitId' | 'pkStaffId'>,
  searchId: string,
  state: SearchState,
): Promise<void> {
  for (const kind of ['at-large.search', ...toldKinds] as const)
    await closeTasks(ctx, { unitId: of.unitId, kind, key: searchId });
  if (!isRunning(state)) return;
  await openTasks(ctx, [
    {
      unitId: of.unitId,
      caseId: of.id,
      kind: 'at-large.search',
      key: searchId,
      forRole: 'pk',
      staffId: of.pkStaffId,
      facts: { state },
    },
  ]);
}

/** Takes a step: the history gets its row (which carries the state over), the journal its line, and the next one its task. */
export async function takeStep(ctx: Ctx, { of, search }: AtHand, move: Omit<NewMove, 'from'>): Promise<void> {
  await insertMove(ctx, of, search.id, { ...move, from: search.state });
  await putBefore(ctx, of, search.id, move.to);
  // With its end the file of a child is closed, and nobody could do what waits.
  if (!isRunning(move.to)) await closeTasks(ctx, { unitId: of.unitId, kind: 'at-large.family', key: search.id });
  else if (of.ageGroup === 'child') await putFamilyBefore(ctx, of, search.id);
  ctx.journal({
    what: 'at-large.moved',
    unitId: of.unitId,
    caseId: of.id,
    personId: of.personId,
    about: {
      searchId: search.id,
      step: move.step,
      before: search.state,
      after: move.to,
      day: move.day,
      documentNumber: move.number ?? '',
    },
  });
}
