import { formatDate, formatNumericDate } from '#kernel/format';
import {
  adviceWords,
  DecideTransferForm,
  OutsideAnswerForm,
  TppNoteForm,
  TransferForm,
  transferStateWords,
  WithdrawTransferForm,
} from '#modules/cases';
import {
  answerOutside,
  decideTransfer,
  listHindrances,
  listReceivingBapas,
  listTransfersOf,
  noteTpp,
  requestTransfer,
  termOfTransfer,
  withdrawTransfer,
} from '#modules/cases/server';
import { newSubmissionId } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { sayLastDay } from '../../../../due.server.ts';
import { act } from '../../act.server.ts';
import { optionsOf, showCase } from '../../shown.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['case:read'] };

export const load: PageServerLoad = ({ locals, params, url }) =>
  locals.read(async (ctx) => {
    const { language } = locals;
    const { header, ...shown } = await showCase(ctx, params.caseId, 'transfer', language);
    const day = (text: Parameters<typeof formatDate>[0] | null) => (text ? formatDate(text, language) : undefined);
    const transfers = (await listTransfersOf(ctx, params.caseId)).map((one) => ({
      id: one.id,
      raw: one.state,
      state: transferStateWords[one.state](),
      toUnit: one.toUnit,
      requested: day(one.requestedOn),
      due: one.dueOn && sayLastDay({ on: one.dueOn, counts: 'working' }, language),
      late: one.dueOn !== null && one.dueOn < header.today,
      reason: one.reason,
      letter: one.letterNumber,
      risk: one.riskNote,
      guarantor: one.guarantorStatement,
      tpp: one.advice
        ? [adviceWords[one.advice](), one.tppDocument, day(one.tppHeldOn)].filter(Boolean).join(', ')
        : undefined,
      tppNote: one.tppNote ?? '',
      decided: day(one.decidedOn),
      decisionNote: one.decisionNote ?? '',
      told: one.told,
      withdrawn: one.withdrawnOn ? `${day(one.withdrawnOn)} ${one.withdrawnWhy}` : undefined,
      arrived: day(one.arrivedOn),
      outside: one.toUnitId === null,
      answerLetter: one.answerLetter,
      mine: one.requestedByMe,
    }));
    const running = transfers.find((one) => one.raw === 'requested' || one.raw === 'at_tpp' || one.raw === 'approved');
    const mayRequest = header.may['case:request_transfer'];
    const isHere = header.state === 'active' || header.state === 'paused';
    const hindrances = isHere ? await listHindrances(ctx, params.caseId) : [];
    return {
      shown,
      saved: url.searchParams.has('saved'),
      submissionId: newSubmissionId(),
      tppId: newSubmissionId(),
      decideId: newSubmissionId(),
      withdrawId: newSubmissionId(),
      outsideId: newSubmissionId(),
      today: formatNumericDate(header.today),
      term: await termOfTransfer(ctx, header.unitId, header.today),
      transfers,
      running,
      advices: optionsOf(adviceWords),
      hindrances: hindrances.map(({ says, href }) => ({ text: says(), href })),
      mayRequest: mayRequest && !running && isHere && hindrances.length === 0,
      mayNote: mayRequest && (running?.raw === 'requested' || running?.raw === 'at_tpp'),
      mayAnswer: header.may['case:accept_transfer'] && running?.raw === 'approved' && running.outside,
      notYet: header.state === 'received',
      mayDecide: header.may['case:decide_transfer'] && running?.raw === 'at_tpp' && !running.mine,
      units:
        mayRequest && !running
          ? (await listReceivingBapas(ctx))
              .filter(({ id }) => id !== header.unitId)
              .map(({ id, name }) => ({ value: String(id), label: name }))
          : [],
    };
  });

export const actions: Actions = {
  request: (event) =>
    act(
      event,
      TransferForm,
      (ctx, { submissionId: _, ...input }, caseId) => requestTransfer(ctx, { ...input, caseId }),
      {
        fieldOf: {
          same_unit: 'toUnitId',
          not_a_bapas: 'toUnitId',
          nobody_receives: 'toName',
          destination_missing: 'toName',
          destination_twice: 'toName',
        },
      },
    ),
  note: (event) =>
    act(event, TppNoteForm, (ctx, { submissionId: _, ...input }) => noteTpp(ctx, input), {
      fieldOf: { day_in_future: 'heldOn' },
    }),
  decide: (event) =>
    act(event, DecideTransferForm, (ctx, { submissionId: _, ...input }) => decideTransfer(ctx, input), {
      fieldOf: { note_missing: 'note', told_missing: 'told' },
    }),
  outside: (event) =>
    act(event, OutsideAnswerForm, (ctx, { submissionId: _, ...input }) => answerOutside(ctx, input), {
      fieldOf: { day_in_future: 'day', period_upside_down: 'day', note_missing: 'note' },
    }),
  withdraw: (event) =>
    act(event, WithdrawTransferForm, (ctx, { transferId, note }) => withdrawTransfer(ctx, { transferId, note })),
};
