import { formatDate } from '#kernel/format';
import { formatPhone, whatsappLink, type Phone } from '#kernel/phone';
import { NoticesForm, PhoneForm, RemoveForm, VerifyForm } from '#modules/people';
import { addPhone, chooseForNotices, listPhones, removePhone, verifyPhone } from '#modules/people/server';
import { m } from '#messages';
import { newSubmissionId } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { act } from '../../details.server.ts';
import { dayOf, showPerson } from '../../shown.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['person:read'] };

export const load: PageServerLoad = ({ locals, params, url }) =>
  locals.read(async (ctx) => ({
    shown: await showPerson(ctx, params.personId, url.pathname, locals.language),
    saved: url.searchParams.has('saved'),
    submissionId: newSubmissionId(),
    phones: (await listPhones(ctx, params.personId)).map((phone) => ({
      id: phone.id,
      number: formatPhone(phone.number as Phone),
      chat: phone.whatsapp ? whatsappLink(phone.number as Phone) : undefined,
      owner: phone.owner || m.people_phone_own(),
      forNotices: phone.forNotices,
      verified: phone.verifiedOn
        ? m.people_verified_on({ day: formatDate(phone.verifiedOn, locals.language) })
        : m.people_verified_never(),
      submissionId: newSubmissionId(),
      verifyId: newSubmissionId(),
      noticesId: newSubmissionId(),
    })),
  }));

export const actions: Actions = {
  add: (event) =>
    act(event, PhoneForm, (ctx, { submissionId: _, verified, ...phone }, personId) =>
      addPhone(ctx, { personId, ...phone, verifiedOn: verified ? dayOf(ctx.actor) : null }),
    ),
  verify: (event) =>
    act(event, VerifyForm, (ctx, { id }, personId) => verifyPhone(ctx, { personId, id, day: dayOf(ctx.actor) })),
  notices: (event) =>
    act(event, NoticesForm, (ctx, { id, forNotices }, personId) => chooseForNotices(ctx, { personId, id, forNotices })),
  remove: (event) =>
    act(event, RemoveForm, (ctx, { id, reason }, personId) => removePhone(ctx, { personId, id, reason })),
};
