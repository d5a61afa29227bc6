import { sql } from 'kysely';
import type { PlainDate } from '#kernel/plain-date';
import { areCallsSaid, type Calls } from '#kernel/presences';
import { inLanguage } from '#messages/server';
import { familyDue, followLetters, listFamilyCalls, tellFamily, type FamilyCall } from '#modules/letters/server';
import { closeTasks, openTasks } from '#modules/tasks/server';
import { m } from '#messages';
import type { Ctx, ReadCtx, Tx } from '#platform/ctx';
import { reachProceeding } from './reach.server.ts';
import { no, type RevocationRefused } from './rules.ts';
import type { ProceedingStep } from './routes.ts';
import { holdProceeding, type ProceedingRow } from './store.server.ts';
import { ownStepWords } from './words.ts';

const thing = 'revocations.move';

export type Untold = { id: string; step: ProceedingStep; day: PlainDate };
/** What is told to the client is told to his family; what is only prepared, or noted and not yet confirmed, to neither. */
const isTold = Object.keys(ownStepWords) as ProceedingStep[];
/** Steps in a child's case at which his family was not asked after, and of which nobody has told it: those of tiers and of parties outside. */
export async function listUntold(tx: Tx, proceedingId: string): Promise<Untold[]> {
  const { rows } = await sql<Untold>`
    select m.id, m.step, m.day::text as day from revocations.move m join cases.client_case c on c.id = m.case_id
    where m.proceeding_id = ${proceedingId} and c.age_group = 'child' and m.guardian_present is null and m.step = any (${isTold}::text[])
      and not letters.is_family_told(${thing}, m.id)
    order by m.made_at, m.id`.execute(tx);
  return rows;
}

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
      dueOn: await familyDue(ctx, one.unitId),
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

async function findProceedingOfMove(
  tx: Tx,
  moveId: string,
): Promise<{ id: string; pkStaffId: string | null } | undefined> {
  const { rows } = await sql<{ id: string; pkStaffId: string | null }>`
    select m.proceeding_id as id, c.pk_staff_id as "pkStaffId" from revocations.move m join cases.client_case c on c.id = m.case_id
    where m.id = ${moveId}`.execute(tx);
  return rows[0];
}
