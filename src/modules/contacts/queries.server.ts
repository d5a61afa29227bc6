import { sql } from 'kysely';
import type { PlainDate } from '#kernel/plain-date';
import type { Zone } from '#kernel/zone';
import { may, mustBeAllowed, mustBeOwn } from '#modules/access';
import { isOpen } from '#modules/cases';
import { reachCase, type CaseOnFile } from '#modules/cases/server';
import { backDating, channelCounts, minimumGrade, type Medium } from '#modules/check-ins';
import { reportedOn, travelOn } from '#modules/check-ins/server';
import { optionsOf } from '#modules/units/server';
import type { ReadCtx } from '#platform/ctx';
import type { Closing, ContactKind, Draft, Finding, ObserverKind, Outcome, Source } from './contact.ts';
import { listDrafts } from './draft.store.server.ts';
import { listLate, type LateRow } from './late.store.server.ts';
import {
  listObservationRows,
  listObserverRows,
  type ObservationRow,
  type ObserverRow,
} from './observer.store.server.ts';
import { judgeContactDay } from './record-contact.server.ts';
import { evidenceTerm, makesReport, type Situation } from './rules.ts';
import { findContact, findPlan, findPlanFor, type PlanRow } from './store.server.ts';

/** What is planned with a client, and what the asker may do about it. */
export type Scheduled = Pick<
  PlanRow,
  'id' | 'kind' | 'origin' | 'dueOn' | 'plannedOn' | 'atTime' | 'place' | 'purpose' | 'isTold'
>;
export type Contact = {
  id: string;
  kind: ContactKind;
  happenedOn: PlainDate;
  happenedAt: Date;
  recordedAt: Date;
  by: string | null;
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
  /** The report that it had become was taken back in the ledger. */
  isReportVoided: boolean;
  correctsId: string | null;
  changeReason: string | null;
  isChanged: boolean;
  isLate: boolean;
};
export type Closed = { id: string; kind: ContactKind; plannedOn: PlainDate | null; as: Closing; reason: string };
export type ContactsOfCase = {
  schedule: Scheduled[];
  /** One page of what took place, newest day first. */
  history: Contact[];
  more: boolean;
  drafts: Draft[];
  waitingObservations: number;
  waitingLate: number;
  zone: Zone;
  today: PlainDate;
  may: { record: boolean; invite: boolean; approve: boolean; openBreach: boolean };
};

export type HistoryFilter = {
  kind?: ContactKind | undefined;
  outcome?: Outcome | undefined;
  before?: PlainDate | undefined;
};
/** So many contacts are shown at once; a day is never split. */
const PAGE = 40;

/** What is kept is read with the report where there is one: it is written down in one place only. */
const contactColumns = sql`k.id, k.kind, k.happened_on as "happenedOn", k.happened_at as "happenedAt", k.recorded_at as "recordedAt", s.name as by,
  k.outcome, k.evidence_until as "evidenceUntil", k.medium, k.observed_by as "observedBy", k.told_by as "toldBy", k.source, k.finding,
  case when k.check_in_id is null then k.note else coalesce(o.talk, '') end as note,
  case when k.check_in_id is null then k.follow_up else coalesce(o.follow_up, '') end as "followUp",
  k.check_in_id as "checkInId", i.voided_at is not null as "isReportVoided", k.corrects_id as "correctsId", k.change_reason as "changeReason",
  exists (select 1 from contacts.contact n where n.corrects_id = k.id) as "isChanged", k.late_id is not null as "isLate"`;
const contactTables = sql`contacts.contact k left join units.staff s on s.id = k.staff_id
  left join check_ins.check_in i on i.id = k.check_in_id left join check_ins.content o on o.check_in_id = k.check_in_id`;

export async function readContacts(ctx: ReadCtx, caseId: string, filter: HistoryFilter = {}): Promise<ContactsOfCase> {
  const of = await reachCase(ctx, caseId, 'contact:read');
  ctx.accessed({ what: 'contacts.viewed', unitId: of.unitId, caseId: of.id, personId: of.personId });
  const schedule = await sql<Scheduled>`
    select p.id, p.kind, p.origin, p.due_on as "dueOn", p.planned_on as "plannedOn", p.at_time as "atTime", p.place, p.purpose, p.is_told as "isTold"
    from contacts.planned p where p.case_id = ${of.id} and p.closed_at is null
    order by coalesce(p.planned_on, p.due_on), p.at_time, p.id`.execute(ctx.tx);
  const history = await sql<Contact>`
    select ${contactColumns} from ${contactTables}
    where k.case_id = ${of.id} ${filter.kind ? sql`and k.kind = ${filter.kind}` : sql``}
      ${filter.outcome ? sql`and k.outcome = ${filter.outcome}` : sql``}
      ${filter.before ? sql`and k.happened_on < ${filter.before}::date` : sql``}
    order by k.happened_on desc, k.happened_at, k.recorded_at, k.id`.execute(ctx.tx);
  const shown = wholeDays(history.rows);
  const writes = may(ctx.actor, 'contact:record', of.subject);
  const waiting = await sql<{ observations: number; late: number }>`
    select (select count(*)::int from contacts.observation s where s.case_id = ${of.id} and s.decided_at is null) as observations,
      (select count(*)::int from contacts.late_request l where l.case_id = ${of.id} and l.decided_at is null) as late`.execute(
    ctx.tx,
  );
  return {
    schedule: schedule.rows,
    history: shown,
    more: shown.length < history.rows.length,
    drafts: writes ? await listDrafts(ctx, of.id) : [],
    waitingObservations: waiting.rows[0]!.observations,
    waitingLate: waiting.rows[0]!.late,
    zone: of.zone,
    today: of.today,
    may: {
      record: writes,
      invite: may(ctx.actor, 'observer:invite', of.subject),
      approve: may(ctx.actor, 'contact:approve', of.subject),
      openBreach: isOpen(of.state) && may(ctx.actor, 'breach:handle', of.subject),
    },
  };
}

