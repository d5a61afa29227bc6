import { sql } from 'kysely';
import { isUuid } from '#kernel/id';
import type { PlainDate } from '#kernel/plain-date';
import type { GuidancePhase } from '#kernel/guidance-phase';
import { decide, mustBeAllowed, type Action } from '#modules/access';
import { countOpened } from '#modules/accounts/server';
import { getUnit } from '#modules/units/server';
import { todayAt } from '#modules/units';
import type { ReadCtx } from '#platform/ctx';
import { NotFound } from '#platform/errors';
import type {
  AgeGroup,
  BasisKind,
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
  PhaseStanding,
  RiskBand,
  RiskOrigin,
  TppAdvice,
  TransferState,
} from './case.ts';
import { hasRelease } from './kinds.ts';
import { longestPeriod } from './law.rules.ts';
import { reachCase } from './reach.server.ts';
import { judgePhase, phaseDueOf, phaseOf } from './rules.ts';
import type { CaseOnFile } from './store.server.ts';
import { dueDay } from './transfers.server.ts';

/** What stands above every page of a case, so that nobody writes into the wrong one. */
export type CaseHeader = {
  caseId: string;
  personId: string;
  name: string;
  birthDate: PlainDate | null;
  birthPrecision: string;
  sex: string | null;
  photoFileId: string | null;
  label: string | null;
  kind: ClientKind;
  ageGroup: AgeGroup;
  state: CaseOnFile['state'];
  /** The phase that holds. */
  phase: GuidancePhase | null;
  phaseDue: GuidancePhase | null;
  phaseDecided: DecidedPhase | null;
  phaseStanding: PhaseStanding;
  guidanceStart: PlainDate | null;
  guidanceEnd: PlainDate | null;
  pkStaffId: string | null;
  pkName: string | null;
  unitId: number;
  unitName: string;
  guarded: boolean;
  sealed: boolean;
  /** Until when a file opened with a reason stays open. */
  openedUntil: Date | null;
  version: number;
  today: PlainDate;
  zone: CaseOnFile['zone'];
  may: Readonly<Record<HeaderAction, boolean>>;
};
const headerActions = [
  'case:write',
  'case:assign',
  'case:propose_ending',
  'case:decide_ending',
  'case:reopen',
  'case:seal',
  'case:request_transfer',
  'case:decide_transfer',
  'case:propose_phase',
  'case:decide_phase',
  'case:accept_transfer',
  'document:write',
  'card:issue',
  'opening:review',
  'case:read_log',
  'case:read_specific',
  'assessment:read',
] as const satisfies readonly Action[];
export type HeaderAction = (typeof headerActions)[number];

/** The head of a case's pages, with a line in the access log: looking at a record is an act. */
export async function getCaseHeader(ctx: ReadCtx, caseId: string, page: string): Promise<CaseHeader> {
  const one = await reachCase(ctx, caseId, 'case:read');
  await countOpened(ctx, one.personId);
  const row = await ctx.tx
    .selectFrom('cases.client_case as c')
    .innerJoin('people.person as p', 'p.id', 'c.person_id')
    .innerJoin('units.unit as u', 'u.id', 'c.unit_id')
    .leftJoin('units.staff as s', 's.id', 'c.pk_staff_id')
    .select([
      'p.name',
      'p.birth_date',
      'p.birth_precision',
      'p.sex',
      'p.photo_file_id',
      'u.name as unit_name',
      's.name as pk_name',
    ])
    .select((eb) =>
      eb
        .selectFrom('accounts.opening as o')
        .select((o) => o.fn.max('o.until').as('until'))
        .where('o.case_id', '=', caseId)
        .where('o.account_id', '=', ctx.actor.accountId)
        .where('o.until', '>', sql<Date>`now()`)
        .as('opened_until'),
    )
    .where('c.id', '=', caseId)
    .executeTakeFirst();
  if (!row) throw new NotFound('case');
  ctx.accessed({ what: 'case.viewed', unitId: one.unitId, caseId, personId: one.personId, about: { page } });
  return {
    caseId,
    personId: one.personId,
    name: row.name,
    birthDate: row.birth_date as PlainDate | null,
    birthPrecision: row.birth_precision,
    sex: row.sex,
    photoFileId: row.photo_file_id,
    label: one.registerLabel,
    kind: one.kind,
    ageGroup: one.ageGroup,
    state: one.state,
    phase: phaseOf(one, one.today) ?? null,
    phaseDue: phaseDueOf(one, one.today) ?? null,
    phaseDecided: one.phaseDecided,
    phaseStanding: judgePhase(one, one.today),
    guidanceStart: one.guidanceStart,
    guidanceEnd: one.guidanceEnd,
    pkStaffId: one.pkStaffId,
    pkName: row.pk_name,
    unitId: one.unitId,
    unitName: row.unit_name,
    guarded: one.guarded,
    sealed: one.sealed,
    openedUntil: row.opened_until,
    version: one.version,
    today: one.today,
    zone: one.zone,
    may: Object.fromEntries(
      headerActions.map((action) => [action, decide(ctx.actor, action, one.subject).allow]),
    ) as CaseHeader['may'],
  };
}

