import { sql } from 'kysely';
import type { PlainDate } from '#kernel/plain-date';
import type { Zone } from '#kernel/zone';
import type { AgeGroup, CaseState, ClientKind } from '#modules/cases';
import { todayAt } from '#modules/units';
import type { Ctx, ReadCtx, Tx } from '#platform/ctx';
import type { Advice, AskedHow, DayCount, Deadline, PermitFacts, PermitState, Purpose, Scope } from './permit.ts';
import { steps, type PermitStep } from './rules.ts';

export type PermitRow = PermitFacts & {
  id: string;
  caseId: string;
  unitId: number;
  askedHow: AskedHow;
  areaCode: string | null;
  country: string;
  stay: string;
  companion: string;
  purpose: Purpose;
  purposeText: string;
  dueOn: PlainDate | null;
  dueCounts: DayCount | null;
  decidedOn: PlainDate | null;
  returnedOn: PlainDate | null;
  endedOn: PlainDate | null;
};
const columns = sql`p.id, p.case_id as "caseId", p.unit_id as "unitId", p.scope, p.state, p.asked_on::text as "askedOn", p.asked_how as "askedHow",
  p.from_on::text as "fromOn", p.until_on::text as "untilOn", p.area_code as "areaCode", p.country, p.stay, p.companion, p.purpose,
  p.purpose_text as "purposeText", p.due_on::text as "dueOn", p.due_counts as "dueCounts", p.decided_on::text as "decidedOn",
  p.returned_on::text as "returnedOn", p.ended_on::text as "endedOn"`;

/** Where a permit stands, as far as the asker reaches it. */
export async function findPermit(tx: Tx, id: string): Promise<PermitRow | undefined> {
  const { rows } = await sql<PermitRow>`select ${columns} from permits.permit p where p.id = ${id}`.execute(tx);
  return rows[0];
}
export async function listPermitRows(tx: Tx, caseId: string): Promise<PermitRow[]> {
  const { rows } = await sql<PermitRow>`
    select ${columns} from permits.permit p where p.case_id = ${caseId} order by p.from_on desc, p.made_at desc`.execute(
    tx,
  );
  return rows;
}
/** A permit as the client's own session sees it: only what he may read of it. */
export async function findPermitOfOwn(
  ctx: ReadCtx,
  caseId: string,
  id: string,
): Promise<(PermitFacts & { id: string }) | undefined> {
  const { rows } = await sql<PermitFacts & { id: string }>`
    select p.id, p.scope, p.state, p.asked_on::text as "askedOn", p.from_on::text as "fromOn", p.until_on::text as "untilOn"
    from permits.permit p where p.id = ${id} and p.case_id = ${caseId}`.execute(ctx.tx);
  return rows[0];
}
/** The first journey of a client that is asked for, or on which he is away. */
export async function findRunningPermit(tx: Tx, caseId: string): Promise<string | undefined> {
  const row = await tx
    .selectFrom('permits.permit')
    .select('id')
    .where('case_id', '=', caseId)
    .where('ended_on', 'is', null)
    .orderBy('from_on')
    .executeTakeFirst();
  return row?.id;
}
/** Locked until the transaction ends, so that two officers never move one permit at once; read only afterwards. */
export async function lockPermitRow(ctx: Ctx, id: string): Promise<PermitRow | undefined> {
  await ctx.tx.selectFrom('permits.permit').select('id').where('id', '=', id).forUpdate().execute();
  return findPermit(ctx.tx, id);
}
/** Journeys of one client to oneself until the transaction ends: two requests for the same days never pass each other. */
export async function lockJourneys(ctx: Ctx, caseId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('permits:' || ${caseId}::text, 0))`.execute(ctx.tx);
}
export type Running = { state: PermitState; fromOn: PlainDate; untilOn: PlainDate };
/** What the client's own session sees of his journeys. */
export async function listOwnJourneys(tx: Tx, caseId: string): Promise<Running[]> {
  const { rows } = await sql<Running>`
    select p.state, p.from_on::text as "fromOn", p.until_on::text as "untilOn" from permits.permit p where p.case_id = ${caseId}`.execute(
    tx,
  );
  return rows;
}

export type CounterRow = {
  id: string;
  scope: Scope;
  state: PermitState;
  askedOn: PlainDate;
  fromOn: PlainDate;
  untilOn: PlainDate;
  areaCode: string | null;
  country: string;
  dueOn: PlainDate | null;
  dueCounts: DayCount | null;
  words: number;
  papers: number;
};
/** As much of a client's journeys as is said at the counter, also to whoever may not read the rest; the latest first. */
export async function listAtCounter(tx: Tx, caseId: string): Promise<CounterRow[]> {
  const { rows } = await sql<CounterRow>`
    select a.id, a.scope, a.state, a.asked_on::text as "askedOn", a.from_on::text as "fromOn", a.until_on::text as "untilOn", a.area_code as "areaCode",
      a.country, a.due_on::text as "dueOn", a.due_counts as "dueCounts", a.words, a.papers
    from permits.at_counter(${caseId}) a order by a.from_on desc, a.id desc`.execute(tx);
  return rows;
}
export async function listAskable(tx: Tx, caseIds: readonly string[], units: readonly number[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select c.id from cases.client_case c where c.id = any (${caseIds}::uuid[])
      and (c.unit_id = any (${units}::int[]) or c.id = any ((select cases.ctx_guided())::uuid[]))`.execute(tx);
  return rows.map(({ id }) => id);
}
export async function nameOf(tx: Tx, caseId: string): Promise<{ name: string; registerLabel: string | null }> {
  const row = await tx
    .selectFrom('cases.client_case as c')
    .innerJoin('people.person as p', 'p.id', 'c.person_id')
    .select(['p.name', 'c.register_label'])
    .where('c.id', '=', caseId)
    .executeTakeFirstOrThrow();
  return { name: row.name, registerLabel: row.register_label };
}

