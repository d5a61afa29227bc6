import { sql } from 'kysely';
import type { PlainDate } from '#kernel/plain-date';
import type { ClockTime } from '#kernel/zone';
import type { Calls, Presences } from '#kernel/presences';
import type { CaseOnFile } from '#modules/cases/server';
import type { Ctx, ReadCtx, Tx } from '#platform/ctx';
import { NotFound } from '#platform/errors';
import type {
  Appearance,
  BreachFacts,
  BreachOption,
  BreachSource,
  BreachState,
  Custody,
  DayCount,
  Deadline,
  EntryKind,
  GroundCode,
  Heard,
  SummonsFacts,
} from './breach.ts';
import { steps, type BreachStep } from './rules.ts';

export type BreachRow = BreachFacts & {
  id: string;
  caseId: string;
  unitId: number;
  source: BreachSource;
  firstMissed: string | null;
  misses: number | null;
  alleged: string;
  dueOn: PlainDate | null;
  /** Who opened it; nobody where the system did. */
  openedBy: string | null;
};

const columns = [
  'id',
  'case_id',
  'unit_id',
  'state',
  'source',
  'opened_on',
  'first_missed',
  'misses',
  'alleged',
  'due_on',
  'made_by',
] as const;

/** Where a breach stands, as far as the asker reaches it. */
export async function findBreach(tx: Tx, id: string): Promise<BreachRow | undefined> {
  const row = await tx.selectFrom('breaches.breach').select(columns).where('id', '=', id).executeTakeFirst();
  const custody = row ? await listCustody(tx, row.case_id, id) : [];
  return (
    row && {
      id: row.id,
      caseId: row.case_id,
      unitId: row.unit_id,
      state: row.state as BreachState,
      source: row.source as BreachSource,
      openedOn: row.opened_on as PlainDate,
      custody,
      firstMissed: row.first_missed,
      misses: row.misses,
      alleged: row.alleged,
      dueOn: row.due_on as PlainDate | null,
      openedBy: row.made_by,
    }
  );
}

/** Where the client was or is held: noted in this breach, or told and confirmed; what was told last stands first. */
async function listCustody(tx: Tx, caseId: string, breachId: string): Promise<Custody[]> {
  const { rows } = await sql<Custody>`
    select c.place, c.since::text as since, c.until::text as until, c.breach_id is null as told from breaches.custody_of(${caseId}) c
    where c.breach_id is null or c.breach_id = ${breachId} order by c.since desc nulls last, c.place`.execute(tx);
  return rows;
}

/** Locked until the transaction ends, so that two officers never move one breach at once; read only afterwards. */
export async function lockBreachRow(ctx: Ctx, id: string): Promise<BreachRow | undefined> {
  await ctx.tx.selectFrom('breaches.breach').select('id').where('id', '=', id).forUpdate().execute();
  return findBreach(ctx.tx, id);
}

/** The breach of this client that somebody still has to do something about, if there is one. */
export async function runningOf(tx: Tx, caseId: string): Promise<string | undefined> {
  const row = await tx
    .selectFrom('breaches.breach')
    .select('id')
    .where('case_id', '=', caseId)
    .where('ended_on', 'is', null)
    .orderBy('opened_on')
    .limit(1)
    .executeTakeFirst();
  return row?.id;
}

/** Every breach of this client that has not ended, in one order, whoever locks them. */
export async function listRunning(tx: Tx, caseId: string): Promise<string[]> {
  const rows = await tx
    .selectFrom('breaches.breach')
    .select('id')
    .where('case_id', '=', caseId)
    .where('ended_on', 'is', null)
    .orderBy('id')
    .execute();
  return rows.map(({ id }) => id);
}

type Of = Pick<CaseOnFile, 'id' | 'unitId'>;
const belongs = (breachId: string, of: Of) => ({ breach_id: breachId, case_id: of.id, unit_id: of.unitId });