export type Basis = {
  id: string;
  kind: BasisKind;
  number: string;
  dated: PlainDate;
  issuer: string;
  fileId: string | null;
  replacedAt: Date | null;
};
export async function listBases(ctx: ReadCtx, caseId: string): Promise<Basis[]> {
  const rows = await ctx.tx
    .selectFrom('cases.legal_basis')
    .select(['id', 'kind', 'number', 'dated', 'issuer', 'file_id', 'replaced_at'])
    .where('case_id', '=', caseId)
    .orderBy('replaced_at', (order) => order.desc().nullsFirst())
    .orderBy('made_at', 'desc')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind as BasisKind,
    number: row.number,
    dated: row.dated as PlainDate,
    issuer: row.issuer,
    fileId: row.file_id,
    replacedAt: row.replaced_at,
  }));
}

export type CaseFactsPage = {
  receivedOn: PlainDate;
  registeredOn: PlainDate | null;
  handoverNumber: string;
  handoverFrom: string;
  firstDetainedOn: PlainDate | null;
  sentence: { years: number; months: number; days: number } | null;
  remissionDays: number;
  offence: string;
  offenceArticles: string;
  orientedOn: PlainDate | null;
  contractNumber: string;
  contractSignedOn: PlainDate | null;
  riskBand: RiskBand | null;
  riskOrigin: RiskOrigin | null;
  minimumGrade: EvidenceGrade;
  endedOn: PlainDate | null;
  endReason: EndReason | 'transferred' | null;
  /** Undefined for a kind of client that has no such day. */
  release: { on: PlainDate | null; expectedOn: PlainDate | null; document: string } | undefined;
  /** A decree of before this day is noted by hand, since there was nothing here then that could have led to it. */
  ledgerFrom: PlainDate | null;
  longer: boolean;
};
export async function getCaseFacts(ctx: ReadCtx, caseId: string): Promise<CaseFactsPage> {
  const row = await ctx.tx.selectFrom('cases.client_case').selectAll().where('id', '=', caseId).executeTakeFirst();
  if (!row) throw new NotFound('case');
  const day = (text: string | null) => text as PlainDate | null;
  const [start, end] = [day(row.guidance_start), day(row.guidance_end)];
  const known = row.sentence_years ?? row.sentence_months ?? row.sentence_days;
  return {
    receivedOn: row.received_on as PlainDate,
    registeredOn: day(row.registered_on),
    handoverNumber: row.handover_number,
    handoverFrom: row.handover_from,
    firstDetainedOn: day(row.first_detained_on),
    sentence:
      known === null
        ? null
        : { years: row.sentence_years ?? 0, months: row.sentence_months ?? 0, days: row.sentence_days ?? 0 },
    remissionDays: row.remission_days,
    offence: row.offence,
    offenceArticles: row.offence_articles,
    orientedOn: day(row.oriented_on),
    contractNumber: row.contract_number,
    contractSignedOn: day(row.contract_signed_on),
    riskBand: row.risk_band as RiskBand | null,
    riskOrigin: row.risk_origin as RiskOrigin | null,
    minimumGrade: row.minimum_grade as EvidenceGrade,
    endedOn: day(row.ended_on),
    endReason: row.end_reason as EndReason | 'transferred' | null,
    release: hasRelease(row.kind as ClientKind)
      ? {
          on: day(row.released_on),
          expectedOn: day(row.release_expected_on),
          document: row.release_document,
        }
      : undefined,
    ledgerFrom: day(row.ledger_from),
    longer:
      start !== null &&
      end !== null &&
      longestPeriod.decide({ kind: row.kind as ClientKind, start, end }).result !== 'usual',
  };
}

export type Milestone = {
  name: MilestoneName;
  day: PlainDate;
  origin: 'computed' | 'edited' | 'imported';
  reason: string;
  setBy: string | null;
};
export async function listMilestonesOf(ctx: ReadCtx, caseId: string): Promise<Milestone[]> {
  const rows = await ctx.tx
    .selectFrom('cases.milestone as m')
    .leftJoin('accounts.account as a', 'a.id', 'm.set_by')
    .leftJoin('units.staff as s', 's.id', 'a.staff_id')
    .select(['m.name', 'm.day', 'm.origin', 'm.reason', 's.name as set_by'])
    .where('m.case_id', '=', caseId)
    .where('m.replaced_at', 'is', null)
    .orderBy('m.day')
    .execute();
  return rows.map((row) => ({
    name: row.name as MilestoneName,
    day: row.day as PlainDate,
    origin: row.origin as Milestone['origin'],
    reason: row.reason,
    setBy: row.set_by,
  }));
}

