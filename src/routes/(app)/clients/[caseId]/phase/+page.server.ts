import { formatDate, formatNumericDate, formatShortDate } from '#kernel/format';
import { inSentence } from '#kernel/text';
import {
  adviceWords,
  decidedPhases,
  DecidePhaseForm,
  PhaseForm,
  PhaseNoteForm,
  phaseChangeStateWords,
  phaseWords,
  WithdrawPhaseForm,
} from '#modules/cases';
import { decidePhase, listPhaseChanges, notePhase, proposePhase, withdrawPhase } from '#modules/cases/server';
import { itemKindWords, recommendationWords, sittingLabel, sittingStateWords } from '#modules/tpp';
import { listHeardOf } from '#modules/tpp/server';
import { m } from '#messages';
import { newSubmissionId } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { act } from '../../act.server.ts';
import { optionsOf, showCase } from '../../shown.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['case:read'] };

export const load: PageServerLoad = ({ locals, params, url }) =>
  locals.read(async (ctx) => {
    const { language } = locals;
    const { header, ...shown } = await showCase(ctx, params.caseId, 'phase', language);
    const day = (text: Parameters<typeof formatDate>[0] | null) => (text ? formatDate(text, language) : undefined);
    const changes = (await listPhaseChanges(ctx, params.caseId)).map((one) => ({
      id: one.id,
      raw: one.state,
      toPhase: phaseWords[one.toPhase](),
      state: phaseChangeStateWords[one.state](),
      requested: day(one.requestedOn),
      report: one.report,
      tpp: one.advice
        ? [adviceWords[one.advice](), one.document, day(one.heldOn)].filter(Boolean).join(', ')
        : undefined,
      tppNote: one.note ?? '',
      decided: day(one.decidedOn),
      decisionNote: one.decisionNote ?? '',
      told: one.told,
      withdrawn: one.withdrawnOn ? `${day(one.withdrawnOn)} ${one.withdrawnWhy}` : undefined,
      mine: one.requestedByMe,
    }));
    const heard = (await listHeardOf(ctx, params.caseId)).map((one) => ({
      id: one.id,
      sitting: sittingLabel(one) ?? m.tpp_no_number(),
      href: `/sittings/${one.sittingId}/items/${one.id}`,
      day: formatShortDate(one.day, language),
      state: sittingStateWords[one.state](),
      matter: `${itemKindWords[one.kind]()}: ${one.facts}`,
      advice: one.recommendation ? recommendationWords[one.recommendation]() : '–',
    }));
    const running = changes.find((one) => one.raw === 'requested' || one.raw === 'at_tpp');
    const may = header.may['case:propose_phase'];
    const isGuided = header.state === 'active' || header.state === 'paused';
    return {
      shown,
      saved: url.searchParams.has('saved'),
      ids: {
        propose: newSubmissionId(),
        note: newSubmissionId(),
        decide: newSubmissionId(),
        withdraw: newSubmissionId(),
      },
      today: formatNumericDate(header.today),
      standing: [
        { label: m.cases_phase_in_force(), value: header.phase ? phaseWords[header.phase]() : undefined },
        { label: m.cases_phase_due(), value: header.phaseDue ? phaseWords[header.phaseDue]() : undefined },
        {
          label: m.cases_phase_decided_last(),
          value: header.phaseDecided ? phaseWords[header.phaseDecided]() : m.cases_phase_none_decided(),
        },
      ],
      warning:
        header.phaseStanding === 'overdue' && header.phaseDue && header.phaseDecided && isGuided
          ? m.cases_phase_overdue_says({
              due: inSentence(phaseWords[header.phaseDue]()),
              decided: inSentence(phaseWords[header.phaseDecided]()),
            })
          : undefined,
      changes,
      heard,
      running,
      hasPeriod: header.guidanceStart !== null && header.guidanceEnd !== null,
      suggested: header.phaseDue && header.phaseDue !== 'aftercare' ? header.phaseDue : '',
      phases: optionsOf(phaseWords, decidedPhases).filter((one) => one.value !== header.phaseDecided),
      advices: optionsOf(adviceWords),
      mayPropose: may && !running && isGuided,
      mayNote: may && running !== undefined,
      mayDecide: header.may['case:decide_phase'] && running?.raw === 'at_tpp' && !running.mine,
    };
  });

export const actions: Actions = {
  propose: (event) =>
    act(event, PhaseForm, (ctx, { submissionId: _, ...input }, caseId) => proposePhase(ctx, { ...input, caseId }), {
      fieldOf: { same_phase: 'toPhase' },
    }),
  note: (event) =>
    act(event, PhaseNoteForm, (ctx, { submissionId: _, ...input }) => notePhase(ctx, input), {
      fieldOf: { day_in_future: 'heldOn' },
    }),
  decide: (event) =>
    act(event, DecidePhaseForm, (ctx, { submissionId: _, ...input }) => decidePhase(ctx, input), {
      fieldOf: { note_missing: 'note', told_missing: 'told' },
    }),
  withdraw: (event) => act(event, WithdrawPhaseForm, (ctx, { submissionId: _, ...input }) => withdrawPhase(ctx, input)),
};
