import { sql } from 'kysely';
import type { Code } from '#kernel/codes';
import type { PlainDate } from '#kernel/plain-date';
import type { Tx } from '#platform/ctx';
import type { AcceptedFile } from '#platform/files/accept.server';
import type { Outcome, PetitionState, PetitionText, Petitioner } from './petition.ts';
import { hashOf, referenceOf } from './receipt.server.ts';

/** The functions that are open to somebody at the door; there is no other way to these tables without a session. */

/** What somebody sends without an account. */
export type PublicInput = {
  sendingId: string;
  officeId: number;
  text: PetitionText;
  petitioner: Petitioner;
  file: AcceptedFile | null;
};

type Said = 'taken' | 'again' | 'no_office' | 'nobody_above' | 'too_many';
export async function takePetition(
  tx: Tx,
  { sendingId, officeId, text, petitioner }: PublicInput,
  code: Code,
): Promise<{ said: Said; unitId: number | null; petitionId: string | null }> {
  const { rows } = await sql<{ said: Said; unitId: number | null; petitionId: string | null }>`
    select said, at_unit as "unitId", petition_id as "petitionId" from petitions.take(${hashOf(sendingId)}, ${hashOf(code)}, ${referenceOf(sendingId)},
      ${officeId}::int, ${text.asks}, ${text.about}, ${text.clientName}, ${text.clientDetails}, ${text.accused}, ${text.told}, ${text.happened},
      ${petitioner.kind}, ${petitioner.name}, ${petitioner.agency}, ${petitioner.phone}, ${petitioner.address})`.execute(
    tx,
  );
  return rows[0]!;
}

export async function takeAttachment(tx: Tx, sendingId: string, file: AcceptedFile): Promise<void> {
  await sql`select petitions.take_attachment(${hashOf(sendingId)}, ${file.mediaType}, ${file.content}, ${file.sha256})`.execute(
    tx,
  );
}

export type AtDoor = {
  office: string;
  receivedOn: PlainDate;
  state: PetitionState;
  outcome: Outcome | null;
  answer: string;
  endedOn: PlainDate | null;
  passedOn: PlainDate | null;
  isTaken: boolean | null;
};
export async function findByCode(tx: Tx, code: Code): Promise<AtDoor | undefined> {
  const { rows } = await sql<AtDoor>`
    select office, received_on::text as "receivedOn", state, outcome, answer, ended_on::text as "endedOn", passed_on::text as "passedOn",
      is_taken as "isTaken"
    from petitions.at_door(${hashOf(code)})`.execute(tx);
  return rows[0];
}

export async function listOffices(tx: Tx): Promise<{ id: number; name: string }[]> {
  const { rows } = await sql<{ id: number; name: string }>`select id, name from petitions.offices()`.execute(tx);
  return rows;
}