export type Condition = {
  id: string;
  type: 'general' | 'special';
  code: string | null;
  text: string;
  source: ConditionSource;
  startsOn: PlainDate | null;
  endsOn: PlainDate | null;
  liftedAt: Date | null;
  liftReason: string | null;
};
export async function listConditions(ctx: ReadCtx, caseId: string): Promise<Condition[]> {
  const rows = await ctx.tx
    .selectFrom('cases.condition')
    .selectAll()
    .where('case_id', '=', caseId)
    .orderBy('lifted_at', (order) => order.desc().nullsFirst())
    .orderBy('type')
    .orderBy('made_at')
    .orderBy('id')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    type: row.type as Condition['type'],
    code: row.code,
    text: row.text,
    source: row.source as ConditionSource,
    startsOn: row.starts_on as PlainDate | null,
    endsOn: row.ends_on as PlainDate | null,
    liftedAt: row.lifted_at,
    liftReason: row.lift_reason,
  }));
}

export type Guarantor = {
  id: string;
  name: string;
  relation: GuarantorRelation;
  phone: string;
  address: string;
  signedOn: PlainDate | null;
  confirmedOn: PlainDate | null;
  endedOn: PlainDate | null;
  endReason: string | null;
};
export async function listGuarantors(ctx: ReadCtx, caseId: string): Promise<Guarantor[]> {
  const rows = await ctx.tx
    .selectFrom('cases.guarantor')
    .selectAll()
    .where('case_id', '=', caseId)
    .orderBy('ended_on', (order) => order.desc().nullsFirst())
    .orderBy('made_at', 'desc')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    relation: row.relation as GuarantorRelation,
    phone: row.phone,
    address: row.address,
    signedOn: row.signed_on as PlainDate | null,
    confirmedOn: row.duties_confirmed_on as PlainDate | null,
    endedOn: row.ended_on as PlainDate | null,
    endReason: row.end_reason,
  }));
}

export type GuarantorAtDesk = { id: string; caseId: string; name: string; relation: GuarantorRelation };

/** Who vouches for these clients now, by name, for whoever hands out cards; the rest about a guarantor is not the desk's. */
export async function listGuarantorsAtDesk(ctx: ReadCtx, caseIds: readonly string[]): Promise<GuarantorAtDesk[]> {
  if (caseIds.length === 0) return [];
  const { rows } = await sql<{ id: string; case_id: string; name: string; relation: GuarantorRelation }>`
    select id, case_id, name, relation from cases.guarantors_at_desk(${caseIds}::uuid[])`.execute(ctx.tx);
  return rows.map((row) => ({ id: row.id, caseId: row.case_id, name: row.name, relation: row.relation }));
}

export type AssignmentLine = {
  staffId: string;
  name: string;
  startsOn: PlainDate;
  endsOn: PlainDate | null;
  orderNumber: string;
  reason: string;
  now: boolean;
};
export async function listAssignments(ctx: ReadCtx, caseId: string): Promise<AssignmentLine[]> {
  const rows = await ctx.tx
    .selectFrom('cases.assignment as a')
    .innerJoin('units.staff as s', 's.id', 'a.staff_id')
    .select(['a.staff_id', 's.name', 'a.starts_on', 'a.ends_on', 'a.order_number', 'a.reason', 'a.ended_at'])
    .where('a.case_id', '=', caseId)
    .orderBy('a.starts_on', 'desc')
    .orderBy('a.made_at', 'desc')
    .execute();
  return rows.map((row) => ({
    staffId: row.staff_id,
    name: row.name,
    startsOn: row.starts_on as PlainDate,
    endsOn: row.ends_on as PlainDate | null,
    orderNumber: row.order_number,
    reason: row.reason,
    now: row.ended_at === null,
  }));
}

export type CounsellorLoad = {
  staffId: string;
  name: string;
  grade: string | null;
  clients: number;
  children: number;
  awayUntil: PlainDate | null;
};

/** Whoever may guide at an office today and how many open cases each carries. */
export async function listCounsellors(ctx: ReadCtx, unitId: number): Promise<CounsellorLoad[]> {
  const unit = await getUnit(ctx, unitId);
  const today = todayAt(unit, ctx.now);
  const { rows } = await sql<{
    id: string;
    name: string;
    grade: string | null;
    clients: number;
    children: number;
    away: PlainDate | null;
  }>`
    select s.id, s.name, s.grade, coalesce(load.clients, 0)::int as clients, coalesce(load.children, 0)::int as children,
      (select max(a.ends_on) from units.absence a where a.staff_id = s.id and a.withdrawn_at is null
        and ${today}::date between a.starts_on and a.ends_on) as away
    from units.staff s
    left join (
      select c.pk_staff_id, count(*) as clients, count(*) filter (where c.age_group = 'child') as children
      from cases.client_case c where c.unit_id = ${unitId} and c.state in ('received', 'active', 'paused') group by c.pk_staff_id
    ) load on load.pk_staff_id = s.id
    where (s.left_on is null or s.left_on > ${today}::date) and exists (
      select 1 from units.posting p where p.staff_id = s.id and p.unit_id = ${unitId} and p.role in ('pk', 'apk')
        and p.approved_at is not null and p.withdrawn_at is null
        and p.starts_on <= ${today}::date and (p.ends_on is null or p.ends_on >= ${today}::date))
    order by s.name, s.id`.execute(ctx.tx);
  return rows.map(({ id, away, ...row }) => ({ ...row, staffId: id, awayUntil: away }));
}

