import { sql } from 'kysely';
import { daysBetween, type PlainDate } from '#kernel/plain-date';
import { may } from '#modules/access';
import { reachCase } from '#modules/cases/server';
import type { ReadCtx } from '#platform/ctx';
import { dutyOf } from './reach.server.ts';
import { isRunning, withoutCopy, type SearchDocument, type SearchStep } from './rules.ts';
import type {
  Addressee,
  AlarmFrom,
  AlarmReason,
  ClosureOutcome,
  ClosureStep,
  Decree,
  InfoGrade,
  SearchState,
  SourceGrade,
} from './search.ts';
import { findSearch, type SearchRow } from './store.server.ts';

export type Copy = {
  id: string;
  addressee: Addressee;
  name: string;
  letterNumber: string;
  sentOn: PlainDate;
  receivedOn: PlainDate | null;
  receivedBy: string;
  by: string | null;
};
export type Sighting = {
  id: string;
  seenOn: PlainDate;
  place: string;
  areaCode: string | null;
  sourceGrade: SourceGrade;
  infoGrade: InfoGrade;
  toldBy: string;
  note: string;
  fileId: string | null;
  fromUnit: string;
  by: string | null;
};
export type Move = {
  id: string;
  step: SearchStep;
  to: SearchState;
  day: PlainDate;
  reason: string;
  document: SearchDocument;
  documentNumber: string;
  place: string;
  fileId: string | null;
  by: string | null;
};
export type Closure = {
  id: string;
  step: ClosureStep;
  day: PlainDate;
  institution: string;
  number: string;
  registerNumber: string;
  reason: string;
  fileId: string | null;
  outcome: ClosureOutcome | null;
  decisionNote: string;
  by: string | null;
  madeByMe: boolean;
  decidedBy: string | null;
};
export type Correction = {
  id: string;
  number: string;
  dated: PlainDate;
  issuer: string;
  reason: string;
  was: Decree;
  outcome: ClosureOutcome | null;
  decisionNote: string;
  by: string | null;
  madeByMe: boolean;
  decidedBy: string | null;
};
export type Alarm = {
  id: string;
  ordinal: number;
  days: number;
  reason: AlarmReason;
  from: AlarmFrom;
  raisedOn: PlainDate;
};
export type SearchInFull = SearchRow & {
  today: PlainDate;
  /** Days from the decree until he was back, or held elsewhere, or until today. */
  days: number;
  running: boolean;
  copies: Copy[];
  copiesMissing: Addressee[];
  sightings: Sighting[];
  moves: Move[];
  closures: Closure[];
  waiting: Closure | undefined;
  alarms: Alarm[];
  corrections: Correction[];
  waitingCorrection: Correction | undefined;
};
export type SearchOfCase = {
  search: SearchInFull | undefined;
  /** The supervision ended by a decree that sends back, but no search runs. */
  mayOpen: boolean;
  /** It ended for breach, but its kind sends nobody back by itself; the head may open a search on a paper. */
  needsPaper: boolean;
  mayOpenOnPaper: boolean;
  may: { keep: boolean; confirm: boolean; draft: boolean };
};

const by = sql`(select s.name from accounts.account a join units.staff s on s.id = a.staff_id where a.id = x.made_by)`;
const decidedBy = sql`(select s.name from accounts.account a join units.staff s on s.id = a.staff_id where a.id = x.decided_by)`;

