import { sql } from 'kysely';
import type { PlainDate } from '#kernel/plain-date';
import { may } from '#modules/access';
import { isOpen, type RiskBand, type RiskOrigin } from '#modules/cases';
import { reachCase, type CaseOnFile } from '#modules/cases/server';
import type { ReadCtx } from '#platform/ctx';
import type { Sheet } from './scoring.rules.ts';
import { sheetOf } from './instruments.ts';
import type { Answer, Consent, AssessmentState, Due, DueReason, Purpose, StandingState } from './assessment.ts';
import { adultsOnly } from './law.rules.ts';
import { reachAssessment } from './reach.server.ts';
import { findLast, listAnswers, readStartFacts, type AssessmentOnFile } from './store.server.ts';

/** Reading an assessment is an act of its own, and leaves a line whoever reads. */
function leaveLine(ctx: ReadCtx, one: CaseOnFile, page: string, assessmentId?: string): void {
  ctx.accessed({
    what: 'assessment.viewed',
    unitId: one.unitId,
    caseId: one.id,
    personId: one.personId,
    about: { page, ...(assessmentId ? { assessmentId } : {}) },
  });
}

export type AssessmentLine = {
  id: string;
  state: AssessmentState;
  purpose: Purpose;
  heldOn: PlainDate;
  low: number | null;
  high: number | null;
  band: RiskBand | null;
  /** The band that it was set aside for. */
  overridden: RiskBand | null;
  assessor: string | null;
  mine: boolean;
  corrects: boolean;
  corrected: boolean;
};

async function listLines(ctx: ReadCtx, caseId: string): Promise<AssessmentLine[]> {
  const { rows } = await sql<AssessmentLine>`
    select a.id, a.state, a.purpose, a.held_on::text as "heldOn", a.risk_low as low, a.risk_high as high, a.band,
      (select o.band from assessments.override o where o.assessment_id = a.id and o.outcome = 'approved' order by o.decided_at desc limit 1) as overridden,
      s.name as assessor, a.made_by = ${ctx.actor.accountId} as mine, a.corrects_id is not null as corrects,
      exists (select from assessments.assessment k where k.corrects_id = a.id and k.state = 'finished') as corrected
    from assessments.assessment a
    left join accounts.account m on m.id = a.made_by left join units.staff s on s.id = m.staff_id
    where a.case_id = ${caseId} and a.state <> 'set_aside'
    order by a.state = 'draft' desc, a.held_on desc, a.finished_at desc, a.id desc`.execute(ctx.tx);
  return rows;
}

export type CaseAssessments = {
  lines: AssessmentLine[];
  state: StandingState;
  due: Due | null;
  band: { risk: RiskBand | null; origin: RiskOrigin | null };
  today: PlainDate;
  may: { begin: boolean; noteOffence: boolean; openBreach: boolean };
  offences: { id: string; happenedOn: PlainDate; note: string }[];
};

/** Every assessment of a client, where he stands, and what may be begun. */
export async function readCaseAssessments(ctx: ReadCtx, caseId: string): Promise<CaseAssessments> {
  const one = await reachCase(ctx, caseId, 'assessment:read');
  leaveLine(ctx, one, 'list');
  const lines = await listLines(ctx, caseId);
  const { rows } = await sql<{ state: StandingState; due_on: PlainDate | null; due_why: DueReason | null }>`
    select t.state, t.due_on::text, t.due_why from assessments.standing t where t.case_id = ${caseId}`.execute(ctx.tx);
  const offences = await sql<{ id: string; happenedOn: PlainDate; note: string }>`
    select o.id, o.happened_on::text as "happenedOn", o.note from assessments.occasion o where o.case_id = ${caseId}
    order by o.happened_on desc, o.id limit 20`.execute(ctx.tx);
  const { age } = await readStartFacts(ctx, caseId, one.today);
  const isAdult = adultsOnly.judge({ age, ageGroup: one.ageGroup }, {}) === 'adult';
  const standing = rows[0];
  const writes = isOpen(one.state) && may(ctx.actor, 'assessment:write', one.subject);
  return {
    lines,
    state: !isAdult && !lines.some(({ state }) => state === 'finished') ? 'child' : (standing?.state ?? 'never'),
    due: standing?.due_on && standing.due_why ? { on: standing.due_on, why: standing.due_why } : null,
    band: { risk: one.riskBand, origin: one.riskOrigin },
    today: one.today,
    may: {
      begin: writes && isAdult && !lines.some(({ state }) => state === 'draft'),
      noteOffence: writes && isAdult,
      openBreach: isOpen(one.state) && may(ctx.actor, 'breach:handle', one.subject),
    },
    offences: offences.rows,
  };
}

export type OverrideLine = {
  id: string;
  band: RiskBand;
  reason: string;
  proposer: string | null;
  proposedAt: Date;
  decider: string | null;
  decidedAt: Date | null;
  outcome: 'approved' | 'refused' | null;
  note: string | null;
  mine: boolean;
};
export type AssessmentInFull = {
  assessment: AssessmentOnFile;
  answers: Answer[];
  assessor: string | null;
  setAsideWhy: string | null;
  papers: { id: string; title: string; fileId: string; removed: boolean }[];
  overrides: OverrideLine[];
  isMine: boolean;
  isLast: boolean;
  isCorrected: boolean;
  /** What is read of the client for the head of the sheet. */
  offence: string;
  place: string;
  sex: 'male' | 'female' | null;
  today: PlainDate;
  may: { write: boolean; override: boolean };
};

