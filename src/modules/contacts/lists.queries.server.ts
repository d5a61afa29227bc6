import { sql, type RawBuilder } from 'kysely';
import type { PlainDate } from '#kernel/plain-date';
import { holds, unitsWhere } from '#modules/access';
import { listAddresses, listPhones, type Address } from '#modules/people/server';
import type { Ctx, ReadCtx } from '#platform/ctx';
import { NotAllowed, NotFound } from '#platform/errors';
import type { ContactKind, Finding, ObserverKind, Outcome } from './contact.ts';
import type { PlanRow } from './store.server.ts';

/** Whose clients: one's own and those one stands in for, an office's, or one officer's of it. */
export type Listing = { mine?: boolean; unitId?: number; pkStaffId?: string; offset?: number; limit?: number };
export type Page<Row> = { rows: Row[]; total: number };

function whose(ctx: ReadCtx, { mine, unitId, pkStaffId }: Listing): RawBuilder<boolean> {
  if (!holds(ctx.actor, 'contact:record')) throw new NotAllowed('contact:record');
  if (mine) return sql<boolean>`c.id = any ((select cases.ctx_assigned())::uuid[])`;
  const posting = unitsWhere(ctx.actor, 'contact:approve').find((one) => one.unitId === unitId);
  if (!posting) throw new NotFound('not an office that he leads');
  return pkStaffId
    ? sql<boolean>`c.unit_id = ${posting.unitId} and c.pk_staff_id = ${pkStaffId}`
    : sql<boolean>`c.unit_id = ${posting.unitId}`;
}

/** One window of a list with its length. */
function listed<Row extends { total: number }>(rows: readonly Row[]): Page<Omit<Row, 'total'>> {
  return { rows: rows.map(({ total: _, ...row }) => row), total: rows[0]?.total ?? 0 };
}

export type Outstanding = {
  id: string;
  caseId: string;
  name: string;
  registerLabel: string | null;
  pkName: string | null;
  kind: ContactKind;
  origin: PlanRow['origin'];
  dueOn: PlainDate;
  plannedOn: PlainDate | null;
  place: string;
};
export type OutstandingFilter = { through: PlainDate } | { plannedOn: PlainDate };

/** What is open and due by a day: what was set for a day by that day, the rest by its last one. The longest due first. */
export async function listOutstanding(
  ctx: ReadCtx,
  filter: OutstandingFilter,
  listing: Listing,
): Promise<Page<Outstanding>> {
  const { rows } = await sql<Outstanding & { total: number }>`
    select p.id, p.case_id as "caseId", n.name, c.register_label as "registerLabel", s.name as "pkName", p.kind, p.origin, p.due_on as "dueOn",
      p.planned_on as "plannedOn", p.place, count(*) over ()::int as total
    from contacts.planned p join cases.client_case c on c.id = p.case_id join people.person n on n.id = c.person_id
    left join units.staff s on s.id = c.pk_staff_id
    where p.closed_at is null and ${whose(ctx, listing)}
      and ${'plannedOn' in filter ? sql`p.planned_on = ${filter.plannedOn}::date` : sql`least(p.due_on, p.planned_on) <= ${filter.through}::date`}
    order by least(p.due_on, p.planned_on), n.name, p.id
    limit ${listing.limit ?? 50} offset ${listing.offset ?? 0}`.execute(ctx.tx);
  return listed(rows);
}

export type Waiting = {
  id: string;
  caseId: string;
  name: string;
  registerLabel: string | null;
  pkName: string | null;
  kind: ContactKind;
  happenedOn: PlainDate;
  evidenceUntil: PlainDate;
};

/** Absences whose proof is waited for, the earliest day first. */
export async function listWaitingEvidence(ctx: ReadCtx, listing: Listing): Promise<Page<Waiting>> {
  const { rows } = await sql<Waiting & { total: number }>`
    select k.id, k.case_id as "caseId", n.name, c.register_label as "registerLabel", s.name as "pkName", k.kind, k.happened_on as "happenedOn",
      k.evidence_until as "evidenceUntil", count(*) over ()::int as total
    from contacts.contact k join cases.client_case c on c.id = k.case_id join people.person n on n.id = c.person_id
    left join units.staff s on s.id = c.pk_staff_id
    where k.outcome = 'waiting_evidence' and ${whose(ctx, listing)}
      and not exists (select 1 from contacts.contact later where later.corrects_id = k.id)
    order by k.evidence_until, n.name, k.id limit ${listing.limit ?? 50} offset ${listing.offset ?? 0}`.execute(ctx.tx);
  return listed(rows);
}

export type WaitingObservation = {
  id: string;
  caseId: string;
  name: string;
  registerLabel: string | null;
  pkName: string | null;
  observerKind: ObserverKind;
  observer: string;
  concern: 'none' | 'some' | 'serious';
  sentAt: Date;
};

/** Answers of observers that no officer has confirmed; what worries somebody first. */
export async function listWaitingObservations(ctx: ReadCtx, listing: Listing): Promise<Page<WaitingObservation>> {
  const { rows } = await sql<WaitingObservation & { total: number }>`
    select x.id, x.case_id as "caseId", n.name, c.register_label as "registerLabel", s.name as "pkName", o.kind as "observerKind", o.name as observer,
      x.concern, x.sent_at as "sentAt", count(*) over ()::int as total
    from contacts.observation x join contacts.observer o on o.id = x.observer_id join cases.client_case c on c.id = x.case_id
    join people.person n on n.id = c.person_id left join units.staff s on s.id = c.pk_staff_id
    where x.decided_at is null and ${whose(ctx, listing)}
    order by array_position(array['serious', 'some', 'none'], x.concern), x.sent_at, x.id
    limit ${listing.limit ?? 50} offset ${listing.offset ?? 0}`.execute(ctx.tx);
  return listed(rows);
}

