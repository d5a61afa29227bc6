import { sql } from 'kysely';
import type { PlainDate } from '#kernel/plain-date';
import type { Zone } from '#kernel/zone';
import type { Presences } from '#kernel/presences';
import type { AgeGroup, CaseState, ClientKind } from '#modules/cases';
import { todayAt } from '#modules/units';
import type { Ctx, ReadCtx, Tx } from '#platform/ctx';
import type {
  Advice,
  Finding,
  ProceedingFacts,
  ProceedingKind,
  ProceedingState,
  Release,
  ReleaseDay,
  RouteName,
} from './revocation.ts';
import { stepRow, type ProceedingStep } from './routes.ts';

export type ProceedingRow = ProceedingFacts & {
  id: string;
  caseId: string;
  unitId: number;
  breachId: string | null;
  since: PlainDate;
  dueOn: PlainDate | null;
  /** By when the first step was owed. */
  firstDueOn: PlainDate | null;
  serviceUntil: PlainDate;
  reason: string;
  told: string;
  decreeNumber: string;
  decreeOn: PlainDate | null;
  decreeIssuer: string;
  /** The day by which it is a revocation or a cancellation; of proceedings from before that was kept, none. */
  release: { by: ReleaseDay; day: PlainDate } | null;
};

/** Where a proceeding stands, as far as the asker reaches it. */
export async function findProceeding(tx: Tx, id: string): Promise<ProceedingRow | undefined> {
  const row = await tx.selectFrom('revocations.proceeding').selectAll().where('id', '=', id).executeTakeFirst();
  return (
    row && {
      id: row.id,
      caseId: row.case_id,
      unitId: row.unit_id,
      kind: row.kind as ProceedingKind,
      route: row.route as RouteName,
      state: row.state as ProceedingState,
      breachId: row.breach_id,
      begunOn: row.begun_on as PlainDate,
      begunBy: row.made_by,
      since: row.since as PlainDate,
      dueOn: row.due_on as PlainDate | null,
      firstDueOn: row.first_due_on as PlainDate | null,
      serviceUntil: row.service_until as PlainDate,
      urgent: row.urgent,
      reason: row.reason,
      told: row.told,
      decreeNumber: row.decree_number,
      decreeOn: row.decree_on as PlainDate | null,
      decreeIssuer: row.decree_issuer,
      release: row.release_by ? { by: row.release_by as ReleaseDay, day: row.release_day as PlainDate } : null,
    }
  );
}

/** The proceeding that came of a breach. */
export async function findProceedingOf(tx: Tx, breachId: string): Promise<ProceedingRow | undefined> {
  const row = await tx
    .selectFrom('revocations.proceeding')
    .select('id')
    .where('breach_id', '=', breachId)
    .executeTakeFirst();
  return row && findProceeding(tx, row.id);
}

/** Held until the transaction ends, so that two people never take a step at once; read only afterwards. */
export async function holdProceeding(tx: Tx, id: string): Promise<void> {
  await sql`select revocations.hold(${id})`.execute(tx);
}

/** Whether there is one that runs for this client, or one that ever came of this breach. */
export async function hasProceeding(tx: Tx, caseId: string, breachId: string | undefined): Promise<boolean> {
  const row = await tx
    .selectFrom('revocations.proceeding')
    .select('id')
    .where('case_id', '=', caseId)
    .where((eb) => eb.or([eb('ended_on', 'is', null), ...(breachId ? [eb('breach_id', '=', breachId)] : [])]))
    .executeTakeFirst();
  return row !== undefined;
}

/** Who of a child's people was there, as every table keeps it. */
export const calledAs = (presences: Presences | undefined) => ({
  guardian_present: presences?.guardian.present ?? null,
  guardian_note: presences?.guardian.note ?? '',
  companion_present: presences?.companion.present ?? null,
  companion_note: presences?.companion.note ?? '',
});

