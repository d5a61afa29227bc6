import { formatDay, formatShortDate, formatTime } from '#kernel/format';
import { holds } from '#modules/access';
import { askAtLarge, awayAmongCases } from '#modules/at-large/server';
import { kindWords, type ClientKind } from '#modules/cases';
import { AnswersForm, answersOf, ArrivalForm, standingWords, UndoForm } from '#modules/check-ins';
import {
  answerCounterQuestions,
  deskDay,
  listArrivals,
  readSlip,
  recordCounterCheckIn,
  searchAtDesk,
  undoCheckIn,
  type DeskClient,
} from '#modules/check-ins/server';
import { askableAmong } from '#modules/permits/server';
import { newSubmissionId } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { showLikely } from '../away/shown.server.ts';
import { act } from '../ledger-act.server.ts';
import { daysWords, questionsShown, stateShown } from '../ledger-shown.server.ts';
import { slipShown, slipSize } from './slip-shown.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['check_in:record_counter'] };

export const load: PageServerLoad = ({ locals, url, cookies }) =>
  locals.read(async (ctx) => {
    const { language } = locals;
    const typed = (url.searchParams.get('q') ?? '').slice(0, 200);
    const receipt = url.searchParams.get('receipt');
    const found = typed.trim() ? await searchAtDesk(ctx, typed) : null;
    const askable = await askableAmong(ctx, found?.clients.map(({ caseId }) => caseId) ?? []);
    const away = await awayAmongCases(ctx, found?.clients.map(({ caseId }) => caseId) ?? []);
    // Who is searched has no supervision any more, so the desk's own search does not find him.
    const likely = found && !found.byCard && !found.tooShort ? await askAtLarge(ctx, { name: typed }) : [];
    const desk = await deskDay(ctx);
    const arrivals = desk ? await listArrivals(ctx, desk.unitId, desk.today) : { rows: [], total: 0 };
    const slip = receipt ? await readSlip(ctx, receipt) : null;
    const taken = url.searchParams.get('undone');
    const undone = taken ? await readSlip(ctx, taken) : null;
    const zone = ctx.actor.postings.find((posting) => posting.unitId === desk?.unitId)?.zone ?? 'Asia/Jakarta';
    const shownClient = (one: DeskClient, index: number) => ({
      caseId: one.caseId,
      submissionId: newSubmissionId(),
      key: String(index + 1),
      name: one.name,
      away: away.has(one.caseId),
      register: one.registerLabel ?? '',
      kind: kindWords[one.kind as ClientKind](),
      pk: one.pkName ?? '',
      photo: one.photoFileId ? `/files/${one.photoFileId}` : null,
      due: one.due ? { ...stateShown(one.due.state), days: daysWords(one.due, language) } : null,
      misses: one.missesInARow,
      last: one.lastReport ? formatShortDate(one.lastReport, language) : '',
      reportedToday: one.reportedToday,
      permitsHref: askable.has(one.caseId) ? `/counter/permits/${one.caseId}` : undefined,
    });
    return {
      typed: found?.byCard ? '' : typed,
      /** Goes along with the arrival, whose use case looks at it again. */
      card: found?.byCard ? typed : undefined,
      tooShort: found?.tooShort ?? false,
      likely: showLikely(likely, language),
      clients: found ? found.clients.map(shownClient) : null,
      today: desk ? formatDay(desk.today, language) : '',
      office: desk?.name ?? '',
      mayCards: holds(ctx.actor, 'card:issue'),
      total: arrivals.total,
      arrivals: arrivals.rows.slice(0, 12).map((one) => ({
        id: one.checkInId,
        caseId: one.caseId,
        name: one.name,
        register: one.registerLabel ?? '',
        time: formatTime(one.recordedAt, zone, language),
        standing: standingWords[one.standing](),
        receipt: one.receipt,
        voided: one.voided,
      })),
      done: slip && {
        checkInId: slip.checkInId,
        receipt: slip.receipt,
        receiptShown: slip.receiptShown,
        name: slip.name,
        register: slip.registerLabel ?? '',
        photo: slip.photoFileId ? `/files/${slip.photoFileId}` : null,
        standing: standingWords[slip.standing](),
        extra: slip.standing === 'extra',
        voided: slip.voided,
        next: slip.next ? formatDay(slip.next.through, language) : null,
        paper: slip.voided ? null : slipShown(slip, language),
        paperSize: slipSize(cookies, url),
        mayUndo: slip.undoUntil !== null,
        asks: !slip.answered && !slip.voided,
        submissionId: newSubmissionId(),
        undoSubmissionId: newSubmissionId(),
      },
      justDone: url.searchParams.has('answered'),
      undone: undone && { name: undone.name },
      questions: questionsShown(),
    };
  });

export const actions: Actions = {
  record: (event) =>
    act(
      event,
      ArrivalForm,
      (ctx, { caseId, card }) => recordCounterCheckIn(ctx, { caseId, card }),
      ({ receipt }) => `/counter?receipt=${receipt}`,
    ),
  answer: (event) =>
    act(
      event,
      AnswersForm,
      async (ctx, typed) => {
        const answers = answersOf(typed);
        return answers ? answerCounterQuestions(ctx, { checkInId: typed.checkInId, answers }) : { ok: true as const };
      },
      `/counter?receipt=${event.url.searchParams.get('receipt') ?? ''}&answered=1`,
    ),
  undo: (event) =>
    act(
      event,
      UndoForm,
      (ctx, { checkInId, reason }) => undoCheckIn(ctx, { checkInId, reason }),
      `/counter?undone=${event.url.searchParams.get('receipt') ?? ''}`,
    ),
};
