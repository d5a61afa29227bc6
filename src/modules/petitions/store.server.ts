import { sql } from 'kysely';
import type { DayCount } from '#kernel/holidays';
import type { PlainDate } from '#kernel/plain-date';
import type { Ctx, Tx } from '#platform/ctx';
import type { AcceptedFile } from '#platform/files/accept.server';
import {
  waitingStates,
  type Channel,
  type PetitionFacts,
  type PetitionState,
  type PetitionText,
  type Petitioner,
} from './petition.ts';
import { steps, type PetitionStep } from './rules.ts';

export type PetitionRow = PetitionFacts & {
  id: string;
  reference: string;
  officeId: number;
  unitId: number;
  isAccused: boolean;
  dueOn: PlainDate | null;
  dueCounts: DayCount | null;
};

/** Where a petition stands, as far as the asker reaches it. */
export async function findPetition(tx: Tx, id: string): Promise<PetitionRow | undefined> {
  const { rows } = await sql<PetitionRow>`
    select p.id, p.reference, p.office_id as "officeId", p.unit_id as "unitId", p.state, p.received_on::text as "receivedOn", p.case_id as "caseId",
      p.accused_unit_id is not null as "isAccused", p.due_on::text as "dueOn", p.due_counts as "dueCounts" from petitions.petition p where p.id = ${id}`.execute(
    tx,
  );
  return rows[0];
}

/** Locked until the transaction ends, so that two officers never move one petition at once; read only afterwards. */
export async function lockPetitionRow(ctx: Ctx, id: string): Promise<PetitionRow | undefined> {
  await ctx.tx.selectFrom('petitions.petition').select('id').where('id', '=', id).forUpdate().execute();
  return findPetition(ctx.tx, id);
}

/** Who petitioned. Whoever asks says why in the access log. */
export async function readPetitioner(tx: Tx, petitionId: string): Promise<Petitioner> {
  const row = await tx
    .selectFrom('petitions.petitioner')
    .select(['kind', 'name', 'agency', 'phone', 'address'])
    .where('petition_id', '=', petitionId)
    .executeTakeFirst();
  return (row as Petitioner | undefined) ?? { kind: 'anonymous', name: '', agency: '', phone: '', address: '' };
}

/** The office above this one that takes complaints of it. */
export async function officeAbove(tx: Tx, unitId: number): Promise<number | null> {
  const { rows } = await sql<{ above: number | null }>`select petitions.above(${unitId}) as above`.execute(tx);
  return rows[0]?.above ?? null;
}

export type NewPetition = PetitionText & {
  id: string;
  reference: string;
  officeId: number;
  /** Where it lies: with the office, or with the level above it. */
  unitId: number;
  channel: Channel;
  readBack: boolean;
  receivedOn: PlainDate;
  due: { on: PlainDate; counts: 'calendar' | 'working' } | null;
  submissionHash: Buffer;
  codeHash: Buffer;
};

/** Nothing is returned: whoever records one need not be somebody who may read it afterwards. */
export async function insertPetition(
  ctx: Ctx,
  one: NewPetition,
  petitioner: Petitioner,
  file: AcceptedFile | null,
): Promise<void> {
  const isAccused = one.about !== 'client';
  const by = { office_id: one.officeId, made_by: ctx.actor.accountId };
  await ctx.tx
    .insertInto('petitions.petition')
    .values({
      id: one.id,
      reference: one.reference,
      ...by,
      unit_id: one.unitId,
      channel: one.channel,
      asks: one.asks,
      about: one.about,
      client_name: one.clientName,
      client_details: one.clientDetails,
      accused: one.accused,
      accused_unit_id: isAccused ? one.officeId : null,
      told: one.told,
      happened: one.happened,
      read_back: one.readBack,
      received_on: one.receivedOn,
      state: isAccused ? 'forwarded' : 'received',
      due_on: one.due?.on ?? null,
      due_counts: one.due?.counts ?? null,
      submission_hash: one.submissionHash,
      code_hash: one.codeHash,
    })
    .execute();
  await ctx.tx
    .insertInto('petitions.petitioner')
    .values({ petition_id: one.id, ...by, ...petitioner })
    .execute();
  if (file)
    await ctx.tx
      .insertInto('petitions.attachment')
      .values({
        id: ctx.newId(),
        petition_id: one.id,
        ...by,
        media_type: file.mediaType,
        content: file.content,
        sha256: file.sha256,
      })
      .execute();
}

