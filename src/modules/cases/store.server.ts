import { sql, type Updateable } from 'kysely';
import { parsePartialDate, type PartialDate } from '#kernel/partial-date';
import type { PlainDate } from '#kernel/plain-date';
import type { Zone } from '#kernel/zone';
import type { Subject } from '#modules/access';
import { todayAt } from '#modules/units';
import type { Ctx, ReadCtx, Tx } from '#platform/ctx';
import { Stale } from '#platform/errors';
import type { DB } from '#platform/schema';
import type {
  AgeGroup,
  BasisKind,
  CaseFacts,
  CaseState,
  ClientKind,
  ConditionSource,
  DecidedPhase,
  DocumentKind,
  EndReason,
  EvidenceGrade,
  GuarantorRelation,
  MilestoneName,
  OpeningKind,
  OpeningReason,
  PauseCause,
  RiskBand,
  RiskOrigin,
  SentenceParts,
  TppAdvice,
  TransferState,
} from './case.ts';

/** A case as use cases work on it, with what a decision about the asker needs. */
export type CaseOnFile = CaseFacts & {
  id: string;
  personId: string;
  unitId: number;
  zone: Zone;
  /** The day that duties are judged by at its office. */
  today: PlainDate;
  guarded: boolean;
  restricted: boolean;
  firstDetainedOn: PlainDate | null;
  /** The paper that says when he was released, or is expected to be. */
  releaseDocument: string;
  sentence: SentenceParts | null;
  remissionDays: number;
  orientedOn: PlainDate | null;
  endedOn: PlainDate | null;
  riskBand: RiskBand | null;
  riskOrigin: RiskOrigin | null;
  minimumGrade: EvidenceGrade;
  version: number;
  subject: Subject;
};

const reading = (ctx: ReadCtx, caseId: string) =>
  ctx.tx
    .selectFrom('cases.client_case as c')
    .innerJoin('units.unit as u', 'u.id', 'c.unit_id')
    .where('c.id', '=', caseId)
    .selectAll('c')
    .select(['u.path', 'u.zone', 'u.demo_today'])
    .select([
      sql<boolean>`c.id = any ((select cases.ctx_assigned())::uuid[])`.as('assigned'),
      sql<boolean>`c.id = any ((select accounts.ctx_opened_cases())::uuid[])`.as('opened'),
      sql<boolean>`c.person_id = any ((select people.ctx_listed())::uuid[])`.as('listed'),
    ]);

export async function findCase(ctx: ReadCtx, caseId: string): Promise<CaseOnFile | undefined> {
  const row = await reading(ctx, caseId).executeTakeFirst();
  return row && caseOf(row, ctx.now);
}

/**
 * Locked until the transaction ends, so that two officers never move one case at once. Read only afterwards: whoever waited must
 * see the case, and whose it is, as the other has left it.
 */
export async function lockCaseRow(ctx: Ctx, caseId: string): Promise<CaseOnFile | undefined> {
  await ctx.tx.selectFrom('cases.client_case').select('id').where('id', '=', caseId).forUpdate().execute();
  const row = await reading(ctx, caseId).executeTakeFirst();
  return row && caseOf(row, ctx.now);
}

type Row = NonNullable<Awaited<ReturnType<ReturnType<typeof reading>['executeTakeFirst']>>>;
function caseOf(row: Row, now: Date): CaseOnFile {
  const zone = row.zone as Zone;
  const day = (text: string | null) => text as PlainDate | null;
  const hasSentence = row.sentence_years !== null || row.sentence_months !== null || row.sentence_days !== null;
  return {
    id: row.id,
    personId: row.person_id,
    unitId: row.unit_id,
    zone,
    today: todayAt({ zone, demoToday: day(row.demo_today) }, now),
    state: row.state as CaseState,
    kind: row.kind as ClientKind,
    ageGroup: row.age_group as AgeGroup,
    guarded: row.guarded,
    sealed: row.sealed,
    restricted: row.restricted,
    pkStaffId: row.pk_staff_id,
    registerLabel: row.register_label,
    receivedOn: row.received_on as PlainDate,
    registeredOn: day(row.registered_on),
    guidanceStart: day(row.guidance_start),
    guidanceEnd: day(row.guidance_end),
    releasedOn: day(row.released_on),
    releaseExpectedOn: day(row.release_expected_on),
    releaseDocument: row.release_document,
    ledgerFrom: day(row.ledger_from),
    phaseDecided: row.phase_decided as DecidedPhase | null,
    firstDetainedOn: day(row.first_detained_on),
    sentence: hasSentence
      ? { years: row.sentence_years ?? 0, months: row.sentence_months ?? 0, days: row.sentence_days ?? 0 }
      : null,
    remissionDays: row.remission_days,
    orientedOn: day(row.oriented_on),
    endedOn: day(row.ended_on),
    riskBand: row.risk_band as RiskBand | null,
    riskOrigin: row.risk_origin as RiskOrigin | null,
    minimumGrade: row.minimum_grade as EvidenceGrade,
    version: row.version,
    subject: {
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
    },
  };
}

