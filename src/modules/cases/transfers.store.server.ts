import { sql, type Updateable } from 'kysely';
import type { PlainDate } from '#kernel/plain-date';
import type { Ctx, Tx } from '#platform/ctx';
import type { DB } from '#platform/schema';
import type { AgeGroup, ClientKind, EvidenceGrade, RiskBand, TppAdvice, TransferState } from './case.ts';

export type TransferOnFile = {
  id: string;
  caseId: string;
  fromUnitId: number;
  /** Null: a Bapas that does not use Simpul here, by its name. */
  toUnitId: number | null;
  toName: string;
  state: TransferState;
  requestedOn: PlainDate;
  requestedBy: string | null;
  advice: TppAdvice | null;
};

export async function lockTransfer(tx: Tx, id: string): Promise<TransferOnFile | undefined> {
  const row = await tx.selectFrom('cases.transfer').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
  return (
    row && {
      id: row.id,
      caseId: row.case_id,
      fromUnitId: row.from_unit_id,
      toUnitId: row.to_unit_id,
      toName: row.to_name,
      state: row.state as TransferState,
      requestedOn: row.requested_on as PlainDate,
      requestedBy: row.requested_by,
      advice: row.tpp_advice as TppAdvice | null,
    }
  );
}

export async function findRunningTransfer(
  tx: Tx,
  caseId: string,
): Promise<{ id: string; toUnitId: number | null; state: TransferState } | undefined> {
  const row = await tx
    .selectFrom('cases.transfer')
    .select(['id', 'to_unit_id', 'state'])
    .where('case_id', '=', caseId)
    .where('state', 'in', ['requested', 'at_tpp', 'approved'])
    .executeTakeFirst();
  return row && { id: row.id, toUnitId: row.to_unit_id, state: row.state as TransferState };
}

export type NewTransfer = {
  id: string;
  caseId: string;
  fromUnitId: number;
  toUnitId: number | null;
  toName: string;
  requestedOn: PlainDate;
  reason: string;
  letterNumber: string;
  guarantorStatement: boolean;
  riskNote: string;
};

export async function insertTransfer(ctx: Ctx, transfer: NewTransfer): Promise<void> {
  await ctx.tx
    .insertInto('cases.transfer')
    .values({
      id: transfer.id,
      case_id: transfer.caseId,
      from_unit_id: transfer.fromUnitId,
      to_unit_id: transfer.toUnitId,
      to_name: transfer.toName,
      state: 'requested',
      requested_on: transfer.requestedOn,
      reason: transfer.reason,
      letter_number: transfer.letterNumber,
      guarantor_statement: transfer.guarantorStatement,
      risk_note: transfer.riskNote,
      requested_by: ctx.actor.accountId,
    })
    .execute();
}

export type TransferChange = Pick<
  Updateable<DB['cases.transfer']>,
  | 'state'
  | 'tpp_held_on'
  | 'tpp_note'
  | 'tpp_document'
  | 'tpp_advice'
  | 'decided_on'
  | 'decision_note'
  | 'told'
  | 'arrived_on'
  | 'new_case_id'
  | 'noted_by'
  | 'decided_by'
  | 'arrived_by'
  | 'answer_letter'
  | 'withdrawn_on'
  | 'withdrawn_by'
  | 'withdrawn_why'
>;
export async function changeTransfer(tx: Tx, id: string, change: TransferChange): Promise<void> {
  await tx.updateTable('cases.transfer').set(change).where('id', '=', id).execute();
}

/** The office that was told to expect the client expects him no longer; its list is not the asker's, so the database does it (0201). */
export async function callOffArrival(tx: Tx, transferId: string): Promise<void> {
  await sql`select cases.call_off_arrival(${transferId})`.execute(tx);
}

/** What waited at the office that he left waits for nobody; that office's tasks are not the asker's either. */
export async function callOffLeft(tx: Tx, transferId: string): Promise<void> {
  await sql`select cases.call_off_left(${transferId})`.execute(tx);
}

export type TakenOver = {
  person_id: string;
  kind: ClientKind;
  age_group: AgeGroup;
  guidance_start: PlainDate | null;
  guidance_end: PlainDate | null;
  first_detained_on: PlainDate | null;
  sentence_years: number | null;
  sentence_months: number | null;
  sentence_days: number | null;
  remission_days: number;
  offence: string;
  offence_articles: string;
  risk_band: RiskBand | null;
  minimum_grade: EvidenceGrade;
  old_case_id: string;
  released_on: PlainDate | null;
  release_expected_on: PlainDate | null;
  release_document: string;
};

/** The person moves to the asker's office with addresses, phones and family; what the old office knew of the case comes back. */
export async function takeOver(tx: Tx, transferId: string): Promise<TakenOver | undefined> {
  const { rows } = await sql<TakenOver>`select * from cases.take_over(${transferId})`.execute(tx);
  return rows[0];
}

/** The old office's case ends and its papers are copied to the new one. */
export async function settleTransfer(tx: Tx, transferId: string, newCaseId: string, on: PlainDate): Promise<boolean> {
  const { rows } = await sql<{ settled: boolean }>`
    select cases.settle_transfer(${transferId}, ${newCaseId}, ${on}::date) as settled`.execute(tx);
  return rows[0]?.settled ?? false;
}

/** The client came to a Bapas outside, by its letter: the supervision here ends (0220). */
export async function settleOutside(
  tx: Tx,
  transferId: string,
  { day, letterNumber }: { day: PlainDate; letterNumber: string },
): Promise<boolean> {
  const { rows } = await sql<{ settled: boolean }>`
    select cases.settle_outside(${transferId}, ${day}::date, ${letterNumber}) as settled`.execute(tx);
  return rows[0]?.settled ?? false;
}
