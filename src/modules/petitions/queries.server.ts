import { sql, type RawBuilder } from 'kysely';
import type { DayCount } from '#kernel/holidays';
import { addMonths, addYears, plainDate, type PlainDate } from '#kernel/plain-date';
import { isUuid } from '#kernel/id';
import { todayAt } from '#modules/units';
import { getUnit } from '#modules/units/server';
import type { ReadCtx } from '#platform/ctx';
import { NotFound } from '#platform/errors';
import {
  waitingStates,
  type About,
  type Asked,
  type Channel,
  type Outcome,
  type PetitionState,
  type Petitioner,
} from './petition.ts';
import { mayAtDesk, reachPetition } from './reach.server.ts';
import { isIdentityOpen, type PetitionDocument, type PetitionStep } from './rules.ts';
import { readPetitioner } from './store.server.ts';

/** What a desk's list is asked for. `waiting` is every state in which the desk owes a step. */
export type PetitionFilter = {
  unitId: number;
  today: PlainDate;
  state?: PetitionState | 'waiting' | undefined;
  channel?: Channel | undefined;
  overdue?: boolean | undefined;
  /** Received, or ended, in this year or month. */
  receivedIn?: string | undefined;
  endedIn?: string | undefined;
};
export type ListedPetition = {
  id: string;
  reference: string;
  about: About;
  asks: Asked;
  clientName: string;
  channel: Channel;
  state: PetitionState;
  office: string;
  receivedOn: PlainDate;
  dueOn: PlainDate | null;
  dueCounts: DayCount | null;
  endedOn: PlainDate | null;
};

/** `2026` or `2026-05`, as an address says it. */
const period = (typed: string) => {
  const [year = '', month] = typed.split('-');
  const from = plainDate(`${year}-${month ?? '01'}-01`);
  return { from, before: month ? addMonths(from, 1) : addYears(from, 1) };
};
const within = (column: 'received_on' | 'ended_on', typed: string) => {
  const { from, before } = period(typed);
  return sql<boolean>`${sql.ref(`p.${column}`)} >= ${from}::date and ${sql.ref(`p.${column}`)} < ${before}::date`;
};

function where({ unitId, today, state, channel, overdue, receivedIn, endedIn }: PetitionFilter): RawBuilder<boolean> {
  const parts = [sql<boolean>`p.unit_id = ${unitId}`];
  if (state === 'waiting') parts.push(sql<boolean>`p.state = any (${[...waitingStates]}::text[])`);
  else if (state) parts.push(sql<boolean>`p.state = ${state}`);
  if (channel) parts.push(sql<boolean>`p.channel = ${channel}`);
  if (overdue) parts.push(sql<boolean>`p.ended_on is null and p.due_on < ${today}::date`);
  if (receivedIn) parts.push(within('received_on', receivedIn));
  if (endedIn) parts.push(within('ended_on', endedIn));
  return sql<boolean>`${sql.join(parts, sql` and `)}`;
}

/** The petitions that lie with a desk, what is due first standing first. Nothing of who petitioned is in it. */
export async function listPetitions(
  ctx: ReadCtx,
  filter: PetitionFilter,
  { offset = 0, limit = 50 }: { offset?: number; limit?: number } = {},
): Promise<{ rows: ListedPetition[]; total: number }> {
  const { rows } = await sql<ListedPetition>`
    select p.id, p.reference, p.about, p.asks, case when p.client_name = '' then left(p.client_details, 80) else p.client_name end as "clientName", p.channel, p.state, u.name as office,
      p.received_on::text as "receivedOn", p.due_on::text as "dueOn", p.due_counts as "dueCounts", p.ended_on::text as "endedOn"
    from petitions.petition p join units.unit u on u.id = p.office_id where ${where(filter)}
    order by p.ended_on is not null, p.due_on nulls last, p.received_on desc, p.id limit ${limit} offset ${offset}`.execute(
    ctx.tx,
  );
  const counted = await sql<{ count: number }>`
    select count(*)::int as count from petitions.petition p where ${where(filter)}`.execute(ctx.tx);
  return { rows, total: counted.rows[0]!.count };
}

export type PetitionCounts = {
  waiting: number;
  received: number;
  passedOn: number;
  toDecide: number;
  accepted: number;
  overdue: number;
};
/** The numbers above the list; each is the length of the list that it opens. */
export async function countPetitions(ctx: ReadCtx, unitId: number, today: PlainDate): Promise<PetitionCounts> {
  const { rows } = await sql<PetitionCounts>`
    select count(*) filter (where p.state = any (${[...waitingStates]}::text[]))::int as waiting,
      count(*) filter (where p.state = 'received')::int as received,
      count(*) filter (where p.state = 'refusal_proposed')::int as "toDecide",
      count(*) filter (where p.state = 'accepted')::int as accepted,
      count(*) filter (where p.state = 'passed_on')::int as "passedOn",
      count(*) filter (where p.ended_on is null and p.due_on < ${today}::date)::int as overdue
    from petitions.petition p where p.unit_id = ${unitId}`.execute(ctx.tx);
  return rows[0]!;
}