export type NewProceeding = {
  id: string;
  kind: ProceedingKind;
  route: RouteName;
  breachId: string | null;
  finding: Finding | null;
  findingNumber: string;
  begunOn: PlainDate;
  reason: string;
  told: string;
  urgent: boolean;
  danger: string;
  serviceUntil: PlainDate;
  dueOn: PlainDate;
  presences: Presences | undefined;
};
export async function insertProceeding(
  ctx: Ctx,
  of: { id: string; unitId: number },
  one: NewProceeding,
): Promise<void> {
  await ctx.tx
    .insertInto('revocations.proceeding')
    .values({
      id: one.id,
      case_id: of.id,
      unit_id: of.unitId,
      kind: one.kind,
      route: one.route,
      breach_id: one.breachId,
      finding: one.finding,
      finding_number: one.findingNumber,
      begun_on: one.begunOn,
      since: one.begunOn,
      reason: one.reason,
      told: one.told,
      urgent: one.urgent,
      danger: one.danger,
      service_until: one.serviceUntil,
      due_on: one.dueOn,
      ...calledAs(one.presences),
      made_by: ctx.actor.accountId,
    })
    .execute();
}

/** The client by the name and number under which the proceeding goes up. */
export async function findClientNamed(tx: Tx, proceedingId: string): Promise<{ name: string; register: string }> {
  return tx
    .selectFrom('revocations.proceeding')
    .select(['client_name as name', 'client_register as register'])
    .where('id', '=', proceedingId)
    .executeTakeFirstOrThrow();
}

export type MoveRow = {
  id: string;
  step: ProceedingStep;
  from: ProceedingState;
  to: ProceedingState;
  day: PlainDate;
  reason: string;
  documentNumber: string;
  issuer: string;
  madeBy: string;
  /** What a refusal reprimanded to; nothing with other steps, or where nothing was proven. */
  counselling: string;
  /** The last day of guidance that a judge set, and the one before it. */
  newEnd: PlainDate | null;
  endBefore: PlainDate | null;
};
/** The steps that were taken, the oldest first. */
export async function listMoves(tx: Tx, proceedingId: string): Promise<MoveRow[]> {
  const { rows } = await sql<MoveRow>`
    select m.id, m.step, m.from_state as "from", m.to_state as "to", m.day::text as day, m.reason, m.document_number as "documentNumber", m.issuer,
      m.made_by as "madeBy", m.counselling, m.new_end::text as "newEnd", m.end_before::text as "endBefore"
    from revocations.move m where m.proceeding_id = ${proceedingId} order by m.made_at, m.id`.execute(tx);
  return rows;
}

/** The last day of a supervision as its verdict imposed it, once a judge has moved it; undefined before. */
export async function findImposedEnd(tx: Tx, caseId: string): Promise<PlainDate | undefined> {
  const row = await tx
    .selectFrom('revocations.move')
    .select('end_before')
    .where('case_id', '=', caseId)
    .where('step', '=', 'confirm_period')
    .orderBy('made_at')
    .orderBy('id')
    .limit(1)
    .executeTakeFirst();
  return (row?.end_before ?? undefined) as PlainDate | undefined;
}

/** The next appointment that a step set, where it set one. */
export async function findNext(tx: Tx, moveId: string): Promise<{ nextOn: PlainDate | null; nextPlace: string }> {
  const row = await tx
    .selectFrom('revocations.move')
    .select(['next_on', 'next_place'])
    .where('id', '=', moveId)
    .executeTakeFirstOrThrow();
  return { nextOn: row.next_on as PlainDate | null, nextPlace: row.next_place };
}

/** The proceeding of a client that is not over. */
export async function findRunningOf(tx: Tx, caseId: string): Promise<string | undefined> {
  const row = await tx
    .selectFrom('revocations.proceeding')
    .select('id')
    .where('case_id', '=', caseId)
    .where('ended_on', 'is', null)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.id;
}

