import { sql } from 'kysely';
import type { PlainDate } from '#kernel/plain-date';
import type { EndReason } from '#modules/cases';
import type { CaseOnFile } from '#modules/cases/server';
import type { Ctx, Tx } from '#platform/ctx';
import { steps, type AlarmFacts, type DueAlarm, type SearchStep } from './rules.ts';
import type { Addressee, Decree, InfoGrade, SearchFacts, SearchState, SourceGrade } from './search.ts';

export type SearchRow = SearchFacts & {
  id: string;
  caseId: string;
  unitId: number;
  endedOn: PlainDate | null;
  /** Where he is held in another matter, and since when. */
  heldAt: string;
  heldOn: PlainDate | null;
  decree: Decree;
  /** By a proceeding, whose decree nobody changes here. */
  decreeGiven: boolean;
};

/** The newest search of a case, as far as the asker reaches it. */
export async function findSearch(tx: Tx, caseId: string): Promise<SearchRow | undefined> {
  const row = await tx
    .selectFrom('at_large.search')
    .select([
      'id',
      'case_id',
      'unit_id',
      'state',
      'opened_on',
      'clock_from',
      'ended_on',
      'held_at',
      'held_on',
      'decree_number',
      'decree_dated',
      'decree_issuer',
      'decree_given',
    ])
    .where('case_id', '=', caseId)
    .orderBy('made_at', 'desc')
    .orderBy('id', 'desc')
    .executeTakeFirst();
  return (
    row && {
      id: row.id,
      caseId: row.case_id,
      unitId: row.unit_id,
      state: row.state as SearchState,
      openedOn: row.opened_on as PlainDate,
      clockFrom: row.clock_from as PlainDate,
      endedOn: row.ended_on as PlainDate | null,
      heldAt: row.held_at,
      heldOn: row.held_on as PlainDate | null,
      decree: {
        number: row.decree_number,
        dated: row.decree_dated as PlainDate | null,
        issuer: row.decree_issuer,
      },
      decreeGiven: row.decree_given,
    }
  );
}

/** Locked until the transaction ends, so that two officers never move one search at once; read only afterwards. */
export async function lockSearchRow(ctx: Ctx, caseId: string): Promise<SearchRow | undefined> {
  await ctx.tx.selectFrom('at_large.search').select('id').where('case_id', '=', caseId).forUpdate().execute();
  return findSearch(ctx.tx, caseId);
}

/**
 * Opens a search for a supervision that has ended by a decree, in whoever's name; nothing where one runs, the end was another, or its kind
 * sends nobody back and no head says why it is opened all the same.
 */
export async function openSearchRow(ctx: Ctx, caseId: string, decree: Decree, why = ''): Promise<string | null> {
  const { rows } = await sql<{ id: string | null }>`
    select at_large.open_search(${caseId}, ${decree.number.slice(0, 120)}, ${decree.dated}::date, ${decree.issuer.slice(0, 200)}, ${why})
      as id`.execute(ctx.tx);
  return rows[0]?.id ?? null;
}

/** Ends the search because its decree was lifted and the supervision goes on. */
export async function liftSearchRow(
  ctx: Ctx,
  caseId: string,
  { day, reason, number }: { day: PlainDate; reason: string; number: string },
): Promise<string | null> {
  const { rows } = await sql<{ id: string | null }>`
    select at_large.lift_search(${caseId}, ${day}::date, ${reason}, ${number}) as id`.execute(ctx.tx);
  return rows[0]?.id ?? null;
}

/** Why a supervision ended, and whether a judge's decision on it is recorded: what the duty to go back hangs on. */
export async function howItEnded(tx: Tx, caseId: string): Promise<{ endedFor: EndReason | null; judged: boolean }> {
  const { rows } = await sql<{ endedFor: EndReason | null; judged: boolean }>`
    select case when c.state = 'ended' then c.end_reason end as "endedFor", ${judged} as judged
    from cases.client_case c where c.id = ${caseId}`.execute(tx);
  return rows[0] ?? { endedFor: null, judged: false };
}
/** Of the case `c`, as far as the asker sees its proceedings. */
export const judged = sql`exists (select from revocations.proceeding r where r.case_id = c.id and r.route = 'judge' and r.state = 'revoked')`;