export async function insertBreach(
  ctx: Ctx,
  of: Of,
  one: {
    id: string;
    source: BreachSource;
    openedOn: PlainDate;
    note: string;
    alleged: string;
    custodyPlace?: string;
    custodySince?: PlainDate | undefined;
    contactId?: string | undefined;
    /** Where no officer has taken it up yet. */
    proposed?: boolean;
    due: Deadline;
  },
): Promise<void> {
  await ctx.tx
    .insertInto('breaches.breach')
    .values({
      id: one.id,
      case_id: of.id,
      unit_id: of.unitId,
      state: one.proposed ? 'proposed' : 'open',
      source: one.source,
      opened_on: one.openedOn,
      note: one.note,
      alleged: one.alleged,
      custody_place: one.custodyPlace ?? '',
      custody_since: one.custodySince ?? null,
      contact_id: one.contactId ?? null,
      due_on: one.due.on,
      due_counts: one.due.counts,
      made_by: ctx.actor.accountId,
    })
    .execute();
}

export async function isContactOf(tx: Tx, caseId: string, contactId: string): Promise<boolean> {
  const { rows } = await sql<{ there: boolean }>`
    select exists (select from contacts.contact k where k.id = ${contactId} and k.case_id = ${caseId}) as there`.execute(
    tx,
  );
  return rows[0]!.there;
}

/** Whether a breach that came from this contact is still running. */
export async function runsFrom(tx: Tx, contactId: string): Promise<boolean> {
  const { rows } = await sql<{ runs: boolean }>`
    select exists (select from breaches.breach b where b.contact_id = ${contactId} and b.ended_on is null) as runs`.execute(
    tx,
  );
  return rows[0]!.runs;
}

/** Those that stand already stay. */
export async function insertGrounds(ctx: Ctx, of: Of, breachId: string, codes: readonly GroundCode[]): Promise<void> {
  const standing = await ctx.tx
    .selectFrom('breaches.ground')
    .select('code')
    .where('breach_id', '=', breachId)
    .execute();
  const fresh = codes.filter((code) => !standing.some((one) => one.code === code));
  if (fresh.length === 0) return;
  await ctx.tx
    .insertInto('breaches.ground')
    .values(fresh.map((code) => ({ ...belongs(breachId, of), code, made_by: ctx.actor.accountId })))
    .execute();
}

export type NewMove = {
  step: BreachStep;
  from: BreachState;
  to: BreachState;
  day: PlainDate;
  reason: string;
  documentNumber?: string;
  documentId?: string;
  option?: BreachOption;
  counselling?: string;
  /** Who of a child's people was there. */
  presences?: Presences | undefined;
};

/** The only way in which a breach moves: the database carries the state over. */
export async function insertMove(ctx: Ctx, of: Of, breachId: string, move: NewMove): Promise<void> {
  await ctx.tx
    .insertInto('breaches.move')
    .values({
      ...belongs(breachId, of),
      step: move.step,
      from_state: move.from,
      to_state: move.to,
      day: move.day,
      reason: move.reason,
      document: steps[move.step].document,
      document_number: move.documentNumber ?? '',
      document_id: move.documentId ?? null,
      option: move.option ?? null,
      counselling: move.counselling ?? '',
      guardian_present: move.presences?.guardian.present ?? null,
      guardian_note: move.presences?.guardian.note ?? '',
      companion_present: move.presences?.companion.present ?? null,
      companion_note: move.presences?.companion.note ?? '',
      made_by: ctx.actor.accountId,
    })
    .execute();
}

type BreachChange = {
  alleged?: string;
  custodyPlace?: string;
  custodySince?: PlainDate | null;
  due?: Deadline;
  counselling?: string;
  followUpOn?: PlainDate | null;
  /** What the client is told about the decision. */
  told?: string;
};
export async function changeBreach(ctx: Ctx, id: string, change: BreachChange): Promise<void> {
  const { alleged, custodyPlace, custodySince, due, counselling, followUpOn, told } = change;
  if (Object.keys(change).length === 0) return;
  await ctx.tx
    .updateTable('breaches.breach')
    .set({
      ...(alleged === undefined ? {} : { alleged }),
      ...(custodyPlace === undefined ? {} : { custody_place: custodyPlace }),
      ...(custodySince === undefined ? {} : { custody_since: custodySince }),
      ...(due === undefined ? {} : { due_on: due.on, due_counts: due.counts }),
      ...(counselling === undefined ? {} : { counselling }),
      ...(followUpOn === undefined ? {} : { follow_up_on: followUpOn }),
      ...(told === undefined ? {} : { decision_told: told }),
    })
    .where('id', '=', id)
    .execute();
}