export type NewMove = {
  step: ProceedingStep;
  from: ProceedingState;
  to: ProceedingState;
  day: PlainDate;
  reason: string;
  documentNumber: string;
  issuer: string;
  advice: Advice | null;
  told: string;
  counselling: string;
  notProven: boolean;
  nextOn: PlainDate | null;
  nextPlace: string;
  presences: Presences | undefined;
  dueOn: PlainDate | null;
  newEnd: PlainDate | null;
  endBefore: PlainDate | null;
};
/** The only way in which a proceeding moves: the database carries the state over. */
export async function insertMove(
  ctx: Ctx,
  { id, caseId, unitId }: Pick<ProceedingRow, 'id' | 'caseId' | 'unitId'>,
  move: NewMove,
): Promise<string> {
  const moveId = ctx.newId();
  await ctx.tx
    .insertInto('revocations.move')
    .values({
      id: moveId,
      proceeding_id: id,
      case_id: caseId,
      unit_id: unitId,
      step: move.step,
      from_state: move.from,
      to_state: move.to,
      day: move.day,
      reason: move.reason,
      document: stepRow(move.step).document,
      document_number: move.documentNumber,
      issuer: move.issuer,
      advice: move.advice,
      told: move.told,
      counselling: move.counselling,
      not_proven: move.notProven,
      next_on: move.nextOn,
      next_place: move.nextPlace,
      ...calledAs(move.presences),
      due_on: move.dueOn,
      new_end: move.newEnd,
      end_before: move.endBefore,
      made_by: ctx.actor.accountId,
    })
    .execute();
  return moveId;
}

/** The database marks the proceeding with it, once. */
export async function insertUrgentMark(
  ctx: Ctx,
  { id, caseId, unitId }: Pick<ProceedingRow, 'id' | 'caseId' | 'unitId'>,
  { day, danger, dueOn }: { day: PlainDate; danger: string; dueOn: PlainDate | null },
): Promise<void> {
  await ctx.tx
    .insertInto('revocations.urgent_mark')
    .values({
      id: ctx.newId(),
      proceeding_id: id,
      case_id: caseId,
      unit_id: unitId,
      day,
      danger,
      due_on: dueOn,
      made_by: ctx.actor.accountId,
    })
    .execute();
}

/** Which tiers above this client note their own steps here: somebody holds a post there today who may see him. */
export async function tiersAbove(tx: Tx, caseId: string): Promise<{ kanwil: boolean; ditjenpas: boolean }> {
  const { rows } = await sql<{ kanwil: boolean; ditjenpas: boolean }>`
    select revocations.tier_here(${caseId}, 'kanwil') as kanwil, revocations.tier_here(${caseId}, 'ditjenpas') as ditjenpas`.execute(
    tx,
  );
  return rows[0]!;
}

/** Whether the client is out on a day, to whoever has the proceeding. */
export async function findStanding(tx: Tx, proceedingId: string, day: PlainDate): Promise<Release['standing']> {
  const { rows } = await sql<{
    standing: Release['standing'] | null;
  }>`select revocations.standing_of(${proceedingId}, ${day}) as standing`.execute(tx);
  return rows[0]?.standing ?? 'unknown';
}

/** The decree by which what a proceeding brought about was lifted, and from when guidance goes on. */
export type Lifted = { day: PlainDate; number: string; dated: PlainDate; issuer: string };
export async function findLifted(tx: Tx, proceedingId: string): Promise<Lifted | undefined> {
  const { rows } = await sql<Lifted>`
    select l.day::text as day, l.number, l.dated::text as dated, l.issuer from revocations.lifted_by(${proceedingId}) l where l.day is not null`.execute(
    tx,
  );
  return rows[0];
}

/** Whether an office keeps its sittings in this house: somebody presides and somebody writes there today. */
export async function sitsHere(tx: Tx, unitId: number): Promise<boolean> {
  const { rows } = await sql<{ sits: boolean }>`select revocations.sits_here(${unitId}) as sits`.execute(tx);
  return rows[0]!.sits;
}

