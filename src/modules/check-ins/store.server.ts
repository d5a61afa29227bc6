import { sql } from 'kysely';
import type { PlainDate } from '#kernel/plain-date';
import type { Zone } from '#kernel/zone';
import type { Subject } from '#modules/access';
import { todayAt } from '#modules/units';
import type { Ctx, ReadCtx, Tx } from '#platform/ctx';
import { NotFound } from '#platform/errors';
import type {
  Answers,
  Channel,
  Days,
  ExcuseReason,
  Grade,
  HelperRelation,
  Identification,
  Medium,
  ObligationState,
  ReviewOutcome,
  Standing,
} from './ledger.ts';
import type { ChosenOptions, OptionsInTime, Supervision } from './obligations.rules.ts';
import { minimumGrade, type Report } from './reports.rules.ts';
import type { Sign } from './signs.rules.ts';

/** A case as a use case of the ledger has it in hand: what it is, where, on which day, with which options. */
export type CaseAtHand = {
  id: string;
  unitId: number;
  unitPath: readonly number[];
  zone: Zone;
  /** The day at the client's office. */
  today: PlainDate;
  state: string;
  personId: string;
  pkStaffId: string | null;
  guarded: boolean;
  minimumGrade: Grade;
  registerLabel: string | null;
  supervision: Supervision;
  subject: Subject;
  chosen: ChosenOptions;
};

type CaseRow = {
  id: string;
  unit_id: number;
  path: number[];
  zone: Zone;
  demo_today: PlainDate | null;
  state: string;
  person_id: string;
  pk_staff_id: string | null;
  guarded: boolean;
  sealed: boolean;
  restricted: boolean;
  minimum_grade: Grade;
  register_label: string | null;
  kind: string;
  age_group: 'adult' | 'child';
  risk_band: Supervision['risk'];
  received_on: PlainDate;
  guidance_start: PlainDate | null;
  guidance_end: PlainDate | null;
  ended_on: PlainDate | null;
  ledger_from: PlainDate | null;
  ledger_starts_on: PlainDate;
  assigned: boolean;
  opened: boolean;
  listed: boolean;
  pauses: Supervision['pauses'];
  phases: Supervision['phases'];
};

const caseColumns = sql`
  c.id, c.unit_id, u.path, u.zone, u.demo_today, c.state, c.person_id, c.pk_staff_id, c.guarded, c.sealed, c.restricted, c.minimum_grade,
  c.register_label, c.kind, c.age_group, c.risk_band, c.received_on, c.guidance_start, c.guidance_end, c.ended_on, c.ledger_from,
  u.ledger_starts_on,
  coalesce((select jsonb_agg(jsonb_build_object('from', p.starts_on, 'through', p.ends_on, 'revoked', p.because = 'temporary_revocation') order by p.starts_on)
    from cases.pause p where p.case_id = c.id), '[]') as pauses,
  coalesce((select jsonb_agg(jsonb_build_object('phase', x.to_phase, 'from', x.decided_on) order by x.decided_on, x.id)
    from cases.phase_change x where x.case_id = c.id and x.state = 'approved'), '[]') as phases`;

function supervisionOf(row: CaseRow): Supervision {
  const ledgerFrom = row.ledger_from && row.ledger_from > row.ledger_starts_on ? row.ledger_from : row.ledger_starts_on;
  return {
    kind: row.kind,
    ageGroup: row.age_group,
    risk: row.risk_band,
    receivedOn: row.received_on,
    guidanceStart: row.guidance_start,
    guidanceEnd: row.guidance_end,
    endedOn: row.ended_on,
    pauses: row.pauses,
    phases: row.phases,
    ledgerFrom,
  };
}

/** The case as the asker may see it; absent and hidden are the same. */
export async function getCase(ctx: ReadCtx, caseId: string): Promise<CaseAtHand> {
  const { rows } = await sql<CaseRow>`
    select ${caseColumns},
      c.id = any ((select cases.ctx_assigned())::uuid[]) as assigned,
      c.id = any ((select accounts.ctx_opened_cases())::uuid[]) as opened,
      c.person_id = any ((select people.ctx_listed())::uuid[]) as listed
    from cases.client_case c join units.unit u on u.id = c.unit_id
    where c.id = ${caseId}`.execute(ctx.tx);
  const row = rows[0];
  if (!row) throw new NotFound('no such case for this asker');
  const today = todayAt({ zone: row.zone, demoToday: row.demo_today }, ctx.now);
  const chosen = await getChosenOptions(ctx.tx, row.unit_id, today);
  return {
    id: row.id,
    unitId: row.unit_id,
    unitPath: row.path,
    zone: row.zone,
    today,
    state: row.state,
    personId: row.person_id,
    pkStaffId: row.pk_staff_id,
    guarded: row.guarded,
    minimumGrade: minimumGrade.decide({ plan: row.minimum_grade, risk: row.risk_band }, chosen[minimumGrade.id]).result,
    registerLabel: row.register_label,
    supervision: supervisionOf(row),
    subject: subjectOf(row),
    chosen,
  };
}