type CaseChange = Omit<Updateable<DB['cases.client_case']>, 'id' | 'version'>;

/** Changes a case that is locked; whoever looked at an older state of it is told so. */
export async function changeCase(
  tx: Tx,
  { id, version }: Pick<CaseOnFile, 'id' | 'version'>,
  change: CaseChange,
): Promise<void> {
  const { numUpdatedRows } = await tx
    .updateTable('cases.client_case')
    .set({ ...change, version: version + 1 })
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) throw new Stale('case changed meanwhile');
}

export type NewCase = {
  id: string;
  personId: string;
  unitId: number;
  kind: ClientKind;
  ageGroup: AgeGroup;
  state: CaseState;
  pkStaffId: string | null;
  receivedOn: PlainDate;
  handoverNumber: string;
  handoverFrom: string;
  offence: string;
  offenceArticles: string;
  ledgerFrom: PlainDate;
  registeredOn?: PlainDate | null;
  registerLabel?: string | null;
  guidanceStart?: PlainDate | null;
  guidanceEnd?: PlainDate | null;
  releasedOn?: PlainDate | null;
  releaseExpectedOn?: PlainDate | null;
  releaseDocument?: string;
  firstDetainedOn?: PlainDate | null;
  sentence?: Partial<SentenceParts> | null;
  remissionDays?: number;
  /** As the office said from which he came. */
  riskBand?: RiskBand | null;
  minimumGrade?: EvidenceGrade;
  transferredFrom?: string | null;
};

/** Nothing is read back: a guarded case is in its counsellor's sight only from the next statement on. */
export async function insertCase(ctx: Ctx, one: NewCase): Promise<void> {
  await ctx.tx
    .insertInto('cases.client_case')
    .values({
      id: one.id,
      person_id: one.personId,
      unit_id: one.unitId,
      kind: one.kind,
      age_group: one.ageGroup,
      state: one.state,
      guarded: one.ageGroup === 'child' || (await isPersonGuarded(ctx.tx, one.personId)),
      restricted: await isRestricted(ctx.tx, one.personId),
      pk_staff_id: one.pkStaffId,
      received_on: one.receivedOn,
      handover_number: one.handoverNumber,
      handover_from: one.handoverFrom,
      offence: one.offence,
      offence_articles: one.offenceArticles,
      ledger_from: one.ledgerFrom,
      registered_on: one.registeredOn ?? null,
      register_label: one.registerLabel ?? null,
      guidance_start: one.guidanceStart ?? null,
      guidance_end: one.guidanceEnd ?? null,
      released_on: one.releasedOn ?? null,
      release_expected_on: one.releaseExpectedOn ?? null,
      release_document: one.releaseDocument ?? '',
      first_detained_on: one.firstDetainedOn ?? null,
      sentence_years: one.sentence?.years ?? null,
      sentence_months: one.sentence?.months ?? null,
      sentence_days: one.sentence?.days ?? null,
      remission_days: one.remissionDays ?? 0,
      risk_band: one.riskBand ?? null,
      risk_origin: one.riskBand ? 'transfer' : null,
      ...(one.minimumGrade ? { minimum_grade: one.minimumGrade } : {}),
      transferred_from: one.transferredFrom ?? null,
      made_by: ctx.actor.accountId,
    })
    .execute();
}

/** Restricted, or with somebody excluded: every case of such a person is guarded from its first day. */
async function isPersonGuarded(tx: Tx, personId: string): Promise<boolean> {
  const { rows } = await sql<{ guarded: boolean }>`select cases.person_needs_guard(${personId}) as guarded`.execute(tx);
  return rows[0]?.guarded ?? false;
}

async function isRestricted(tx: Tx, personId: string): Promise<boolean> {
  const row = await tx.selectFrom('people.person').select('restricted').where('id', '=', personId).executeTakeFirst();
  return row?.restricted ?? false;
}

export type PersonAtReception = {
  unitId: number;
  deceasedOn: PlainDate | null;
  openKinds: ClientKind[];
  birth: PartialDate | undefined;
};

/** A person whom the asker can see, locked so that nobody receives the same person twice at once. */
export async function lockPerson(ctx: Ctx, personId: string): Promise<PersonAtReception | undefined> {
  await lockReceptions(ctx.tx, personId);
  const person = await ctx.tx
    .selectFrom('people.person')
    .select(['unit_id', 'deceased_on', 'birth_date', 'birth_precision'])
    .where('id', '=', personId)
    .executeTakeFirst();
  if (!person) return undefined;
  return {
    unitId: person.unit_id,
    deceasedOn: person.deceased_on as PlainDate | null,
    openKinds: await listOpenKinds(ctx.tx, { personId, unitId: person.unit_id }),
    birth: birthIn(person),
  };
}