export type ContactCounts = {
  overdue: number;
  week: number;
  visitsToday: number;
  evidence: number;
  observations: number;
};

/** How many of each list, by the lists' own filters. */
export async function countContacts(
  ctx: ReadCtx,
  days: { today: PlainDate; through: PlainDate },
  listing: Listing,
): Promise<ContactCounts> {
  const of = whose(ctx, listing);
  const { rows } = await sql<ContactCounts>`
    with open as materialized (
      select p.kind, p.planned_on, least(p.due_on, p.planned_on) as due from contacts.planned p join cases.client_case c on c.id = p.case_id
      where p.closed_at is null and ${of} and (least(p.due_on, p.planned_on) <= ${days.through}::date))
    select count(*) filter (where due < ${days.today}::date)::int as overdue, count(*)::int as week,
      count(*) filter (where planned_on = ${days.today}::date)::int as "visitsToday",
      (select count(*)::int from contacts.contact k join cases.client_case c on c.id = k.case_id
        where k.outcome = 'waiting_evidence' and ${of} and not exists (select 1 from contacts.contact n where n.corrects_id = k.id)) as evidence,
      (select count(*)::int from contacts.observation x join cases.client_case c on c.id = x.case_id where x.decided_at is null and ${of}) as observations
    from open`.execute(ctx.tx);
  return rows[0]!;
}

export type Stop = {
  id: string;
  caseId: string;
  personId: string;
  unitId: number;
  name: string;
  registerLabel: string | null;
  kind: ContactKind;
  atTime: string;
  place: string;
  purpose: string;
  address: Address | undefined;
  phone: string;
  isDone: boolean;
  last: { on: PlainDate; kind: ContactKind; outcome: Outcome | null; finding: Finding | null; note: string } | null;
};

const stopsOf = (whom: RawBuilder<boolean>, day: PlainDate) => sql`
  from contacts.planned p join cases.client_case c on c.id = p.case_id join people.person n on n.id = c.person_id
  where p.planned_on = ${day}::date and (p.closed_at is null or p.closed_as in ('done', 'tried')) and ${whom}`;

/**
 * A day's contacts in the order that their officer gave them, each with the address, a number and the last note. It shows as much of a
 * file as an officer needs at the door; each client on it leaves a line in the access log.
 */
export async function listStops(ctx: ReadCtx, day: PlainDate, listing: Listing): Promise<Stop[]> {
  const { rows } = await sql<Omit<Stop, 'address' | 'phone'>>`
    select p.id, p.case_id as "caseId", c.person_id as "personId", c.unit_id as "unitId", n.name, c.register_label as "registerLabel", p.kind,
      p.at_time as "atTime", p.place, p.purpose, p.closed_at is not null as "isDone",
      (select jsonb_build_object('on', k.happened_on, 'kind', k.kind, 'outcome', k.outcome, 'finding', k.finding,
          'note', case when k.check_in_id is null then k.note else coalesce(o.talk, '') end)
        from contacts.contact k left join check_ins.content o on o.check_in_id = k.check_in_id
        where k.case_id = p.case_id and k.happened_on <= ${day}::date and not exists (select 1 from contacts.contact l where l.corrects_id = k.id)
        order by k.happened_on desc, k.recorded_at desc limit 1) as last
    from (select p.* ${stopsOf(whose(ctx, listing), day)} order by p.day_rank, p.at_time = '', p.at_time, n.name, p.id limit 60) p
    join cases.client_case c on c.id = p.case_id join people.person n on n.id = c.person_id
    order by p.day_rank, p.at_time = '', p.at_time, n.name, p.id`.execute(ctx.tx);
  const stops: Stop[] = [];
  for (const one of rows) {
    ctx.accessed({ what: 'contacts.viewed', unitId: one.unitId, caseId: one.caseId, personId: one.personId });
    const [address] = await listAddresses(ctx, one.personId);
    const phones = await listPhones(ctx, one.personId);
    stops.push({ ...one, address, phone: (phones.find((phone) => phone.forNotices) ?? phones[0])?.number ?? '' });
  }
  return stops;
}

/** Puts one stop before or behind its neighbour; the whole day gets its numbers anew. */
export async function moveStop(
  ctx: Ctx,
  day: PlainDate,
  move: { plannedId: string; to: 'up' | 'down' },
): Promise<{ ok: true } | { ok: false; refusal: 'not_on_list' }> {
  const { rows } = await sql<{ id: string }>`
    select p.id ${stopsOf(whose(ctx, { mine: true }), day)} and p.closed_at is null
    order by p.day_rank, p.at_time = '', p.at_time, n.name, p.id for update of p`.execute(ctx.tx);
  const ids = rows.map(({ id }) => id);
  const at = ids.indexOf(move.plannedId);
  if (at < 0) return { ok: false, refusal: 'not_on_list' };
  const other = move.to === 'up' ? at - 1 : at + 1;
  const neighbour = ids[other];
  if (neighbour !== undefined) [ids[at], ids[other]] = [neighbour, move.plannedId];
  await sql`
    update contacts.planned p set day_rank = r.rank from unnest(${ids}::uuid[]) with ordinality as r (id, rank) where p.id = r.id`.execute(
    ctx.tx,
  );
  return { ok: true };
}
