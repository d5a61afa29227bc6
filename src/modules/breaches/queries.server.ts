import { sql } from 'kysely';
import type { PlainDate } from '#kernel/plain-date';
import type { ClockTime } from '#kernel/zone';
import type { ReadCtx } from '#platform/ctx';
import { reachCase } from '#modules/cases/server';
import { may } from '#modules/access';
import type { LetterState } from '#modules/letters';
import type {
  Appearance,
  BreachOption,
  BreachSource,
  BreachState,
  DayCount,
  EntryKind,
  GroundCode,
  Heard,
} from './breach.ts';
import { dismisserOf } from './confirm-breach.server.ts';
import { sittingWaits } from './decide-breach.server.ts';
import { reachBreach, summonsOptionsOf, type AtHand } from './reach.server.ts';
import { listAdvice, type Advised } from './sittings.store.server.ts';
import {
  countUnheeded,
  heldAt,
  judgeDismisser,
  type BreachDocument,
  type BreachRefusal,
  type BreachStep,
  type SummonsOptions,
} from './rules.ts';

/** Where a client is held: as the institution told and was confirmed, else as the newest breach that says so has it. */
export async function findCustodyNote(
  ctx: ReadCtx,
  caseId: string,
): Promise<{ place: string; since: PlainDate | null } | undefined> {
  const of = await reachCase(ctx, caseId, 'case:read_specific');
  const { rows } = await sql<{ place: string; since: PlainDate | null }>`
    select c.place, c.since::text as since from breaches.custody_of(${of.id}) c left join breaches.breach b on b.id = c.breach_id
    where c.until is null order by c.breach_id is not null, b.opened_on desc, b.made_at desc, c.since desc limit 1`.execute(
    ctx.tx,
  );
  return rows[0];
}

export type BreachLine = {
  id: string;
  state: BreachState;
  source: BreachSource;
  openedOn: PlainDate;
  endedOn: PlainDate | null;
  dueOn: PlainDate | null;
  dueCounts: DayCount | null;
  /** The first period of the row of misses that it was proposed for. */
  firstMissed: string | null;
  grounds: GroundCode[];
};

/** The breaches of one client, the running ones first. */
export async function listBreachesOf(
  ctx: ReadCtx,
  caseId: string,
): Promise<{ lines: BreachLine[]; mayHandle: boolean; today: PlainDate }> {
  const of = await reachCase(ctx, caseId, 'case:read_specific');
  const { rows } = await sql<BreachLine>`
    select b.id, b.state, b.source, b.opened_on::text as "openedOn", b.ended_on::text as "endedOn", b.due_on::text as "dueOn",
      b.due_counts as "dueCounts", b.first_missed as "firstMissed", array(select g.code from breaches.ground g where g.breach_id = b.id order by g.made_at, g.code) as grounds
    from breaches.breach b where b.case_id = ${of.id}
    order by b.ended_on is not null, b.opened_on desc, b.made_at desc`.execute(ctx.tx);
  return { lines: rows, mayHandle: may(ctx.actor, 'breach:handle', of.subject), today: of.today };
}

