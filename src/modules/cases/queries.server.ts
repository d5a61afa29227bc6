import { sql } from 'kysely';
import { isUuid } from '#kernel/id';
import type { PlainDate } from '#kernel/plain-date';
import type { GuidancePhase } from '#kernel/guidance-phase';
import { decide, mustBeAllowed, type Action } from '#modules/access';
import { countOpened } from '#modules/accounts/server';
import type { ReadCtx } from '#platform/ctx';
import { NotFound } from '#platform/errors';
import type {
  AgeGroup,
  BasisKind,
  ClientKind,
  DecidedPhase,
  DecreeReason,
  EndReason,
  EvidenceGrade,
  MilestoneName,
  OpeningKind,
  OpeningReason,
  PauseCause,
  PhaseStanding,
  RiskBand,
  RiskOrigin,
} from './case.ts';
import { hasRelease } from './kinds.ts';
import { longestPeriod } from './law.rules.ts';
import { reachCase } from './reach.server.ts';
import { judgePhase, phaseDueOf, phaseOf } from './rules.ts';
import { findCaseRow, type CaseOnFile } from './store.server.ts';

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
  const row = await findCaseRow(ctx, caseId);
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
  outcome: 'approved' | 'refused' | 'withdrawn' | null;
  /** Of a decree that lifts the one by which the supervision ended. */
  lifts: DecreeReason | null;
  dated: PlainDate | null;
  issuer: string;
  fileId: string | null;
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
      'e.lifts',
      'e.document_dated',
      'e.document_issuer',
      'e.file_id',
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
    lifts: row.lifts as DecreeReason | null,
    dated: row.document_dated as PlainDate | null,
    issuer: row.document_issuer,
    fileId: row.file_id,
  }));
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