/** The newest search for a client with everything that belongs to it. Looking leaves a line. */
export async function readSearch(ctx: ReadCtx, caseId: string): Promise<SearchOfCase> {
  const of = await reachCase(ctx, caseId, 'case:read_specific');
  const search = await findSearch(ctx.tx, of.id);
  const keep = may(ctx.actor, 'at_large:keep', of.subject);
  const rights = {
    keep,
    confirm: may(ctx.actor, 'at_large:confirm', of.subject),
    draft: keep && may(ctx.actor, 'letter:draft', of.subject),
  };
  const opens = !search || search.state === 'lifted' ? await dutyOf(ctx, of) : 'never';
  const opening = {
    mayOpen: keep && opens === 'itself',
    needsPaper: opens === 'document',
    mayOpenOnPaper: opens === 'document' && may(ctx.actor, 'case:decide_ending', of.subject),
  };
  if (!search) return { search: undefined, ...opening, may: rights };
  ctx.accessed({
    what: 'at-large.viewed',
    unitId: of.unitId,
    caseId: of.id,
    personId: of.personId,
    about: { searchId: search.id },
  });
  const copies = await sql<Copy>`
    select x.id, x.addressee, x.name, x.letter_number as "letterNumber", x.sent_on::text as "sentOn", x.received_on::text as "receivedOn",
      x.received_by as "receivedBy", ${by} as by
    from at_large.copy x where x.search_id = ${search.id} order by x.sent_on, x.made_at`.execute(ctx.tx);
  const sightings = await sql<Sighting>`
    select x.id, x.seen_on::text as "seenOn", x.place, x.area_code as "areaCode", x.source_grade as "sourceGrade", x.info_grade as "infoGrade",
      x.told_by as "toldBy", x.note, x.file_id as "fileId", u.name as "fromUnit", ${by} as by
    from at_large.sighting x join units.unit u on u.id = x.from_unit_id where x.search_id = ${search.id}
    order by x.seen_on desc, x.made_at desc`.execute(ctx.tx);
  const moves = await sql<Move>`
    select x.id, x.step, x.to_state as "to", x.day::text as day, x.reason, x.document, x.document_number as "documentNumber", x.place,
      x.file_id as "fileId", ${by} as by
    from at_large.move x where x.search_id = ${search.id} order by x.made_at, x.id`.execute(ctx.tx);
  const closures = await sql<Closure>`
    select x.id, x.step, x.day::text as day, x.institution, x.document_number as number, x.register_number as "registerNumber", x.reason,
      x.file_id as "fileId", x.outcome, x.decision_note as "decisionNote", ${by} as by,
      coalesce(x.made_by = ${ctx.actor.accountId}::uuid, false) as "madeByMe",
      ${decidedBy} as "decidedBy"
    from at_large.closure x where x.search_id = ${search.id} order by x.made_at desc`.execute(ctx.tx);
  const corrections = await sql<Correction>`
    select x.id, x.number, x.dated::text as dated, x.issuer, x.reason, x.outcome, x.decision_note as "decisionNote", ${by} as by,
      json_build_object('number', x.was_number, 'dated', x.was_dated, 'issuer', x.was_issuer) as was,
      coalesce(x.made_by = ${ctx.actor.accountId}::uuid, false) as "madeByMe", ${decidedBy} as "decidedBy"
    from at_large.correction x where x.search_id = ${search.id} order by x.made_at desc`.execute(ctx.tx);
  const alarms = await sql<Alarm>`
    select a.id, a.ordinal, a.days, a.reason, a.counted_from as "from", a.raised_on::text as "raisedOn"
    from at_large.alarm a where a.search_id = ${search.id} order by a.round, a.raised_on, a.ordinal, a.nth`.execute(
    ctx.tx,
  );
  return {
    may: rights,
    ...opening,
    search: {
      ...search,
      today: of.today,
      days: Math.max(0, daysBetween(search.clockFrom, search.endedOn ?? search.heldOn ?? of.today)),
      running: isRunning(search.state),
      copies: copies.rows,
      copiesMissing: withoutCopy(copies.rows),
      sightings: sightings.rows,
      moves: moves.rows,
      closures: closures.rows,
      waiting: closures.rows.find(({ outcome }) => outcome === null),
      alarms: alarms.rows,
      corrections: corrections.rows,
      waitingCorrection: corrections.rows.find(({ outcome }) => outcome === null),
    },
  };
}
