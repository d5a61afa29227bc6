import { sql, type RawBuilder } from 'kysely';
import type { PlainDate } from '#kernel/plain-date';
import type { Zone } from '#kernel/zone';
import type { TaskSelection } from '#modules/tasks/server';
import type { UnitType } from '#modules/units';
import type { Ctx, Tx } from '#platform/ctx';
import { steps, type StayStep } from './rules.ts';
import type { AgeGroup, Basis, Register, ReleaseReason, StayFacts, StayState } from './stay.ts';

export type StayRow = StayFacts & {
  id: string;
  personId: string;
  unitId: number;
  unitPath: number[];
  unitType: UnitType;
  zone: Zone;
  demoToday: PlainDate | null;
  ageGroup: AgeGroup;
  register: Register | null;
  registerLabel: string | null;
  fromStayId: string | null;
  endedOn: PlainDate | null;
  /** What a decision about the person looks at beside the office. */
  guarded: boolean;
  restricted: boolean;
  listed: boolean;
  opened: boolean;
};

/** A stay as far as the asker reaches it. */
export async function findStay(tx: Tx, stayId: string): Promise<StayRow | undefined> {
  const { rows } = await sql<StayRow>`
    select s.id, s.person_id as "personId", s.unit_id as "unitId", u.path as "unitPath", u.type as "unitType", u.zone, u.demo_today::text as "demoToday",
      s.state, s.admitted_on::text as "admittedOn", s.age_group as "ageGroup", s.register, s.register_label as "registerLabel", s.from_stay_id as "fromStayId",
      s.term_until::text as "termUntil", s.ended_on::text as "endedOn",
      coalesce((select max(m.day) from custody.move m where m.stay_id = s.id), s.admitted_on)::text as "lastOn",
      p.guarded, p.restricted, p.id = any ((select people.ctx_listed())::uuid[]) as listed, p.id = any ((select people.ctx_opened())::uuid[]) as opened
    from custody.stay s join units.unit u on u.id = s.unit_id join people.person p on p.id = s.person_id where s.id = ${stayId}`.execute(
    tx,
  );
  return rows[0];
}