export async function insertEntry(
  ctx: Ctx,
  of: Of,
  breachId: string,
  entry: { id: string; kind: EntryKind; happenedOn: PlainDate; text: string; result: string; fileId: string | null },
): Promise<void> {
  await ctx.tx
    .insertInto('breaches.entry')
    .values({
      id: entry.id,
      ...belongs(breachId, of),
      kind: entry.kind,
      happened_on: entry.happenedOn,
      text: entry.text,
      result: entry.result,
      file_id: entry.fileId,
      made_by: ctx.actor.accountId,
    })
    .execute();
}

/** Which kinds of entries a breach has. What the ledger itself shows is evidence too. */
export async function kindsOfEntries(tx: Tx, breach: Pick<BreachRow, 'id' | 'firstMissed'>): Promise<Set<EntryKind>> {
  const rows = await tx
    .selectFrom('breaches.entry')
    .select('kind')
    .distinct()
    .where('breach_id', '=', breach.id)
    .execute();
  return new Set([...rows.map((row) => row.kind as EntryKind), ...(breach.firstMissed ? (['evidence'] as const) : [])]);
}

/** Whether somebody has been at the client's home since the breach came up: as the contact it was, or as a visit in the ledger. */
export async function wasVisited(tx: Tx, breach: Pick<BreachRow, 'caseId' | 'openedOn'>): Promise<boolean> {
  const { rows } = await sql<{ visited: boolean }>`
    select exists (select from contacts.contact k where k.case_id = ${breach.caseId} and k.kind = 'home_visit' and k.happened_on >= ${breach.openedOn})
      or exists (select from check_ins.check_in i where i.case_id = ${breach.caseId} and i.channel = 'home_visit'
        and i.voided_at is null and i.happened_on >= ${breach.openedOn}) as visited`.execute(tx);
  return rows[0]!.visited;
}

export type SummonsOnFile = SummonsFacts & { id: string; ordinal: number; breachId: string; reason: string };
const summonsColumns = [
  'id',
  'breach_id',
  'ordinal',
  'sent_on',
  'appear_on',
  'delivered_on',
  'outcome',
  'while_held',
  'days',
  'counts',
  'reason',
] as const;
function summonsOf(row: {
  id: string;
  breach_id: string;
  ordinal: number;
  sent_on: string | null;
  appear_on: string;
  delivered_on: string | null;
  outcome: string | null;
  while_held: boolean;
  days: number;
  counts: string;
  reason: string;
}): SummonsOnFile {
  return {
    id: row.id,
    breachId: row.breach_id,
    ordinal: row.ordinal,
    sentOn: row.sent_on as PlainDate | null,
    appearOn: row.appear_on as PlainDate,
    deliveredOn: row.delivered_on as PlainDate | null,
    outcome: row.while_held ? 'called_off' : (row.outcome as Appearance | null),
    days: row.days,
    counts: row.counts as DayCount,
    reason: row.reason,
  };
}

/** In the order in which they were drafted. */
export async function listSummonses(tx: Tx, breachId: string): Promise<SummonsOnFile[]> {
  const rows = await tx
    .selectFrom('breaches.summons')
    .select(summonsColumns)
    .where('breach_id', '=', breachId)
    .orderBy('made_at')
    .execute();
  return rows.map(summonsOf);
}

export async function findSummons(tx: Tx, summonsId: string): Promise<SummonsOnFile | undefined> {
  const row = await tx
    .selectFrom('breaches.summons')
    .select(summonsColumns)
    .where('id', '=', summonsId)
    .executeTakeFirst();
  return row && summonsOf(row);
}

export async function insertSummons(
  ctx: Ctx,
  of: Of,
  breachId: string,
  one: {
    id: string;
    ordinal: number;
    appearOn: PlainDate;
    appearAt: ClockTime;
    place: string;
    reason: string;
    days: number;
    counts: Deadline['counts'];
    /** Whom of a child's people it calls with him. */
    calls?: Calls | undefined;
  },
): Promise<void> {
  await ctx.tx
    .insertInto('breaches.summons')
    .values({
      id: one.id,
      ...belongs(breachId, of),
      ordinal: one.ordinal,
      appear_on: one.appearOn,
      appear_at: one.appearAt,
      place: one.place,
      reason: one.reason,
      days: one.days,
      counts: one.counts,
      guardian_called: one.calls?.guardian.called ?? null,
      guardian_note: one.calls?.guardian.note ?? '',
      companion_called: one.calls?.companion.called ?? null,
      companion_note: one.calls?.companion.note ?? '',
      made_by: ctx.actor.accountId,
    })
    .execute();
}

