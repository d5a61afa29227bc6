import { sql } from 'kysely';
import { earliest, type PlainDate } from '#kernel/plain-date';
import { may, type Action } from '#modules/access';
import { reachCase } from '#modules/cases/server';
import { todayAt } from '#modules/units';
import { getUnit } from '#modules/units/server';
import type { ReadCtx } from '#platform/ctx';
import { reachToRead, calendarOf, type About } from './reach.server.ts';
import type { Advice, Finding, ProceedingKind, ProceedingState, Release, RouteName } from './revocation.ts';
import type { ProceedingDocument, ProceedingStep } from './routes.ts';
import { isOver, stepsOpen, workingDaysLeft } from './rules.ts';
import { findMinutes, type OutsideMinutes } from './outside-minutes.server.ts';
import { findLifted, findStanding, sitsHere, tiersAbove, type Lifted, type ProceedingRow } from './store.server.ts';

export type ProceedingMove = {
  id: string;
  step: ProceedingStep;
  to: ProceedingState;
  day: PlainDate;
  reason: string;
  document: ProceedingDocument;
  documentNumber: string;
  issuer: string;
  /** By when whoever has the file since then owes his step. */
  dueOn: PlainDate | null;
  advice: Advice | null;
  counselling: string;
  notProven: boolean;
  guardianPresent: boolean | null;
  guardianNote: string;
  companionPresent: boolean | null;
  companionNote: string;
  madeAt: Date;
  madeBy: string;
  by: string | null;
  /** The last day of guidance that a judge set, and the one before it. */
  newEnd: PlainDate | null;
  endBefore: PlainDate | null;
};
export type ProceedingInFull = ProceedingRow & {
  finding: Finding | null;
  findingNumber: string;
  danger: string;
  /** Since when it is urgent, and who said so. */
  urgentSince: PlainDate | null;
  urgentBy: string | null;
  /** Whether the asker may mark it. */
  mayMark: boolean;
  nextOn: PlainDate | null;
  nextPlace: string;
  endedOn: PlainDate | null;
  begunByName: string | null;
  moves: ProceedingMove[];
  /** What the asker himself may do now. */
  steps: ProceedingStep[];
  tiers: { kanwil: boolean; ditjenpas: boolean };
  /** The office keeps its sittings in this house, and hears this there. */
  sits: boolean;
  /** Whether the client is out today. */
  standing: Release['standing'];
  /** The decree that has lifted what it brought about. */
  lifted: Lifted | undefined;
  /** The minutes of a sitting elsewhere, noted and not yet confirmed. */
  minutes: OutsideMinutes | undefined;
  /** Working days until the end of the service; below nothing when it is past. */
  daysLeft: number;
  of: About;
  actorId: string;
};

const name = sql`(select s.name from accounts.account a join units.staff s on s.id = a.staff_id where a.id = x.made_by)`;

/** One proceeding with its whole history. Looking leaves a line. */
export async function readProceeding(ctx: ReadCtx, id: string): Promise<ProceedingInFull> {
  const { proceeding, of } = await reachToRead(ctx, id);
  ctx.accessed({
    what: 'revocation.viewed',
    unitId: proceeding.unitId,
    caseId: of.caseId,
    personId: of.personId,
    about: { proceedingId: proceeding.id },
  });
  const head = await sql<
    Pick<
      ProceedingInFull,
      | 'finding'
      | 'findingNumber'
      | 'danger'
      | 'urgentSince'
      | 'urgentBy'
      | 'nextOn'
      | 'nextPlace'
      | 'endedOn'
      | 'begunByName'
    >
  >`
    select x.finding, x.finding_number as "findingNumber", x.danger,
      case when x.urgent then coalesce((select k.day from revocations.urgent_mark k where k.proceeding_id = x.id), x.begun_on) end::text as "urgentSince",
      case when x.urgent then (select s.name from accounts.account a join units.staff s on s.id = a.staff_id
        where a.id = coalesce((select k.made_by from revocations.urgent_mark k where k.proceeding_id = x.id), x.made_by)) end as "urgentBy",
      x.next_on::text as "nextOn", x.next_place as "nextPlace",
      x.ended_on::text as "endedOn", ${name} as "begunByName" from revocations.proceeding x where x.id = ${proceeding.id}`.execute(
    ctx.tx,
  );
  const moves = await sql<ProceedingMove>`
    select x.id, x.step, x.to_state as "to", x.day::text as day, x.reason, x.document, x.document_number as "documentNumber", x.issuer, x.due_on::text as "dueOn", x.advice, x.counselling, x.not_proven as "notProven",
      x.guardian_present as "guardianPresent", x.guardian_note as "guardianNote", x.companion_present as "companionPresent",
      x.companion_note as "companionNote", x.made_at as "madeAt", x.made_by as "madeBy", ${name} as by,
      x.new_end::text as "newEnd", x.end_before::text as "endBefore"
    from revocations.move x where x.proceeding_id = ${proceeding.id} order by x.made_at, x.id`.execute(ctx.tx);
  const tiers = await tiersAbove(ctx.tx, of.caseId);
  const sits = await sitsHere(ctx.tx, proceeding.unitId);
  const standing = await findStanding(ctx.tx, proceeding.id, of.today);
  const office = await calendarOf(ctx, proceeding.unitId, earliest(proceeding.begunOn, proceeding.serviceUntil));
  return {
    ...proceeding,
    ...head.rows[0]!,
    moves: moves.rows,
    tiers,
    sits,
    standing,
    lifted: await findLifted(ctx.tx, proceeding.id),
    minutes: sits || of.above ? undefined : await findMinutes(ctx.tx, proceeding),
    of,
    mayMark:
      !of.above &&
      of.open &&
      !isOver(proceeding.state) &&
      !proceeding.urgent &&
      may(ctx.actor, 'revocation:handle', of.subject),
    actorId: ctx.actor.accountId,
    daysLeft: workingDaysLeft(proceeding.serviceUntil, of.today, office),
    steps: stepsOpen(proceeding, (action) => may(ctx.actor, action as Action, of.subject), {
      open: of.open,
      tiers,
      sits,
      standing,
    }),
  };
}