/** One contact of a case, as whoever goes on from it needs it. */
export async function readContact(
  ctx: ReadCtx,
  caseId: string,
  contactId: string,
): Promise<Pick<Contact, 'id' | 'kind' | 'happenedOn' | 'finding' | 'note'> | undefined> {
  const of = await reachCase(ctx, caseId, 'contact:read');
  const { rows } = await sql<Contact>`
    select ${contactColumns} from ${contactTables} where k.id = ${contactId} and k.case_id = ${of.id}`.execute(ctx.tx);
  return rows[0];
}

function wholeDays(rows: readonly Contact[]): Contact[] {
  const last = rows[PAGE - 1]?.happenedOn;
  return last ? rows.filter((one) => one.happenedOn >= last) : [...rows];
}

export async function readPlan(ctx: ReadCtx, caseId: string, planId: string | null) {
  const of = await reachCase(ctx, caseId, 'contact:record');
  const plan = planId ? await findPlan(ctx.tx, planId) : undefined;
  return { of, plan: plan?.caseId === of.id ? plan : undefined };
}

/** One contact of a case, for whoever is about to tell its outcome anew. */
export async function readOld(ctx: ReadCtx, caseId: string, contactId: string) {
  const of = await reachCase(ctx, caseId, 'contact:record');
  const found = await findContact(ctx.tx, contactId);
  return found?.caseId === of.id ? found : undefined;
}

/** What the last page looks at before it says what will happen. */
export async function situationOf(ctx: ReadCtx, of: CaseOnFile, draft: Draft): Promise<Situation & { day: PlainDate }> {
  const old = draft.correctsId ? await findContact(ctx.tx, draft.correctsId) : undefined;
  const day = (old?.happenedOn ?? draft.answers.happenedOn) as PlainDate;
  const plan = old
    ? undefined
    : draft.plannedId
      ? await findPlan(ctx.tx, draft.plannedId)
      : await findPlanFor(ctx.tx, { caseId: of.id, kind: draft.kind, day });
  const judged =
    old && !makesReport(draft.kind, draft.answers) ? { ok: true as const } : await judgeContactDay(ctx, of, day);
  const least = await optionsOf(ctx.tx, of.unitId, minimumGrade, of.today);
  return {
    day,
    channels: await optionsOf(ctx.tx, of.unitId, channelCounts, of.today),
    leastGrade: minimumGrade.decide({ plan: of.minimumGrade, risk: of.riskBand }, least).result,
    plan: plan?.origin ?? 'none',
    atDesk: draft.kind === 'office_talk' && (await reportedOn(ctx.tx, of.id, day, 'in_person')),
    oldReport: Boolean(old?.checkInId),
    tooFarBack: !judged.ok && judged.refusal === 'too_long_ago',
    travelling: (await travelOn(ctx, of.id, day)) !== undefined,
  };
}

/** The last day until which proof may be waited for, and how far back anybody may date. */
export async function limitsOf(ctx: ReadCtx, of: CaseOnFile) {
  const evidence = await optionsOf(ctx.tx, of.unitId, evidenceTerm, of.today);
  const back = await optionsOf(ctx.tx, of.unitId, backDating, of.today);
  return {
    evidenceUntil: evidenceTerm.decide({ today: of.today }, evidence).result,
    backDays: back.days,
  };
}

export async function readLateRequests(
  ctx: ReadCtx,
  caseId: string,
): Promise<{ requests: (LateRow & { isOwn: boolean })[]; zone: Zone; today: PlainDate }> {
  const of = await reachCase(ctx, caseId, 'contact:read');
  mustBeAllowed(ctx.actor, 'contact:approve', of.subject);
  const requests = await listLate(ctx.tx, of.id);
  return {
    requests: requests.map((one) => ({ ...one, isOwn: one.requestedBy === ctx.actor.accountId })),
    zone: of.zone,
    today: of.today,
  };
}

export async function readObservers(
  ctx: ReadCtx,
  caseId: string,
): Promise<{ observers: (ObserverRow & { answers: number })[]; observations: ObservationRow[]; of: CaseOnFile }> {
  const of = await reachCase(ctx, caseId, 'observer:invite');
  ctx.accessed({ what: 'contacts.viewed', unitId: of.unitId, caseId: of.id, personId: of.personId });
  return {
    observers: await listObserverRows(ctx.tx, of.id),
    observations: await listObservationRows(ctx.tx, of.id),
    of,
  };
}

export type Appointment = { id: string; kind: ContactKind; on: PlainDate; time: string; place: string };

/** What a client has been told of: the days on which he is met. */
export async function listOwnAppointments(ctx: ReadCtx, caseId: string, today: PlainDate): Promise<Appointment[]> {
  mustBeOwn(ctx.actor, 'own:read', caseId);
  const { rows } = await sql<Appointment>`
    select p.id, p.kind, p.planned_on as "on", p.at_time as "time", p.place from contacts.planned p
    where p.case_id = ${caseId} and p.planned_on >= ${today}::date order by p.planned_on, p.at_time, p.id limit 10`.execute(
    ctx.tx,
  );
  return rows;
}