/** What its letter tells of a summons; each is written once. */
export async function markSent(ctx: Ctx, summonsId: string, day: PlainDate): Promise<void> {
  await ctx.tx.updateTable('breaches.summons').set({ sent_on: day }).where('id', '=', summonsId).execute();
}
export async function markDelivered(ctx: Ctx, summonsId: string, day: PlainDate): Promise<void> {
  await ctx.tx.updateTable('breaches.summons').set({ delivered_on: day }).where('id', '=', summonsId).execute();
}
export async function callOff(ctx: Ctx, summonsId: string, day: PlainDate): Promise<void> {
  await ctx.tx
    .updateTable('breaches.summons')
    .set({ outcome: 'called_off', outcome_on: day })
    .where('id', '=', summonsId)
    .execute();
}

export async function recordAppearanceRow(
  ctx: Ctx,
  summonsId: string,
  one: { outcome: Appearance; on: PlainDate; note: string },
): Promise<void> {
  await ctx.tx
    .updateTable('breaches.summons')
    .set({ outcome: one.outcome, outcome_on: one.on, outcome_note: one.note })
    .where('id', '=', summonsId)
    .execute();
}

/** The letter of the last summons that reached the client and was left unheeded. */
export async function lastUnheededLetter(
  tx: Tx,
  breachId: string,
): Promise<{ label: string; dated: PlainDate } | undefined> {
  const { rows } = await sql<{ label: string; dated: PlainDate }>`
    select l.label, l.dated::text as dated from letters.letter l join breaches.summons s on s.id = l.concerns_id
    where l.concerns_thing = 'breaches.summons' and s.breach_id = ${breachId} and s.outcome = 'not_appeared' and not s.while_held and l.label is not null and l.state <> 'void'
    order by s.sent_on desc, l.id desc limit 1`.execute(tx);
  return rows[0];
}

/** The letter of a summons that is still a draft. */
export async function findUnsentSummons(
  tx: Tx,
  breachId: string,
): Promise<{ id: string; version: number } | undefined> {
  const { rows } = await sql<{ id: string; version: number }>`
    select l.id, l.version from letters.letter l join breaches.summons s on s.id = l.concerns_id
    where l.concerns_thing = 'breaches.summons' and s.breach_id = ${breachId} and s.outcome is null and s.sent_on is null
      and l.state in ('draft', 'proposed')
    limit 1`.execute(tx);
  return rows[0];
}

/** Whether a letter about this thing is there that was neither withdrawn nor void. */
export async function hasLetter(tx: Tx, { thing, id }: { thing: string; id: string }): Promise<boolean> {
  const { rows } = await sql<{ there: boolean }>`
    select exists (select from letters.letter l where l.concerns_thing = ${thing} and l.concerns_id = ${id}
      and l.state not in ('withdrawn', 'void')) as there`.execute(tx);
  return rows[0]!.there;
}

export async function listGrounds(tx: Tx, breachId: string): Promise<GroundCode[]> {
  const rows = await tx
    .selectFrom('breaches.ground')
    .select('code')
    .where('breach_id', '=', breachId)
    .orderBy('made_at')
    .orderBy('code')
    .execute();
  return rows.map(({ code }) => code as GroundCode);
}

export type Held = {
  id: string;
  about: Heard;
  person: string;
  heldOn: PlainDate;
  heldAt: ClockTime | null;
  place: string;
  inAbsence: boolean;
  statement: string;
  present: string;
};
export async function insertExamination(ctx: Ctx, of: Of, breachId: string, one: Held): Promise<void> {
  await ctx.tx
    .insertInto('breaches.examination')
    .values({
      id: one.id,
      ...belongs(breachId, of),
      about: one.about,
      person: one.about === 'client' ? '' : one.person,
      held_on: one.heldOn,
      held_at: one.heldAt,
      place: one.place,
      in_absence: one.inAbsence,
      statement: one.statement,
      present: one.present,
      made_by: ctx.actor.accountId,
    })
    .execute();
}