export type ProceedingLine = {
  id: string;
  kind: ProceedingKind;
  route: RouteName;
  state: ProceedingState;
  begunOn: PlainDate;
  endedOn: PlainDate | null;
  breachId: string | null;
  /** The last day of guidance that a judge set in it. */
  newEnd: PlainDate | null;
  /** The number of the decree that has lifted what it brought about. */
  liftedBy: string | null;
};
/** The proceedings of one client, the running one first, and the breaches that were proposed for one and have none yet. */
export async function listProceedingsOf(
  ctx: ReadCtx,
  caseId: string,
): Promise<{
  lines: ProceedingLine[];
  waiting: { breachId: string; openedOn: PlainDate; dueOn: PlainDate | null }[];
  mayHandle: boolean;
  of: Awaited<ReturnType<typeof reachCase>>;
}> {
  const of = await reachCase(ctx, caseId, 'case:read_specific');
  const { rows } = await sql<ProceedingLine>`
    select r.id, r.kind, r.route, r.state, r.begun_on::text as "begunOn", r.ended_on::text as "endedOn", r.breach_id as "breachId",
      (select m.new_end::text from revocations.move m where m.proceeding_id = r.id and m.step = 'confirm_period') as "newEnd",
      (select l.number from revocations.lifted_by(r.id) l) as "liftedBy"
    from revocations.proceeding r where r.case_id = ${of.id} order by r.ended_on is not null, r.begun_on desc, r.made_at desc`.execute(
    ctx.tx,
  );
  const waiting = await sql<{ breachId: string; openedOn: PlainDate; dueOn: PlainDate | null }>`
    select b.id as "breachId", b.opened_on::text as "openedOn", b.due_on::text as "dueOn" from breaches.breach b
    where b.case_id = ${of.id} and b.state = 'proposed_for_revocation'
      and not exists (select from revocations.proceeding r where r.breach_id = b.id) order by b.opened_on`.execute(
    ctx.tx,
  );
  return { lines: rows, waiting: waiting.rows, mayHandle: may(ctx.actor, 'revocation:handle', of.subject), of };
}

export type OwnProceeding = {
  id: string;
  breachId: string | null;
  kind: ProceedingKind;
  route: RouteName;
  state: ProceedingState;
  begunOn: PlainDate;
  since: PlainDate;
  told: string;
  nextOn: PlainDate | null;
  nextPlace: string;
  decreeNumber: string;
  decreeOn: PlainDate | null;
  endedOn: PlainDate | null;
  /** Where it lies now: by when the next step is owed, and by when the whole. */
  dueOn: PlainDate | null;
  serviceUntil: PlainDate;
  /** Of the whole, in working days of the office that began it. */
  daysLeft: number;
  office: string;
  /** What was done on which day, and what he was told with it. */
  steps: { step: ProceedingStep; day: PlainDate; told: string }[];
};
/** What a client reads about himself, once words for him were written. */
export async function readOwnProceedings(ctx: ReadCtx): Promise<OwnProceeding[]> {
  const { rows } = await sql<Omit<OwnProceeding, 'daysLeft'> & { unitId: number }>`
    select r.id, r.unit_id as "unitId", r.breach_id as "breachId", r.kind, r.route, r.state, r.begun_on::text as "begunOn", r.since::text as since, r.told, r.next_on::text as "nextOn",
      r.next_place as "nextPlace", r.decree_number as "decreeNumber", r.decree_on::text as "decreeOn", r.ended_on::text as "endedOn",
      r.due_on::text as "dueOn", r.service_until::text as "serviceUntil", u.name as office,
      coalesce((select jsonb_agg(jsonb_build_object('step', m.step, 'day', m.day, 'told', m.told) order by m.id)
        from revocations.move m where m.proceeding_id = r.id), '[]'::jsonb) as steps
    from revocations.proceeding r join units.unit u on u.id = r.unit_id where r.case_id = ${ctx.actor.own?.caseId ?? null}
    order by r.ended_on is not null, r.begun_on desc`.execute(ctx.tx);
  return Promise.all(
    rows.map(async ({ unitId, ...one }) => {
      const today = todayAt(await getUnit(ctx, unitId), ctx.now);
      const office = await calendarOf(ctx, unitId, earliest(today, one.serviceUntil));
      return { ...one, daysLeft: workingDaysLeft(one.serviceUntil, today, office) };
    }),
  );
}