/** Everyone who carries open cases at an office, also who has left or moved on: those are handed over. */
export async function listCarriers(
  ctx: ReadCtx,
  unitId: number,
): Promise<{ staffId: string; name: string; clients: number }[]> {
  const unit = await getUnit(ctx, unitId);
  mustBeAllowed(ctx.actor, 'case:assign', { unitId: unit.id, unitPath: unit.path });
  const { rows } = await sql<{ staffId: string; name: string; clients: number }>`
    select s.id as "staffId", s.name, count(*)::int as clients
    from cases.client_case c join units.staff s on s.id = c.pk_staff_id
    where c.unit_id = ${unitId} and c.state in ('received', 'active', 'paused')
    group by s.id, s.name order by s.name, s.id`.execute(ctx.tx);
  return rows;
}

/** What a handing over would move, before anybody presses. */
export async function countCaseload(
  ctx: ReadCtx,
  unitId: number,
  staffId: string,
  kinds: readonly ClientKind[],
): Promise<{ kind: ClientKind; clients: number }[]> {
  const unit = await getUnit(ctx, unitId);
  mustBeAllowed(ctx.actor, 'case:assign', { unitId: unit.id, unitPath: unit.path });
  const { rows } = await sql<{ kind: ClientKind; clients: number }>`
    select c.kind, count(*)::int as clients from cases.client_case c
    where c.unit_id = ${unitId} and c.pk_staff_id = ${staffId} and c.state in ('received', 'active', 'paused')
      ${kinds.length > 0 ? sql`and c.kind = any (${[...kinds]}::text[])` : sql``}
    group by c.kind order by 2 desc, 1`.execute(ctx.tx);
  return rows;
}

export type PauseLine = {
  id: string;
  startsOn: PlainDate;
  endsOn: PlainDate | null;
  reason: string;
  because: PauseCause;
};
export async function listPauses(ctx: ReadCtx, caseId: string): Promise<PauseLine[]> {
  const rows = await ctx.tx
    .selectFrom('cases.pause')
    .select(['id', 'starts_on', 'ends_on', 'reason', 'because'])
    .where('case_id', '=', caseId)
    .orderBy('starts_on', 'desc')
    .orderBy('made_at', 'desc')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    startsOn: row.starts_on as PlainDate,
    endsOn: row.ends_on as PlainDate | null,
    reason: row.reason,
    because: row.because as PauseCause,
  }));
}

export type EndingEntry = {
  id: string;
  what: 'ended' | 'reopened';
  day: PlainDate;
  reason: EndReason | 'transferred' | null;
  note: string;
  documentNumber: string;
  proposedBy: string | null;
  proposedByMe: boolean;
  decidedBy: string | null;
  outcome: 'approved' | 'refused' | null;
  decisionNote: string | null;
};
export async function listEndings(ctx: ReadCtx, caseId: string): Promise<EndingEntry[]> {
  const rows = await ctx.tx
    .selectFrom('cases.ending as e')
    .leftJoin('accounts.account as pa', 'pa.id', 'e.proposed_by')
    .leftJoin('units.staff as ps', 'ps.id', 'pa.staff_id')
    .leftJoin('accounts.account as da', 'da.id', 'e.decided_by')
    .leftJoin('units.staff as ds', 'ds.id', 'da.staff_id')
    .select([
      'e.id',
      'e.what',
      'e.day',
      'e.reason',
      'e.note',
      'e.document_number',
      'e.proposed_by',
      'e.outcome',
      'e.decision_note',
    ])
    .select(['ps.name as proposer', 'ds.name as decider'])
    .where('e.case_id', '=', caseId)
    .orderBy('e.proposed_at', 'desc')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    what: row.what as EndingEntry['what'],
    day: row.day as PlainDate,
    reason: row.reason as EndingEntry['reason'],
    note: row.note,
    documentNumber: row.document_number,
    proposedBy: row.proposer,
    proposedByMe: row.proposed_by === ctx.actor.accountId,
    decidedBy: row.decider,
    outcome: row.outcome as EndingEntry['outcome'],
    decisionNote: row.decision_note,
  }));
}