export async function findExamination(tx: Tx, breachId: string, id: string): Promise<Held | undefined> {
  const { rows } = await sql<Held>`
    select x.id, x.about, x.person, x.held_on::text as "heldOn", to_char(x.held_at, 'HH24:MI') as "heldAt", x.place, x.in_absence as "inAbsence",
      x.statement, x.present
    from breaches.examination x where x.breach_id = ${breachId} and x.id = ${id}`.execute(tx);
  return rows[0];
}

export type Examiner = { name: string; nip: string; role: 'pk' | 'apk' | 'section_head' | 'head_of_bapas' };
/** Who wrote an examination down, and as what he served at the office that day. */
export async function findExaminer(tx: Tx, examinationId: string): Promise<Examiner | undefined> {
  const { rows } = await sql<Examiner>`
    select s.name, coalesce(s.nip, '') as nip, coalesce(p.role, 'pk') as role
    from breaches.examination x join accounts.account a on a.id = x.made_by join units.staff s on s.id = a.staff_id
    left join lateral (select p.role from units.posting p where p.staff_id = s.id and p.unit_id = x.unit_id
      and p.role in ('pk', 'apk', 'section_head', 'head_of_bapas') and p.starts_on <= x.held_on and (p.ends_on is null or p.ends_on >= x.held_on)
      and p.approved_at is not null and p.withdrawn_at is null order by p.starts_on desc limit 1) p on true
    where x.id = ${examinationId}`.execute(tx);
  return rows[0];
}

/** What minutes are signed by. */
export async function findSigning(tx: Tx, examinationId: string) {
  const { rows } = await sql<{ person: string; present: string; inAbsence: boolean; clientName: string }>`
    select x.person, x.present, x.in_absence as "inAbsence", n.name as "clientName"
    from breaches.examination x join cases.client_case c on c.id = x.case_id join people.person n on n.id = c.person_id
    where x.id = ${examinationId}`.execute(tx);
  const examiner = await findExaminer(tx, examinationId);
  return rows[0] && { ...rows[0], examiner: examiner ? { name: examiner.name, nip: examiner.nip } : null };
}

export async function findBreachOfExamination(tx: Tx, id: string): Promise<string | undefined> {
  const row = await tx.selectFrom('breaches.examination').select('breach_id').where('id', '=', id).executeTakeFirst();
  return row?.breach_id;
}

/** What a reprimand said, where there was one. */
export async function findReprimand(
  tx: Tx,
  breachId: string,
): Promise<{ counselling: string; followUpOn: PlainDate | null } | undefined> {
  const { rows } = await sql<{ counselling: string; followUpOn: PlainDate | null }>`
    select b.counselling, b.follow_up_on::text as "followUpOn" from breaches.breach b
    where b.id = ${breachId} and b.state = 'reprimanded'`.execute(tx);
  return rows[0];
}

/** Who made the recommendation that is on the table. */
export async function lastRecommender(tx: Tx, breachId: string): Promise<string | null> {
  const row = await tx
    .selectFrom('breaches.move')
    .select('made_by')
    .where('breach_id', '=', breachId)
    .where('step', '=', 'recommend')
    .orderBy('made_at', 'desc')
    .orderBy('id', 'desc')
    .executeTakeFirst();
  return row?.made_by ?? null;
}

export async function findSummonsOf(tx: Tx, breachId: string, summonsId: string): Promise<SummonsOnFile> {
  const found = (await listSummonses(tx, breachId)).find((one) => one.id === summonsId);
  if (!found) throw new NotFound('summons');
  return found;
}

export type Proposed = {
  id: string;
  caseId: string;
  firstMissed: string;
  misses: number;
  through: PlainDate;
  pkStaffId: string | null;
};
/**
 * Proposes a breach for every row of misses that the ledger has put before somebody and nobody has taken up. A row that was dismissed
 * or decided comes again only when it has grown since.
 */
