import type { Updateable } from 'kysely';
import type { PlainDate } from '#kernel/plain-date';
import type { Ctx, ReadCtx, Tx } from '#platform/ctx';
import type { DB } from '#platform/schema';
import type { DecidedPhase, PhaseChangeState, TppAdvice } from './case.ts';
import type { CaseOnFile } from './store.server.ts';

export type PhaseChangeOnFile = {
  id: string;
  caseId: string;
  toPhase: DecidedPhase;
  state: PhaseChangeState;
  requestedBy: string | null;
  advice: TppAdvice | null;
};

/** Locked until the transaction ends: the sitting, the head and the counsellor act on it one after the other. */
export async function lockPhaseChangeRow(tx: Tx, id: string): Promise<PhaseChangeOnFile | undefined> {
  const row = await tx
    .selectFrom('cases.phase_change')
    .select(['id', 'case_id', 'to_phase', 'state', 'requested_by', 'tpp_advice'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  return (
    row && {
      id: row.id,
      caseId: row.case_id,
      toPhase: row.to_phase as DecidedPhase,
      state: row.state as PhaseChangeState,
      requestedBy: row.requested_by,
      advice: row.tpp_advice as TppAdvice | null,
    }
  );
}

export async function findRunningPhaseChange(
  tx: Tx,
  caseId: string,
): Promise<{ id: string; state: PhaseChangeState } | undefined> {
  const row = await tx
    .selectFrom('cases.phase_change')
    .select(['id', 'state'])
    .where('case_id', '=', caseId)
    .where('state', 'in', ['requested', 'at_tpp'])
    .executeTakeFirst();
  return row && { id: row.id, state: row.state as PhaseChangeState };
}

export async function insertPhaseChange(
  ctx: Ctx,
  one: Pick<CaseOnFile, 'id' | 'unitId' | 'today'>,
  change: { id: string; toPhase: DecidedPhase; report: string },
): Promise<void> {
  await ctx.tx
    .insertInto('cases.phase_change')
    .values({
      id: change.id,
      case_id: one.id,
      unit_id: one.unitId,
      to_phase: change.toPhase,
      state: 'requested',
      requested_on: one.today,
      report: change.report,
      requested_by: ctx.actor.accountId,
    })
    .execute();
}

type Change = Pick<
  Updateable<DB['cases.phase_change']>,
  | 'state'
  | 'tpp_held_on'
  | 'tpp_document'
  | 'tpp_note'
  | 'tpp_advice'
  | 'noted_by'
  | 'decided_on'
  | 'decision_note'
  | 'told'
  | 'decided_by'
  | 'withdrawn_on'
  | 'withdrawn_by'
  | 'withdrawn_why'
>;
export async function changePhaseChange(tx: Tx, id: string, change: Change): Promise<void> {
  await tx.updateTable('cases.phase_change').set(change).where('id', '=', id).execute();
}

export type PhaseChangeEntry = {
  id: string;
  toPhase: DecidedPhase;
  state: PhaseChangeState;
  requestedOn: PlainDate;
  requestedByMe: boolean;
  report: string;
  heldOn: PlainDate | null;
  document: string;
  advice: TppAdvice | null;
  note: string | null;
  decidedOn: PlainDate | null;
  decisionNote: string | null;
  /** What the client reads about it. */
  told: string;
  withdrawnOn: PlainDate | null;
  withdrawnWhy: string;
};

/** The client's moves from phase to phase, newest first. */
export async function listPhaseChanges(ctx: ReadCtx, caseId: string): Promise<PhaseChangeEntry[]> {
  const rows = await ctx.tx
    .selectFrom('cases.phase_change')
    .selectAll()
    .where('case_id', '=', caseId)
    .orderBy('made_at', 'desc')
    .orderBy('id', 'desc')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    toPhase: row.to_phase as DecidedPhase,
    state: row.state as PhaseChangeState,
    requestedOn: row.requested_on as PlainDate,
    requestedByMe: row.requested_by === ctx.actor.accountId,
    report: row.report,
    heldOn: row.tpp_held_on as PlainDate | null,
    document: row.tpp_document,
    advice: row.tpp_advice as TppAdvice | null,
    note: row.tpp_note,
    decidedOn: row.decided_on as PlainDate | null,
    decisionNote: row.decision_note,
    told: row.told,
    withdrawnOn: row.withdrawn_on as PlainDate | null,
    withdrawnWhy: row.withdrawn_why,
  }));
}
