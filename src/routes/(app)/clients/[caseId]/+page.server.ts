import { redirect } from '@sveltejs/kit';
import { formatDate, formatDays, formatNumber, type Locale } from '#kernel/format';
import { inSentence } from '#kernel/text';
import { holds } from '#modules/access';
import { endedByDecree, isOpen, kindRow, endReasonWords, earlyEndWords, phaseWords } from '#modules/cases';
import {
  getCaseFacts,
  getLedgerLine,
  listBases,
  listConditions,
  listGuarantors,
  listTransfersOf,
  listEndings,
  listPapers,
  listPauses,
  readTimeline,
} from '#modules/cases/server';
import { readRiskLine } from '#modules/assessments/server';
import { listTasks } from '#modules/tasks/server';
import { wordTask } from '#modules/tasks';
import { m } from '#messages';
import type { ReadCtx } from '#platform/ctx';
import { NotFound } from '#platform/errors';
import type { RouteAccess } from '#web/route-access';
import { sayLifted, sayRelease, showCase, type ShownCase } from '../shown.server.ts';
import { showDays } from '../timeline.server.ts';
import { dueWords } from '../../../due.server.ts';
import { sayDue, sayLine, sayScore } from './assessments/shown.server.ts';
import type { PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['case:read'] };

/** What was done lately; the rest is a link away. */
const OVERVIEW_DAYS = 5;

export const load: PageServerLoad = async ({ locals, params, url }) => {
  try {
    return await locals.read((ctx) => overview(ctx, params.caseId, url, locals.language));
  } catch (thrown) {
    // Out of reach and absent look alike; whoever may open files with a reason is asked for one in both cases.
    const asks =
      locals.actor && (holds(locals.actor, 'case:break_glass') || holds(locals.actor, 'case:open_with_reason'));
    if (thrown instanceof NotFound && asks) redirect(303, `/clients/${params.caseId}/open`);
    throw thrown;
  }
};

