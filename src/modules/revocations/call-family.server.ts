import { areCallsSaid, type Calls } from '#kernel/presences';
import { inLanguage } from '#messages/server';
import { familyDue, followLetters, listFamilyCalls, tellFamily, type FamilyCall } from '#modules/letters/server';
import { closeTasks, openTasks } from '#modules/tasks/server';
import { m } from '#messages';
import type { Ctx, ReadCtx } from '#platform/ctx';
import { familyThing as thing, findProceedingOfMove, listUntold, type Untold } from './family.store.server.ts';
import { reachProceeding } from './reach.server.ts';
import { no, type RevocationRefused } from './rules.ts';
import { holdProceeding, type ProceedingRow } from './store.server.ts';
import { ownStepWords } from './words.ts';

export type FamilyOf = { untold: Untold[]; calls: FamilyCall[] };
/** Of which steps a child's family was told, and of which it is still to be. */
export async function readFamily(
  ctx: ReadCtx,
  { id, caseId }: Pick<ProceedingRow, 'id' | 'caseId'>,
): Promise<FamilyOf> {
  return { untold: await listUntold(ctx.tx, id), calls: await listFamilyCalls(ctx, caseId, thing) };
}

/** Tells guardian and companion of every step that they do not know of yet. */
export async function callFamily(
  ctx: Ctx,
  { proceedingId, calls }: { proceedingId: string; calls: Calls | undefined },
): Promise<{ ok: true } | RevocationRefused> {
  await holdProceeding(ctx.tx, proceedingId);
  const { proceeding, of } = await reachProceeding(ctx, proceedingId, 'revocation:handle');
  const untold = await listUntold(ctx.tx, proceeding.id);
  if (untold.length === 0) return no('family_told');
  if (!calls || !areCallsSaid(calls)) return no('call_missing');
  await tellFamily(ctx, {
    caseId: of.caseId,
    thing,
    calls,
    steps: untold.map(({ id, step, day }) => ({ id, day, what: inLanguage('id', () => ownStepWords[step]!()) })),
  });
  await closeTasks(ctx, { unitId: proceeding.unitId, kind: 'revocations.family', key: proceeding.id });
  return { ok: true };
}

/** Puts before the counsellor that a child's family is to be told of a step of others. */
export async function putFamilyBefore(
  ctx: Ctx,
  one: Pick<ProceedingRow, 'id' | 'caseId' | 'unitId'> & { pkStaffId: string | null },
): Promise<void> {
  if ((await listUntold(ctx.tx, one.id)).length === 0) return;
  await openTasks(ctx, [
    {
      unitId: one.unitId,
      caseId: one.caseId,
      kind: 'revocations.family',
      key: one.id,
      forRole: 'pk',
      staffId: one.pkStaffId,
      due: await familyDue(ctx, one.unitId),
      facts: {},
    },
  ]);
}

/** A notice that was withdrawn or made void told nobody. */
followLetters(
  thing,
  async (ctx, { step, concerns, unitId, caseId }) => {
    if (step !== 'withdraw' && step !== 'void') return;
    const of = await findProceedingOfMove(ctx.tx, concerns.id);
    if (of) await putFamilyBefore(ctx, { id: of.id, caseId, unitId, pkStaffId: of.pkStaffId });
  },
  async (ctx, { id }) => {
    const of = await findProceedingOfMove(ctx.tx, id);
    return of && { href: `/revocations/${of.id}`, name: m.revocations_title() };
  },
);