export type TransferEntry = {
  id: string;
  caseId: string;
  state: TransferState;
  fromUnitId: number;
  fromUnit: string;
  /** Null: a Bapas that does not use Simpul here. */
  toUnitId: number | null;
  toUnit: string;
  requestedOn: PlainDate;
  requestedByMe: boolean;
  dueOn: PlainDate | null;
  reason: string;
  letterNumber: string;
  guarantorStatement: boolean;
  riskNote: string;
  tppHeldOn: PlainDate | null;
  tppDocument: string;
  tppNote: string | null;
  advice: TppAdvice | null;
  decidedOn: PlainDate | null;
  decisionNote: string | null;
  arrivedOn: PlainDate | null;
  answerLetter: string;
  newCaseId: string | null;
};
export async function listTransfersOf(ctx: ReadCtx, caseId: string): Promise<TransferEntry[]> {
  const rows = await transferRows(ctx).where('t.case_id', '=', caseId).orderBy('t.made_at', 'desc').execute();
  return Promise.all(rows.map((row) => transferOf(ctx, row)));
}

const transferRows = (ctx: ReadCtx) =>
  ctx.tx
    .selectFrom('cases.transfer as t')
    .innerJoin('units.unit as f', 'f.id', 't.from_unit_id')
    .leftJoin('units.unit as to', 'to.id', 't.to_unit_id')
    .selectAll('t')
    .select(['f.name as from_unit', 'to.name as to_unit']);
type TransferRow = Awaited<ReturnType<ReturnType<typeof transferRows>['execute']>>[number];

async function transferOf(ctx: ReadCtx, row: TransferRow): Promise<TransferEntry> {
  const waiting = row.state === 'requested' || row.state === 'at_tpp';
  return {
    id: row.id,
    caseId: row.case_id,
    state: row.state as TransferState,
    fromUnitId: row.from_unit_id,
    fromUnit: row.from_unit,
    toUnitId: row.to_unit_id,
    toUnit: row.to_unit ?? row.to_name,
    requestedOn: row.requested_on as PlainDate,
    requestedByMe: row.requested_by === ctx.actor.accountId,
    dueOn: waiting ? await dueDay(ctx, row.from_unit_id, row.requested_on as PlainDate) : null,
    reason: row.reason,
    letterNumber: row.letter_number,
    guarantorStatement: row.guarantor_statement,
    riskNote: row.risk_note,
    tppHeldOn: row.tpp_held_on as PlainDate | null,
    tppDocument: row.tpp_document,
    tppNote: row.tpp_note,
    advice: row.tpp_advice as TppAdvice | null,
    decidedOn: row.decided_on as PlainDate | null,
    decisionNote: row.decision_note,
    arrivedOn: row.arrived_on as PlainDate | null,
    answerLetter: row.answer_letter,
    newCaseId: row.new_case_id,
  };
}

export type SameDecree = { caseId: string; name: string; registerLabel: string | null };

/**
 * Other clients of the office who rest on a decree of the same number and day. One decree may well name several, so nobody is refused;
 * but a number that was typed for the wrong client, or twice, is seen.
 */
export async function listSameDecree(ctx: ReadCtx, caseId: string): Promise<SameDecree[]> {
  const { rows } = await sql<SameDecree>`
    select c.id as "caseId", p.name, c.register_label as "registerLabel"
    from cases.legal_basis mine
    join cases.legal_basis b on b.unit_id = mine.unit_id and b.case_id <> mine.case_id and b.replaced_at is null and b.dated = mine.dated
      and lower(regexp_replace(b.number, '\\s', '', 'g')) = lower(regexp_replace(mine.number, '\\s', '', 'g'))
    join cases.client_case c on c.id = b.case_id
    join people.person p on p.id = c.person_id
    where mine.case_id = ${caseId} and mine.replaced_at is null
    order by p.name, c.id limit 20`.execute(ctx.tx);
  return rows;
}

export type Arriving = {
  id: string;
  caseId: string;
  toUnitId: number;
  fromUnit: string;
  name: string;
  birthDate: PlainDate | null;
  kind: ClientKind;
  ageGroup: AgeGroup;
  requestedOn: PlainDate;
  decidedOn: PlainDate;
  reason: string;
  riskNote: string;
};
export type Outgoing = TransferEntry & { name: string | null };