async function overview(ctx: ReadCtx, caseId: string, url: URL, language: Locale) {
  const { header, ...shown } = await showCase(ctx, caseId, 'overview', language);
  const [facts, ledger, bases, conditions, guarantors, transfers, endings, tasks, timeline, risk] = [
    await getCaseFacts(ctx, caseId),
    await getLedgerLine(ctx, caseId, header.today),
    await listBases(ctx, caseId),
    await listConditions(ctx, caseId),
    await listGuarantors(ctx, caseId),
    await listTransfersOf(ctx, caseId),
    await listEndings(ctx, caseId),
    await listTasks(ctx, { caseId, limit: 10 }),
    await readTimeline(ctx, caseId, { days: OVERVIEW_DAYS }),
    await readRiskLine(ctx, caseId),
  ];
  const day = (text: Parameters<typeof formatDate>[0] | null) => (text ? formatDate(text, language) : undefined);
  const open = isOpen(header.state);
  const rest =
    header.state === 'paused' ? (await listPauses(ctx, caseId)).find((one) => one.endsOn === null) : undefined;
  const basis = bases.find((one) => one.replacedAt === null);
  const base = shown.base;
  // Of somebody who was guided before papers were looked at here, nobody asks for it.
  const looked = open ? await listPapers(ctx, caseId) : [];
  const asksPapers = header.state === 'received' || looked.some((one) => one.standing !== null);
  const steps = open
    ? stepsOf(base, facts, header, {
        basis: basis !== undefined,
        guarantors,
        papers: asksPapers && looked.length > 0 ? looked.every((one) => one.standing !== null) : undefined,
      })
    : [];
  return {
    shown,
    isNew: url.searchParams.has('new'),
    saved: url.searchParams.has('saved'),
    risk: risk && showRisk(risk, language),
    attention: [
      ...overduePhase(base, header),
      ...tasks.tasks.map(wordTask).map((task) => ({
        id: task.id,
        what: task.says,
        why: dueWords(task, header.today, language),
        action: m.cases_attention_do(),
        href: task.href,
        tone: task.dueOn && task.dueOn < header.today ? ('error' as const) : ('warning' as const),
      })),
    ],
    steps,
    stepsDone: steps.length > 0 && steps.every((step) => step.status.tone === 'success'),
    next: ledger.next
      ? m.cases_next_check_in({ days: formatDays(ledger.next.periodFrom, ledger.next.periodUntil, language) })
      : rest
        ? restWords(rest, language)
        : m.cases_next_none(),
    ledger: [
      { label: m.cases_col_last(), value: day(ledger.lastOn), href: `${base}/check-ins` },
      { label: m.cases_col_missed(), value: formatNumber(ledger.missed, language), href: `${base}/check-ins` },
      { label: m.cases_waiting_review(), value: formatNumber(ledger.waiting, language), href: `${base}/check-ins` },
    ],
    facts: [
      { label: m.cases_received_on(), value: day(facts.receivedOn) },
      { label: m.cases_handover_from(), value: facts.handoverFrom || undefined },
      {
        label: m.cases_offence(),
        value: [facts.offence, facts.offenceArticles].filter(Boolean).join(' · ') || undefined,
      },
      {
        label: m.cases_basis(),
        value: basis ? m.cases_basis_line({ number: basis.number, day: formatDate(basis.dated, language) }) : undefined,
      },
      {
        label: m.cases_period(),
        value:
          header.guidanceStart && header.guidanceEnd
            ? formatDays(header.guidanceStart, header.guidanceEnd, language)
            : undefined,
      },
      ...(facts.release
        ? [
            {
              label: m.cases_release_title(),
              value: sayRelease(facts.release, language),
              href: `${base}/period#release`,
            },
          ]
        : []),
      {
        label: m.cases_conditions(),
        value: formatNumber(conditions.filter((one) => one.liftedAt === null).length, language),
        href: `${base}/conditions`,
      },
      {
        label: m.cases_guarantor(),
        value: guarantors.find((one) => one.endedOn === null)?.name,
        href: `${base}/guarantor`,
      },
      { label: m.cases_early_end(), value: earlyEndWords[kindRow(header.kind).early]() },
      ...(facts.endedOn
        ? [
            {
              label: m.cases_ended(),
              value: `${day(facts.endedOn)} · ${facts.endReason ? endReasonWords[facts.endReason]() : ''}`,
            },
          ]
        : []),
      ...endings
        .filter(({ lifts, outcome }) => lifts !== null && outcome === 'approved')
        .map((one) => ({
          label: m.cases_lifted(),
          value: sayLifted({ ...one, number: one.documentNumber }, language),
          href: `${base}/ending`,
        })),
    ],
    actions: actionsOf(base, header, {
      byDecree: endedByDecree({ state: header.state, endReason: facts.endReason }),
      paused: header.state === 'paused',
      byDecision: rest?.because === 'temporary_revocation',
      proposed: endings.some((one) => one.what === 'ended' && one.outcome === null),
      moving: transfers.some((one) => one.state === 'requested' || one.state === 'at_tpp' || one.state === 'approved'),
    }),
    days: showDays(timeline, header, language),
    more: timeline.next !== null,
  };
}

/** Why nothing is owed now. */
function restWords({ because, startsOn, reason }: Awaited<ReturnType<typeof listPauses>>[number], language: Locale) {
  const day = formatDate(startsOn, language);
  return because === 'temporary_revocation'
    ? m.cases_rests_revoked({ day })
    : m.cases_rests_since({ day, reason: reason.replace(/[.\s]+$/, '') });
}

/** What the last assessment found, when and by whom; loud where there is none. */
function showRisk(
  { line, due, state, today }: NonNullable<Awaited<ReturnType<typeof readRiskLine>>>,
  language: Locale,
) {
  return {
    state,
    overdue: due !== null && due.on < today,
    due: sayDue(due, today, language),
    last: line && {
      id: line.id,
      band: sayLine(line),
      score: sayScore({ low: line.low ?? 0, high: line.high ?? 0 }, language),
      by: m.assessments_overview_by({ assessor: line.assessor ?? '–', day: formatDate(line.heldOn, language) }),
    },
  };
}

