import { sql } from 'kysely';
import type { PlainDate } from '#kernel/plain-date';
import type { Recommendation } from '#modules/tpp';
import type { Tx } from '#platform/ctx';
import type { GroundCode } from './breach.ts';

export type WaitingRow = {
  subjectId: string;
  caseId: string;
  since: PlainDate;
  name: string;
  registerLabel: string | null;
  presenterId: string | null;
  deferred: boolean;
  grounds: GroundCode[];
};

/** A function of the database, since the secretary need not see the files. */
export async function listWaitingForSitting(tx: Tx, unitId: number, bands: readonly string[]): Promise<WaitingRow[]> {
  if (bands.length === 0) return [];
  const { rows } = await sql<WaitingRow>`
    select breach_id as "subjectId", case_id as "caseId", since::text, name, register_label as "registerLabel", pk_staff_id as "presenterId",
      deferred, grounds
    from breaches.waiting_for_sitting(${unitId}, ${[...bands]}::text[])`.execute(tx);
  return rows;
}

/** Copies a sitting's advice from its item; false where the breach was decided or sent back meanwhile. */
export async function takeSittingAdvice(tx: Tx, itemId: string): Promise<boolean> {
  const { rows } = await sql<{ taken: boolean }>`select breaches.take_sitting_advice(${itemId}) as taken`.execute(tx);
  return rows[0]!.taken;
}

export type Advised = {
  id: string;
  heldOn: PlainDate;
  document: string;
  advice: Recommendation;
  reasons: string;
  /** It is about the recommendation that is on the table. */
  isOfLast: boolean;
};
/** What sittings advised about a breach, the newest first. */
export async function listAdvice(tx: Tx, breachId: string): Promise<Advised[]> {
  const { rows } = await sql<Advised>`
    select a.id, a.held_on::text as "heldOn", a.document, a.advice, a.reasons,
      a.made_at > (select max(m.made_at) from breaches.move m where m.breach_id = a.breach_id and m.step = 'recommend') as "isOfLast"
    from breaches.advice a where a.breach_id = ${breachId} order by a.made_at desc, a.id desc`.execute(tx);
  return rows;
}