/** Clients on their way to an office, and a page of those it has sent or is about to send, with how many they are in all. */
export async function listTransfers(
  ctx: ReadCtx,
  unitId: number,
  page: { offset: number; limit: number } = { offset: 0, limit: 50 },
): Promise<{ arriving: Arriving[]; outgoing: Outgoing[]; total: number }> {
  const unit = await getUnit(ctx, unitId);
  const subject = { unitId: unit.id, unitPath: unit.path };
  mustBeAllowed(ctx.actor, 'case:list', subject);
  const { rows } = await sql<{
    id: string;
    case_id: string;
    to_unit_id: number;
    from_unit: string;
    name: string;
    birth_date: PlainDate | null;
    kind: ClientKind;
    age_group: AgeGroup;
    requested_on: PlainDate;
    decided_on: PlainDate;
    reason: string;
    risk_note: string;
  }>`
    select t.*, x.case_id, u.name as from_unit from cases.list_arriving() t join cases.transfer x on x.id = t.id
      join units.unit u on u.id = t.from_unit_id
    where t.to_unit_id = ${unitId} order by t.decided_on, t.id`.execute(ctx.tx);
  const sent = await transferRows(ctx)
    .leftJoin('cases.client_case as c', 'c.id', 't.case_id')
    .leftJoin('people.person as p', 'p.id', 'c.person_id')
    .select('p.name')
    .where('t.from_unit_id', '=', unitId)
    .orderBy('t.made_at', 'desc')
    .orderBy('t.id')
    .limit(page.limit)
    .offset(page.offset)
    .execute();
  const { total } = await ctx.tx
    .selectFrom('cases.transfer')
    .select(sql<number>`count(*)::int`.as('total'))
    .where('from_unit_id', '=', unitId)
    .executeTakeFirstOrThrow();
  return {
    total,
    arriving: rows.map((row) => ({
      id: row.id,
      caseId: row.case_id,
      toUnitId: row.to_unit_id,
      fromUnit: row.from_unit,
      name: row.name,
      birthDate: row.birth_date,
      kind: row.kind,
      ageGroup: row.age_group,
      requestedOn: row.requested_on,
      decidedOn: row.decided_on,
      reason: row.reason,
      riskNote: row.risk_note,
    })),
    outgoing: await Promise.all(sent.map(async (row) => ({ ...(await transferOf(ctx, row)), name: row.name }))),
  };
}

/** Every Bapas of this Simpul in which somebody could say that the client came; another one is named by hand. */
export async function listReceivingBapas(ctx: Pick<ReadCtx, 'tx'>): Promise<{ id: number; name: string }[]> {
  const { rows } = await sql<{ id: number; name: string }>`
    select u.id, u.name from units.unit u where u.id in (select cases.receiving_bapas()) order by u.name, u.id`.execute(
    ctx.tx,
  );
  return rows;
}

export type Paper = {
  id: string;
  kind: DocumentKind;
  title: string;
  fileId: string;
  bytes: number;
  madeAt: Date;
  madeBy: string | null;
  removedAt: Date | null;
  removeReason: string | null;
};
export async function listDocuments(ctx: ReadCtx, caseId: string): Promise<Paper[]> {
  const rows = await ctx.tx
    .selectFrom('cases.document as d')
    .innerJoin('platform.file as f', 'f.id', 'd.file_id')
    .leftJoin('accounts.account as a', 'a.id', 'd.made_by')
    .leftJoin('units.staff as s', 's.id', 'a.staff_id')
    .select([
      'd.id',
      'd.kind',
      'd.title',
      'd.file_id',
      'f.bytes',
      'd.made_at',
      's.name as made_by',
      'd.removed_at',
      'd.remove_reason',
    ])
    .where('d.case_id', '=', caseId)
    .orderBy('d.removed_at', (order) => order.desc().nullsFirst())
    .orderBy('d.made_at', 'desc')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind as DocumentKind,
    title: row.title,
    fileId: row.file_id,
    bytes: row.bytes,
    madeAt: row.made_at,
    madeBy: row.made_by,
    removedAt: row.removed_at,
    removeReason: row.remove_reason,
  }));
}

export type Note = {
  id: string;
  happenedAt: Date;
  text: string;
  correctsId: string | null;
  /** Another note says what is wrong in this one. */
  corrected: boolean;
  madeAt: Date;
  madeBy: string | null;
};

/** What was written down about a client, the latest first, a page at a time behind the last note of the page before. */
export async function listNotes(
  ctx: ReadCtx,
  caseId: string,
  { after, most = 50 }: { after?: string | undefined; most?: number } = {},
): Promise<{ notes: Note[]; next: string | null }> {
  const rows = await ctx.tx
    .selectFrom('cases.contact_note as n')
    .leftJoin('accounts.account as a', 'a.id', 'n.made_by')
    .leftJoin('units.staff as s', 's.id', 'a.staff_id')
    .select(['n.id', 'n.happened_at', 'n.text', 'n.corrects_id', 'n.made_at', 's.name as made_by'])
    .select(({ exists, selectFrom }) =>
      // A note corrects one of its own case, whose notes an index finds: a country's are read for nobody's page.
      exists(
        selectFrom('cases.contact_note as c')
          .select('c.id')
          .whereRef('c.case_id', '=', 'n.case_id')
          .whereRef('c.corrects_id', '=', 'n.id'),
      ).as('corrected'),
    )
    .where('n.case_id', '=', caseId)
    .$if(after !== undefined, (query) =>
      query.where(
        sql<boolean>`(n.happened_at, n.id) < (select l.happened_at, l.id from cases.contact_note l where l.id = ${after!}::uuid)`,
      ),
    )
    .orderBy('n.happened_at', 'desc')
    .orderBy('n.id', 'desc')
    .limit(most + 1)
    .execute();
  const notes = rows.slice(0, most).map((row) => ({
    id: row.id,
    happenedAt: row.happened_at,
    text: row.text,
    correctsId: row.corrects_id,
    corrected: Boolean(row.corrected),
    madeAt: row.made_at,
    madeBy: row.made_by,
  }));
  return { notes, next: rows.length > most ? notes.at(-1)!.id : null };
}

