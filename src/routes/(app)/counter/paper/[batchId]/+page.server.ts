import { formatDay, formatNumber } from '#kernel/format';
import {
  PaperDecideForm,
  PaperLineForm,
  paperOutcomeWords,
  PaperProposeForm,
  PaperRemoveForm,
  paperStateWords,
  refusalWords,
} from '#modules/check-ins';
import {
  addPaperLine,
  decidePaperBatch,
  proposePaperBatch,
  readPaperList,
  searchAtDesk,
  takePaperLineOff,
  withdrawPaperBatch,
} from '#modules/check-ins/server';
import { askAtLarge, awayAmongCases } from '#modules/at-large/server';
import { exportHref } from '#modules/exports/server';
import { m } from '#messages';
import { newSubmissionId } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { showLikely } from '../../../away/shown.server.ts';
import { act, idOf } from '../../../ledger-act.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['paper:type', 'paper:approve'] };

export const load: PageServerLoad = ({ locals, params, url }) =>
  locals.read(async (ctx) => {
    const list = await readPaperList(ctx, idOf(params.batchId));
    const typed = (url.searchParams.get('q') ?? '').slice(0, 200);
    const search = list.state === 'typing' && typed.trim() ? await searchAtDesk(ctx, typed) : null;
    const found = search && search.clients;
    const away = await awayAmongCases(
      ctx,
      [...(found ?? []), ...list.entries].map(({ caseId }) => caseId),
    );
    // Who is searched has no supervision any more, so the desk's own search does not find him.
    const likely = search && !search.byCard && !search.tooShort ? await askAtLarge(ctx, { name: typed }) : [];
    const count = (outcome: string | null) => list.entries.filter((one) => one.outcome === outcome).length;
    return {
      submissionId: newSubmissionId(),
      exportHref: await exportHref(ctx, 'paper-arrivals', list.unitId, { of: list.id }, list.entries.length),
      id: list.id,
      day: formatDay(list.day, locals.language),
      reason: list.reason,
      state: list.state,
      stateWords: paperStateWords[list.state](),
      by: list.typedBy ?? '',
      note: list.decisionNote ?? '',
      mayApprove: list.mayApprove && list.state === 'proposed',
      likely: showLikely(likely, locals.language),
      entries: list.entries.map((one) => ({
        ...one,
        away: away.has(one.caseId),
        number: formatNumber(one.number, locals.language),
        register: one.registerLabel ?? '',
        became: one.refusal
          ? m.check_ins_paper_outcome_because({ why: refusalWords[one.refusal]() })
          : one.outcome
            ? paperOutcomeWords[one.outcome]()
            : '',
        submissionId: newSubmissionId(),
      })),
      typed,
      found:
        found?.map((one) => ({
          caseId: one.caseId,
          name: one.name,
          away: away.has(one.caseId),
          register: one.registerLabel ?? '',
          submissionId: newSubmissionId(),
        })) ?? null,
      mayWithdraw: list.typedByMe && (list.state === 'typing' || list.state === 'proposed'),
      closed: list.closed.map(({ number, isDecided }) => ({
        number: formatNumber(number, locals.language),
        became: isDecided
          ? m.check_ins_paper_closed_decided()
          : list.state === 'refused' || list.state === 'withdrawn'
            ? paperStateWords[list.state]()
            : m.check_ins_paper_closed_waits(),
      })),
      // A part of the list is decided, and the rest waits for whoever may open its files.
      waits:
        list.state === 'proposed' && list.entries.some(({ outcome }) => outcome !== null)
          ? m.check_ins_paper_rest_waits({
              lines: formatNumber(
                count(null) + list.closed.filter(({ isDecided }) => !isDecided).length,
                locals.language,
              ),
            })
          : null,
      decided:
        list.state === 'approved'
          ? m.check_ins_paper_decided({
              recorded: formatNumber(count('recorded'), locals.language),
              there: formatNumber(count('already_there'), locals.language),
              refused: formatNumber(count('refused'), locals.language),
            })
          : null,
    };
  });

export const actions: Actions = {
  add: (event) =>
    act(
      event,
      PaperLineForm,
      (ctx, { caseId, note }) => addPaperLine(ctx, { batchId: idOf(event.params.batchId), caseId, note }),
      `/counter/paper/${event.params.batchId}`,
    ),
  remove: (event) =>
    act(
      event,
      PaperRemoveForm,
      (ctx, { lineId }) => takePaperLineOff(ctx, { batchId: idOf(event.params.batchId), lineId }),
      `/counter/paper/${event.params.batchId}`,
    ),
  propose: (event) =>
    act(
      event,
      PaperProposeForm,
      (ctx) => proposePaperBatch(ctx, idOf(event.params.batchId)),
      `/counter/paper/${event.params.batchId}`,
    ),
  decide: (event) =>
    act(
      event,
      PaperDecideForm,
      (ctx, { decision, note }) =>
        decidePaperBatch(ctx, { batchId: idOf(event.params.batchId), approve: decision === 'approve', note }),
      `/counter/paper/${event.params.batchId}`,
      { note_missing: 'note' },
    ),
  withdraw: (event) =>
    act(
      event,
      PaperProposeForm,
      (ctx) => withdrawPaperBatch(ctx, idOf(event.params.batchId)),
      `/counter/paper/${event.params.batchId}`,
    ),
};