/** Whoever else does something with the same stay or person waits until this transaction ends: nobody may lock rows that nobody may change. */
export async function lockFor(tx: Tx, what: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('custody ' || ${what}, 0))`.execute(tx);
}

/** Whether somebody who left here was received where he went, which the asker may not look into. */
export async function isReceivedElsewhere(tx: Tx, stayId: string): Promise<boolean> {
  const { rows } = await sql<{ received: boolean }>`select custody.is_received(${stayId}) as received`.execute(tx);
  return rows[0]!.received;
}

export type NewStay = {
  id: string;
  personId: string;
  unitId: number;
  admittedOn: PlainDate;
  admittedAt: Date;
  broughtFrom: string;
  broughtBy: string;
  ageGroup: AgeGroup;
  placeReason: string;
  noPapers: boolean;
  nameRefused: boolean;
  fromStayId: string | null;
};
export async function insertStays(ctx: Ctx, stays: readonly NewStay[]): Promise<void> {
  if (stays.length === 0) return;
  await ctx.tx
    .insertInto('custody.stay')
    .values(
      stays.map((stay) => ({
        id: stay.id,
        person_id: stay.personId,
        unit_id: stay.unitId,
        admitted_on: stay.admittedOn,
        admitted_at: stay.admittedAt,
        brought_from: stay.broughtFrom,
        brought_by: stay.broughtBy,
        age_group: stay.ageGroup,
        place_reason: stay.placeReason,
        no_papers: stay.noPapers,
        name_refused: stay.nameRefused,
        from_stay_id: stay.fromStayId,
        made_by: ctx.actor.accountId,
      })),
    )
    .execute();
}

/** Who of these is in somewhere in this office already; also of an escape it is the same stay that goes on. */
export async function listHeldHere(tx: Tx, personIds: readonly string[]): Promise<Set<string>> {
  if (personIds.length === 0) return new Set();
  const rows = await tx
    .selectFrom('custody.stay')
    .select('person_id')
    .where('person_id', 'in', personIds)
    .where('ended_on', 'is', null)
    .execute();
  return new Set(rows.map((row) => row.person_id));
}

export type RunningStay = {
  id: string;
  unitId: number;
  state: StayState;
  admittedAt: Date;
  registerLabel: string | null;
  kind: Basis['kind'];
  number: string;
  dated: PlainDate;
  authority: Basis['authority'];
};
/** Where somebody is in, with the newest paper for it; for jobs, which read no person. */
export async function findRunning(tx: Tx, personId: string): Promise<RunningStay | undefined> {
  const { rows } = await sql<RunningStay>`
    select s.id, s.unit_id as "unitId", s.state, s.admitted_at as "admittedAt", s.register_label as "registerLabel", b.kind, b.number, b.dated::text, b.authority
    from custody.stay s join lateral (
      select x.kind, x.number, x.dated, x.authority from custody.basis x where x.stay_id = s.id order by x.made_at desc, x.id desc limit 1) b on true
    where s.person_id = ${personId} and s.ended_on is null`.execute(tx);
  return rows[0];
}

/** Everything that he was held for under this record, whether or not it is over. */
export async function listStayIds(tx: Tx, personId: string): Promise<string[]> {
  const rows = await tx
    .selectFrom('custody.stay')
    .select('id')
    .where('person_id', '=', personId)
    .orderBy('admitted_at')
    .orderBy('id')
    .execute();
  return rows.map(({ id }) => id);
}

export type StayOf = { id: string; personId: string; unitId: number };
export const belongs = (stay: StayOf) => ({ stay_id: stay.id, person_id: stay.personId, unit_id: stay.unitId });

/** Answers their ids in the same order. */
export async function insertBases(ctx: Ctx, papers: readonly { stay: StayOf; basis: Basis }[]): Promise<string[]> {
  const ids = papers.map(() => ctx.newId());
  if (papers.length === 0) return ids;
  await ctx.tx
    .insertInto('custody.basis')
    .values(
      papers.map(({ stay, basis }, at) => ({
        id: ids[at]!,
        ...belongs(stay),
        kind: basis.kind,
        number: basis.number,
        dated: basis.dated,
        authority: basis.authority,
        issuer: basis.issuer,
        offence: basis.offence,
        from_on: basis.fromOn,
        until_on: basis.untilOn,
        penalty: basis.penalty,
        sentence_years: basis.sentence.years,
        sentence_months: basis.sentence.months,
        sentence_days: basis.sentence.days,
        made_by: ctx.actor.accountId,
      })),
    )
    .execute();
  return ids;
}

export type NewMove = {
  step: StayStep;
  from: StayState;
  to: StayState;
  day: PlainDate;
  number: string;
  reason: string;
  releaseReason: ReleaseReason | null;
  toUnitId: number | null;
  place: string;
};
/** The only way in which a stay moves: the database carries the state over. */
export async function insertMove(ctx: Ctx, stay: StayOf, move: NewMove): Promise<string> {
  const id = ctx.newId();
  await ctx.tx
    .insertInto('custody.move')
    .values({
      id,
      ...belongs(stay),
      step: move.step,
      from_state: move.from,
      to_state: move.to,
      day: move.day,
      reason: move.reason,
      release_reason: move.releaseReason,
      document: steps[move.step].document,
      document_number: move.number,
      to_unit_id: move.toUnitId,
      place: move.place,
      made_by: ctx.actor.accountId,
    })
    .execute();
  return id;
}

export async function insertCapacity(
  ctx: Ctx,
  one: { unitId: number; places: number; fromOn: PlainDate; source: string },
): Promise<void> {
  await ctx.tx
    .insertInto('custody.capacity')
    .values({
      id: ctx.newId(),
      unit_id: one.unitId,
      places: one.places,
      from_on: one.fromOn,
      source: one.source,
      made_by: ctx.actor.accountId,
    })
    .execute();
}

/** One task for the registrar about each paper that lasts until a day at most. */
export function termsUntil(unitId: number, through: PlainDate): RawBuilder<TaskSelection> {
  return sql<TaskSelection>`
    select s.unit_id, null::uuid as case_id, 'custody.term' as kind, s.id::text as key, 'registrar' as for_role, null::uuid as staff_id,
      s.term_until as due_on, 'named' as due_counts, jsonb_build_object('until', s.term_until, 'label', s.register_label) as facts
    from custody.stay s where s.unit_id = ${unitId} and s.state = 'held' and s.term_until <= ${through}::date`;
}
