import { sql } from 'kysely';
import type { PlainDate } from '#kernel/plain-date';
import type { Zone } from '#kernel/zone';
import type { Subject } from '#modules/access';
import { todayAt } from '#modules/units';
import type { Ctx, ReadCtx, Tx } from '#platform/ctx';
import { NotFound } from '#platform/errors';
import { lookedUpOnce } from '#platform/looked-up-once';
import type { Days, Grade, ObligationState, Standing } from './ledger.ts';
import type { ChosenOptions, OptionsInTime, Supervision } from './obligations.rules.ts';
import { minimumGrade } from './reports.rules.ts';

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
export function getCase(ctx: ReadCtx, caseId: string): Promise<CaseAtHand> {
  return lookedUpOnce(ctx, `ledger of case ${caseId}`, () => lookUpCase(ctx, caseId));
}

async function lookUpCase(ctx: ReadCtx, caseId: string): Promise<CaseAtHand> {
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

export async function findStaffOf(tx: Tx, accountId: string): Promise<string | null> {
  const row = await tx.selectFrom('accounts.account').select('staff_id').where('id', '=', accountId).executeTakeFirst();
  return row?.staff_id ?? null;
}

export type { CaseRow };
export { caseColumns, supervisionOf };
