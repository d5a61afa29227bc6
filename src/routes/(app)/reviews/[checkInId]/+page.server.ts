import { formatDate, formatNumber, formatShortDate, formatShortMoment } from '#kernel/format';
import { dayAt } from '#kernel/zone';
import { outcomeWords, reviewOutcomes, ReviewForm, signWords } from '#modules/check-ins';
import { readCheckIn, reviewCheckIn } from '#modules/check-ins/server';
import { newSubmissionId } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { warnOfClient } from '../../away/shown.server.ts';
import { act, idOf } from '../../ledger-act.server.ts';
import { answersShown, daysWords, reportShown, stateShown } from '../../ledger-shown.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['check_in:read_content'] };

export const load: PageServerLoad = ({ locals, params, url }) =>
  locals.read(async (ctx) => {
    const { language } = locals;
    const one = await readCheckIn(ctx, idOf(params.checkInId));
    const position = one.content?.position;
    return {
      submissionId: newSubmissionId(),
      saved: url.searchParams.has('saved'),
      caseId: one.caseId,
      away: await warnOfClient(ctx, one.caseId, language),
      name: one.name,
      register: one.registerLabel ?? '',
      child: one.ageGroup === 'child',
      report: reportShown(one, one.zone, language),
      period: one.period ? { days: daysWords(one.period, language), ...stateShown(one.period.state) } : null,
      voidReason: one.voidReason,
      officePhoto: one.officePhotoId ? `/files/${one.officePhotoId}` : null,
      sentPhoto: one.content?.photoFileId ? `/files/${one.content.photoFileId}` : null,
      photoErased: one.content?.photoErasedAt
        ? formatShortDate(dayAt(one.zone, one.content.photoErasedAt), language)
        : null,
      positionErased: one.content?.positionErasedAt
        ? formatShortDate(dayAt(one.zone, one.content.positionErasedAt), language)
        : null,
      signs: one.signs.map((sign) => ({ kind: sign.kind, words: signWords[sign.kind]() })),
      answers: one.content ? answersShown(one.content.answers) : [],
      number: one.challengeNumber,
      talk: one.content?.talk ?? '',
      followUp: one.content?.followUp ?? '',
      position: position
        ? {
            words: `${formatNumber(position.latitude, language, 4)}; ${formatNumber(position.longitude, language, 4)}`,
            accuracy: position.accuracyM === null ? '' : formatNumber(position.accuracyM, language),
          }
        : null,
      reviews: one.reviews.map((review) => ({
        outcome: outcomeWords[review.outcome](),
        note: review.note,
        by: review.by ?? '',
        at: formatShortMoment(review.at, one.zone, language),
      })),
      mayReview: one.mayReview && !one.voided && (one.channel === 'app' || one.channel === 'helper'),
      outcomes: reviewOutcomes.map((value) => ({ value, label: outcomeWords[value]() })),
      day: formatDate(one.happenedOn, language),
    };
  });

export const actions: Actions = {
  default: (event) =>
    act(
      event,
      ReviewForm,
      (ctx, { outcome, note }) => reviewCheckIn(ctx, { checkInId: idOf(event.params.checkInId), outcome, note }),
      `/reviews/${event.params.checkInId}?saved=1`,
      { note_missing: 'note' },
    ),
};
