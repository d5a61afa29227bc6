import { sql } from 'kysely';
import type { PlainDate } from '#kernel/plain-date';
import type { CaseOnFile } from '#modules/cases/server';
import type { Medium } from '#modules/check-ins';
import type { Ctx, Tx } from '#platform/ctx';
import type { Closing, ContactKind, Finding, ObserverKind, Outcome, Source } from './contact.ts';

/** The contacts and plans of one case to oneself until the transaction ends, so that one visit is never recorded by two at once. */
export async function lockContacts(ctx: Ctx, caseId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('contacts:' || ${caseId}::text, 0))`.execute(ctx.tx);
}

export type PlanRow = {
  id: string;
  caseId: string;
  kind: ContactKind;
  origin: 'rule' | 'officer';
  from: PlainDate | null;
  dueOn: PlainDate;
  plannedOn: PlainDate | null;
  atTime: string;
  place: string;
  purpose: string;
  isTold: boolean;
  ruleVersion: string | null;
  closedAs: Closing | null;
};

const planColumns = sql`p.id, p.case_id as "caseId", p.kind, p.origin, p.period_from as "from", p.due_on as "dueOn", p.planned_on as "plannedOn",
  p.at_time as "atTime", p.place, p.purpose, p.is_told as "isTold", p.rule_version as "ruleVersion", p.closed_as as "closedAs"`;

export async function findPlan(tx: Tx, id: string): Promise<PlanRow | undefined> {
  const { rows } = await sql<PlanRow>`select ${planColumns} from contacts.planned p where p.id = ${id}`.execute(tx);
  return rows[0];
}

/** What is open and was set for one of these days. */
export async function listOpenPlans(
  tx: Tx,
  caseId: string,
  days: { from: PlainDate; until: PlainDate },
): Promise<PlanRow[]> {
  const { rows } = await sql<PlanRow>`
    select ${planColumns} from contacts.planned p
    where p.case_id = ${caseId} and p.closed_at is null and p.planned_on between ${days.from} and ${days.until} order by p.planned_on, p.id`.execute(
    tx,
  );
  return rows;
}

/**
 * What was planned for such a day: first what was set for it, then what is due the longest. Whoever was asked from afar answers when he can: what
 * had been set for a day before is answered then (`late`).
 */
export async function findPlanFor(
  tx: Tx,
  of: { caseId: string; kind: ContactKind; day: PlainDate; late?: boolean },
): Promise<PlanRow | undefined> {
  const { rows } = await sql<PlanRow>`
    select ${planColumns} from contacts.planned p
    where p.case_id = ${of.caseId} and p.kind = ${of.kind} and p.closed_at is null
      and (p.planned_on = ${of.day} or (${of.late ?? false}::boolean and p.planned_on < ${of.day}) or (p.period_from <= ${of.day} and p.origin = 'rule'))
    order by p.planned_on is not distinct from ${of.day}::date desc, p.due_on, p.id limit 1`.execute(tx);
  return rows[0];
}

/** What took the place of a plan and is still open. */
export async function findOpenAfter(tx: Tx, planId: string): Promise<PlanRow | undefined> {
  const { rows } = await sql<PlanRow>`
    with recursive line as (
      select p.id, p.closed_at from contacts.planned p where p.replaces_id = ${planId}
      union all select n.id, n.closed_at from contacts.planned n join line on n.replaces_id = line.id
    )
    select ${planColumns} from contacts.planned p join line on line.id = p.id where p.closed_at is null limit 1`.execute(
    tx,
  );
  return rows[0];
}

export type NewPlan = Pick<PlanRow, 'kind' | 'dueOn'> &
  Partial<Omit<PlanRow, 'id' | 'caseId' | 'closedAs' | 'kind' | 'dueOn'>> & { id: string; replacesId?: string | null };

export async function insertPlan(ctx: Ctx, of: Pick<CaseOnFile, 'id' | 'unitId'>, plan: NewPlan): Promise<void> {
  await ctx.tx
    .insertInto('contacts.planned')
    .values({
      id: plan.id,
      case_id: of.id,
      unit_id: of.unitId,
      kind: plan.kind,
      origin: plan.origin ?? 'officer',
      period_from: plan.from ?? null,
      due_on: plan.dueOn,
      planned_on: plan.plannedOn ?? null,
      at_time: plan.atTime ?? '',
      place: plan.place ?? '',
      purpose: plan.purpose ?? '',
      is_told: plan.isTold ?? false,
      rule_version: plan.ruleVersion ?? null,
      replaces_id: plan.replacesId ?? null,
      made_by: ctx.actor.accountId,
      made_at: ctx.now,
    })
    .execute();
}

/** Closes what is open; answers whether it was. */
export async function closePlan(ctx: Ctx, id: string, as: Closing, reason = ''): Promise<boolean> {
  const { numUpdatedRows } = await ctx.tx
    .updateTable('contacts.planned')
    .set({ closed_at: ctx.now, closed_as: as, close_reason: reason, closed_by: ctx.actor.accountId })
    .where('id', '=', id)
    .where('closed_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

export type ContactRow = {
  id: string;
  caseId: string;
  kind: ContactKind;
  happenedOn: PlainDate;
  happenedAt: Date;
  staffId: string | null;
  outcome: Outcome | null;
  medium: Medium | null;
  checkInId: string | null;
  plannedId: string | null;
  observedBy: ObserverKind | null;
  toldBy: string;
  /** A later record has taken its place. */
  isChanged: boolean;
};

export async function findContact(tx: Tx, id: string): Promise<ContactRow | undefined> {
  const { rows } = await sql<ContactRow>`
    select k.id, k.case_id as "caseId", k.kind, k.happened_on as "happenedOn", k.happened_at as "happenedAt", k.staff_id as "staffId", k.outcome,
      k.medium, case when i.voided_at is null then k.check_in_id end as "checkInId", k.planned_id as "plannedId",
      k.observed_by as "observedBy", k.told_by as "toldBy",
      exists (select 1 from contacts.contact n where n.corrects_id = k.id) as "isChanged"
    from contacts.contact k left join check_ins.check_in i on i.id = k.check_in_id where k.id = ${id}`.execute(tx);
  return rows[0];
}

export type NewContact = {
  id: string;
  kind: ContactKind;
  happenedOn: PlainDate;
  happenedAt: Date;
  staffId: string | null;
  outcome: Outcome | null;
  evidenceUntil: PlainDate | null;
  medium: Medium | null;
  observedBy: ObserverKind | null;
  toldBy: string;
  source: Source | null;
  finding: Finding | null;
  note: string;
  followUp: string;
  checkInId: string | null;
  plannedId: string | null;
  observationId?: string | null;
  lateId?: string | null;
  correctsId?: string | null;
  changeReason?: string | null;
};

export async function insertContact(ctx: Ctx, of: Pick<CaseOnFile, 'id' | 'unitId'>, one: NewContact): Promise<void> {
  await ctx.tx
    .insertInto('contacts.contact')
    .values({
      id: one.id,
      case_id: of.id,
      unit_id: of.unitId,
      kind: one.kind,
      happened_on: one.happenedOn,
      happened_at: one.happenedAt,
      recorded_at: ctx.now,
      recorded_by: ctx.actor.accountId,
      staff_id: one.staffId,
      outcome: one.outcome,
      evidence_until: one.evidenceUntil,
      medium: one.medium,
      observed_by: one.observedBy,
      told_by: one.toldBy,
      source: one.source,
      finding: one.finding,
      // What was said is kept once: with the report, where there is one.
      note: one.checkInId ? '' : one.note,
      follow_up: one.checkInId ? '' : one.followUp,
      check_in_id: one.checkInId,
      planned_id: one.plannedId,
      observation_id: one.observationId ?? null,
      late_id: one.lateId ?? null,
      corrects_id: one.correctsId ?? null,
      change_reason: one.changeReason ?? null,
    })
    .execute();
}

/** What an officer wrote lately, with contacts and with reports, to find notes that were copied. */
export async function listOwnNotes(
  ctx: Ctx,
  unitId: number,
  since: Date,
): Promise<{ id: string; caseId: string; talk: string }[]> {
  const { rows } = await sql<{ id: string; caseId: string; talk: string }>`
    select k.id, k.case_id as "caseId", k.note as talk, k.recorded_at from contacts.contact k
    where k.recorded_by = ${ctx.actor.accountId} and k.unit_id = ${unitId} and k.recorded_at >= ${since} and k.note <> ''
    union all
    select i.id, o.case_id, o.talk, i.recorded_at from check_ins.check_in i join check_ins.content o on o.check_in_id = i.id
    where i.recorded_by = ${ctx.actor.accountId} and i.unit_id = ${unitId} and i.recorded_at >= ${since} and i.voided_at is null
      and o.talk <> ''
    order by 4 desc limit 80`.execute(ctx.tx);
  return rows;
}