export type Entry = {
  id: string;
  kind: EntryKind;
  happenedOn: PlainDate;
  text: string;
  result: string;
  fileId: string | null;
  by: string | null;
};
/** The letter on which a summons, minutes or a reprimand stands: its number, its state, and who took it when. */
export type BreachLetter = {
  id: string;
  /** The summons, the examination, or the breach itself. */
  ofId: string;
  kind: string;
  state: LetterState;
  label: string | null;
  receivedName: string;
  proofFileId: string | null;
};
export type Summons = {
  id: string;
  ordinal: number;
  reason: string;
  sentOn: PlainDate | null;
  appearOn: PlainDate;
  appearAt: ClockTime;
  place: string;
  days: number;
  counts: DayCount;
  deliveredOn: PlainDate | null;
  outcome: Appearance | null;
  outcomeOn: PlainDate | null;
  outcomeNote: string;
  /** Recorded as absent for a day on which he was held; it counts as called off. */
  whileHeld: boolean;
  /** Whom of a child's people it calls with him, and who that is or why not; empty for adults. */
  guardianCalled: boolean | null;
  guardianNote: string;
  companionCalled: boolean | null;
  companionNote: string;
};
export type Examination = {
  id: string;
  about: Heard;
  person: string;
  heldOn: PlainDate;
  place: string;
  inAbsence: boolean;
  statement: string;
  present: string;
  by: string | null;
};
export type Move = {
  id: string;
  step: BreachStep;
  from: BreachState;
  to: BreachState;
  day: PlainDate;
  reason: string;
  document: BreachDocument;
  documentNumber: string;
  documentId: string | null;
  option: BreachOption | null;
  counselling: string;
  /** Who of a child's people was there; null where nobody had to be called. */
  guardianPresent: boolean | null;
  guardianNote: string;
  companionPresent: boolean | null;
  companionNote: string;
  madeAt: Date;
  by: string | null;
};
/** Somebody was at the client's home since this came up: a contact, or a report in the ledger. */
export type Visit = { id: string; on: PlainDate; text: string; by: string | null };
/** The order with which an officer was or is sent out since then. */
export type TaskOrder = { id: string; state: LetterState; label: string | null };
export type BreachInFull = BreachLine & {
  caseId: string;
  unitId: number;
  note: string;
  alleged: string;
  misses: number | null;
  /** The contact that it came from. */
  contactId: string | null;
  custodyPlace: string;
  custodySince: PlainDate | null;
  /** The institution itself told it: only it says when he is out again. */
  heldAsTold: boolean;
  counselling: string;
  followUpOn: PlainDate | null;
  today: PlainDate;
  openedBy: string | null;
  entries: Entry[];
  summonses: Summons[];
  examinations: Examination[];
  moves: Move[];
  visits: Visit[];
  orders: TaskOrder[];
  /** What sittings advised, the newest first. */
  advice: Advised[];
  /** A reprimand has to wait for a sitting. */
  sittingWaits: boolean;
  /** The newest first. */
  letters: BreachLetter[];
  options: SummonsOptions;
  /** Summonses that reached the client and were left unheeded. */
  unheeded: number;
  may: { handle: boolean; decide: boolean; proposeRevocation: boolean };
  /** Why the asker may not dismiss what is only proposed; nothing where he may. */
  dismissal: BreachRefusal | undefined;
  /** The asker made the recommendation that is on the table, so another one decides. */
  recommendedByMe: boolean;
};

const by = sql`(select s.name from accounts.account a join units.staff s on s.id = a.staff_id where a.id = x.made_by)`;