export async function setClient(ctx: Ctx, petitionId: string, caseId: string): Promise<void> {
  await ctx.tx.updateTable('petitions.petition').set({ case_id: caseId }).where('id', '=', petitionId).execute();
}

export async function setDue(
  tx: Tx,
  petitionId: string,
  due: { on: PlainDate; counts: 'calendar' | 'working' },
): Promise<void> {
  await tx
    .updateTable('petitions.petition')
    .set({ due_on: due.on, due_counts: due.counts })
    .where('id', '=', petitionId)
    .execute();
}

export type NewMove = {
  step: PetitionStep;
  from: PetitionState;
  to: PetitionState;
  day: PlainDate;
  reason: string;
  answer?: string;
  documentId?: string;
  toUnitId?: number;
};

/** The only way in which a petition moves: the database carries the state over. */
export async function insertMove(ctx: Ctx, petitionId: string, move: NewMove): Promise<void> {
  await ctx.tx
    .insertInto('petitions.move')
    .values({
      petition_id: petitionId,
      step: move.step,
      from_state: move.from,
      to_state: move.to,
      day: move.day,
      reason: move.reason,
      answer: move.answer ?? '',
      document: steps[move.step].document,
      document_id: move.documentId ?? null,
      to_unit_id: move.toUnitId ?? null,
      made_by: ctx.actor.accountId,
    })
    .execute();
}

export async function insertHearing(
  ctx: Ctx,
  one: {
    id: string;
    petitionId: string;
    number: string;
    heldOn: PlainDate;
    place: string;
    statement: string;
    present: string;
  },
): Promise<void> {
  await ctx.tx
    .insertInto('petitions.hearing')
    .values({
      id: one.id,
      petition_id: one.petitionId,
      number: one.number,
      held_on: one.heldOn,
      place: one.place,
      statement: one.statement,
      present: one.present,
      made_by: ctx.actor.accountId,
    })
    .execute();
}

/** Who heard whoever petitioned. */
export async function findHearer(tx: Tx, hearingId: string): Promise<{ name: string; nip: string } | undefined> {
  const { rows } = await sql<{ name: string; nip: string }>`
    select s.name, coalesce(s.nip, '') as nip from petitions.hearing h join accounts.account a on a.id = h.made_by join units.staff s on s.id = a.staff_id
    where h.id = ${hearingId}`.execute(tx);
  return rows[0];
}

/** What is proposed now: by whom, and what the petitioner would read. */
export async function lastProposal(tx: Tx, petitionId: string): Promise<{ by: string | null; answer: string }> {
  const row = await tx
    .selectFrom('petitions.move')
    .select(['made_by', 'answer'])
    .where('petition_id', '=', petitionId)
    .where('step', 'in', ['propose_closing', 'propose_refusal', 'propose_answer'])
    .orderBy('made_at', 'desc')
    .orderBy('id', 'desc')
    .executeTakeFirst();
  return { by: row?.made_by ?? null, answer: row?.answer ?? '' };
}

/** Other offices of which somebody leads the desk today. */
export async function listDesksElsewhere(tx: Tx): Promise<{ id: number; name: string }[]> {
  const { rows } = await sql<{ id: number; name: string }>`select id, name from petitions.desks_elsewhere()`.execute(
    tx,
  );
  return rows;
}

/** `since`: when it came to this desk. */
export type WaitingRow = {
  id: string;
  state: PetitionState;
  since: PlainDate;
  dueOn: PlainDate | null;
  dueCounts: DayCount | null;
};
/** For the job: what came by the public page or from another office and has no last day yet, and what is past it. */
export async function listToRemind(tx: Tx, unitId: number, today: PlainDate): Promise<WaitingRow[]> {
  const { rows } = await sql<WaitingRow>`
    select p.id, p.state, coalesce(p.desk_since, p.received_on)::text as since, p.due_on::text as "dueOn",
      p.due_counts as "dueCounts" from petitions.petition p
    where p.unit_id = ${unitId} and p.state = any (${[...waitingStates]}::text[])
      and (p.due_on is null or p.due_on < ${today}::date) order by p.received_on, p.id`.execute(tx);
  return rows;
}
