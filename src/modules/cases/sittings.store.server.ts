import { sql } from 'kysely';
import type { PlainDate } from '#kernel/plain-date';
import type { Tx } from '#platform/ctx';
import type { DecidedPhase } from './case.ts';

export type WaitingRow = {
  kind: 'transfer' | 'stage_change';
  subject_id: string;
  case_id: string;
  since: PlainDate;
  name: string;
  register_label: string | null;
  pk_staff_id: string | null;
  deferred: boolean;
  to_phase: DecidedPhase | null;
  from_phase: DecidedPhase | null;
  to_unit: string | null;
  reason: string | null;
};

/** What of an office's clients waits for a sitting; a function of the database, since the secretary need not see their files. */
export async function listWaitingForSitting(tx: Tx, unitId: number): Promise<WaitingRow[]> {
  const { rows } = await sql<WaitingRow>`select * from cases.waiting_for_sitting(${unitId})`.execute(tx);
  return rows;
}

/** Copies a sitting's advice from its item onto the matter; nothing where that was settled meanwhile, else the phase advised on, if any. */
export async function takeSittingAdvice(tx: Tx, itemId: string): Promise<{ toPhase: DecidedPhase | null } | undefined> {
  const { rows } = await sql<{
    taken: DecidedPhase | '' | null;
  }>`select cases.take_sitting_advice(${itemId}) as taken`.execute(tx);
  const { taken } = rows[0]!;
  return taken === null ? undefined : { toPhase: taken === '' ? null : taken };
}