export type PetitionMove = {
  id: string;
  step: PetitionStep;
  to: PetitionState;
  day: PlainDate;
  reason: string;
  document: PetitionDocument;
  documentId: string | null;
  by: string | null;
};
export type PetitionInFull = {
  id: string;
  reference: string;
  unitId: number;
  office: string;
  officeId: number;
  channel: Channel;
  asks: Asked;
  about: About;
  clientName: string;
  clientDetails: string;
  accused: string;
  isAccused: boolean;
  told: string;
  happened: string;
  state: PetitionState;
  receivedOn: PlainDate;
  dueOn: PlainDate | null;
  dueCounts: DayCount | null;
  endedOn: PlainDate | null;
  answer: string;
  outcome: Outcome | null;
  breachId: string | null;
  today: PlainDate;
  /** Of this office, as far as the asker sees him. */
  client: { caseId: string; name: string; registerLabel: string | null } | null;
  /** Not known at this desk before it has taken over what another one passed on. */
  petitioner: Petitioner | null;
  /** The office that passed it on to this one. */
  cameFrom: { office: string; day: PlainDate; reason: string } | null;
  attachments: { id: string; mediaType: string; bytes: number }[];
  hearings: {
    id: string;
    number: string;
    heldOn: PlainDate;
    place: string;
    statement: string;
    present: string;
    by: string | null;
  }[];
  moves: PetitionMove[];
  proposal: { answer: string; byMe: boolean } | null;
  mayDecide: boolean;
};

const by = sql`(select s.name from accounts.account a join units.staff s on s.id = a.staff_id where a.id = x.made_by)`;

/** One petition with who sent it. Looking leaves a line, which says neither of the two. */
export async function readPetition(ctx: ReadCtx, id: string): Promise<PetitionInFull> {
  const { petition, today } = await reachPetition(ctx, id, 'petition:handle');
  ctx.accessed({ what: 'petition.viewed', unitId: petition.unitId, about: { petitionId: petition.id } });
  const head = await sql<
    Omit<
      PetitionInFull,
      'client' | 'petitioner' | 'cameFrom' | 'attachments' | 'hearings' | 'moves' | 'proposal' | 'mayDecide' | 'today'
    >
  >`
    select x.id, x.reference, x.unit_id as "unitId", u.name as office, x.office_id as "officeId", x.channel, x.asks, x.about,
      x.client_name as "clientName", x.client_details as "clientDetails", x.accused, x.accused_unit_id is not null as "isAccused", x.told, x.happened,
      x.state, x.received_on::text as "receivedOn", x.due_on::text as "dueOn", x.due_counts as "dueCounts", x.ended_on::text as "endedOn", x.answer,
      x.outcome, x.breach_id as "breachId"
    from petitions.petition x join units.unit u on u.id = x.office_id where x.id = ${petition.id}`.execute(ctx.tx);
  const client = await sql<{ caseId: string; name: string; registerLabel: string | null }>`
    select c.id as "caseId", p.name, c.register_label as "registerLabel" from cases.client_case c join people.person p on p.id = c.person_id
    where c.id = ${petition.caseId} and (c.unit_id = ${petition.unitId} or ${petition.isAccused})`.execute(ctx.tx);
  const attachments = await sql<{ id: string; mediaType: string; bytes: number }>`
    select x.id, x.media_type as "mediaType", length(x.content) as bytes from petitions.attachment x where x.petition_id = ${petition.id}
    order by x.made_at`.execute(ctx.tx);
  const hearings = await sql<PetitionInFull['hearings'][number]>`
    select x.id, x.number, x.held_on::text as "heldOn", x.place, x.statement, x.present, ${by} as by from petitions.hearing x
    where x.petition_id = ${petition.id} order by x.held_on, x.made_at`.execute(ctx.tx);
  const moves = await sql<PetitionMove & { madeBy: string | null; answer: string }>`
    select x.id, x.step, x.to_state as "to", x.day::text as day, x.reason, x.document, x.document_id as "documentId", x.answer, x.made_by as "madeBy",
      ${by} as by from petitions.move x where x.petition_id = ${petition.id} order by x.made_at, x.id`.execute(ctx.tx);
  const passing = await sql<{ office: string; day: PlainDate; reason: string }>`
    select u.name as office, w.passed_on::text as day, w.reason from petitions.passing w join units.unit u on u.id = w.from_unit_id
    where w.petition_id = ${petition.id} and w.to_unit_id = ${petition.unitId} and w.taken is distinct from false
    order by w.made_at desc, w.id desc limit 1`.execute(ctx.tx);
  const last = moves.rows.at(-1);
  const proposed =
    last && last.answer !== '' ? { answer: last.answer, byMe: last.madeBy === ctx.actor.accountId } : null;
  return {
    ...head.rows[0]!,
    today,
    client: client.rows[0] ?? null,
    petitioner: isIdentityOpen(petition.state) ? await readPetitioner(ctx.tx, petition.id) : null,
    cameFrom: passing.rows[0] ?? null,
    attachments: attachments.rows,
    hearings: hearings.rows,
    moves: moves.rows.map(({ madeBy: _, answer: __, ...move }) => move),
    proposal: proposed,
    mayDecide: mayAtDesk(ctx.actor, 'petition:decide', petition.unitId),
  };
}