/** What access is judged by, for many cases at once; absent and hidden ones are left out. */
export async function subjectsOf(tx: Tx, caseIds: readonly string[]): Promise<Map<string, SubjectOfCase>> {
  if (caseIds.length === 0) return new Map();
  const { rows } = await sql<
    Pick<
      CaseRow,
      'id' | 'unit_id' | 'path' | 'person_id' | 'pk_staff_id' | 'guarded' | 'sealed' | 'restricted' | 'register_label'
    > &
      Pick<CaseRow, 'assigned' | 'opened' | 'listed'>
  >`
    select c.id, c.unit_id, u.path, c.person_id, c.pk_staff_id, c.guarded, c.sealed, c.restricted, c.register_label,
      c.id = any ((select cases.ctx_assigned())::uuid[]) as assigned,
      c.id = any ((select accounts.ctx_opened_cases())::uuid[]) as opened,
      c.person_id = any ((select people.ctx_listed())::uuid[]) as listed
    from cases.client_case c join units.unit u on u.id = c.unit_id
    where c.id = any (${[...caseIds]}::uuid[])`.execute(tx);
  return new Map(
    rows.map((row) => [
      row.id,
      { unitId: row.unit_id, personId: row.person_id, registerLabel: row.register_label, subject: subjectOf(row) },
    ]),
  );
}
export type SubjectOfCase = Pick<CaseAtHand, 'unitId' | 'personId' | 'registerLabel' | 'subject'>;

function subjectOf(
  row: Pick<CaseRow, 'id' | 'unit_id' | 'path' | 'pk_staff_id' | 'guarded' | 'sealed' | 'restricted'> &
    Pick<CaseRow, 'assigned' | 'opened' | 'listed'>,
): CaseAtHand['subject'] {
  return {
    unitId: row.unit_id,
    unitPath: row.path,
    caseId: row.id,
    pkStaffId: row.pk_staff_id,
    standsIn: row.assigned,
    guarded: row.guarded,
    sealed: row.sealed,
    restricted: row.restricted,
    listed: row.listed,
    opened: row.opened,
  };
}

/** The key under which the ledgers of a unit are locked, next to the unit's id. */
const LEDGERS = 4602;

/**
 * The same, with the ledger of this case to oneself until the transaction ends. Advisory locks, because the desk and the client may
 * write a report but not the row of the case; the shared one keeps the close of the unit out, which counts over all of them.
 */
export async function lockCase(ctx: Ctx, caseId: string): Promise<CaseAtHand> {
  await sql`select pg_advisory_xact_lock_shared(${LEDGERS}, c.unit_id), pg_advisory_xact_lock(hashtextextended('check-ins:' || c.id::text, 0))
    from cases.client_case c where c.id = ${caseId}`.execute(ctx.tx);
  return getCase(ctx, caseId);
}

/** All ledgers of units to oneself: for the close. */
export async function lockLedgers(ctx: Ctx, unitIds: readonly number[]): Promise<void> {
  const inOrder = unitIds.toSorted((a, b) => a - b);
  await sql`select pg_advisory_xact_lock(${LEDGERS}, u) from unnest(${inOrder}::int[]) as u`.execute(ctx.tx);
}

/**
 * What offices, or those above them, ever chose within the rules of this module, to be asked for any of them and any day: of each
 * option the nearest unit's choice, and of that unit's the newest that has begun.
 */
export async function listOptionsInTime(
  tx: Tx,
  unitIds: readonly number[],
): Promise<(unitId: number) => OptionsInTime> {
  const { rows } = await sql<Choice & { unit_id: number }>`
    select u.id as unit_id, o.rule_id, o.name, o.value, o.holds_from
    from units.unit u join units.rule_option o on o.unit_id = any (u.path)
    where u.id = any (${unitIds}::int[]) and o.rule_id like 'check-ins.%'
    order by array_position(u.path, o.unit_id) desc, o.holds_from desc, o.set_at desc, o.id desc`.execute(tx);
  const byUnit = Map.groupBy(rows, ({ unit_id }) => unit_id);
  return (unitId) => inTime(byUnit.get(unitId) ?? []);
}

type Choice = { rule_id: string; name: string; value: unknown; holds_from: PlainDate };