/** Not the person's row: whoever receives somebody again need not be the one who may change what is known of him. */
async function lockReceptions(tx: Tx, personId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('cases.reception:' || ${personId}, 0))`.execute(tx);
}

async function listOpenKinds(tx: Tx, of: { personId: string; unitId: number }): Promise<ClientKind[]> {
  const rows = await tx
    .selectFrom('cases.client_case')
    .select('kind')
    .where('person_id', '=', of.personId)
    .where('unit_id', '=', of.unitId)
    .where('state', 'in', ['received', 'active', 'paused'])
    .execute();
  return rows.map((row) => row.kind as ClientKind);
}

/** The kinds of guidance that a person has under way at an office; nobody begins another one until the transaction ends. */
export async function lockOpenKinds(tx: Tx, of: { personId: string; unitId: number }): Promise<ClientKind[]> {
  await lockReceptions(tx, of.personId);
  return listOpenKinds(tx, of);
}

function birthIn(row: { birth_date: string | null; birth_precision: string }): PartialDate | undefined {
  return row.birth_date === null
    ? undefined
    : parsePartialDate(row.birth_date, row.birth_precision as PartialDate['precision']);
}

/** When somebody was born, as far as it is known. */
export async function findBirth(tx: Tx, personId: string): Promise<PartialDate | undefined> {
  const row = await tx
    .selectFrom('people.person')
    .select(['birth_date', 'birth_precision'])
    .where('id', '=', personId)
    .executeTakeFirst();
  return row && birthIn(row);
}

// Register numbers.

/**
 * The next number of a unit and year. The series' row stays locked until the transaction ends: a registration that is rolled back
 * gives its number back, and nobody has taken the next one meanwhile.
 */
export async function nextRegisterNumber(tx: Tx, unitId: number, year: number): Promise<number> {
  const { rows } = await sql<{ last_number: number }>`
    insert into cases.register_series as s (unit_id, year, last_number) values (${unitId}, ${year}, 1)
    on conflict (unit_id, year) do update set last_number = s.last_number + 1
    returning last_number`.execute(tx);
  return rows[0]!.last_number;
}

/** A number that an office gave before it used Simpul: the series goes on behind the highest. */
export async function continueSeriesAfter(tx: Tx, unitId: number, year: number, number: number): Promise<void> {
  await sql`
    insert into cases.register_series as s (unit_id, year, last_number) values (${unitId}, ${year}, ${number})
    on conflict (unit_id, year) do update set last_number = greatest(s.last_number, excluded.last_number)`.execute(tx);
}

export async function isLabelTaken(tx: Tx, unitId: number, label: string): Promise<boolean> {
  const { rows } = await sql<{ taken: boolean }>`select cases.label_taken(${unitId}, ${label}) as taken`.execute(tx);
  return rows[0]!.taken;
}

export type RegisterLine = {
  unitId: number;
  year: number;
  number: number | null;
  label: string;
  caseId: string | null;
  origin: 'given' | 'imported';
  givenOn: PlainDate;
  voidReason?: string;
};

export async function insertRegisterEntry(ctx: Ctx, line: RegisterLine): Promise<string> {
  const id = ctx.newId();
  await ctx.tx
    .insertInto('cases.register_entry')
    .values({
      id,
      unit_id: line.unitId,
      year: line.year,
      number: line.number,
      label: line.label,
      case_id: line.caseId,
      origin: line.origin,
      given_on: line.givenOn,
      void_reason: line.voidReason ?? null,
      voided_by: line.voidReason ? ctx.actor.accountId : null,
      voided_at: line.voidReason ? ctx.now : null,
      made_by: ctx.actor.accountId,
    })
    .execute();
  return id;
}

export async function lockRegisterEntry(tx: Tx, id: string) {
  return tx
    .selectFrom('cases.register_entry as e')
    .innerJoin('units.unit as u', 'u.id', 'e.unit_id')
    .select(['e.id', 'e.unit_id', 'e.case_id', 'e.label', 'e.number', 'e.year', 'e.voided_at', 'u.path'])
    .where('e.id', '=', id)
    .forUpdate('e')
    .executeTakeFirst();
}

export async function voidEntry(ctx: Ctx, id: string, reason: string): Promise<void> {
  await ctx.tx
    .updateTable('cases.register_entry')
    .set({ void_reason: reason, voided_by: ctx.actor.accountId, voided_at: ctx.now })
    .where('id', '=', id)
    .where('voided_at', 'is', null)
    .execute();
}

// Legal basis and milestones.

export async function hasLegalBasis(tx: Tx, caseId: string): Promise<boolean> {
  const row = await tx
    .selectFrom('cases.legal_basis')
    .select('id')
    .where('case_id', '=', caseId)
    .where('replaced_at', 'is', null)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

export type NewBasis = { kind: BasisKind; number: string; dated: PlainDate; issuer: string; fileId: string | null };

/** One basis stands at a time; the one before stays on file as replaced. */
export async function replaceBasis(ctx: Ctx, one: { id: string; unitId: number }, basis: NewBasis): Promise<string> {
  await ctx.tx
    .updateTable('cases.legal_basis')
    .set({ replaced_at: ctx.now })
    .where('case_id', '=', one.id)
    .where('replaced_at', 'is', null)
    .execute();
  return insertBasis(ctx, one, basis);
}

export async function insertBasis(ctx: Ctx, one: { id: string; unitId: number }, basis: NewBasis): Promise<string> {
  const id = ctx.newId();
  await ctx.tx
    .insertInto('cases.legal_basis')
    .values({
      id,
      case_id: one.id,
      unit_id: one.unitId,
      kind: basis.kind,
      number: basis.number,
      dated: basis.dated,
      issuer: basis.issuer,
      file_id: basis.fileId,
      made_by: ctx.actor.accountId,
    })
    .execute();
  return id;
}

export type MilestoneLine = {
  name: MilestoneName;
  day: PlainDate;
  origin: 'computed' | 'edited' | 'imported';
  reason: string;
  facts: Record<string, unknown>;
};

export async function listMilestones(
  tx: Tx,
  caseId: string,
): Promise<{ name: MilestoneName; day: PlainDate; origin: MilestoneLine['origin'] }[]> {
  const rows = await tx
    .selectFrom('cases.milestone')
    .select(['name', 'day', 'origin'])
    .where('case_id', '=', caseId)
    .where('replaced_at', 'is', null)
    .execute();
  return rows.map((row) => ({
    name: row.name as MilestoneName,
    day: row.day as PlainDate,
    origin: row.origin as MilestoneLine['origin'],
  }));
}

export async function replaceMilestones(
  ctx: Ctx,
  one: { id: string; unitId: number },
  lines: readonly MilestoneLine[],
): Promise<void> {
  if (lines.length === 0) return;
  await ctx.tx
    .updateTable('cases.milestone')
    .set({ replaced_at: ctx.now })
    .where('case_id', '=', one.id)
    .where('replaced_at', 'is', null)
    .where(
      'name',
      'in',
      lines.map((line) => line.name),
    )
    .execute();
  await ctx.tx
    .insertInto('cases.milestone')
    .values(
      lines.map((line) => ({
        id: ctx.newId(),
        case_id: one.id,
        unit_id: one.unitId,
        name: line.name,
        day: line.day,
        origin: line.origin,
        reason: line.reason,
        facts: JSON.stringify(line.facts),
        set_by: ctx.actor.accountId,
      })),
    )
    .execute();
}

/** Computed milestones that no longer rest on anything. */
export async function dropComputedMilestones(ctx: Ctx, caseId: string): Promise<void> {
  await ctx.tx
    .updateTable('cases.milestone')
    .set({ replaced_at: ctx.now })
    .where('case_id', '=', caseId)
    .where('replaced_at', 'is', null)
    .where('origin', '=', 'computed')
    .execute();
}

// Conditions and guarantors.

export type NewCondition = {
  type: 'general' | 'special';
  code: string | null;
  text: string;
  source: ConditionSource;
  startsOn: PlainDate | null;
  endsOn: PlainDate | null;
};

export async function listLiveConditions(tx: Tx, caseId: string): Promise<{ code: string | null; text: string }[]> {
  return tx
    .selectFrom('cases.condition')
    .select(['code', 'text'])
    .where('case_id', '=', caseId)
    .where('lifted_at', 'is', null)
    .execute();
}

export async function insertConditions(
  ctx: Ctx,
  one: { id: string; unitId: number },
  conditions: readonly NewCondition[],
): Promise<void> {
  if (conditions.length === 0) return;
  await ctx.tx
    .insertInto('cases.condition')
    .values(
      conditions.map((condition) => ({
        id: ctx.newId(),
        case_id: one.id,
        unit_id: one.unitId,
        type: condition.type,
        code: condition.code,
        text: condition.text,
        source: condition.source,
        starts_on: condition.startsOn,
        ends_on: condition.endsOn,
        made_by: ctx.actor.accountId,
      })),
    )
    .execute();
}

export async function findCondition(tx: Tx, id: string) {
  return tx
    .selectFrom('cases.condition')
    .select(['id', 'case_id', 'code', 'lifted_at'])
    .where('id', '=', id)
    .executeTakeFirst();
}

export async function liftConditionRow(ctx: Ctx, id: string, reason: string): Promise<void> {
  await ctx.tx
    .updateTable('cases.condition')
    .set({ lifted_at: ctx.now, lift_reason: reason })
    .where('id', '=', id)
    .execute();
}

export type NewGuarantor = {
  name: string;
  relation: GuarantorRelation;
  nik: string | null;
  phone: string;
  address: string;
  signedOn: PlainDate | null;
};

export async function insertGuarantor(
  ctx: Ctx,
  one: { id: string; unitId: number },
  guarantor: NewGuarantor,
): Promise<string> {
  const id = ctx.newId();
  await ctx.tx
    .insertInto('cases.guarantor')
    .values({
      id,
      case_id: one.id,
      unit_id: one.unitId,
      name: guarantor.name,
      relation: guarantor.relation,
      nik: guarantor.nik,
      phone: guarantor.phone,
      address: guarantor.address,
      signed_on: guarantor.signedOn,
      made_by: ctx.actor.accountId,
    })
    .execute();
  return id;
}

export async function findGuarantor(tx: Tx, id: string) {
  return tx
    .selectFrom('cases.guarantor')
    .select(['id', 'case_id', 'duties_confirmed_on', 'ended_on'])
    .where('id', '=', id)
    .executeTakeFirst();
}

export async function changeGuarantor(
  tx: Tx,
  id: string,
  change: { duties_confirmed_on?: PlainDate; ended_on?: PlainDate; end_reason?: string },
): Promise<void> {
  await tx.updateTable('cases.guarantor').set(change).where('id', '=', id).execute();
}

// Who guides.

export type PostedCounsellor = { staffId: string; name: string; postedHere: boolean; hasLeft: boolean };

export async function findCounsellor(
  tx: Tx,
  staffId: string,
  unitId: number,
  day: PlainDate,
): Promise<PostedCounsellor | undefined> {
  const row = await tx
    .selectFrom('units.staff as s')
    .select(['s.id', 's.name', 's.left_on'])
    .select(({ exists, selectFrom }) =>
      exists(
        selectFrom('units.posting as p')
          .select('p.id')
          .whereRef('p.staff_id', '=', 's.id')
          .where('p.unit_id', '=', unitId)
          .where('p.role', 'in', ['pk', 'apk'])
          .where('p.withdrawn_at', 'is', null)
          .where('p.approved_at', 'is not', null)
          .where('p.starts_on', '<=', day)
          .where((eb) => eb.or([eb('p.ends_on', 'is', null), eb('p.ends_on', '>=', day)])),
      ).as('posted'),
    )
    .where('s.id', '=', staffId)
    .executeTakeFirst();
  return (
    row && {
      staffId: row.id,
      name: row.name,
      postedHere: Boolean(row.posted),
      hasLeft: row.left_on !== null && row.left_on <= day,
    }
  );
}

/** Kin, victims and others who may never see this person's file are never given it; nobody learns why. */
export async function listCasesBarredFor(tx: Tx, staffId: string, caseIds: readonly string[]): Promise<Set<string>> {
  if (caseIds.length === 0) return new Set();
  const { rows } = await sql<{
    id: string;
  }>`select id from cases.barred_for(${staffId}, ${caseIds}::uuid[]) as id`.execute(tx);
  return new Set(rows.map((row) => row.id));
}

export type Assignment = { staffId: string; startsOn: PlainDate; orderNumber: string; reason: string };

export async function insertAssignment(ctx: Ctx, one: { id: string; unitId: number }, to: Assignment): Promise<void> {
  await ctx.tx
    .insertInto('cases.assignment')
    .values({
      id: ctx.newId(),
      case_id: one.id,
      unit_id: one.unitId,
      staff_id: to.staffId,
      starts_on: to.startsOn,
      order_number: to.orderNumber,
      reason: to.reason,
      made_by: ctx.actor.accountId,
    })
    .execute();
}

/** None ends before it began: an end that is recorded late may lie before the last change of counsellor. */
export async function endAssignments(ctx: Ctx, caseIds: readonly string[], on: PlainDate): Promise<void> {
  if (caseIds.length === 0) return;
  await ctx.tx
    .updateTable('cases.assignment')
    .set({ ended_at: ctx.now, ends_on: sql`greatest(starts_on, ${on}::date)` })
    .where('case_id', 'in', caseIds)
    .where('ended_at', 'is', null)
    .execute();
}

/** One officer's open cases at a unit, in the order in which they are locked everywhere. */
export async function lockCaseload(tx: Tx, unitId: number, staffId: string, kinds: readonly ClientKind[]) {
  let query = tx
    .selectFrom('cases.client_case')
    .select(['id', 'person_id', 'version'])
    .where('unit_id', '=', unitId)
    .where('pk_staff_id', '=', staffId)
    .where('state', 'in', ['received', 'active', 'paused']);
  if (kinds.length > 0) query = query.where('kind', 'in', [...kinds]);
  return query.orderBy('id').forUpdate().execute();
}

/** A whole caseload in three statements, however large it is. */
export async function moveCaseload(
  ctx: Ctx,
  unitId: number,
  caseIds: readonly string[],
  to: Assignment,
): Promise<void> {
  if (caseIds.length === 0) return;
  await endAssignments(ctx, caseIds, to.startsOn);
  // Whoever came after the day of the order is handed over from the day on which he came.
  await sql`
    insert into cases.assignment (case_id, unit_id, staff_id, starts_on, order_number, reason, made_by)
    select c.id, ${unitId}, ${to.staffId}, greatest(c.received_on, ${to.startsOn}::date), ${to.orderNumber}, ${to.reason}, ${ctx.actor.accountId}
    from cases.client_case c where c.id = any (${caseIds}::uuid[])`.execute(ctx.tx);
  await ctx.tx
    .updateTable('cases.client_case')
    .set((eb) => ({ pk_staff_id: to.staffId, version: eb('version', '+', 1) }))
    .where('id', 'in', caseIds)
    .execute();
}

// Pauses, endings, transfers.

export async function insertPause(
  ctx: Ctx,
  one: { id: string; unitId: number },
  startsOn: PlainDate,
  reason: string,
  because: PauseCause,
): Promise<void> {
  await ctx.tx
    .insertInto('cases.pause')
    .values({
      id: ctx.newId(),
      case_id: one.id,
      unit_id: one.unitId,
      starts_on: startsOn,
      reason,
      because,
      made_by: ctx.actor.accountId,
    })
    .execute();
}

export type OpenPause = { id: string; startsOn: PlainDate; because: PauseCause };
export async function findOpenPause(tx: Tx, caseId: string): Promise<OpenPause | undefined> {
  const row = await tx
    .selectFrom('cases.pause')
    .select(['id', 'starts_on', 'because'])
    .where('case_id', '=', caseId)
    .where('ends_on', 'is', null)
    .executeTakeFirst();
  return row && { id: row.id, startsOn: row.starts_on as PlainDate, because: row.because as PauseCause };
}

export async function endPause(ctx: Ctx, id: string, on: PlainDate): Promise<void> {
  await ctx.tx
    .updateTable('cases.pause')
    .set({ ends_on: on, ended_by: ctx.actor.accountId })
    .where('id', '=', id)
    .execute();
}

export type EndingLine = {
  id: string;
  what: 'ended' | 'reopened';
  day: PlainDate;
  reason: EndReason | null;
  note: string;
  documentNumber: string;
  decided: boolean;
  /** Whoever put it forward, where that is not whoever writes it down. */
  proposedBy?: string;
};

export async function insertEnding(ctx: Ctx, one: { id: string; unitId: number }, line: EndingLine): Promise<void> {
  await ctx.tx
    .insertInto('cases.ending')
    .values({
      id: line.id,
      case_id: one.id,
      unit_id: one.unitId,
      what: line.what,
      day: line.day,
      reason: line.reason,
      note: line.note,
      document_number: line.documentNumber,
      proposed_by: line.proposedBy ?? ctx.actor.accountId,
      proposed_at: ctx.now,
      decided_by: line.decided ? ctx.actor.accountId : null,
      decided_at: line.decided ? ctx.now : null,
      outcome: line.decided ? 'approved' : null,
    })
    .execute();
}

export type ProposedEnding = {
  id: string;
  day: PlainDate;
  reason: EndReason;
  note: string;
  documentNumber: string;
  proposedBy: string | null;
};

export async function findProposedEnding(tx: Tx, caseId: string): Promise<ProposedEnding | undefined> {
  const row = await tx
    .selectFrom('cases.ending')
    .select(['id', 'day', 'reason', 'note', 'document_number', 'proposed_by'])
    .where('case_id', '=', caseId)
    .where('what', '=', 'ended')
    .where('decided_at', 'is', null)
    .executeTakeFirst();
  return (
    row && {
      id: row.id,
      day: row.day as PlainDate,
      reason: row.reason as EndReason,
      note: row.note,
      documentNumber: row.document_number,
      proposedBy: row.proposed_by,
    }
  );
}

export async function decideEndingRow(
  ctx: Ctx,
  id: string,
  outcome: 'approved' | 'refused',
  note: string,
): Promise<void> {
  await ctx.tx
    .updateTable('cases.ending')
    .set({ decided_by: ctx.actor.accountId, decided_at: ctx.now, outcome, decision_note: note })
    .where('id', '=', id)
    .execute();
}

/** From here on only a reason opens the file; the row vanishes from everyone's sight, so the database does it (0012). */
/** For whoever leads the office, once nobody has work on a child's file any more. */
export async function sealAfterwardsRow(tx: Tx, caseId: string): Promise<boolean> {
  const { rows } = await sql<{ sealed: boolean }>`select cases.seal_afterwards(${caseId}) as sealed`.execute(tx);
  return rows[0]?.sealed ?? false;
}
export async function sealCaseRow(tx: Tx, caseId: string): Promise<boolean> {
  const { rows } = await sql<{ sealed: boolean }>`select cases.seal(${caseId}) as sealed`.execute(tx);
  return rows[0]?.sealed ?? false;
}

export type TransferOnFile = {
  id: string;
  caseId: string;
  fromUnitId: number;
  /** Null: a Bapas that does not use Simpul here, by its name. */
  toUnitId: number | null;
  toName: string;
  state: TransferState;
  requestedOn: PlainDate;
  requestedBy: string | null;
  advice: TppAdvice | null;
};

export async function lockTransfer(tx: Tx, id: string): Promise<TransferOnFile | undefined> {
  const row = await tx.selectFrom('cases.transfer').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
  return (
    row && {
      id: row.id,
      caseId: row.case_id,
      fromUnitId: row.from_unit_id,
      toUnitId: row.to_unit_id,
      toName: row.to_name,
      state: row.state as TransferState,
      requestedOn: row.requested_on as PlainDate,
      requestedBy: row.requested_by,
      advice: row.tpp_advice as TppAdvice | null,
    }
  );
}

export async function findRunningTransfer(
  tx: Tx,
  caseId: string,
): Promise<{ id: string; toUnitId: number | null; state: TransferState } | undefined> {
  const row = await tx
    .selectFrom('cases.transfer')
    .select(['id', 'to_unit_id', 'state'])
    .where('case_id', '=', caseId)
    .where('state', 'in', ['requested', 'at_tpp', 'approved'])
    .executeTakeFirst();
  return row && { id: row.id, toUnitId: row.to_unit_id, state: row.state as TransferState };
}

export type NewTransfer = {
  id: string;
  caseId: string;
  fromUnitId: number;
  toUnitId: number | null;
  toName: string;
  requestedOn: PlainDate;
  reason: string;
  letterNumber: string;
  guarantorStatement: boolean;
  riskNote: string;
};

export async function insertTransfer(ctx: Ctx, transfer: NewTransfer): Promise<void> {
  await ctx.tx
    .insertInto('cases.transfer')
    .values({
      id: transfer.id,
      case_id: transfer.caseId,
      from_unit_id: transfer.fromUnitId,
      to_unit_id: transfer.toUnitId,
      to_name: transfer.toName,
      state: 'requested',
      requested_on: transfer.requestedOn,
      reason: transfer.reason,
      letter_number: transfer.letterNumber,
      guarantor_statement: transfer.guarantorStatement,
      risk_note: transfer.riskNote,
      requested_by: ctx.actor.accountId,
    })
    .execute();
}

export type TransferChange = Pick<
  Updateable<DB['cases.transfer']>,
  | 'state'
  | 'tpp_held_on'
  | 'tpp_note'
  | 'tpp_document'
  | 'tpp_advice'
  | 'decided_on'
  | 'decision_note'
  | 'arrived_on'
  | 'new_case_id'
  | 'noted_by'
  | 'decided_by'
  | 'arrived_by'
  | 'answer_letter'
>;
export async function changeTransfer(tx: Tx, id: string, change: TransferChange): Promise<void> {
  await tx.updateTable('cases.transfer').set(change).where('id', '=', id).execute();
}

/** The office that was told to expect the client expects him no longer; its list is not the asker's, so the database does it (0201). */
export async function callOffArrival(tx: Tx, transferId: string): Promise<void> {
  await sql`select cases.call_off_arrival(${transferId})`.execute(tx);
}

/** What waited at the office that he left waits for nobody; that office's tasks are not the asker's either. */
export async function callOffLeft(tx: Tx, transferId: string): Promise<void> {
  await sql`select cases.call_off_left(${transferId})`.execute(tx);
}

export type TakenOver = {
  person_id: string;
  kind: ClientKind;
  age_group: AgeGroup;
  guidance_start: PlainDate | null;
  guidance_end: PlainDate | null;
  first_detained_on: PlainDate | null;
  sentence_years: number | null;
  sentence_months: number | null;
  sentence_days: number | null;
  remission_days: number;
  offence: string;
  offence_articles: string;
  risk_band: RiskBand | null;
  minimum_grade: EvidenceGrade;
  old_case_id: string;
  released_on: PlainDate | null;
  release_expected_on: PlainDate | null;
  release_document: string;
};

/** The person moves to the asker's office with addresses, phones and family; what the old office knew of the case comes back. */
export async function takeOver(tx: Tx, transferId: string): Promise<TakenOver | undefined> {
  const { rows } = await sql<TakenOver>`select * from cases.take_over(${transferId})`.execute(tx);
  return rows[0];
}

/** The old office's case ends and its papers are copied to the new one. */
export async function settleTransfer(tx: Tx, transferId: string, newCaseId: string, on: PlainDate): Promise<boolean> {
  const { rows } = await sql<{ settled: boolean }>`
    select cases.settle_transfer(${transferId}, ${newCaseId}, ${on}::date) as settled`.execute(tx);
  return rows[0]?.settled ?? false;
}

/** The client came to a Bapas outside, by its letter: the supervision here ends (0220). */
export async function settleOutside(
  tx: Tx,
  transferId: string,
  { day, letterNumber }: { day: PlainDate; letterNumber: string },
): Promise<boolean> {
  const { rows } = await sql<{ settled: boolean }>`
    select cases.settle_outside(${transferId}, ${day}::date, ${letterNumber}) as settled`.execute(tx);
  return rows[0]?.settled ?? false;
}

// Papers, notes, openings.

export async function insertPaperCheck(
  ctx: Ctx,
  one: { id: string; unitId: number },
  look: { paper: string; standing: string },
): Promise<void> {
  await ctx.tx
    .insertInto('cases.paper_check')
    .values({ id: ctx.newId(), case_id: one.id, unit_id: one.unitId, made_by: ctx.actor.accountId, ...look })
    .execute();
}

export async function insertDocument(
  ctx: Ctx,
  one: { id: string; unitId: number },
  paper: { id: string; kind: DocumentKind; title: string; fileId: string },
): Promise<void> {
  await ctx.tx
    .insertInto('cases.document')
    .values({
      id: paper.id,
      case_id: one.id,
      unit_id: one.unitId,
      kind: paper.kind,
      title: paper.title,
      file_id: paper.fileId,
      made_by: ctx.actor.accountId,
    })
    .execute();
}

export async function findDocument(tx: Tx, id: string) {
  return tx
    .selectFrom('cases.document')
    .select(['id', 'case_id', 'kind', 'removed_at'])
    .where('id', '=', id)
    .executeTakeFirst();
}

export async function removeDocumentRow(ctx: Ctx, id: string, reason: string): Promise<void> {
  await ctx.tx
    .updateTable('cases.document')
    .set({ removed_at: ctx.now, remove_reason: reason })
    .where('id', '=', id)
    .execute();
}

export async function insertNote(
  ctx: Ctx,
  one: { id: string; unitId: number },
  note: { id: string; happenedAt: Date; text: string; correctsId: string | null },
): Promise<void> {
  await ctx.tx
    .insertInto('cases.contact_note')
    .values({
      id: note.id,
      case_id: one.id,
      unit_id: one.unitId,
      happened_at: note.happenedAt,
      text: note.text,
      corrects_id: note.correctsId,
      made_by: ctx.actor.accountId,
    })
    .execute();
}

export async function findNote(tx: Tx, id: string) {
  return tx.selectFrom('cases.contact_note').select(['id', 'case_id']).where('id', '=', id).executeTakeFirst();
}

export async function openWithReasonRow(
  tx: Tx,
  opening: { caseId: string; kind: OpeningKind; code: OpeningReason; reason: string },
): Promise<string | null> {
  const { rows } = await sql<{ id: string | null }>`
    select cases.open_with_reason(${opening.caseId}, ${opening.kind}, ${opening.code}, ${opening.reason}) as id`.execute(
    tx,
  );
  return rows[0]?.id ?? null;
}

/** Locked, so that several openings at once do not each find room for one. */
export async function lockOwnBreakGlass(ctx: Ctx, since: Date): Promise<number> {
  await sql`select pg_advisory_xact_lock(hashtextextended('cases.opening:' || ${ctx.actor.accountId}, 0))`.execute(
    ctx.tx,
  );
  const row = await ctx.tx
    .selectFrom('accounts.opening')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('account_id', '=', ctx.actor.accountId)
    .where('kind', '=', 'break_glass')
    .where('opened_at', '>', since)
    .executeTakeFirstOrThrow();
  return row.n;
}

export async function findOpening(tx: Tx, id: string) {
  return tx
    .selectFrom('accounts.opening as o')
    .innerJoin('units.unit as u', 'u.id', 'o.unit_id')
    .select(['o.id', 'o.account_id', 'o.case_id', 'o.stay_id', 'o.person_id', 'o.unit_id', 'o.reviewed_at', 'u.path'])
    .where('o.id', '=', id)
    .executeTakeFirst();
}

/** Whether it was this one: what a colleague has written meanwhile stays. */
export async function reviewOpeningRow(ctx: Ctx, id: string, review: string): Promise<boolean> {
  const { numUpdatedRows } = await ctx.tx
    .updateTable('accounts.opening')
    .set({ reviewed_by: ctx.actor.accountId, reviewed_at: ctx.now, review })
    .where('id', '=', id)
    .where('reviewed_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}