export type Of = Pick<CaseOnFile, 'id' | 'unitId'>;
export const belongs = (searchId: string, of: Of) => ({ search_id: searchId, case_id: of.id, unit_id: of.unitId });

export type NewMove = {
  step: SearchStep;
  from: SearchState;
  to: SearchState;
  day: PlainDate;
  reason: string;
  number?: string;
  place?: string;
  fileId?: string | null;
  closureId?: string;
};

/** The only way in which a search moves: the database carries the state over. */
export async function insertMove(ctx: Ctx, of: Of, searchId: string, move: NewMove): Promise<void> {
  await ctx.tx
    .insertInto('at_large.move')
    .values({
      ...belongs(searchId, of),
      step: move.step,
      from_state: move.from,
      to_state: move.to,
      day: move.day,
      reason: move.reason,
      document: steps[move.step].document,
      document_number: move.number ?? '',
      place: move.place ?? '',
      file_id: move.fileId ?? null,
      closure_id: move.closureId ?? null,
      made_by: ctx.actor.accountId,
    })
    .execute();
}

export type NewCopy = { id: string; addressee: Addressee; name: string; letterNumber: string; sentOn: PlainDate };
export async function insertCopy(ctx: Ctx, of: Of, searchId: string, copy: NewCopy): Promise<void> {
  await ctx.tx
    .insertInto('at_large.copy')
    .values({
      id: copy.id,
      ...belongs(searchId, of),
      addressee: copy.addressee,
      name: copy.name,
      letter_number: copy.letterNumber,
      sent_on: copy.sentOn,
      made_by: ctx.actor.accountId,
    })
    .execute();
}

export type CopyRow = { id: string; addressee: Addressee; sentOn: PlainDate; receivedOn: PlainDate | null };
export async function listCopyRows(tx: Tx, searchId: string): Promise<CopyRow[]> {
  const rows = await tx
    .selectFrom('at_large.copy')
    .select(['id', 'addressee', 'sent_on', 'received_on'])
    .where('search_id', '=', searchId)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    addressee: row.addressee as Addressee,
    sentOn: row.sent_on as PlainDate,
    receivedOn: row.received_on as PlainDate | null,
  }));
}

export async function noteReceiptRow(ctx: Ctx, copyId: string, on: PlainDate, by: string): Promise<void> {
  await ctx.tx
    .updateTable('at_large.copy')
    .set({ received_on: on, received_by: by })
    .where('id', '=', copyId)
    .execute();
}

export type NewSighting = {
  id: string;
  seenOn: PlainDate;
  place: string;
  areaCode: string | null;
  sourceGrade: SourceGrade;
  infoGrade: InfoGrade;
  toldBy: string;
  note: string;
};
export async function insertSighting(
  ctx: Ctx,
  of: Of,
  searchId: string,
  one: NewSighting & { fileId: string | null },
): Promise<void> {
  await ctx.tx
    .insertInto('at_large.sighting')
    .values({
      id: one.id,
      ...belongs(searchId, of),
      from_unit_id: of.unitId,
      seen_on: one.seenOn,
      place: one.place,
      area_code: one.areaCode,
      source_grade: one.sourceGrade,
      info_grade: one.infoGrade,
      told_by: one.toldBy,
      note: one.note,
      file_id: one.fileId,
      made_by: ctx.actor.accountId,
    })
    .execute();
}

