import { sql } from 'kysely';
import { ageRangeOn, parsePartialDate, type PartialDate } from '#kernel/partial-date';
import type { PlainDate } from '#kernel/plain-date';
import type { RiskBand } from '#modules/cases';
import type { Ctx, ReadCtx } from '#platform/ctx';
import type {
  Answer,
  AssessmentState,
  Consent,
  Meeting,
  NeedsRoute,
  Outcome,
  Purpose,
  Sex,
  Source,
} from './assessment.ts';

/** An assessment as use cases work on it. */
export type AssessmentOnFile = {
  id: string;
  caseId: string;
  unitId: number;
  state: AssessmentState;
  riskVersion: string;
  needsVersion: string;
  purpose: Purpose;
  heldOn: PlainDate;
  meeting: Meeting;
  consent: Consent;
  consentNote: string;
  drugCase: boolean;
  sex: Sex | null;
  correctsId: string | null;
  madeBy: string | null;
  band: RiskBand | null;
  needsRoute: NeedsRoute | null;
  outcome: Outcome | null;
  finishedAt: Date | null;
};

const columns = [
  'id',
  'case_id',
  'unit_id',
  'state',
  'risk_version',
  'needs_version',
  'purpose',
  'held_on',
  'meeting',
  'consent',
  'consent_note',
  'drug_case',
  'sex',
  'corrects_id',
  'made_by',
  'band',
  'needs_route',
  'outcome',
  'finished_at',
] as const;

const reading = (ctx: ReadCtx, id: string) =>
  ctx.tx.selectFrom('assessments.assessment').select(columns).where('id', '=', id);
type Row = NonNullable<Awaited<ReturnType<ReturnType<typeof reading>['executeTakeFirst']>>>;

function onFile(row: Row): AssessmentOnFile {
  return {
    id: row.id,
    caseId: row.case_id,
    unitId: row.unit_id,
    state: row.state as AssessmentState,
    riskVersion: row.risk_version,
    needsVersion: row.needs_version,
    purpose: row.purpose as Purpose,
    heldOn: row.held_on as PlainDate,
    meeting: row.meeting as Meeting,
    consent: row.consent as Consent,
    consentNote: row.consent_note,
    drugCase: row.drug_case,
    sex: row.sex as Sex | null,
    correctsId: row.corrects_id,
    madeBy: row.made_by,
    band: row.band as RiskBand | null,
    needsRoute: row.needs_route as NeedsRoute | null,
    outcome: row.outcome as Outcome | null,
    finishedAt: row.finished_at,
  };
}

export async function findAssessment(ctx: ReadCtx, id: string): Promise<AssessmentOnFile | undefined> {
  const row = await reading(ctx, id).executeTakeFirst();
  return row && onFile(row);
}

/** Locked until the transaction ends, so that nobody finishes what another page is still saving. */
export async function lockAssessment(ctx: Ctx, id: string): Promise<AssessmentOnFile | undefined> {
  const row = await reading(ctx, id).forUpdate().executeTakeFirst();
  return row && onFile(row);
}