/** The client himself, as his own session sees his case. */
export type OwnCaseFacts = {
  id: string;
  personId: string;
  unitId: number;
  pkStaffId: string | null;
  kind: ClientKind;
  ageGroup: AgeGroup;
  state: CaseState;
  guidanceEnd: PlainDate | null;
  today: PlainDate;
};
export async function findOwnCase(ctx: ReadCtx, caseId: string): Promise<OwnCaseFacts | undefined> {
  const { rows } = await sql<
    Omit<OwnCaseFacts, 'today'> & { zone: Zone; demoToday: PlainDate | null }
  >`select c.id, c.person_id as "personId", c.unit_id as "unitId", c.pk_staff_id as "pkStaffId", c.kind, c.age_group as "ageGroup", c.state,
      c.guidance_end::text as "guidanceEnd", u.zone, u.demo_today::text as "demoToday"
    from cases.client_case c join units.unit u on u.id = c.unit_id where c.id = ${caseId}`.execute(ctx.tx);
  const row = rows[0];
  if (!row) return undefined;
  const { zone, demoToday, ...of } = row;
  return { ...of, today: todayAt({ zone, demoToday }, ctx.now) };
}

export type Of = { id: string; unitId: number };
export const belongs = (permitId: string, of: Of) => ({ permit_id: permitId, case_id: of.id, unit_id: of.unitId });

export type NewPermit = {
  id: string;
  scope: Scope;
  askedOn: PlainDate;
  askedHow: AskedHow;
  fromOn: PlainDate;
  untilOn: PlainDate;
  areaCode: string | null;
  country: string;
  stay: string;
  companion: string;
  purpose: Purpose;
  purposeText: string;
  due: Deadline;
};
export async function insertPermit(ctx: Ctx, of: Of, one: NewPermit): Promise<void> {
  await ctx.tx
    .insertInto('permits.permit')
    .values({
      id: one.id,
      case_id: of.id,
      unit_id: of.unitId,
      scope: one.scope,
      asked_on: one.askedOn,
      asked_how: one.askedHow,
      from_on: one.fromOn,
      until_on: one.untilOn,
      area_code: one.areaCode,
      country: one.country,
      stay: one.stay,
      companion: one.companion,
      purpose: one.purpose,
      purpose_text: one.purposeText,
      due_on: one.due.on,
      due_counts: one.due.counts,
      made_by: ctx.actor.accountId,
    })
    .execute();
}
export async function setDue(ctx: Ctx, permitId: string, due: Deadline): Promise<void> {
  await ctx.tx
    .updateTable('permits.permit')
    .set({ due_on: due.on, due_counts: due.counts })
    .where('id', '=', permitId)
    .execute();
}