function inTime(choices: readonly Choice[]): OptionsInTime {
  const known = new Map<PlainDate, ChosenOptions>();
  return (day) => {
    const before = known.get(day);
    if (before) return before;
    const chosen: Record<string, Record<string, unknown>> = {};
    for (const { rule_id, name, value, holds_from } of choices) {
      const ofRule = (chosen[rule_id] ??= {});
      if (holds_from <= day && !Object.hasOwn(ofRule, name)) ofRule[name] = value;
    }
    known.set(day, chosen);
    return chosen;
  };
}

/** The same for one of them. */
export async function getOptionsInTime(tx: Tx, unitId: number): Promise<OptionsInTime> {
  return (await listOptionsInTime(tx, [unitId]))(unitId);
}

/** The same for one day. */
export async function getChosenOptions(tx: Tx, unitId: number, day: PlainDate): Promise<ChosenOptions> {
  return (await getOptionsInTime(tx, unitId))(day);
}

export type OfficeAtHand = { unitId: number; zone: Zone; today: PlainDate; name: string; path: number[] };

export async function getOffice(ctx: ReadCtx, unitId: number): Promise<OfficeAtHand> {
  const unit = await ctx.tx
    .selectFrom('units.unit')
    .select(['id', 'name', 'zone', 'demo_today', 'path'])
    .where('id', '=', unitId)
    .executeTakeFirst();
  if (!unit) throw new NotFound('no such unit');
  const zone = unit.zone as Zone;
  return {
    unitId,
    zone,
    today: todayAt({ zone, demoToday: unit.demo_today as PlainDate | null }, ctx.now),
    name: unit.name,
    path: unit.path,
  };
}

export type ObligationRow = Days & {
  id: string;
  caseId: string;
  state: ObligationState;
  missedInARow: number;
  fulfilledBy: string | null;
};

type RawObligation = {
  id: string;
  case_id: string;
  period_from: PlainDate;
  period_until: PlainDate;
  state: ObligationState;
  missed_in_a_row: number;
  fulfilled_by: string | null;
};
const obligationOf = (row: RawObligation): ObligationRow => ({
  id: row.id,
  caseId: row.case_id,
  from: row.period_from,
  through: row.period_until,
  state: row.state,
  missedInARow: row.missed_in_a_row,
  fulfilledBy: row.fulfilled_by,
});

/** The periods of a case that stand, oldest first, locked against the close. A client's session locks only what he may send for. */
export async function lockObligations(ctx: Ctx, caseId: string): Promise<ObligationRow[]> {
  const rows = await sql<RawObligation>`
    select o.id, o.case_id, o.period_from, o.period_until, o.state, o.missed_in_a_row, o.fulfilled_by
    from check_ins.obligation o where o.case_id = ${caseId} and o.state <> 'lifted'
    order by o.period_from ${ctx.actor.kind === 'client' ? sql`` : sql`for update of o`}`.execute(ctx.tx);
  return rows.rows.map(obligationOf);
}

/** The first period that ends on a day or later and waits for a report: one ahead or under way, or one under way that nobody recorded. */
export async function findNextDue(tx: Tx, caseId: string, today: PlainDate): Promise<Days | null> {
  const { rows } = await sql<Days>`
    select o.period_from as "from", o.period_until as "through" from check_ins.obligation o
    where o.case_id = ${caseId} and o.period_until >= ${today} and (o.state = 'scheduled' or (o.state = 'not_recorded' and o.period_from <= ${today}))
    order by o.period_from limit 1`.execute(tx);
  return rows[0] ?? null;
}

export async function findObligation(tx: Tx, obligationId: string): Promise<ObligationRow | undefined> {
  const { rows } = await sql<RawObligation>`
    select o.id, o.case_id, o.period_from, o.period_until, o.state, o.missed_in_a_row, o.fulfilled_by
    from check_ins.obligation o where o.id = ${obligationId}`.execute(tx);
  return rows[0] && obligationOf(rows[0]);
}

export async function listExcused(tx: Tx, caseId: string): Promise<Set<string>> {
  const { rows } = await sql<{
    obligation_id: string;
  }>`select obligation_id from check_ins.excused_periods(${caseId})`.execute(tx);
  return new Set(rows.map((row) => row.obligation_id));
}

/** Every report of a case in force between two days, or linked to one of these periods. */
export async function listReports(
  tx: Tx,
  caseId: string,
  from: PlainDate,
  through: PlainDate,
  linkedTo: readonly string[],
): Promise<Report[]> {
  const { rows } = await sql<{
    id: string;
    channel: Channel;
    happened_on: PlainDate;
    recorded_at: Date;
    counts: boolean;
    review: ReviewOutcome | null;
    late_for: string | null;
  }>`
    select i.id, i.channel, i.happened_on, i.recorded_at, i.counts, i.review,
      case when i.happened_on > o.period_until then i.obligation_id end as late_for
    from check_ins.check_in i left join check_ins.obligation o on o.id = i.obligation_id
    where i.case_id = ${caseId} and i.voided_at is null
      and (i.happened_on between ${from} and ${through} or i.obligation_id = any (${linkedTo}::uuid[]))`.execute(tx);
  return rows.map((row) => ({
    id: row.id,
    channel: row.channel,
    happenedOn: row.happened_on,
    recordedAt: row.recorded_at,
    counts: row.counts,
    review: row.review,
    lateFor: row.late_for,
  }));
}