export type Holder = { caseId: string; unitId: number; personId: string; pkStaffId: string | null };
/** Writes a sighting down at the office that searches, which the asker may not look into. */
export async function tellRow(
  ctx: Ctx,
  searchId: string,
  fromUnitId: number,
  one: NewSighting,
): Promise<Holder | undefined> {
  const { rows } = await sql<Holder>`
    select case_id as "caseId", unit_id as "unitId", person_id as "personId", pk_staff_id as "pkStaffId"
    from at_large.tell(${searchId}, ${one.id}, ${fromUnitId}::int, ${one.seenOn}::date, ${one.place}, ${one.areaCode}, ${one.sourceGrade},
      ${one.infoGrade}, ${one.toldBy}, ${one.note})`.execute(ctx.tx);
  return rows[0];
}

/** The offices that guide clients where somebody was seen. */
export async function officesServing(tx: Tx, areaCode: string): Promise<number[]> {
  const rows = await tx
    .selectFrom('units.service_area as a')
    .innerJoin('units.unit as u', 'u.id', 'a.unit_id')
    .select('a.unit_id')
    .where('a.regency_code', '=', areaCode.slice(0, 5))
    .where('u.type', '=', 'bapas')
    .where('u.closed_on', 'is', null)
    .execute();
  return rows.map((row) => row.unit_id);
}

export type Ageing = AlarmFacts & {
  id: string;
  caseId: string;
  personId: string;
  pkStaffId: string | null;
  /** How often he was lost again: what was raised before then is no reason to be silent now. */
  round: number;
  /** The alarms of this round, as `ordinal.nth`. */
  raised: string[];
};
/** The searches of an office that run, with what has happened in them and which alarms have been raised. */
export async function listAgeing(tx: Tx, unitId: number): Promise<Ageing[]> {
  const { rows } = await sql<Ageing>`
    select s.id, s.case_id as "caseId", c.person_id as "personId", c.pk_staff_id as "pkStaffId", s.state, s.clock_from::text as "clockFrom",
      l.round, l.day::text as "lostOn",
      (select h.day::text from at_large.move h where h.search_id = s.id and h.step in ('arrest', 'locate') order by h.made_at desc limit 1) as "heldOn",
      (select count(distinct y.addressee) from at_large.copy y where y.search_id = s.id) < 4 as "copiesMissing",
      exists (select from at_large.move m where m.search_id = s.id and m.step in ('request_arrest', 'list_as_wanted')
        and m.made_at > coalesce(l.at, '-infinity')) as "wasRequested",
      array(select a.ordinal || '.' || a.nth from at_large.alarm a where a.search_id = s.id and a.round = l.round) as raised
    from at_large.search s join cases.client_case c on c.id = s.case_id,
    lateral (select count(*)::int as round, max(m.made_at) as at, (array_agg(m.day order by m.made_at desc))[1] as day
      from at_large.move m where m.search_id = s.id and m.step = 'lose') l
    where s.unit_id = ${unitId} and s.ended_on is null order by s.clock_from, s.id`.execute(tx);
  return rows;
}

/** The search of this unit that somebody who was met may be, while it runs. */
export async function findForMet(
  tx: Tx,
  searchId: string,
): Promise<{ caseId: string; personId: string; pkStaffId: string | null } | undefined> {
  const { rows } = await sql<{ caseId: string; personId: string; pkStaffId: string | null }>`
    select s.case_id as "caseId", c.person_id as "personId", c.pk_staff_id as "pkStaffId"
    from at_large.search s join cases.client_case c on c.id = s.case_id where s.id = ${searchId} and s.ended_on is null`.execute(
    tx,
  );
  return rows[0];
}

export async function insertAlarm(
  ctx: Ctx,
  one: {
    searchId: string;
    caseId: string;
    unitId: number;
    round: number;
    day: PlainDate;
  } & DueAlarm,
): Promise<void> {
  await ctx.tx
    .insertInto('at_large.alarm')
    .values({
      search_id: one.searchId,
      case_id: one.caseId,
      unit_id: one.unitId,
      round: one.round,
      ordinal: one.ordinal,
      nth: one.nth,
      days: one.days,
      counted_from: one.from,
      reason: one.reason,
      raised_on: one.day,
    })
    .onConflict((conflict) => conflict.columns(['search_id', 'round', 'ordinal', 'nth']).doNothing())
    .execute();
}
