import { formatDate, formatDays } from '#kernel/format';
import {
  isRunning,
  ownStateWords,
  ownStepWords,
  OwnWithdrawForm,
  PaperOfForm,
  purposeWords,
  refusalWords,
} from '#modules/permits';
import { addOwnPaper, paperBytes, readOwnPermits, withdrawOwnPermit } from '#modules/permits/server';
import { readOwnCase } from '#modules/cases/server';
import { readLedger } from '#modules/check-ins/server';
import { m } from '#messages';
import { redirect } from '@sveltejs/kit';
import { newSubmissionId, readForm } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { sayFailure, sayRefusal } from '#web/say-problems.server';
import { readUpload } from '#web/upload.server';
import { readOwn } from '../../own.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'own', action: 'own:report' };

export const load: PageServerLoad = (event) =>
  readOwn(event, async (ctx) => {
    const { language } = event.locals;
    const own = await readOwnCase(ctx);
    const { periods } = await readLedger(ctx, own.caseId);
    return {
      done: event.url.searchParams.has('done'),
      most: paperBytes,
      mayAsk: own.state === 'received' || own.state === 'active',
      permits: (await readOwnPermits(ctx)).map((one) => {
        const isAhead = one.state === 'granted' || one.state === 'revocation_proposed';
        const dues = isAhead
          ? periods.filter(
              ({ from, through, state }) => state === 'scheduled' && from <= one.untilOn && one.fromOn <= through,
            )
          : [];
        return {
          id: one.id,
          submissionId: newSubmissionId(),
          where: one.destination,
          days: formatDays(one.fromOn, one.untilOn, language),
          why: `${purposeWords[one.purpose]()}: ${one.purposeText}`,
          stands: ownStateWords[one.state](),
          happened: [
            { day: formatDate(one.askedOn, language), what: m.permits_own_step_asked(), told: '' },
            ...one.steps.flatMap(({ step, day, told }) => {
              const what = ownStepWords[step]?.();
              return what ? [{ day: formatDate(day, language), what, told }] : [];
            }),
          ],
          mayBeHeard: one.state === 'asked' || one.state === 'advised' || one.state === 'forwarded',
          paper: one.slip
            ? m.permits_own_paper({ number: one.slip.label, day: formatDate(one.slip.issuedOn, language) })
            : isAhead
              ? m.permits_own_paper_waits()
              : '',
          dues: dues.map(({ id, from, through }) => ({ id, days: formatDays(from, through, language) })),
          isAhead,
          papers: one.papers.map((name, index) => ({ id: `${one.id}-${index}`, name })),
          paperId: isRunning(one.state) ? newSubmissionId() : undefined,
          mayWithdraw:
            isRunning(one.state) && (!isAhead || own.today < one.fromOn) && one.state !== 'revocation_proposed',
        };
      }),
    };
  });

export const actions: Actions = {
  withdraw: async (event) => {
    const form = await readForm(event.request, OwnWithdrawForm);
    if (!form.ok) return sayFailure(form.failure, refusalWords, event.locals.language);
    const { permitId, reason } = form.values;
    const answer = await event.locals.runOnce(form.submission, (ctx) => withdrawOwnPermit(ctx, { permitId, reason }));
    if (!answer.ok)
      return sayRefusal(
        409,
        form.typed,
        { [answer.refusal === 'reason_missing' ? 'reason' : '']: [answer.refusal] },
        refusalWords,
        event.locals.language,
      );
    redirect(303, '/my/permits?done=1');
  },
  paper: async (event) => {
    const { language } = event.locals;
    const form = await readForm(event.request, PaperOfForm);
    if (!form.ok) return sayFailure(form.failure, refusalWords, language);
    const { permitId, name, file } = form.values;
    const upload = await readUpload(file, 'document');
    if (!upload.ok) return sayRefusal(422, form.typed, { file: [upload.problem] }, refusalWords, language);
    const answer = await event.locals.runOnce(form.submission, (ctx) =>
      addOwnPaper(ctx, { permitId, name, file: upload.file }),
    );
    if (!answer.ok)
      return sayRefusal(
        409,
        form.typed,
        { [answer.refusal === 'file_refused' ? 'file' : '']: [answer.refusal] },
        refusalWords,
        language,
      );
    redirect(303, '/my/permits?done=1');
  },
};
