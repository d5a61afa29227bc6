import { sql } from 'kysely';
import type { PlainDate } from '#kernel/plain-date';
import type { CaseOnFile } from '#modules/cases/server';
import type { Ctx, Tx } from '#platform/ctx';
import type { ObservationAnswers, ObserverKind } from './contact.ts';

export type ObserverRow = {
  id: string;
  caseId: string;
  kind: ObserverKind;
  name: string;
  expiresOn: PlainDate;
  madeAt: Date;
  revokedAt: Date | null;
  revokeReason: string;
};
const columns = sql`o.id, o.case_id as "caseId", o.kind, o.name, o.expires_on as "expiresOn", o.made_at as "madeAt", o.revoked_at as "revokedAt",
  o.revoke_reason as "revokeReason"`;

export async function findObserver(tx: Tx, id: string): Promise<ObserverRow | undefined> {
  const { rows } = await sql<ObserverRow>`select ${columns} from contacts.observer o where o.id = ${id}`.execute(tx);
  return rows[0];
}

export async function listObserverRows(tx: Tx, caseId: string): Promise<(ObserverRow & { answers: number })[]> {
  const { rows } = await sql<ObserverRow & { answers: number }>`
    select ${columns}, (select count(*)::int from contacts.observation s where s.observer_id = o.id) as answers
    from contacts.observer o where o.case_id = ${caseId} order by o.revoked_at is not null, o.made_at desc, o.id limit 100`.execute(
    tx,
  );
  return rows;
}

export async function insertObserver(
  ctx: Ctx,
  of: Pick<CaseOnFile, 'id' | 'unitId'>,
  one: { id: string; kind: ObserverKind; name: string; codeHash: Buffer; expiresOn: PlainDate },
): Promise<void> {
  await ctx.tx
    .insertInto('contacts.observer')
    .values({
      id: one.id,
      case_id: of.id,
      unit_id: of.unitId,
      kind: one.kind,
      name: one.name,
      code_hash: one.codeHash,
      expires_on: one.expiresOn,
      made_by: ctx.actor.accountId,
      made_at: ctx.now,
    })
    .execute();
}

export async function revokeRow(ctx: Ctx, id: string, reason: string): Promise<boolean> {
  const { numUpdatedRows } = await ctx.tx
    .updateTable('contacts.observer')
    .set({ revoked_at: ctx.now, revoke_reason: reason, revoked_by: ctx.actor.accountId })
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

export type ObservationRow = ObservationAnswers & {
  id: string;
  caseId: string;
  kind: ObserverKind;
  name: string;
  sentAt: Date;
  decision: 'confirmed' | 'set_aside' | null;
  decisionNote: string;
};
const observationColumns = sql`s.id, s.case_id as "caseId", o.kind, o.name, s.seen, s.lives_there as "livesThere", s.occupied, s.concern, s.words,
  s.sent_at as "sentAt", s.decision, s.decision_note as "decisionNote"`;

export async function findObservation(tx: Tx, id: string): Promise<ObservationRow | undefined> {
  const { rows } = await sql<ObservationRow>`
    select ${observationColumns} from contacts.observation s join contacts.observer o on o.id = s.observer_id where s.id = ${id}`.execute(
    tx,
  );
  return rows[0];
}

export async function listObservationRows(tx: Tx, caseId: string): Promise<ObservationRow[]> {
  const { rows } = await sql<ObservationRow>`
    select ${observationColumns} from contacts.observation s join contacts.observer o on o.id = s.observer_id
    where s.case_id = ${caseId} order by s.decided_at is not null, s.sent_at desc limit 100`.execute(tx);
  return rows;
}

export async function decideObservationRow(
  ctx: Ctx,
  id: string,
  decision: 'confirmed' | 'set_aside',
  note: string,
): Promise<boolean> {
  const { numUpdatedRows } = await ctx.tx
    .updateTable('contacts.observation')
    .set({ decided_at: ctx.now, decision, decision_note: note, decided_by: ctx.actor.accountId })
    .where('id', '=', id)
    .where('decided_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** The functions that are open to somebody at the door; there is no other way to these tables without a session. */

export type AtDoor = { observerId: string; unitId: number; name: string; kind: ObserverKind; sentLately: number };

export async function findAtDoor(tx: Tx, hash: Buffer): Promise<AtDoor | undefined> {
  const { rows } = await sql<AtDoor>`
    select observer_id as "observerId", unit_id as "unitId", name, kind, sent_lately as "sentLately" from contacts.at_door(${hash})`.execute(
    tx,
  );
  return rows[0];
}

export async function takeObservation(
  tx: Tx,
  hash: Buffer,
  id: string,
  { seen, livesThere, occupied, concern, words }: ObservationAnswers,
): Promise<'sent' | 'again' | 'closed' | 'too_many'> {
  const { rows } = await sql<{ said: 'sent' | 'again' | 'closed' | 'too_many' }>`
    select contacts.take_observation(${hash}, ${id}::uuid, ${seen}, ${livesThere}, ${occupied}, ${concern}, ${words}) as said`.execute(
    tx,
  );
  return rows[0]!.said;
}