/** One breach with everything that belongs to it. Looking leaves a line. */
export async function readBreach(ctx: ReadCtx, caseId: string, breachId: string): Promise<BreachInFull> {
  const { of, breach } = await reachBreach(ctx, caseId, breachId, 'case:read_specific');
  ctx.accessed({
    what: 'breach.viewed',
    unitId: of.unitId,
    caseId: of.id,
    personId: of.personId,
    about: { breachId: breach.id },
  });
  const head = await sql<
    Pick<BreachInFull, 'note' | 'counselling' | 'openedBy' | 'contactId'> & {
      endedOn: PlainDate | null;
      dueCounts: DayCount | null;
      followUpOn: PlainDate | null;
      grounds: GroundCode[];
    }
  >`
    select x.note, x.counselling, x.contact_id as "contactId", ${by} as "openedBy", x.ended_on::text as "endedOn", x.due_counts as "dueCounts",
      x.follow_up_on::text as "followUpOn",
      array(select g.code from breaches.ground g where g.breach_id = x.id order by g.made_at, g.code) as grounds
    from breaches.breach x where x.id = ${breach.id}`.execute(ctx.tx);
  const entries = await sql<Entry>`
    select x.id, x.kind, x.happened_on::text as "happenedOn", x.text, x.result, x.file_id as "fileId", ${by} as by
    from breaches.entry x where x.breach_id = ${breach.id} order by x.happened_on, x.made_at`.execute(ctx.tx);
  const summonses = await sql<Summons>`
    select x.id, x.ordinal, x.reason, x.sent_on::text as "sentOn", x.appear_on::text as "appearOn", to_char(x.appear_at, 'HH24:MI') as "appearAt",
      x.place, x.days, x.counts, x.delivered_on::text as "deliveredOn", x.while_held as "whileHeld",
      case when x.while_held then 'called_off' else x.outcome end as outcome, x.outcome_on::text as "outcomeOn", x.outcome_note as "outcomeNote",
      x.guardian_called as "guardianCalled", x.guardian_note as "guardianNote", x.companion_called as "companionCalled", x.companion_note as "companionNote"
    from breaches.summons x where x.breach_id = ${breach.id} order by x.made_at`.execute(ctx.tx);
  const examinations = await sql<Examination>`
    select x.id, x.about, x.person, x.held_on::text as "heldOn", x.place, x.in_absence as "inAbsence", x.statement, x.present, ${by} as by
    from breaches.examination x where x.breach_id = ${breach.id} order by x.held_on, x.made_at`.execute(ctx.tx);
  const moves = await sql<Move & { madeBy: string }>`
    select x.id, x.step, x.from_state as "from", x.to_state as "to", x.day::text as day, x.reason, x.document,
      x.document_number as "documentNumber", x.document_id as "documentId", x.option, x.counselling, x.made_at as "madeAt", x.made_by as "madeBy", ${by} as by,
      x.guardian_present as "guardianPresent", x.guardian_note as "guardianNote", x.companion_present as "companionPresent",
      x.companion_note as "companionNote"
    from breaches.move x where x.breach_id = ${breach.id} order by x.made_at, x.id`.execute(ctx.tx);
  const visits = await sql<Visit>`
    select k.id, k.happened_on::text as "on", case when k.check_in_id is null then k.note else coalesce(o.talk, '') end as text, s.name as by
    from contacts.contact k left join check_ins.content o on o.check_in_id = k.check_in_id left join units.staff s on s.id = k.staff_id
    where k.case_id = ${of.id} and k.kind = 'home_visit' and k.happened_on >= ${breach.openedOn}
      and k.happened_on <= coalesce(${head.rows[0]!.endedOn}::date, ${of.today}::date)
      and not exists (select from contacts.contact l where l.corrects_id = k.id)
    union all
    select i.id, i.happened_on::text, coalesce(o.talk, ''), s.name
    from check_ins.check_in i left join check_ins.content o on o.check_in_id = i.id left join units.staff s on s.id = i.received_by
    where i.case_id = ${of.id} and i.channel = 'home_visit' and i.voided_at is null and i.happened_on >= ${breach.openedOn}
      and i.happened_on <= coalesce(${head.rows[0]!.endedOn}::date, ${of.today}::date)
      and not exists (select from contacts.contact k where k.check_in_id = i.id)
    order by "on"`.execute(ctx.tx);
  const ids = [breach.id, ...summonses.rows.map(({ id }) => id), ...examinations.rows.map(({ id }) => id)];
  const letters = await sql<BreachLetter>`
    select l.id, l.concerns_id as "ofId", l.kind, l.state, l.label, coalesce(r.received_name, '') as "receivedName", r.proof_file_id as "proofFileId"
    from letters.letter l
    left join lateral (select n.received_name, n.proof_file_id from letters.sending n
      where n.letter_id = l.id and n.received_on is not null order by n.received_on, n.id limit 1) r on true
    where l.concerns_thing in ('breaches.breach', 'breaches.summons', 'breaches.examination') and l.concerns_id = any (${ids}::uuid[])
    order by l.id desc`.execute(ctx.tx);
  const orders = await sql<TaskOrder>`
    select l.id, l.state, l.label from letters.letter l join contacts.planned p on p.id = l.concerns_id
    where l.case_id = ${of.id} and l.kind = 'letters.task-order' and l.concerns_thing = 'contacts.planned' and l.state <> 'withdrawn'
      and p.planned_on >= ${breach.openedOn} and p.planned_on <= coalesce(${head.rows[0]!.endedOn}::date, 'infinity')
    order by l.id`.execute(ctx.tx);
  const { note, counselling, openedBy, contactId, endedOn, dueCounts, followUpOn, grounds } = head.rows[0]!;
  const held = heldAt(breach);
  const recommended = moves.rows.findLast(({ step }) => step === 'recommend');
  return {
    id: breach.id,
    caseId: of.id,
    unitId: of.unitId,
    state: breach.state,
    source: breach.source,
    openedOn: breach.openedOn,
    dueOn: breach.dueOn,
    alleged: breach.alleged,
    firstMissed: breach.firstMissed,
    misses: breach.misses,
    custodyPlace: held?.place ?? '',
    custodySince: held?.since ?? null,
    heldAsTold: held?.told ?? false,
    note,
    counselling,
    openedBy,
    contactId,
    endedOn,
    dueCounts,
    followUpOn,
    grounds,
    today: of.today,
    entries: entries.rows,
    summonses: summonses.rows,
    examinations: examinations.rows,
    moves: moves.rows,
    visits: visits.rows,
    orders: orders.rows,
    advice: await listAdvice(ctx.tx, breach.id),
    sittingWaits: breach.state === 'recommended' && (await sittingWaits(ctx, of, breach.id)),
    letters: letters.rows,
    options: await summonsOptionsOf(ctx, of.unitId, of.today),
    unheeded: countUnheeded(summonses.rows),
    may: {
      handle: may(ctx.actor, 'breach:handle', of.subject),
      decide: may(ctx.actor, 'breach:decide', of.subject),
      proposeRevocation: may(ctx.actor, 'breach:propose_revocation', of.subject),
    },
    dismissal: dismissalFor(ctx, { of, breach }),
    recommendedByMe: recommended?.madeBy === ctx.actor.accountId,
  };
}