export type RegisterBook = {
  years: { year: number; count: number }[];
  lines: RegisterBookLine[];
  total: number;
  next: string | null;
  mayVoid: boolean;
};
export type RegisterBookLine = {
  id: string;
  year: number;
  number: number | null;
  label: string;
  origin: 'given' | 'imported';
  givenOn: PlainDate;
  caseId: string | null;
  name: string | null;
  kind: ClientKind | null;
  voidReason: string | null;
};

/** The register book of a year, void numbers included. A file that the asker may not see shows its number without a name. */
export async function readRegisterBook(
  ctx: ReadCtx,
  unitId: number,
  year: number,
  after?: string,
  most = 50,
): Promise<RegisterBook> {
  const unit = await getUnit(ctx, unitId);
  const subject = { unitId: unit.id, unitPath: unit.path };
  mustBeAllowed(ctx.actor, 'case:list', subject);
  const years = await sql<{ year: number; count: number }>`
    select e.year, count(*)::int as count from cases.register_entry e where e.unit_id = ${unitId} group by e.year order by e.year desc`.execute(
    ctx.tx,
  );
  const { rows } = await sql<{
    id: string;
    year: number;
    number: number | null;
    label: string;
    origin: 'given' | 'imported';
    given_on: PlainDate;
    case_id: string | null;
    name: string | null;
    kind: ClientKind | null;
    void_reason: string | null;
  }>`
    select e.id, e.year, e.number, e.label, e.origin, e.given_on, c.id as case_id, p.name, c.kind, e.void_reason
    from cases.register_entry e
    left join cases.client_case c on c.id = e.case_id
    left join people.person p on p.id = c.person_id
    where e.unit_id = ${unitId} and e.year = ${year}
      ${after ? sql`and (coalesce(e.number, 2147483647), e.id) > (select coalesce(a.number, 2147483647), a.id from cases.register_entry a where a.id = ${after})` : sql``}
    order by coalesce(e.number, 2147483647), e.id limit ${most + 1}`.execute(ctx.tx);
  ctx.accessed({ what: 'case.register-read', unitId, about: { year } });
  const lines = rows.slice(0, most);
  return {
    years: years.rows,
    lines: lines.map(({ given_on, case_id, void_reason, ...row }) => ({
      ...row,
      givenOn: given_on,
      caseId: case_id,
      voidReason: void_reason,
    })),
    total: years.rows.find((one) => one.year === year)?.count ?? 0,
    next: rows.length > most ? lines.at(-1)!.id : null,
    mayVoid: decide(ctx.actor, 'case:void_number', subject).allow,
  };
}

export type OpenedLine = {
  id: string;
  at: Date;
  what: string;
  by: string | null;
  role: string | null;
  page: string | null;
};
export type OpeningEntry = {
  id: string;
  kind: OpeningKind;
  code: OpeningReason;
  reason: string;
  openedAt: Date;
  until: Date;
  by: string | null;
  mine: boolean;
  reviewedBy: string | null;
  reviewedAt: Date | null;
  review: string | null;
};

/** Where a page of the looks at a file ended: moment and line. */
const endOfPage = /^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{1,6})?\+\d\d)~([0-9a-f-]{36})$/;

/** Who looked at this file in the last twelve months, the latest first: for those who work on it and those who lead them. */
export async function listWhoOpened(
  ctx: ReadCtx,
  caseId: string,
  { before, most = 200 }: { before?: string | undefined; most?: number } = {},
): Promise<{ lines: OpenedLine[]; openings: OpeningEntry[]; next: string | null }> {
  await reachCase(ctx, caseId, 'case:read_log');
  const [, at, line] = endOfPage.exec(before ?? '') ?? [];
  const { rows: found } = await sql<OpenedLine & { moment: string }>`
    select l.id, l.at, l.what, s.name as by, l.actor_role as role, l.about ->> 'page' as page,
      to_char(l.at at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') || '+00' as moment
    from platform.access_log l
    left join accounts.account a on a.id = l.actor_id
    left join units.staff s on s.id = a.staff_id
    where l.case_id = ${caseId} and l.at > now() - interval '12 months'
      ${at && isUuid(line) ? sql`and (l.at, l.id) < (${at}::timestamptz, ${line}::uuid)` : sql``}
    order by l.at desc, l.id desc limit ${most + 1}`.execute(ctx.tx);
  const lines = found.slice(0, most);
  const last = lines.at(-1);
  const openings = await ctx.tx
    .selectFrom('accounts.opening as o')
    .leftJoin('accounts.account as a', 'a.id', 'o.account_id')
    .leftJoin('units.staff as s', 's.id', 'a.staff_id')
    .leftJoin('accounts.account as ra', 'ra.id', 'o.reviewed_by')
    .leftJoin('units.staff as rs', 'rs.id', 'ra.staff_id')
    .select(['o.id', 'o.kind', 'o.reason_code', 'o.reason', 'o.opened_at', 'o.until', 's.name as by', 'o.account_id'])
    .select(['rs.name as reviewer', 'o.reviewed_at', 'o.review'])
    .where('o.case_id', '=', caseId)
    .orderBy('o.opened_at', 'desc')
    .execute();
  return {
    lines: lines.map(({ moment: _, ...one }) => one),
    next: found.length > most && last ? `${last.moment}~${last.id}` : null,
    openings: openings.map((row) => ({
      id: row.id,
      kind: row.kind as OpeningKind,
      code: row.reason_code as OpeningReason,
      reason: row.reason,
      openedAt: row.opened_at,
      until: row.until,
      by: row.by,
      mine: row.account_id === ctx.actor.accountId,
      reviewedBy: row.reviewer,
      reviewedAt: row.reviewed_at,
      review: row.review,
    })),
  };
}