type Header = ShownCase['header'];

/** What is due by the calendar and what was decided differ; nobody has a task of it before a sitting hears of it. */
function overduePhase(base: string, { state, phaseStanding, phaseDue, phaseDecided }: Header) {
  if (!isOpen(state) || phaseStanding !== 'overdue' || !phaseDue || !phaseDecided) return [];
  return [
    {
      id: 'phase',
      what: m.cases_phase_overdue_says({
        due: inSentence(phaseWords[phaseDue]()),
        decided: inSentence(phaseWords[phaseDecided]()),
      }),
      action: m.cases_attention_do(),
      href: `${base}/phase`,
      tone: 'warning' as const,
    },
  ];
}

/** The steps of the first two stages, in the order of the handbook. */
function stepsOf(
  base: string,
  facts: Awaited<ReturnType<typeof getCaseFacts>>,
  header: Header,
  has: {
    basis: boolean;
    guarantors: Awaited<ReturnType<typeof listGuarantors>>;
    /** Undefined where nobody asks for them. */
    papers: boolean | undefined;
  },
) {
  const step = (label: string, path: string, done: boolean) => ({
    label,
    href: base + path,
    status: done
      ? { label: m.cases_step_done(), tone: 'success' as const }
      : { label: m.cases_step_todo(), tone: 'neutral' as const },
  });
  return [
    ...(has.papers === undefined ? [] : [step(m.cases_step_papers(), '/documents#papers', has.papers)]),
    step(m.cases_step_basis(), '/legal', has.basis),
    step(m.cases_step_period(), '/period', header.guidanceStart !== null && header.guidanceEnd !== null),
    ...(facts.release
      ? [
          step(
            m.cases_step_release(),
            '/period#release',
            facts.release.on !== null || facts.release.expectedOn !== null,
          ),
        ]
      : []),
    step(m.cases_step_counsellor(), '/assignment', header.pkStaffId !== null),
    step(m.cases_step_register(), '/register', header.label !== null),
    step(m.cases_step_orientation(), '/contract', facts.orientedOn !== null),
    step(m.cases_step_contract(), '/contract', facts.contractSignedOn !== null),
    step(
      m.cases_step_guarantor(),
      '/guarantor',
      has.guarantors.some((one) => one.confirmedOn !== null && one.endedOn === null),
    ),
  ];
}

function actionsOf(
  base: string,
  header: Header,
  now: { byDecree: boolean; paused: boolean; byDecision: boolean; proposed: boolean; moving: boolean },
) {
  const open = isOpen(header.state);
  const action = (label: string, path: string, may: boolean) => (may ? [{ label, href: base + path }] : []);
  return [
    ...action(m.cases_do_note(), '/notes', open && header.may['case:write']),
    ...action(m.cases_do_card(), '/card', true),
    ...action(m.cases_do_contract(), '/contract', open && header.may['case:write']),
    ...action(
      now.paused ? m.cases_do_resume() : m.cases_do_pause(),
      '/pause',
      open && !now.byDecision && header.may['case:write'],
    ),
    ...action(
      now.moving ? m.cases_do_transfer_on() : m.cases_do_transfer(),
      '/transfer',
      header.state === 'active' || header.state === 'paused' || now.moving,
    ),
    ...action(
      now.proposed ? m.cases_do_decide_ending() : m.cases_do_end(),
      '/ending',
      open && header.may['case:propose_ending'],
    ),
    ...action(
      now.byDecree ? m.cases_do_lift() : m.cases_do_reopen(),
      '/ending',
      header.state === 'ended' && header.may['case:reopen'],
    ),
    ...action(m.cases_do_opened_by(), '/opened-by', header.may['case:read_log']),
  ];
}