/** One assessment with every answer and what it rests on. */
export async function readAssessment(
  ctx: ReadCtx,
  { caseId, id }: { caseId: string; id: string },
  page: string,
): Promise<AssessmentInFull> {
  const { assessment, one } = await reachAssessment(ctx, { caseId, id }, 'assessment:read');
  leaveLine(ctx, one, page, assessment.id);
  const { rows } = await sql<{
    assessor: string | null;
    why: string | null;
    corrected: boolean;
    offence: string;
    articles: string;
    place: string;
    sex: 'male' | 'female' | null;
  }>`
    select s.name as assessor, a.set_aside_why as why, c.offence, c.offence_articles as articles, u.name as place, p.sex,
      exists (select from assessments.assessment k where k.corrects_id = a.id and k.state = 'finished') as corrected
    from assessments.assessment a join cases.client_case c on c.id = a.case_id join people.person p on p.id = c.person_id
    join units.unit u on u.id = a.unit_id
    left join accounts.account m on m.id = a.made_by left join units.staff s on s.id = m.staff_id
    where a.id = ${assessment.id}`.execute(ctx.tx);
  const told = rows[0]!;
  const papers = await sql<{ id: string; title: string; fileId: string; removed: boolean }>`
    select d.id, d.title, d.file_id as "fileId", d.removed_at is not null as removed from cases.document d
    where d.case_id = ${caseId} order by d.made_at desc`.execute(ctx.tx);
  const overrides = await sql<OverrideLine>`
    select o.id, o.band, o.reason, ps.name as proposer, o.proposed_at as "proposedAt", ds.name as decider, o.decided_at as "decidedAt",
      o.outcome, o.decision_note as note, o.proposed_by = ${ctx.actor.accountId} as mine
    from assessments.override o
    left join accounts.account pa on pa.id = o.proposed_by left join units.staff ps on ps.id = pa.staff_id
    left join accounts.account da on da.id = o.decided_by left join units.staff ds on ds.id = da.staff_id
    where o.assessment_id = ${assessment.id} order by o.proposed_at desc`.execute(ctx.tx);
  return {
    assessment,
    answers: await listAnswers(ctx, assessment.id),
    assessor: told.assessor,
    setAsideWhy: told.why,
    papers: papers.rows,
    overrides: overrides.rows,
    isMine: assessment.madeBy === ctx.actor.accountId,
    isLast: (await findLast(ctx, caseId))?.id === assessment.id,
    isCorrected: told.corrected,
    offence: [told.offence, told.articles].filter(Boolean).join(' · '),
    place: told.place,
    sex: told.sex,
    today: one.today,
    may: {
      write: isOpen(one.state) && may(ctx.actor, 'assessment:write', one.subject),
      override: isOpen(one.state) && may(ctx.actor, 'assessment:override', one.subject),
    },
  };
}

/** The sheet of a draft that the asker is filling in: no answer is read by it. */
export async function readSheet(
  ctx: ReadCtx,
  { caseId, id }: { caseId: string; id: string },
): Promise<{ sheet: Sheet; isMine: boolean; consent: Consent; heldOn: PlainDate }> {
  const { assessment } = await reachAssessment(ctx, { caseId, id }, 'assessment:write');
  return {
    sheet: sheetOf(assessment),
    isMine: assessment.state === 'draft' && assessment.madeBy === ctx.actor.accountId,
    consent: assessment.consent,
    heldOn: assessment.heldOn,
  };
}

/** The last two that are finished, the newer first; what a correction has replaced is left out. */
export async function listLastTwo(ctx: ReadCtx, caseId: string): Promise<string[]> {
  const one = await reachCase(ctx, caseId, 'assessment:read');
  leaveLine(ctx, one, 'compare');
  const lines = await listLines(ctx, caseId);
  return lines
    .filter(({ state, corrected }) => state === 'finished' && !corrected)
    .slice(0, 2)
    .map(({ id }) => id);
}

/** The answers of the assessment before, to be seen beside the questions. */
export async function readEarlierAnswers(ctx: ReadCtx, assessment: AssessmentOnFile): Promise<Answer[]> {
  const last = await findLast(ctx, assessment.caseId);
  return last ? listAnswers(ctx, last.id) : [];
}

export type RiskLine = { line: AssessmentLine | null; due: Due | null; state: StandingState; today: PlainDate };

/** What the overview of a case says of its risk; nothing for whoever may not read assessments. */
export async function readRiskLine(ctx: ReadCtx, caseId: string): Promise<RiskLine | null> {
  const one = await reachCase(ctx, caseId, 'case:read');
  if (!may(ctx.actor, 'assessment:read', one.subject)) return null;
  const { lines, due, state, today } = await readCaseAssessments(ctx, caseId);
  return { line: lines.find((line) => line.state === 'finished') ?? null, due, state, today };
}