export async function setObligation(
  ctx: Ctx,
  id: string,
  to: { state: ObligationState; fulfilledBy: string | null; missedInARow?: number },
  closed: boolean,
): Promise<void> {
  if (ctx.actor.kind === 'client') {
    await sql`update check_ins.obligation set state = ${to.state} where id = ${id} and state = 'scheduled'`.execute(
      ctx.tx,
    );
    return;
  }
  await sql`update check_ins.obligation set state = ${to.state}, fulfilled_by = ${to.fulfilledBy},
      missed_in_a_row = ${to.missedInARow ?? 0}, closed_at = ${closed ? ctx.now : null}
    where id = ${id}`.execute(ctx.tx);
}

export async function setMissesInARow(tx: Tx, numbers: readonly { id: string; missedInARow: number }[]): Promise<void> {
  if (numbers.length === 0) return;
  await sql`update check_ins.obligation o set missed_in_a_row = n.number
    from unnest(${numbers.map((one) => one.id)}::uuid[], ${numbers.map((one) => one.missedInARow)}::int[]) as n (id, number)
    where o.id = n.id`.execute(tx);
}

export async function setStandings(
  tx: Tx,
  standings: readonly { id: string; standing: Standing; obligationId: string }[],
): Promise<void> {
  if (standings.length === 0) return;
  await sql`update check_ins.check_in i set standing = n.standing, obligation_id = n.obligation_id
    from unnest(${standings.map((one) => one.id)}::uuid[], ${standings.map((one) => one.standing)}::text[],
      ${standings.map((one) => one.obligationId)}::uuid[]) as n (id, standing, obligation_id)
    where i.id = n.id and (i.standing, i.obligation_id) is distinct from (n.standing, n.obligation_id)`.execute(tx);
}