export type NewMove = {
  step: PermitStep;
  from: PermitState;
  to: PermitState;
  day: PlainDate;
  reason: string;
  documentNumber?: string;
  advice?: Advice;
};
/** The only way in which a permit moves: the database carries the state over. */
export async function insertMove(ctx: Ctx, of: Of, permitId: string, move: NewMove): Promise<void> {
  await ctx.tx
    .insertInto('permits.move')
    .values({
      ...belongs(permitId, of),
      step: move.step,
      from_state: move.from,
      to_state: move.to,
      day: move.day,
      reason: move.reason,
      document: steps[move.step].document,
      document_number: move.documentNumber ?? '',
      advice: move.advice ?? null,
      made_by: ctx.actor.accountId,
    })
    .execute();
}
/** Who took this step last, so that another one decides. */
export async function lastMaker(tx: Tx, permitId: string, step: PermitStep): Promise<string | null> {
  const row = await tx
    .selectFrom('permits.move')
    .select('made_by')
    .where('permit_id', '=', permitId)
    .where('step', '=', step)
    .orderBy('made_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.made_by ?? null;
}

export async function hasGuarantor(tx: Tx, caseId: string): Promise<boolean> {
  const row = await tx
    .selectFrom('cases.guarantor')
    .select('id')
    .where('case_id', '=', caseId)
    .where('ended_on', 'is', null)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
/** Somebody has taken up a breach of this client and it is not decided. */
export async function hasRunningBreach(tx: Tx, caseId: string): Promise<boolean> {
  const row = await tx
    .selectFrom('breaches.breach')
    .select('id')
    .where('case_id', '=', caseId)
    .where('ended_on', 'is', null)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** The journey that a client may be on that day, as far as the asker sees it. */
export async function findJourneyOn(
  tx: Tx,
  caseId: string,
  day: PlainDate,
): Promise<{ scope: Scope; fromOn: PlainDate; untilOn: PlainDate } | undefined> {
  const { rows } = await sql<{ scope: Scope; fromOn: PlainDate; untilOn: PlainDate }>`
    select p.scope, p.from_on::text as "fromOn", least(p.until_on, coalesce(p.returned_on, p.until_on))::text as "untilOn" from permits.permit p
    where p.case_id = ${caseId} and p.state in ('granted', 'revocation_proposed', 'returned') and ${day}::date between p.from_on and
      least(p.until_on, coalesce(p.returned_on, p.until_on))
    order by p.from_on desc limit 1`.execute(tx);
  return rows[0];
}

/** Whether the client is under guidance here, and not revoked for the time being, as far as the asker sees it. */
export async function isSupervised(tx: Tx, caseId: string): Promise<boolean> {
  const { rows } = await sql<{ supervised: boolean }>`select permits.is_supervised(${caseId}) as supervised`.execute(
    tx,
  );
  return rows[0]!.supervised;
}

/** Permits in force of clients who are under guidance no more, and those about which somebody was told so. */
export async function listFallen(
  tx: Tx,
  unitId: number,
  caseId: string | undefined,
): Promise<{ id: string; caseId: string; fallen: boolean; untilOn: PlainDate }[]> {
  const { rows } = await sql<{ id: string; caseId: string; fallen: boolean; untilOn: PlainDate }>`
    select * from (
      select p.id, p.case_id as "caseId", p.until_on::text as "untilOn", not permits.is_supervised(p.case_id) as fallen,
        exists (select from tasks.task t where t.unit_id = p.unit_id and t.kind = 'permits.fallen' and t.key = p.id::text and t.state = 'open') as told
      from permits.permit p join cases.client_case c on c.id = p.case_id
      where p.unit_id = ${unitId} and p.state in ('granted', 'revocation_proposed') and not c.sealed
        and ${caseId ? sql`p.case_id = ${caseId}` : sql`true`}
    ) x where x.fallen <> x.told order by x.id`.execute(tx);
  return rows;
}

/** What waits beyond its last day in an office, and who is not back. */
export type Waiting = {
  id: string;
  caseId: string;
  pkStaffId: string | null;
  state: PermitState;
  untilOn: PlainDate;
  dueOn: PlainDate | null;
  dueCounts: DayCount | null;
};
export async function listWaiting(ctx: ReadCtx, unitId: number, today: PlainDate): Promise<Waiting[]> {
  const { rows } = await sql<Waiting>`
    select p.id, p.case_id as "caseId", c.pk_staff_id as "pkStaffId", p.state, p.until_on::text as "untilOn", p.due_on::text as "dueOn",
      p.due_counts as "dueCounts"
    from permits.permit p join cases.client_case c on c.id = p.case_id
    where p.unit_id = ${unitId} and (p.due_on < ${today} or p.state in ('granted', 'revocation_proposed') and p.until_on < ${today})
    order by p.until_on, p.id`.execute(ctx.tx);
  return rows;
}

/** The decision that granted a permit: its day, and the Minister's number where it was his. */
export async function lastDecision(tx: Tx, permitId: string): Promise<{ number: string; day: PlainDate } | undefined> {
  const row = await tx
    .selectFrom('permits.move')
    .select(['document_number', 'day'])
    .where('permit_id', '=', permitId)
    .where('step', 'in', ['grant', 'record_grant'])
    .orderBy('made_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row && { number: row.document_number, day: row.day as PlainDate };
}
