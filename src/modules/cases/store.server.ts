import { sql, type Updateable } from 'kysely';
import type { PlainDate } from '#kernel/plain-date';
import type { Zone } from '#kernel/zone';
import type { Subject } from '#modules/access';
import { todayAt } from '#modules/units';
import type { Ctx, ReadCtx, Tx } from '#platform/ctx';
import { Stale } from '#platform/errors';
import { lookedUpOnce } from '#platform/looked-up-once';
import type { DB } from '#platform/schema';
import type {
  AgeGroup,
  BasisKind,
  CaseFacts,
  CaseState,
  ClientKind,
  DecidedPhase,
  EndReason,
  EvidenceGrade,
  OpeningKind,
  OpeningReason,
  PauseCause,
  RiskBand,
  RiskOrigin,
  SentenceParts,
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
  endReason: EndReason | 'transferred' | null;
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

/** The case as it lies in its table, with what a decision about the asker needs; looked up once for all parts of a page. */
export function findCaseRow(ctx: ReadCtx, caseId: string): Promise<Row | undefined> {
  return lookedUpOnce(ctx, `case ${caseId}`, () => reading(ctx, caseId).executeTakeFirst());
}

export async function findCase(ctx: ReadCtx, caseId: string): Promise<CaseOnFile | undefined> {
  const row = await findCaseRow(ctx, caseId);
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
    endReason: row.end_reason as CaseOnFile['endReason'],
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