/** Whether a decree of this issuer with this number is in force, for whatever client of whatever office. */
export async function isNumberUsed(tx: Tx, number: string, issuer: string): Promise<boolean> {
  const { rows } = await sql<{ used: boolean }>`select revocations.number_used(${number}, ${issuer}) as used`.execute(
    tx,
  );
  return rows[0]!.used;
}

/** The next number of the centre, which this transaction must put on its decree. */
export async function takeDecreeNumber(tx: Tx, proceedingId: string, year: number): Promise<string> {
  const { rows } = await sql<{
    number: string | null;
  }>`select revocations.take_decree_number(${proceedingId}, ${year}) as number`.execute(tx);
  return rows[0]!.number ?? '';
}

export type WaitingProceeding = {
  subject_id: string;
  case_id: string;
  since: PlainDate;
  name: string;
  register_label: string | null;
  pk_staff_id: string | null;
  deferred: boolean;
  urgent: boolean;
  reason: string;
};
export async function listWaitingForSitting(tx: Tx, unitId: number): Promise<WaitingProceeding[]> {
  const { rows } = await sql<WaitingProceeding>`
    select subject_id, case_id, since::text as since, name, register_label, pk_staff_id, deferred, urgent, reason
    from revocations.waiting_for_sitting(${unitId}) order by urgent desc, since`.execute(tx);
  return rows;
}

/** Copies a sitting's advice from its item onto the proceeding; false where that was settled meanwhile. */
export async function takeSittingAdvice(tx: Tx, itemId: string, dueOn: PlainDate): Promise<boolean> {
  const { rows } = await sql<{
    taken: boolean;
  }>`select revocations.take_sitting_advice(${itemId}, ${dueOn}) as taken`.execute(tx);
  return rows[0]!.taken;
}

/** The unit of a sort above an office: its Kanwil, or the centre. */
export async function findTierUnit(
  tx: Tx,
  unitId: number,
  type: 'kanwil' | 'ditjenpas',
): Promise<UnitAbove | undefined> {
  const { rows } = await sql<UnitAbove>`
    select u.id, u.path, home.name as "officeName" from units.unit home join units.unit u on u.id = any (home.path) and u.type = ${type}
    where home.id = ${unitId}`.execute(tx);
  return rows[0];
}
export type UnitAbove = { id: number; path: number[]; officeName: string };

/** The number and day of the letter with which a proposal came up, where it has them. */
export async function findLabelAbove(
  tx: Tx,
  proceedingId: string,
  kind: string,
): Promise<{ label: string; dated: PlainDate } | undefined> {
  const { rows } = await sql<{ label: string; dated: PlainDate }>`
    select label, dated::text as dated from letters.label_above(${proceedingId}, ${kind})`.execute(tx);
  return rows[0];
}

/** What a job needs to put the next step before somebody. */
export async function findForTask(
  tx: Tx,
  id: string,
): Promise<(ProceedingRow & { pkStaffId: string | null }) | undefined> {
  const proceeding = await findProceeding(tx, id);
  if (!proceeding) return undefined;
  const one = await tx
    .selectFrom('cases.client_case')
    .select('pk_staff_id')
    .where('id', '=', proceeding.caseId)
    .executeTakeFirst();
  return { ...proceeding, pkStaffId: one?.pk_staff_id ?? null };
}

/** The cancellation that runs about a client, with the day of his release where he is out today. */
export async function findCancellation(
  ctx: ReadCtx,
  caseId: string,
): Promise<{ proceeding: ProceedingRow & { pkStaffId: string | null }; released: PlainDate | undefined } | undefined> {
  const row = await ctx.tx
    .selectFrom('revocations.proceeding as r')
    .innerJoin('cases.client_case as c', 'c.id', 'r.case_id')
    .innerJoin('units.unit as u', 'u.id', 'c.unit_id')
    .select(['r.id', 'c.released_on', 'u.zone', 'u.demo_today'])
    .where('r.case_id', '=', caseId)
    .where('r.kind', '=', 'cancellation')
    .where('r.ended_on', 'is', null)
    .executeTakeFirst();
  const proceeding = row && (await findForTask(ctx.tx, row.id));
  if (!proceeding) return undefined;
  const today = todayAt({ zone: row.zone as Zone, demoToday: row.demo_today as PlainDate | null }, ctx.now);
  const out = (await findStanding(ctx.tx, row.id, today)) === 'released';
  return { proceeding, released: out ? ((row.released_on as PlainDate | null) ?? undefined) : undefined };
}