function dismissalFor(ctx: ReadCtx, at: AtHand): BreachRefusal | undefined {
  const verdict = judgeDismisser(at.breach.source, dismisserOf(ctx.actor, at));
  return verdict.ok ? undefined : verdict.refusal;
}

export type OwnBreach = {
  id: string;
  state: BreachState;
  openedOn: PlainDate;
  alleged: string;
  /** What he is told about the decision. */
  told: string;
  counselling: string;
  followUpOn: PlainDate | null;
  endedOn: PlainDate | null;
  /** By when whoever has it owes his step, and where that is. */
  dueOn: PlainDate | null;
  dueCounts: DayCount | null;
  office: string;
  grounds: GroundCode[];
  summonses: {
    ordinal: number;
    sentOn: PlainDate;
    appearOn: PlainDate;
    appearAt: ClockTime;
    place: string;
    outcome: Appearance | null;
  }[];
  /** The days on which he was heard, or found absent. */
  heard: { on: PlainDate; inAbsence: boolean }[];
};

/** What a client reads about himself; the database shows him nothing that nobody has confirmed, and nothing of who said so. */
export async function readOwnBreaches(ctx: ReadCtx): Promise<OwnBreach[]> {
  const { rows } = await sql<OwnBreach>`
    select b.id, b.state, b.opened_on::text as "openedOn", b.alleged, b.decision_told as told, b.counselling, b.follow_up_on::text as "followUpOn",
      b.ended_on::text as "endedOn", b.due_on::text as "dueOn", b.due_counts as "dueCounts", u.name as office,
      array(select g.code from breaches.ground g where g.breach_id = b.id order by g.code) as grounds,
      coalesce((select jsonb_agg(jsonb_build_object('ordinal', s.ordinal, 'sentOn', s.sent_on, 'appearOn', s.appear_on,
        'appearAt', to_char(s.appear_at, 'HH24:MI'), 'place', s.place, 'outcome', case when s.while_held then 'called_off' else s.outcome end) order by s.sent_on)
        from breaches.summons s where s.breach_id = b.id), '[]'::jsonb) as summonses,
      coalesce((select jsonb_agg(jsonb_build_object('on', e.held_on, 'inAbsence', e.in_absence) order by e.held_on)
        from breaches.examination e where e.breach_id = b.id and e.about = 'client'), '[]'::jsonb) as heard
    from breaches.breach b join units.unit u on u.id = b.unit_id where b.case_id = ${ctx.actor.own?.caseId ?? null}
    order by b.ended_on is not null, b.opened_on desc`.execute(ctx.tx);
  return rows;
}