/** The reports that fulfil something although they came after its last day. */
export async function listLateFulfilled(tx: Tx, caseId: string): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    select o.id from check_ins.obligation o join check_ins.check_in i on i.id = o.fulfilled_by
    where o.case_id = ${caseId} and i.case_id = ${caseId} and i.happened_on > o.period_until`.execute(tx);
  return new Set(rows.map((row) => row.id));
}

export type NewCheckIn = {
  id: string;
  channel: Channel;
  medium?: Medium | null;
  happenedOn: PlainDate;
  happenedAt: Date;
  grade: Grade;
  counts: boolean;
  standing: Standing;
  obligationId: string | null;
  receipt: string | null;
  receivedBy: string | null;
  identifiedBy?: Identification;
  helperName?: string;
  helperRelation?: HelperRelation | null;
  urgentReason?: boolean;
  correctsId?: string | null;
  batchId?: string | null;
  flagged?: boolean;
};

export async function insertCheckIn(ctx: Ctx, of: CaseAtHand, one: NewCheckIn): Promise<void> {
  await ctx.tx
    .insertInto('check_ins.check_in')
    .values({
      id: one.id,
      case_id: of.id,
      unit_id: of.unitId,
      guarded: of.guarded,
      obligation_id: one.obligationId,
      channel: one.channel,
      medium: one.medium ?? null,
      happened_on: one.happenedOn,
      happened_at: one.happenedAt,
      recorded_at: ctx.now,
      recorded_by: ctx.actor.accountId,
      received_by: one.receivedBy,
      grade: one.grade,
      counts: one.counts,
      standing: one.standing,
      flagged: one.flagged ?? false,
      helper_name: one.helperName ?? '',
      helper_relation: one.helperRelation ?? null,
      receipt: one.receipt,
      identified_by: one.identifiedBy ?? 'sight',
      urgent_reason: one.urgentReason ?? false,
      corrects_id: one.correctsId ?? null,
      batch_id: one.batchId ?? null,
    })
    .execute();
}

export type NewContent = {
  answers?: Answers;
  talk?: string;
  followUp?: string;
  photoFileId?: string | null;
  position?: { latitude: number; longitude: number; accuracyM: number | null; at: Date } | null;
  device?: string;
  deviceZone?: string;
  challenge?: string | null;
};

export async function insertContent(ctx: Ctx, of: CaseAtHand, checkInId: string, content: NewContent): Promise<void> {
  await ctx.tx
    .insertInto('check_ins.content')
    .values({
      check_in_id: checkInId,
      case_id: of.id,
      unit_id: of.unitId,
      answers: JSON.stringify(content.answers ?? {}),
      talk: content.talk ?? '',
      follow_up: content.followUp ?? '',
      photo_file_id: content.photoFileId ?? null,
      latitude: content.position?.latitude ?? null,
      longitude: content.position?.longitude ?? null,
      accuracy_m: content.position?.accuracyM ?? null,
      position_at: content.position?.at ?? null,
      device: content.device ?? '',
      device_zone: content.deviceZone ?? '',
      challenge: content.challenge ?? null,
    })
    .execute();
}

export async function insertSigns(ctx: Ctx, of: CaseAtHand, checkInId: string, signs: readonly Sign[]): Promise<void> {
  if (signs.length === 0) return;
  await ctx.tx
    .insertInto('check_ins.flag')
    .values(
      signs.map((sign) => ({
        check_in_id: checkInId,
        case_id: of.id,
        unit_id: of.unitId,
        kind: sign.kind,
        facts: JSON.stringify(sign.facts),
        made_at: ctx.now,
      })),
    )
    .execute();
}

export type CheckInRow = {
  id: string;
  caseId: string;
  channel: Channel;
  medium: Medium | null;
  happenedOn: PlainDate;
  happenedAt: Date;
  recordedAt: Date;
  recordedBy: string | null;
  receivedBy: string | null;
  obligationId: string | null;
  counts: boolean;
  grade: Grade;
  standing: Standing;
  review: ReviewOutcome | null;
  receipt: string | null;
  voided: boolean;
  helperName: string;
  helperRelation: HelperRelation | null;
  identifiedBy: Identification;
  urgentReason: boolean;
};

export async function findCheckIn(tx: Tx, by: { id: string } | { receipt: string }): Promise<CheckInRow | undefined> {
  const row = await tx
    .selectFrom('check_ins.check_in')
    .selectAll()
    .where('id' in by ? 'id' : 'receipt', '=', 'id' in by ? by.id : by.receipt)
    .executeTakeFirst();
  return (
    row && {
      id: row.id,
      caseId: row.case_id,
      channel: row.channel as Channel,
      medium: row.medium as Medium | null,
      happenedOn: row.happened_on as PlainDate,
      happenedAt: row.happened_at,
      recordedAt: row.recorded_at,
      recordedBy: row.recorded_by,
      receivedBy: row.received_by,
      obligationId: row.obligation_id,
      counts: row.counts,
      grade: row.grade as Grade,
      standing: row.standing as Standing,
      review: row.review as ReviewOutcome | null,
      receipt: row.receipt,
      voided: row.voided_at !== null,
      helperName: row.helper_name,
      helperRelation: row.helper_relation as HelperRelation | null,
      identifiedBy: row.identified_by as Identification,
      urgentReason: row.urgent_reason,
    }
  );
}

/** What was said with a report; nothing where nobody asked. */
export async function findWords(
  tx: Tx,
  checkInId: string,
): Promise<{ answers: Answers; talk: string; followUp: string } | undefined> {
  const row = await tx
    .selectFrom('check_ins.content')
    .select(['answers', 'talk', 'follow_up'])
    .where('check_in_id', '=', checkInId)
    .executeTakeFirst();
  return row && { answers: row.answers as Answers, talk: row.talk, followUp: row.follow_up };
}

/** The review that stands: the newest. */
export async function findReview(
  tx: Tx,
  checkInId: string,
): Promise<{ outcome: ReviewOutcome; note: string } | undefined> {
  const row = await tx
    .selectFrom('check_ins.review')
    .select(['outcome', 'note'])
    .where('check_in_id', '=', checkInId)
    .orderBy('reviewed_at', 'desc')
    .orderBy('id', 'desc')
    .executeTakeFirst();
  return row && { outcome: row.outcome as ReviewOutcome, note: row.note };
}

export async function voidCheckIn(ctx: Ctx, id: string, reason: string): Promise<void> {
  await ctx.tx
    .updateTable('check_ins.check_in')
    .set({ voided_at: ctx.now, void_reason: reason, voided_by: ctx.actor.accountId })
    .where('id', '=', id)
    .where('voided_at', 'is', null)
    .execute();
}

export async function reportedOn(tx: Tx, caseId: string, day: PlainDate, channel: Channel): Promise<boolean> {
  const found = await tx
    .selectFrom('check_ins.check_in')
    .select('id')
    .where('case_id', '=', caseId)
    .where('happened_on', '=', day)
    .where('channel', '=', channel)
    .where('voided_at', 'is', null)
    .executeTakeFirst();
  return found !== undefined;
}

export async function insertReview(
  ctx: Ctx,
  of: CaseAtHand,
  checkInId: string,
  outcome: ReviewOutcome,
  note: string,
  counts: boolean,
): Promise<void> {
  await ctx.tx
    .insertInto('check_ins.review')
    .values({
      check_in_id: checkInId,
      case_id: of.id,
      unit_id: of.unitId,
      outcome,
      note,
      reviewed_by: ctx.actor.accountId,
      reviewed_at: ctx.now,
    })
    .execute();
  await ctx.tx.updateTable('check_ins.check_in').set({ review: outcome, counts }).where('id', '=', checkInId).execute();
}

export async function insertExcuse(
  ctx: Ctx,
  of: CaseAtHand,
  excuse: { id: string; obligationId: string; reason: ExcuseReason; note: string; documentId: string | null },
): Promise<void> {
  await ctx.tx
    .insertInto('check_ins.excuse')
    .values({
      id: excuse.id,
      obligation_id: excuse.obligationId,
      case_id: of.id,
      unit_id: of.unitId,
      reason: excuse.reason,
      note: excuse.note,
      document_id: excuse.documentId,
      decided_by: ctx.actor.accountId,
      decided_at: ctx.now,
    })
    .execute();
}

export async function findExcuse(
  tx: Tx,
  id: string,
): Promise<{ caseId: string; obligationId: string; withdrawn: boolean } | undefined> {
  const row = await tx
    .selectFrom('check_ins.excuse')
    .select(['case_id', 'obligation_id', 'withdrawn_at'])
    .where('id', '=', id)
    .executeTakeFirst();
  return row && { caseId: row.case_id, obligationId: row.obligation_id, withdrawn: row.withdrawn_at !== null };
}

export async function withdrawExcuseRow(ctx: Ctx, id: string, why: string): Promise<void> {
  await ctx.tx
    .updateTable('check_ins.excuse')
    .set({ withdrawn_at: ctx.now, withdrawn_why: why })
    .where('id', '=', id)
    .execute();
}

export async function documentBelongs(tx: Tx, documentId: string, caseId: string): Promise<boolean> {
  const row = await tx
    .selectFrom('cases.document')
    .select('id')
    .where('id', '=', documentId)
    .where('case_id', '=', caseId)
    .where('removed_at', 'is', null)
    .executeTakeFirst();
  return row !== undefined;
}

export async function insertDispute(
  ctx: Ctx,
  of: CaseAtHand,
  dispute: { id: string; obligationId: string; text: string },
): Promise<void> {
  await ctx.tx
    .insertInto('check_ins.dispute')
    .values({
      id: dispute.id,
      obligation_id: dispute.obligationId,
      case_id: of.id,
      unit_id: of.unitId,
      text: dispute.text,
      made_by: ctx.actor.accountId,
      made_at: ctx.now,
    })
    .execute();
}

export async function findDispute(
  tx: Tx,
  id: string,
): Promise<{ caseId: string; obligationId: string; answered: boolean } | undefined> {
  const row = await tx
    .selectFrom('check_ins.dispute')
    .select(['case_id', 'obligation_id', 'answered_at'])
    .where('id', '=', id)
    .executeTakeFirst();
  return row && { caseId: row.case_id, obligationId: row.obligation_id, answered: row.answered_at !== null };
}

export async function hasOpenDispute(tx: Tx, obligationId: string): Promise<boolean> {
  const row = await tx
    .selectFrom('check_ins.dispute')
    .select('id')
    .where('obligation_id', '=', obligationId)
    .where('answered_at', 'is', null)
    .executeTakeFirst();
  return row !== undefined;
}

/** Whether the period that a client asked about has changed since, so that "you are right" would be true. */
export async function wasPutRight(tx: Tx, disputeId: string): Promise<boolean> {
  const { rows } = await sql<{ yes: boolean }>`
    select check_ins.put_right_since(d.obligation_id, d.made_at) as yes from check_ins.dispute d where d.id = ${disputeId}`.execute(
    tx,
  );
  return rows[0]?.yes ?? false;
}

export async function answerDisputeRow(
  ctx: Ctx,
  id: string,
  outcome: 'upheld' | 'rejected',
  answer: string,
): Promise<void> {
  await ctx.tx
    .updateTable('check_ins.dispute')
    .set({ outcome, answer, answered_by: ctx.actor.accountId, answered_at: ctx.now })
    .where('id', '=', id)
    .where('answered_at', 'is', null)
    .execute();
}

// The challenge of the client's own page.

export async function insertChallenge(ctx: Ctx, caseId: string, number: string): Promise<string> {
  const id = ctx.newId();
  await ctx.tx
    .insertInto('check_ins.challenge')
    .values({ id, account_id: ctx.actor.accountId, case_id: caseId, number, made_at: ctx.now })
    .execute();
  return id;
}

/** Spends the challenge when it is unspent, so that two reports sent at once cannot both rest on it. */
export async function spendChallenge(
  ctx: Ctx,
  id: string,
): Promise<{ number: string; madeAt: Date; spentNow: boolean } | undefined> {
  const spent = await ctx.tx
    .updateTable('check_ins.challenge')
    .set({ used_at: ctx.now })
    .where('id', '=', id)
    .where('used_at', 'is', null)
    .returning(['number', 'made_at'])
    .executeTakeFirst();
  if (spent) return { number: spent.number, madeAt: spent.made_at, spentNow: true };
  const old = await ctx.tx
    .selectFrom('check_ins.challenge')
    .select(['number', 'made_at'])
    .where('id', '=', id)
    .executeTakeFirst();
  return old && { number: old.number, madeAt: old.made_at, spentNow: false };
}

export type SentPhoto = { sha256: Buffer; look: string | null; sentBefore: boolean };

/** The photo as the client's page stored it; another person's is absent. */
export async function findOwnPhoto(ctx: Ctx, of: CaseAtHand, fileId: string): Promise<SentPhoto | undefined> {
  const { rows } = await sql<{ sha256: Buffer; look: string | null; sent_before: boolean }>`
    select f.sha256, f.look::text as look, exists (select 1 from check_ins.content o where o.photo_file_id = f.id) as sent_before
    from platform.file f
    where f.id = ${fileId} and f.uploaded_by = ${ctx.actor.accountId} and f.case_id = ${of.id} and f.media_type = 'image/jpeg'`.execute(
    ctx.tx,
  );
  return rows[0] && { sha256: rows[0].sha256, look: rows[0].look, sentBefore: rows[0].sent_before };
}

/** This photo and those like it among what the unit was sent in the last year. The photo itself is stored by now and is among them. */
export async function photosSeen(
  ctx: Ctx,
  of: CaseAtHand,
  photo: SentPhoto,
): Promise<{ sameBytes: boolean; sameClient: boolean; bits: number }[]> {
  const { rows } = await sql<{ same_bytes: boolean; same_client: boolean; bits: number | null }>`
    select same_bytes, same_client, bits from check_ins.photo_seen(${photo.sha256}, ${photo.look ?? '0'}::bigint, ${of.unitId})`.execute(
    ctx.tx,
  );
  return rows.map((row) => ({ sameBytes: row.same_bytes, sameClient: row.same_client, bits: row.bits ?? 64 }));
}

export async function listOwnPositions(ctx: Ctx, caseId: string) {
  const { rows } = await sql<{ latitude: number; longitude: number; accuracy_m: number | null; position_at: Date }>`
    select o.latitude, o.longitude, o.accuracy_m, o.position_at
    from check_ins.content o where o.case_id = ${caseId} and o.latitude is not null and o.position_at is not null
    order by o.position_at desc limit 24`.execute(ctx.tx);
  return rows.map((row) => ({
    latitude: row.latitude,
    longitude: row.longitude,
    accuracyM: row.accuracy_m,
    at: row.position_at,
  }));
}

export async function lastDevice(ctx: Ctx, caseId: string): Promise<string | null> {
  const { rows } = await sql<{ device: string }>`
    select o.device from check_ins.content o join check_ins.check_in i on i.id = o.check_in_id
    where o.case_id = ${caseId} and o.device <> '' and i.channel = 'app' order by i.recorded_at desc limit 1`.execute(
    ctx.tx,
  );
  return rows[0]?.device ?? null;
}

// Patterns of an officer's own entries.

export async function listOwnEntriesSince(
  ctx: Ctx,
  unitId: number,
  since: Date,
): Promise<{ at: Date; by: Identification }[]> {
  const rows = await ctx.tx
    .selectFrom('check_ins.check_in')
    .select(['recorded_at', 'identified_by'])
    .where('recorded_by', '=', ctx.actor.accountId)
    .where('recorded_at', '>=', since)
    .where('unit_id', '=', unitId)
    .where('batch_id', 'is', null)
    .orderBy('recorded_at')
    .execute();
  return rows.map((row) => ({ at: row.recorded_at, by: row.identified_by as Identification }));
}

export type OwnTalk = { id: string; caseId: string; talk: string };
export async function listOwnTalks(ctx: Ctx, unitId: number, since: Date): Promise<OwnTalk[]> {
  const { rows } = await sql<OwnTalk>`
    select i.id, o.case_id as "caseId", o.talk from check_ins.check_in i join check_ins.content o on o.check_in_id = i.id
    where i.recorded_by = ${ctx.actor.accountId} and i.unit_id = ${unitId} and i.recorded_at >= ${since} and i.voided_at is null
      and length(o.talk) > 0
    order by i.recorded_at desc limit 80`.execute(ctx.tx);
  return rows;
}

// Paper lists.

export type PaperBatch = { id: string; unitId: number; day: PlainDate; state: string; typedBy: string };

export async function insertBatch(
  ctx: Ctx,
  batch: { id: string; unitId: number; day: PlainDate; reason: string },
): Promise<void> {
  await ctx.tx
    .insertInto('check_ins.paper_batch')
    .values({
      id: batch.id,
      unit_id: batch.unitId,
      day: batch.day,
      reason: batch.reason,
      typed_by: ctx.actor.accountId,
      made_at: ctx.now,
    })
    .execute();
}

export async function lockBatch(ctx: Ctx, id: string): Promise<PaperBatch> {
  const row = await ctx.tx
    .selectFrom('check_ins.paper_batch')
    .select(['id', 'unit_id', 'day', 'state', 'typed_by'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw new NotFound('no such paper list for this asker');
  return { id: row.id, unitId: row.unit_id, day: row.day as PlainDate, state: row.state, typedBy: row.typed_by };
}

export async function insertPaperLine(ctx: Ctx, batch: PaperBatch, caseId: string, note: string): Promise<boolean> {
  const { numAffectedRows } = await sql`
    insert into check_ins.paper_line (batch_id, unit_id, case_id, note) values (${batch.id}, ${batch.unitId}, ${caseId}, ${note})
    on conflict (batch_id, case_id) where removed_at is null do nothing`.execute(ctx.tx);
  return Number(numAffectedRows ?? 0) > 0;
}

export async function removePaperLine(ctx: Ctx, batchId: string, lineId: string): Promise<void> {
  await ctx.tx
    .updateTable('check_ins.paper_line')
    .set({ removed_at: ctx.now })
    .where('id', '=', lineId)
    .where('batch_id', '=', batchId)
    .where('removed_at', 'is', null)
    .execute();
}

/** The lines that nobody has decided on and whose files are open to the asker. */
export async function listOpenPaperCases(tx: Tx, batchId: string): Promise<{ lineId: string; caseId: string }[]> {
  const rows = await tx
    .selectFrom('check_ins.paper_line')
    .select(['id', 'case_id'])
    .where('batch_id', '=', batchId)
    .where('removed_at', 'is', null)
    .where('outcome', 'is', null)
    .orderBy('made_at')
    .orderBy('id')
    .execute();
  return rows.map((row) => ({ lineId: row.id, caseId: row.case_id }));
}

export type NumberedLine = { lineId: string; number: number; outcome: PaperOutcome | null };

/** Every line of a list by its number and without a name, also those whose files are closed to the asker. */
export async function numberPaperLines(tx: Tx, batchId: string): Promise<NumberedLine[]> {
  const { rows } = await sql<NumberedLine>`
    select l.line_id as "lineId", l.number, l.outcome from check_ins.paper_lines(${batchId}) l order by l.number`.execute(
    tx,
  );
  return rows;
}

export type PaperOutcome = 'recorded' | 'already_there' | 'refused';

export async function setPaperLine(
  tx: Tx,
  lineId: string,
  became: { outcome: PaperOutcome; checkInId?: string; refusal?: string },
): Promise<void> {
  await tx
    .updateTable('check_ins.paper_line')
    .set({ outcome: became.outcome, check_in_id: became.checkInId ?? null, refusal: became.refusal ?? null })
    .where('id', '=', lineId)
    .execute();
}

/** Whose post decides on a list; nothing where nobody but its author could. */
export async function findDecider(tx: Tx, batchId: string): Promise<'head_of_bapas' | 'section_head' | null> {
  const { rows } = await sql<{ role: 'head_of_bapas' | 'section_head' | null }>`
    select check_ins.decider_of(${batchId}) as role`.execute(tx);
  return rows[0]?.role ?? null;
}

export async function moveBatch(
  ctx: Ctx,
  id: string,
  to: 'proposed' | 'approved' | 'refused' | 'withdrawn',
  note: string,
): Promise<void> {
  const decided = to === 'approved' || to === 'refused';
  await ctx.tx
    .updateTable('check_ins.paper_batch')
    .set({
      state: to,
      ...(to === 'proposed' ? { proposed_at: ctx.now } : {}),
      ...(decided ? { decided_by: ctx.actor.accountId, decided_at: ctx.now, decision_note: note } : {}),
    })
    .where('id', '=', id)
    .execute();
}

export async function findStaffOf(tx: Tx, accountId: string): Promise<string | null> {
  const row = await tx.selectFrom('accounts.account').select('staff_id').where('id', '=', accountId).executeTakeFirst();
  return row?.staff_id ?? null;
}

export type { CaseRow };
export { caseColumns, supervisionOf };
