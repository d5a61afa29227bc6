import { redirect } from '@sveltejs/kit';
import { formatNumber, formatTime } from '#kernel/format';
import { answerWords, challengeMinutes, nextStep, OwnSendForm, questions, type Question } from '#modules/check-ins';
import { keepOwnPhoto, readOwnReport, sendOwnReport, type OwnReportRefusal } from '#modules/check-ins/server';
import { m } from '#messages';
import { newSubmissionId, readForm } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { sayFailure, sayRefusal } from '#web/say-problems.server';
import { deviceMarkOf } from '#web/card-cookie.server';
import { readOwnToReport, reporting } from '../../../own.server.ts';
import { goOn, pageOf } from '../step.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'own', action: 'own:report' };

const asks: Readonly<Record<Question, () => string>> = {
  address: m.client_question_address,
  phone: m.client_question_phone,
  work: m.client_question_work,
  family: m.client_question_family,
  problem: m.client_question_problem,
};

const refusals: Readonly<Record<Exclude<OwnReportRefusal, 'not_finished' | 'file_daily_limit'>, () => string>> = {
  already_waiting: m.client_report_closed_waiting,
  supervision_ended: m.client_report_closed_ended,
  before_reception: m.client_report_closed_before,
  in_the_future: m.client_report_closed_before,
  too_long_ago: m.client_report_closed_ended,
  nothing_begun: m.client_refusal_nothing_begun,
  photo_too_old: m.client_photo_too_old,
};

export const load: PageServerLoad = (event) =>
  readOwnToReport(event, async (ctx) => {
    const { language } = event.locals;
    const report = await readOwnReport(ctx);
    const { draft, asked } = report;
    // After a line that broke on sending, a reload finds the report on record and nothing left to check.
    if (report.closed === 'already_waiting' && !draft) redirect(303, '/my?done=sent');
    if (report.closed || !draft || nextStep(draft, asked)) redirect(303, report.closed ? '/my/report' : pageOf(report));
    const until = draft.challenge && new Date(draft.challenge.madeAt.getTime() + challengeMinutes * 60_000);
    const hasPhoto = draft.photoChoice === 'taken';
    return {
      submissionId: draft.id,
      answers: questions.map((question) => ({
        question,
        label: asks[question](),
        answer: answerWords[question][draft.answers[question]!]!(),
        note: draft.answers.notes?.[question],
      })),
      position: asked.position
        ? draft.position
          ? draft.position.accuracyM === null
            ? m.client_position_given_plain()
            : m.client_position_given({ metres: formatNumber(Math.ceil(draft.position.accuracyM), language) })
          : m.client_position_declined()
        : null,
      photo: asked.photo
        ? {
            isTaken: hasPhoto,
            said: hasPhoto ? m.client_photo_taken() : m.client_photo_declined(),
            isTooOld: hasPhoto && (!until || until <= ctx.now),
            until: hasPhoto && until ? formatTime(until, ctx.actor.own!.zone, language) : null,
          }
        : null,
      minimumGrade: report.minimumGrade < (hasPhoto ? 'C' : 'D') ? report.minimumGrade : null,
    };
  });

export const actions: Actions = {
  send: async (event) => {
    const { locals } = event;
    const form = await readForm(event.request, OwnSendForm);
    if (!form.ok) return sayFailure(form.failure, {}, locals.language);
    const answer = await locals.runOnce(
      form.submission,
      reporting((ctx) => sendOwnReport(ctx, { device: deviceMarkOf(event), deviceZone: form.values.deviceZone })),
    );
    if (answer.ok) redirect(303, `/my/receipt/${answer.receipt}?sent`);
    if (answer.refusal === 'not_finished') return goOn((query) => locals.read(query));
    return sayRefusal(409, {}, { '': [answer.refusal] }, refusals, locals.language);
  },
  withoutPhoto: async ({ locals }) => {
    await locals.runOnce(
      { id: newSubmissionId(), body: {} },
      reporting((ctx) => keepOwnPhoto(ctx, null)),
    );
    redirect(303, '/my/report/check');
  },
};
