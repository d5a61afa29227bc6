import { formatDate, formatNumericDate } from '#kernel/format';
import {
  DecideEndingForm,
  DecideLiftingForm,
  EndingForm,
  endReasonWords,
  LiftingForm,
  proposedEndReasons,
  ReopenForm,
  SealForm,
  WithdrawLiftingForm,
} from '#modules/cases';
import {
  decideEnding,
  decideLifting,
  getCaseFacts,
  listEndings,
  proposeEnding,
  proposeLifting,
  reopenCase,
  sealCase,
  withdrawLifting,
} from '#modules/cases/server';
import { m } from '#messages';
import { newSubmissionId } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { act } from '../../act.server.ts';
import { optionsOf, showCase } from '../../shown.server.ts';
import { liftingOf, sayLifting } from './lifting.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['case:propose_ending', 'case:reopen'] };

export const load: PageServerLoad = ({ locals, params, url }) =>
  locals.read(async (ctx) => {
    const { language } = locals;
    const { header, ...shown } = await showCase(ctx, params.caseId, 'ending', language);
    const endings = await listEndings(ctx, params.caseId);
    const entries = endings.map((one) => ({
      id: one.id,
      what: one.lifts
        ? sayLifting(one)
        : one.what === 'reopened'
          ? m.cases_reopened()
          : endReasonWords[one.reason ?? 'period_completed'](),
      reason: one.reason,
      open: one.what === 'ended' && one.outcome === null,
      day: formatDate(one.day, language),
      note: one.note,
      document: one.documentNumber,
      by: one.proposedBy ?? '',
      mine: one.proposedByMe,
      decided: one.outcome ? outcomeWords[one.outcome]() : undefined,
      decider: one.decidedBy ?? '',
      decisionNote: one.decisionNote ?? '',
    }));
    const proposal = entries.find((one) => one.open);
    const { ledgerFrom, receivedOn, endReason, endedOn } = await getCaseFacts(ctx, params.caseId);
    // A decree from before this office kept the ledger has no proceeding here; every other one comes of its proceeding.
    const before = ledgerFrom !== null && receivedOn < ledgerFrom ? formatDate(ledgerFrom, language) : undefined;
    const lifting = liftingOf(header, endings, { endReason, endedOn }, language);
    return {
      shown,
      lifting,
      saved: url.searchParams.has('saved'),
      submissionId: newSubmissionId(),
      sealId: newSubmissionId(),
      today: formatNumericDate(header.today),
      child: header.ageGroup === 'child',
      entries,
      proposal,
      reasons: optionsOf(endReasonWords, proposedEndReasons)
        .filter(({ value }) => value !== 'breach' || before !== undefined)
        .map((one) =>
          one.value === 'breach' ? { ...one, hint: m.cases_ending_before_ledger({ day: before! }) } : one,
        ),
      revocationHref: `${shown.base}/revocations`,
      mayPropose: header.may['case:propose_ending'] && shown.state.open && !proposal,
      mayDecide: header.may['case:decide_ending'],
      needsOther: proposal?.reason === 'breach' && proposal.mine,
      mayReopen: header.may['case:reopen'] && header.state === 'ended' && !lifting,
      maySeal: header.may['case:seal'] && header.state === 'ended' && !header.sealed,
    };
  });

const outcomeWords = {
  approved: m.cases_approved,
  refused: m.cases_refused,
  withdrawn: m.cases_lifting_withdrawn,
};
const afterwards = (sealed: boolean, caseId: string) => (sealed ? '/clients?sealed=1' : `/clients/${caseId}?saved=1`);

export const actions: Actions = {
  propose: (event) =>
    act(event, EndingForm, (ctx, { submissionId: _, ...input }, caseId) => proposeEnding(ctx, { ...input, caseId }), {
      to: ({ sealed }) => afterwards(sealed, event.params.caseId),
      fieldOf: {
        day_in_future: 'day',
        day_before_reception: 'day',
        period_not_over: 'day',
        note_missing: 'note',
        document_missing: 'documentNumber',
        decree_needed: 'reason',
      },
    }),
  decide: (event) =>
    act(
      event,
      DecideEndingForm,
      (ctx, { submissionId: _, ...input }, caseId) => decideEnding(ctx, { ...input, caseId }),
      {
        to: ({ sealed }) => afterwards(sealed, event.params.caseId),
        fieldOf: { note_missing: 'note' },
      },
    ),
  reopen: (event) =>
    act(event, ReopenForm, (ctx, { submissionId: _, ...input }, caseId) => reopenCase(ctx, { ...input, caseId }), {
      to: `/clients/${event.params.caseId}?saved=1`,
      fieldOf: { day_in_future: 'day', period_upside_down: 'day', note_missing: 'note' },
    }),
  lift: (event) =>
    act(
      event,
      LiftingForm,
      (ctx, { submissionId: _, file: __, resumesOn: day, why: note, ...decree }, caseId, file) =>
        proposeLifting(ctx, { ...decree, day, note, caseId, file }),
      {
        takesFile: true,
        fieldOf: {
          document_missing: 'number',
          same_decree: 'number',
          issuer_missing: 'issuer',
          dated_in_future: 'dated',
          dated_before_decree: 'dated',
          day_in_future: 'resumesOn',
          day_before_lifting: 'resumesOn',
          note_missing: 'why',
          file_refused: 'file',
        },
      },
    ),
  decideLifting: (event) =>
    act(
      event,
      DecideLiftingForm,
      (ctx, { submissionId: _, ...input }, caseId) => decideLifting(ctx, { ...input, caseId }),
      {
        to: ({ sealed }) => afterwards(sealed, event.params.caseId),
        fieldOf: { note_missing: 'note' },
      },
    ),
  withdrawLifting: (event) =>
    act(
      event,
      WithdrawLiftingForm,
      (ctx, { liftingId, withdrawNote: note }, caseId) => withdrawLifting(ctx, { caseId, liftingId, note }),
      { to: ({ sealed }) => afterwards(sealed, event.params.caseId) },
    ),
  seal: (event) =>
    act(event, SealForm, (ctx, { version, reason }, caseId) => sealCase(ctx, { caseId, version, reason }), {
      to: '/clients?sealed=1',
    }),
};
