import { error, redirect } from '@sveltejs/kit';
import { formatDate, formatMoment, type Locale } from '#kernel/format';
import { isUuid } from '#kernel/id';
import type { Zone } from '#kernel/zone';
import {
  leftWords,
  postWords,
  ReadForm,
  reasonWords,
  sentWords,
  standingWords,
  stillHolds,
  type Delivery,
} from '#modules/notices';
import { readHeld, readNotice } from '#modules/notices/server';
import { groupWords } from '#modules/people';
import { m } from '#messages';
import { newSubmissionId, readForm } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { sayFailure } from '#web/say-problems.server';
import { showCase } from '../../shown.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['case:read_specific'] };

export const load: PageServerLoad = ({ locals, params, url }) =>
  locals.read(async (ctx) => {
    const { language } = locals;
    const { header: _, ...shown } = await showCase(ctx, params.caseId, 'held', language);
    const file = await readHeld(ctx, params.caseId);
    return {
      shown,
      saved: url.searchParams.has('saved'),
      notices: file.notices.map((one) => ({
        id: one.id,
        place: one.from.name,
        holds: stillHolds(one),
        standing: { label: standingWords[one.standing](), sure: one.standing === 'confirmed' },
        withdrawn: one.withdrawn && {
          when: formatMoment(one.withdrawn.at, file.zone, language),
          why: one.withdrawn.why,
        },
        facts: [
          { label: m.notices_about(), value: one.about.map((why) => reasonWords[why]()).join(' ') },
          { label: m.notices_since(), value: formatMoment(one.heldSince, file.zone, language) },
          { label: m.notices_basis(), value: one.basis },
          { label: m.notices_register(), value: one.registerLabel || m.notices_not_told() },
          {
            label: m.notices_agrees(),
            value: one.agrees.map((group) => groupWords[group]()).join(', ') || m.notices_not_told(),
          },
          { label: m.notices_phone(), value: one.from.phone || m.notices_not_told() },
          { label: m.notices_told_at(), value: formatMoment(one.toldAt, file.zone, language) },
          {
            label: m.notices_released(),
            value:
              one.leftOn && one.leftHow ? leftWords[one.leftHow]({ day: formatDate(one.leftOn, language) }) : undefined,
          },
        ],
        links: one.withdrawn
          ? []
          : [
              ...(one.breachId
                ? [{ label: m.notices_to_breach(), href: `${shown.base}/breaches/${one.breachId}` }]
                : []),
              ...(one.about.includes('away') ? [{ label: m.notices_to_search(), href: `${shown.base}/at-large` }] : []),
              ...(one.about.includes('permit')
                ? [{ label: m.notices_to_permit(), href: `${shown.base}/permits` }]
                : []),
            ],
        deliveries: one.deliveries.map((delivery) => showDelivery(delivery, file.zone, language)),
        submissionId: one.unreadByMe ? newSubmissionId() : undefined,
      })),
    };
  });

function showDelivery(one: Delivery, zone: Zone, language: Locale) {
  return {
    id: one.id,
    who: m.notices_delivered_to({ officer: one.officer, post: postWords[one.post]() }),
    put: m.notices_put_at({ when: formatMoment(one.putAt, zone, language) }),
    sent: one.sent && sentWords[one.sent](),
    read: one.readAt && m.notices_read_at({ when: formatMoment(one.readAt, zone, language) }),
  };
}

export const actions: Actions = {
  default: async ({ request, locals, params }) => {
    if (!isUuid(params.caseId)) error(404, m.errors_not_found());
    const form = await readForm(request, ReadForm);
    if (!form.ok) return sayFailure(form.failure, {}, locals.language);
    await locals.runOnce(form.submission, (ctx) =>
      readNotice(ctx, { caseId: params.caseId, noticeId: form.values.noticeId }),
    );
    redirect(303, `/clients/${params.caseId}/held?saved=1`);
  },
};