export async function proposeFromMisses(
  ctx: Ctx,
  unitId: number,
  today: PlainDate,
  due: Deadline,
): Promise<Proposed[]> {
  const { rows } = await sql<Proposed>`
    with waiting as (
      select t.case_id, t.key::uuid as first_missed, (t.facts ->> 'misses')::int as misses, (t.facts ->> 'through')::date as through
      from tasks.task t join check_ins.obligation o on o.id = t.key::uuid and o.case_id = t.case_id
      where t.unit_id = ${unitId} and t.kind = 'breach.third-miss' and t.state = 'open'
    ), made as (
      insert into breaches.breach (case_id, unit_id, state, source, opened_on, first_missed, misses, due_on, due_counts, made_by)
      select w.case_id, ${unitId}, 'proposed', 'system', ${today}, w.first_missed, w.misses, ${due.on}, ${due.counts}, ${ctx.actor.accountId}
      from waiting w
      where not exists (select from breaches.breach b where b.case_id = w.case_id and b.first_missed = w.first_missed
        and (b.ended_on is null or b.misses >= w.misses))
      on conflict do nothing
      returning id, case_id, first_missed, misses
    ), grounds as (
      insert into breaches.ground (breach_id, case_id, unit_id, code, made_by)
      select m.id, m.case_id, ${unitId}, 'missed_in_a_row', ${ctx.actor.accountId} from made m
    )
    select m.id, m.case_id as "caseId", m.first_missed as "firstMissed", m.misses, w.through::text as through, c.pk_staff_id as "pkStaffId"
    from made m join waiting w on w.first_missed = m.first_missed join cases.client_case c on c.id = m.case_id`.execute(
    ctx.tx,
  );
  return rows;
}

export type Over = { id: string; caseId: string; state: BreachState; endReason: string; documentNumber: string };
/** What still runs against clients whose supervision in this office is over, with why and on which document it ended. */
export async function lockOver(ctx: Ctx, unitId: number, caseId: string | undefined): Promise<Over[]> {
  const { rows } = await sql<Over>`
    select b.id, b.case_id as "caseId", b.state, coalesce(c.end_reason, 'transferred') as "endReason",
      coalesce((select e.document_number from cases.ending e where e.case_id = c.id and e.what = 'ended' and e.outcome = 'approved' and e.document_number <> ''
        order by e.decided_at desc limit 1), c.register_label, '') as "documentNumber"
    from breaches.breach b join cases.client_case c on c.id = b.case_id
    where b.unit_id = ${unitId} and c.unit_id = b.unit_id and c.state in ('ended', 'transferred')
      and (b.ended_on is null or b.state = 'proposed_for_revocation' and b.due_on is not null)
      and ${caseId ? sql`b.case_id = ${caseId}` : sql`true`}
    order by b.id`.execute(ctx.tx);
  return rows;
}

/** What waits beyond its last day in an office. */
export async function listOverdue(
  ctx: ReadCtx,
  unitId: number,
  today: PlainDate,
): Promise<{ id: string; caseId: string; state: BreachState; dueOn: PlainDate; dueCounts: DayCount }[]> {
  const rows = await ctx.tx
    .selectFrom('breaches.breach')
    .select(['id', 'case_id', 'state', 'due_on', 'due_counts'])
    .where('unit_id', '=', unitId)
    .where('due_on', '<', today)
    .orderBy('due_on')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    caseId: row.case_id,
    state: row.state as BreachState,
    dueOn: row.due_on as PlainDate,
    dueCounts: row.due_counts as DayCount,
  }));
}

/** The breach that keeps a client with his office, for whoever works there or says elsewhere that he came. */
export async function findHindering(tx: Tx, caseId: string): Promise<string | null> {
  const { rows } = await sql<{ id: string | null }>`select breaches.hinders_transfer(${caseId}) as id`.execute(tx);
  return rows[0]?.id ?? null;
}
/** The breach on which somebody has advised and the head has not decided yet. */
export async function findAdvised(tx: Tx, caseId: string): Promise<string | undefined> {
  const row = await tx
    .selectFrom('breaches.breach')
    .select('id')
    .where('case_id', '=', caseId)
    .where('state', '=', 'recommended')
    .orderBy('opened_on')
    .executeTakeFirst();
  return row?.id;
}