/** One beginning at a time for each client: two officers must not both find that there is no draft. */
export async function lockStart(ctx: Ctx, caseId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('assessments.start:' || ${caseId}::text, 0))`.execute(ctx.tx);
}

export async function hasDraft(ctx: Ctx, caseId: string): Promise<boolean> {
  const row = await ctx.tx
    .selectFrom('assessments.assessment')
    .select('id')
    .where('case_id', '=', caseId)
    .where('state', '=', 'draft')
    .executeTakeFirst();
  return row !== undefined;
}

/** The one that counts: the newest day, and of one day what was finished last. */
export async function findLast(ctx: ReadCtx, caseId: string): Promise<AssessmentOnFile | undefined> {
  const row = await ctx.tx
    .selectFrom('assessments.assessment')
    .select(columns)
    .where('case_id', '=', caseId)
    .where('state', '=', 'finished')
    .orderBy('held_on', 'desc')
    .orderBy('finished_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row && onFile(row);
}

/** What is looked at when an assessment begins: who the client is, and whether he was met on a day. */
export async function readStartFacts(
  ctx: ReadCtx,
  caseId: string,
  day: PlainDate,
): Promise<{ sex: Sex | null; age: ReturnType<typeof ageRangeOn> | undefined; metOnRecord: boolean }> {
  const { rows } = await sql<{
    sex: Sex | null;
    birth: string | null;
    precision: PartialDate['precision'];
    met: boolean;
  }>`
    select p.sex, p.birth_date as birth, p.birth_precision as precision, exists (
      select from check_ins.check_in i where i.case_id = c.id and i.happened_on = ${day}::date
        and i.channel in ('in_person', 'home_visit') and i.voided_at is null) as met
    from cases.client_case c join people.person p on p.id = c.person_id where c.id = ${caseId}`.execute(ctx.tx);
  const row = rows[0];
  const birth = row?.birth ? birthOf(row.birth, row.precision) : undefined;
  return { sex: row?.sex ?? null, age: birth && ageRangeOn(birth, day), metOnRecord: row?.met ?? false };
}

/** A birth date as the table holds it: a whole day, of which the precision says how much is known. */
export function birthOf(day: string, precision: PartialDate['precision']): PartialDate | undefined {
  const length = precision === 'day' ? 10 : precision === 'month' ? 7 : 4;
  return parsePartialDate(day.slice(0, length), precision === 'about_year' ? precision : undefined);
}

export type NewAssessment = Pick<
  AssessmentOnFile,
  | 'id'
  | 'caseId'
  | 'unitId'
  | 'riskVersion'
  | 'needsVersion'
  | 'purpose'
  | 'heldOn'
  | 'meeting'
  | 'consent'
  | 'consentNote'
  | 'drugCase'
  | 'sex'
  | 'correctsId'
> & { correctionReason: string | null };

export async function insertAssessment(ctx: Ctx, one: NewAssessment): Promise<void> {
  await ctx.tx
    .insertInto('assessments.assessment')
    .values({
      id: one.id,
      case_id: one.caseId,
      unit_id: one.unitId,
      risk_version: one.riskVersion,
      needs_version: one.needsVersion,
      purpose: one.purpose,
      held_on: one.heldOn,
      meeting: one.meeting,
      consent: one.consent,
      consent_note: one.consentNote,
      drug_case: one.drugCase,
      sex: one.sex,
      corrects_id: one.correctsId,
      correction_reason: one.correctionReason,
      made_by: ctx.actor.accountId,
      made_at: ctx.now,
    })
    .execute();
}

export async function listAnswers(ctx: ReadCtx, assessmentId: string): Promise<Answer[]> {
  const rows = await ctx.tx
    .selectFrom('assessments.answer')
    .select(['item', 'answer', 'source', 'note', 'document_id'])
    .where('assessment_id', '=', assessmentId)
    .execute();
  return rows.map((row) => ({
    item: row.item,
    answer: row.answer,
    source: row.source as Source | null,
    note: row.note,
    documentId: row.document_id,
  }));
}

/** Writes answers over those that stand. */
export async function keepAnswers(
  ctx: Ctx,
  of: Pick<AssessmentOnFile, 'id' | 'caseId' | 'unitId'>,
  answers: readonly Answer[],
): Promise<void> {
  if (answers.length === 0) return;
  await ctx.tx
    .insertInto('assessments.answer')
    .values(
      answers.map((one) => ({
        assessment_id: of.id,
        case_id: of.caseId,
        unit_id: of.unitId,
        item: one.item,
        answer: one.answer,
        source: one.source,
        note: one.note,
        document_id: one.documentId,
        set_at: ctx.now,
      })),
    )
    .onConflict((conflict) =>
      conflict.columns(['assessment_id', 'item']).doUpdateSet((eb) => ({
        answer: eb.ref('excluded.answer'),
        source: eb.ref('excluded.source'),
        note: eb.ref('excluded.note'),
        document_id: eb.ref('excluded.document_id'),
        set_at: eb.ref('excluded.set_at'),
      })),
    )
    .execute();
}

/** Which of these papers are not, or no longer, in the client's file. */
export async function listForeignPapers(
  ctx: ReadCtx,
  caseId: string,
  documentIds: readonly string[],
): Promise<string[]> {
  if (documentIds.length === 0) return [];
  const rows = await ctx.tx
    .selectFrom('cases.document')
    .select('id')
    .where('case_id', '=', caseId)
    .where('removed_at', 'is', null)
    .where('id', 'in', [...documentIds])
    .execute();
  const known = new Set(rows.map(({ id }) => id));
  return documentIds.filter((id) => !known.has(id));
}

export async function finishRow(ctx: Ctx, id: string, outcome: Outcome): Promise<void> {
  await ctx.tx
    .updateTable('assessments.assessment')
    .set({
      state: 'finished',
      risk_low: outcome.risk.low,
      risk_high: outcome.risk.high,
      band: outcome.band,
      needs_route: outcome.route,
      outcome: JSON.stringify(outcome),
      finished_at: ctx.now,
    })
    .where('id', '=', id)
    .execute();
}

export async function setAsideRow(ctx: Ctx, id: string, why: string): Promise<void> {
  await ctx.tx
    .updateTable('assessments.assessment')
    .set({ state: 'set_aside', set_aside_by: ctx.actor.accountId, set_aside_at: ctx.now, set_aside_why: why })
    .where('id', '=', id)
    .execute();
}

export async function isCorrected(ctx: ReadCtx, id: string): Promise<boolean> {
  const row = await ctx.tx
    .selectFrom('assessments.assessment')
    .select('id')
    .where('corrects_id', '=', id)
    .where('state', '=', 'finished')
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

export async function insertOccasion(
  ctx: Ctx,
  of: { caseId: string; unitId: number },
  one: { id: string; happenedOn: PlainDate; note: string },
): Promise<void> {
  await ctx.tx
    .insertInto('assessments.occasion')
    .values({
      id: one.id,
      case_id: of.caseId,
      unit_id: of.unitId,
      happened_on: one.happenedOn,
      note: one.note,
      made_by: ctx.actor.accountId,
      made_at: ctx.now,
    })
    .execute();
}