export type RegisterLineOfCase = {
  id: string;
  label: string;
  givenOn: PlainDate;
  origin: string;
  voidReason: string | null;
};
export async function listNumbersOf(ctx: ReadCtx, caseId: string): Promise<RegisterLineOfCase[]> {
  const rows = await ctx.tx
    .selectFrom('cases.register_entry')
    .select(['id', 'label', 'given_on', 'origin', 'void_reason'])
    .where('case_id', '=', caseId)
    .orderBy('made_at', 'desc')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    label: row.label,
    givenOn: row.given_on as PlainDate,
    origin: row.origin,
    voidReason: row.void_reason,
  }));
}

/** Persons of the asker's offices who could be received, by part of a name; without script this is the way to choose one. */
export type ReceivablePerson = {
  id: string;
  name: string;
  birthDate: PlainDate | null;
  birthPrecision: string;
  unitId: number;
  unitName: string;
  openKinds: ClientKind[];
  deceased: boolean;
};
export async function getReceivable(ctx: ReadCtx, personId: string): Promise<ReceivablePerson> {
  const { rows } = await sql<ReceivablePerson & { path: number[] }>`
    select p.id, p.name, p.birth_date as "birthDate", p.birth_precision as "birthPrecision", p.unit_id as "unitId", u.name as "unitName", u.path,
      p.deceased_on is not null as deceased,
      array(select c.kind from cases.client_case c where c.person_id = p.id and c.state in ('received', 'active', 'paused')) as "openKinds"
    from people.person p join units.unit u on u.id = p.unit_id where p.id = ${personId}`.execute(ctx.tx);
  const found = rows[0];
  if (!found) throw new NotFound('person');
  const { path, ...person } = found;
  mustBeAllowed(ctx.actor, 'case:receive', { unitId: person.unitId, unitPath: path });
  ctx.accessed({ what: 'person.viewed', unitId: person.unitId, personId, about: { page: 'reception' } });
  return person;
}

export type NextCheckIn = { periodFrom: PlainDate; periodUntil: PlainDate; state: string } | null;
export type LedgerLine = {
  next: NextCheckIn;
  lastOn: PlainDate | null;
  lastChannel: string | null;
  missed: number;
  waiting: number;
};

/** The few figures of the ledger that stand on the overview; the ledger itself has its own pages. */
export async function getLedgerLine(ctx: ReadCtx, caseId: string, today: PlainDate): Promise<LedgerLine> {
  const { rows } = await sql<{
    next: NextCheckIn;
    last_on: PlainDate | null;
    last_channel: string | null;
    missed: number | null;
    waiting: number;
  }>`
    select
      (select jsonb_build_object('periodFrom', o.period_from, 'periodUntil', o.period_until, 'state', o.state) from check_ins.obligation o
        where o.case_id = ${caseId} and o.state in ('scheduled', 'submitted') order by o.period_from limit 1) as next,
      (select o.missed_in_a_row from check_ins.obligation o
        where o.case_id = ${caseId} and check_ins.tells_row(o.state, o.period_until, ${today}::date) order by o.period_from desc limit 1) as missed,
      last.happened_on as last_on, last.channel as last_channel,
      (select count(*)::int from check_ins.check_in i where i.case_id = ${caseId} and i.review is null and i.voided_at is null
        and i.channel in ('app', 'helper')) as waiting
    from (values (1)) one
    left join lateral (select i.happened_on, i.channel from check_ins.check_in i
      where i.case_id = ${caseId} and i.voided_at is null and i.channel <> 'presence_call' order by i.happened_on desc limit 1) last on true`.execute(
    ctx.tx,
  );
  const row = rows[0]!;
  return {
    next: row.next,
    lastOn: row.last_on,
    lastChannel: row.last_channel,
    missed: row.missed ?? 0,
    waiting: row.waiting,
  };
}