export type Passing = {
  id: string;
  reference: string;
  /** As this desk sees it: it sent the petition, or it was sent one. */
  way: 'out' | 'in';
  office: string;
  reason: string;
  passedOn: PlainDate;
  /** Nothing before the other office has answered. */
  taken: boolean | null;
  answer: string;
  answeredOn: PlainDate | null;
};
/** What went from this desk to another and back, the latest first: all that stays of it where the petition itself is gone. */
export async function listPassings(
  ctx: ReadCtx,
  unitId: number,
  { offset = 0, limit = 50 }: { offset?: number; limit?: number } = {},
): Promise<{ rows: Passing[]; total: number }> {
  const ours = sql<boolean>`(w.from_unit_id = ${unitId} or w.to_unit_id = ${unitId})`;
  const { rows } = await sql<Passing>`
    select w.id, w.reference, case when w.from_unit_id = ${unitId} then 'out' else 'in' end as way, u.name as office, w.reason,
      w.passed_on::text as "passedOn", w.taken, w.answer, w.answered_on::text as "answeredOn"
    from petitions.passing w join units.unit u on u.id = case when w.from_unit_id = ${unitId} then w.to_unit_id else w.from_unit_id end
    where ${ours} order by w.taken is not null, w.passed_on desc, w.id limit ${limit} offset ${offset}`.execute(ctx.tx);
  const counted = await sql<{ count: number }>`
    select count(*)::int as count from petitions.passing w where ${ours}`.execute(ctx.tx);
  return { rows, total: counted.rows[0]!.count };
}

export type FoundClient = { caseId: string; name: string; registerLabel: string | null };
/** Open clients of the desk's office whose name or register number holds what was typed. */
export async function findClientsFor(ctx: ReadCtx, petitionId: string, typed: string): Promise<FoundClient[]> {
  const { petition } = await reachPetition(ctx, petitionId, 'petition:handle');
  const wanted = `%${typed
    .trim()
    .toLowerCase()
    .replace(/[\\%_]/g, '\\$&')}%`;
  if (wanted.length < 4) return [];
  const { rows } = await sql<FoundClient>`
    select c.id as "caseId", p.name, c.register_label as "registerLabel" from cases.client_case c join people.person p on p.id = c.person_id
    where c.unit_id = ${petition.unitId} and c.state in ('received', 'active', 'paused')
      and (lower(p.name) like ${wanted} or lower(c.register_label) like ${wanted})
    order by p.name, c.id limit 20`.execute(ctx.tx);
  return rows;
}

export type Attached = { mediaType: string; content: Buffer };
export async function readAttachment(ctx: ReadCtx, petitionId: string, id: string): Promise<Attached> {
  const { petition } = await reachPetition(ctx, petitionId, 'petition:handle');
  if (!isUuid(id)) throw new NotFound('attachment');
  const row = await ctx.tx
    .selectFrom('petitions.attachment')
    .select(['media_type', 'content'])
    .where('id', '=', id)
    .where('petition_id', '=', petition.id)
    .executeTakeFirst();
  if (!row) throw new NotFound('attachment');
  ctx.accessed({ what: 'petition.attachment-opened', unitId: petition.unitId, about: { petitionId: petition.id } });
  return { mediaType: row.media_type, content: row.content };
}

/** The day at a desk. */
export async function todayOfDesk(ctx: ReadCtx, unitId: number): Promise<PlainDate> {
  return todayAt(await getUnit(ctx, unitId), ctx.now);
}