/** A step that is past its last day, whoever owes it, or a whole service that is. */
export type LateProceeding = {
  id: string;
  caseId: string;
  route: RouteName;
  state: ProceedingState;
  dueOn: PlainDate;
  /** A child's file, or one that is closed to most: a Kanwil opens it with a reason first. */
  guarded: boolean;
};
/** What an office began and is late, the oldest first: in the step that is owed now, or as a whole. */
export async function listLate(
  tx: Tx,
  unitId: number,
  today: PlainDate,
  what: 'due_on' | 'service_until',
): Promise<LateProceeding[]> {
  const day = sql.ref(`r.${what}`);
  const { rows } = await sql<LateProceeding>`
    select r.id, r.case_id as "caseId", r.route, r.state, ${day}::text as "dueOn", c.guarded
    from revocations.proceeding r join cases.client_case c on c.id = r.case_id
    where r.unit_id = ${unitId} and r.ended_on is null and ${day} < ${today}::date order by ${day}, r.id`.execute(tx);
  return rows;
}

/** What a tier is shown of the client whom a proceeding concerns, with what a decision about the asker needs. */
export type ClientAbove = {
  caseId: string;
  personId: string;
  name: string;
  registerLabel: string | null;
  kind: ClientKind;
  ageGroup: AgeGroup;
  state: CaseState;
  unitName: string;
  pkStaffId: string | null;
  guarded: boolean;
  sealed: boolean;
  restricted: boolean;
  listed: boolean;
  opened: boolean;
  path: number[];
  zone: Zone;
  demoToday: PlainDate | null;
};
export async function findAbove(tx: Tx, id: string, unitId: number): Promise<ClientAbove | undefined> {
  const { rows } = await sql<ClientAbove>`
    select a.case_id as "caseId", a.person_id as "personId", a.name, a.register_label as "registerLabel", a.client_kind as kind,
      a.age_group as "ageGroup", a.case_state as state, a.unit_name as "unitName", a.pk_staff_id as "pkStaffId", a.guarded, a.sealed,
      a.restricted, a.listed, a.opened, u.path, u.zone, u.demo_today::text as "demoToday"
    from revocations.about_above(${id}) a, units.unit u where u.id = ${unitId}`.execute(tx);
  return rows[0];
}

/** The minutes of a sitting that the tier which has a proceeding reads for it: the letter where they are signed and closed to nobody. */
export type MinutesAbove = {
  sittingId: string;
  heldOn: PlainDate;
  letterId: string | null;
  label: string;
  sha256: string | null;
  standing: 'signed' | 'unsigned' | 'closed';
};
export async function minutesAbove(tx: Tx, proceedingId: string): Promise<MinutesAbove[]> {
  const { rows } = await sql<MinutesAbove>`
    select sitting_id as "sittingId", held_on::text as "heldOn", letter_id as "letterId", label, sha256, standing
    from revocations.minutes_above(${proceedingId})`.execute(tx);
  return rows;
}

/** What keeps a client with his office: a proceeding, or the breach that was proposed for one and waits for it. */
export async function findHindering(tx: Tx, caseId: string): Promise<{ id: string | null; breachId: string | null }> {
  const { rows } = await sql<{ id: string | null; breachId: string | null }>`
    select proceeding_id as id, breach_id as "breachId" from revocations.hinders_transfer(${caseId})`.execute(tx);
  return rows[0] ?? { id: null, breachId: null };
}
