import { sql } from 'kysely';
import type { PlainDate } from '#kernel/plain-date';
import type { ClockTime } from '#kernel/zone';
import type { CaseOnFile } from '#modules/cases/server';
import type { Ctx, ReadCtx, Tx } from '#platform/ctx';
import { NotFound } from '#platform/errors';
import type {
  Appearance,
  BreachFacts,
  BreachOption,
  BreachSource,
  BreachState,
  Deadline,
  Delivery,
  EntryKind,
  GroundCode,
  Heard,
  PaperKind,
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
};

const columns = [
  'id',
  'case_id',
  'unit_id',
  'state',
  'source',
  'opened_on',
  'custody_place',
  'first_missed',
  'misses',
  'alleged',
  'due_on',
] as const;

/** Where a breach stands, as far as the asker reaches it. */
export async function findBreach(tx: Tx, id: string): Promise<BreachRow | undefined> {
  const row = await tx.selectFrom('breaches.breach').select(columns).where('id', '=', id).executeTakeFirst();
  return (
    row && {
      id: row.id,
      caseId: row.case_id,
      unitId: row.unit_id,
      state: row.state as BreachState,
      source: row.source as BreachSource,
      openedOn: row.opened_on as PlainDate,
      custodyPlace: row.custody_place,
      firstMissed: row.first_missed,
      misses: row.misses,
      alleged: row.alleged,
      dueOn: row.due_on as PlainDate | null,
    }
  );
}

/** Locked until the transaction ends, so that two officers never move one breach at once; read only afterwards. */
export async function lockBreachRow(ctx: Ctx, id: string): Promise<BreachRow | undefined> {
  await ctx.tx.selectFrom('breaches.breach').select('id').where('id', '=', id).forUpdate().execute();
  return findBreach(ctx.tx, id);
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
    due: Deadline;
  },
): Promise<void> {
  await ctx.tx
    .insertInto('breaches.breach')
    .values({
      id: one.id,
      case_id: of.id,
      unit_id: of.unitId,
      state: one.source === 'petition' || one.source === 'system' ? 'proposed' : 'open',
      source: one.source,
      opened_on: one.openedOn,
      note: one.note,
      alleged: one.alleged,
      custody_place: one.custodyPlace ?? '',
      custody_since: one.custodySince ?? null,
      due_on: one.due.on,
      due_counts: one.due.counts,
      made_by: ctx.actor.accountId,
    })
    .execute();
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
};
export async function changeBreach(ctx: Ctx, id: string, change: BreachChange): Promise<void> {
  const { alleged, custodyPlace, custodySince, due, counselling, followUpOn } = change;
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

/** Whether somebody has been at the client's home since the breach came up: as its own entry, or as a visit in the ledger. */
export async function wasVisited(tx: Tx, breach: Pick<BreachRow, 'id' | 'caseId' | 'openedOn'>): Promise<boolean> {
  const { rows } = await sql<{ visited: boolean }>`
    select exists (select from breaches.entry e where e.breach_id = ${breach.id} and e.kind = 'home_visit')
      or exists (select from check_ins.check_in i where i.case_id = ${breach.caseId} and i.channel = 'home_visit'
        and i.voided_at is null and i.happened_on >= ${breach.openedOn}) as visited`.execute(tx);
  return rows[0]!.visited;
}

export type SummonsRow = SummonsFacts & { id: string; ordinal: number };
export async function listSummonses(tx: Tx, breachId: string): Promise<SummonsRow[]> {
  const rows = await tx
    .selectFrom('breaches.summons')
    .select(['id', 'ordinal', 'sent_on', 'appear_on', 'delivered_on', 'outcome'])
    .where('breach_id', '=', breachId)
    .orderBy('sent_on')
    .orderBy('made_at')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    ordinal: row.ordinal,
    sentOn: row.sent_on as PlainDate,
    appearOn: row.appear_on as PlainDate,
    deliveredOn: row.delivered_on as PlainDate | null,
    outcome: row.outcome as Appearance | null,
  }));
}

