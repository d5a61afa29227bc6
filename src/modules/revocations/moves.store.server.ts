import { sql } from 'kysely';
import type { PlainDate } from '#kernel/plain-date';
import type { Presences } from '#modules/cases';
import type { Ctx, Tx } from '#platform/ctx';
import type { Advice, ProceedingState } from './revocation.ts';
import { stepRow, type ProceedingStep } from './routes.ts';
import { type ProceedingRow, calledAs } from './store.server.ts';

export type MoveRow = {
  id: string;
  step: ProceedingStep;
  from: ProceedingState;
  to: ProceedingState;
  day: PlainDate;
  reason: string;
  documentNumber: string;
  issuer: string;
  madeBy: string;
};
/** The steps that were taken, the oldest first. */
export async function listMoves(tx: Tx, proceedingId: string): Promise<MoveRow[]> {
  const { rows } = await sql<MoveRow>`
    select m.id, m.step, m.from_state as "from", m.to_state as "to", m.day::text as day, m.reason, m.document_number as "documentNumber", m.issuer,
      m.made_by as "madeBy"
    from revocations.move m where m.proceeding_id = ${proceedingId} order by m.made_at, m.id`.execute(tx);
  return rows;
}

/** The next appointment that a step set, where it set one. */
export async function findNext(tx: Tx, moveId: string): Promise<{ nextOn: PlainDate | null; nextPlace: string }> {
  const row = await tx
    .selectFrom('revocations.move')
    .select(['next_on', 'next_place'])
    .where('id', '=', moveId)
    .executeTakeFirstOrThrow();
  return { nextOn: row.next_on as PlainDate | null, nextPlace: row.next_place };
}

export type NewMove = {
  step: ProceedingStep;
  from: ProceedingState;
  to: ProceedingState;
  day: PlainDate;
  reason: string;
  documentNumber: string;
  issuer: string;
  advice: Advice | null;
  told: string;
  nextOn: PlainDate | null;
  nextPlace: string;
  presences: Presences | undefined;
  dueOn: PlainDate | null;
};
/** The only way in which a proceeding moves: the database carries the state over. */
export async function insertMove(
  ctx: Ctx,
  { id, caseId, unitId }: Pick<ProceedingRow, 'id' | 'caseId' | 'unitId'>,
  move: NewMove,
): Promise<string> {
  const moveId = ctx.newId();
  await ctx.tx
    .insertInto('revocations.move')
    .values({
      id: moveId,
      proceeding_id: id,
      case_id: caseId,
      unit_id: unitId,
      step: move.step,
      from_state: move.from,
      to_state: move.to,
      day: move.day,
      reason: move.reason,
      document: stepRow(move.step).document,
      document_number: move.documentNumber,
      issuer: move.issuer,
      advice: move.advice,
      told: move.told,
      next_on: move.nextOn,
      next_place: move.nextPlace,
      ...calledAs(move.presences),
      due_on: move.dueOn,
      made_by: ctx.actor.accountId,
    })
    .execute();
  return moveId;
}