export async function insertSummons(
  ctx: Ctx,
  of: Of,
  breachId: string,
  one: {
    id: string;
    ordinal: number;
    letterNumber: string;
    sentOn: PlainDate;
    appearOn: PlainDate;
    appearAt: ClockTime;
    place: string;
    days: number;
    counts: Deadline['counts'];
  },
): Promise<void> {
  await ctx.tx
    .insertInto('breaches.summons')
    .values({
      id: one.id,
      ...belongs(breachId, of),
      ordinal: one.ordinal,
      letter_number: one.letterNumber,
      sent_on: one.sentOn,
      appear_on: one.appearOn,
      appear_at: one.appearAt,
      place: one.place,
      days: one.days,
      counts: one.counts,
      made_by: ctx.actor.accountId,
    })
    .execute();
}

export async function recordDeliveryRow(
  ctx: Ctx,
  summonsId: string,
  one: { deliveredOn: PlainDate; how: Delivery; receiver: string; note: string; fileId: string | null },
): Promise<void> {
  await ctx.tx
    .updateTable('breaches.summons')
    .set({
      delivered_on: one.deliveredOn,
      delivered_how: one.how,
      delivered_to: one.receiver,
      delivery_note: one.note,
      delivery_file_id: one.fileId,
    })
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

export async function insertExamination(
  ctx: Ctx,
  of: Of,
  breachId: string,
  one: {
    id: string;
    about: Heard;
    person: string;
    number: string;
    heldOn: PlainDate;
    place: string;
    inAbsence: boolean;
    statement: string;
    present: string;
  },
): Promise<void> {
  await ctx.tx
    .insertInto('breaches.examination')
    .values({
      id: one.id,
      ...belongs(breachId, of),
      about: one.about,
      person: one.about === 'client' ? '' : one.person,
      number: one.number,
      held_on: one.heldOn,
      place: one.place,
      in_absence: one.inAbsence,
      statement: one.statement,
      present: one.present,
      made_by: ctx.actor.accountId,
    })
    .execute();
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

/** Whether there is such a paper to sign, and whether its scan is there already. */
export async function findPaper(
  tx: Tx,
  breachId: string,
  kind: PaperKind,
  ofId: string,
): Promise<'absent' | 'unsigned' | 'signed'> {
  const signed = await tx
    .selectFrom('breaches.paper')
    .select('id')
    .where('kind', '=', kind)
    .where('of_id', '=', ofId)
    .executeTakeFirst();
  if (signed) return 'signed';
  const { rows } = await sql<{ there: boolean }>`
    select case ${kind}::text
      when 'summons' then exists (select from breaches.summons s where s.id = ${ofId} and s.breach_id = ${breachId})
      when 'minutes' then exists (select from breaches.examination e where e.id = ${ofId} and e.breach_id = ${breachId})
      when 'reprimand' then exists (select from breaches.breach b where b.id = ${ofId} and b.id = ${breachId} and b.state = 'reprimanded')
      else exists (select from breaches.breach b where b.id = ${ofId} and b.id = ${breachId} and b.ended_on is not null)
    end as there`.execute(tx);
  return rows[0]?.there ? 'unsigned' : 'absent';
}

export async function insertPaper(
  ctx: Ctx,
  of: Of,
  breachId: string,
  paper: { id: string; kind: PaperKind; ofId: string; fileId: string; sha256: Buffer },
): Promise<void> {
  await ctx.tx
    .insertInto('breaches.paper')
    .values({
      id: paper.id,
      ...belongs(breachId, of),
      kind: paper.kind,
      of_id: paper.ofId,
      file_id: paper.fileId,
      sha256: paper.sha256,
      made_by: ctx.actor.accountId,
    })
    .execute();
}

export async function findSummonsOf(tx: Tx, breachId: string, summonsId: string): Promise<SummonsRow> {
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

/** What waits beyond its last day in an office. */
export async function listOverdue(
  ctx: ReadCtx,
  unitId: number,
  today: PlainDate,
): Promise<{ id: string; caseId: string; state: BreachState; dueOn: PlainDate }[]> {
  const rows = await ctx.tx
    .selectFrom('breaches.breach')
    .select(['id', 'case_id', 'state', 'due_on'])
    .where('unit_id', '=', unitId)
    .where('due_on', '<', today)
    .where('ended_on', 'is', null)
    .orderBy('due_on')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    caseId: row.case_id,
    state: row.state as BreachState,
    dueOn: row.due_on as PlainDate,
  }));
}
