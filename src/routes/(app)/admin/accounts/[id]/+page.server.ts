import { redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { formatDate, formatMoment, formatNumber, formatNumericDate } from '#kernel/format';
import { isUuid } from '#kernel/id';
import { dayAt } from '#kernel/zone';
import { hasProvedRecently } from '#modules/access';
import { accountStateWords, AccountStateForm, LeavingForm, LinkForm, PostingForm } from '#modules/accounts';
import {
  accountToAdminister,
  canMailLink,
  correctLeaving,
  endSessionsOf,
  leaveService,
  linkAddress,
  listSessions,
  makeLink,
  removeSecondFactor,
  requireNewPassword,
  setAccountState,
  withdrawLink,
} from '#modules/accounts/server';
import { getPublicAddress } from '#modules/installation/server';
import { CorrectionForm, gradeWords, StaffForm } from '#modules/units';
import { changeStaff, getStaff, grantPosting, listServiceEnds } from '#modules/units/server';
import { m } from '#messages';
import { NotFound } from '#platform/errors';
import { drawQr } from '#ui/qr.ts';
import { newSubmissionId, readForm } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { sayFailure, sayRefusal } from '#web/say-problems.server';
import { showEndings } from '../../../endings.server.ts';
import { adminWords, postingOptions, showPosting, unitsToPostAt } from '../../shown.server.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['account:administer'] };

function idOf(params: { id: string }): string {
  if (!isUuid(params.id)) throw new NotFound('not an account');
  return params.id.toLowerCase();
}

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const actor = locals.actor!;
  const zone = actor.postings[0]?.zone ?? 'Asia/Jakarta';
  return locals.read(async (ctx) => {
    const account = await accountToAdminister(ctx, idOf(params));
    const staff = await getStaff(ctx, account.staffId);
    const units = await unitsToPostAt(ctx);
    const moment = (at: Date) => formatMoment(at, zone, locals.language);
    const lines = await listSessions(ctx, account.id);
    return {
      submissionId: newSubmissionId(),
      done: url.searchParams.get('done') ?? '',
      isFresh: hasProvedRecently(actor, new Date()),
      prove: `/account/prove?back=${encodeURIComponent(url.pathname)}`,
      isOwn: account.id === actor.accountId,
      staff: {
        name: staff.name,
        nip: staff.nip ?? '',
        grade: staff.grade ?? '',
        phone: staff.phone,
        email: staff.email,
      },
      account: {
        name: staff.name,
        nip: staff.nip ?? '',
        grade: staff.grade ? gradeWords[staff.grade]() : '',
        phone: staff.phone,
        email: staff.email,
        left: staff.leftOn ? formatDate(staff.leftOn, locals.language) : '',
        username: account.username,
        state: account.state,
        stateWord: accountStateWords[account.state](),
        passwordSet: account.passwordSetAt ? moment(account.passwordSetAt) : '',
        factors: [
          account.totpSince ? m.accounts_totp_title() : '',
          account.passkeys > 0 ? m.accounts_passkeys_title() : '',
        ]
          .filter(Boolean)
          .join(', '),
        isService: account.tokens > 0,
        canMail: await canMailLink(ctx, account.unitId, staff.email),
        openLink: account.openLink && account.openLink.expiresAt > new Date() ? moment(account.openLink.expiresAt) : '',
      },
      endings: showEndings(await listServiceEnds(ctx, account.staffId), zone, locals.language),
      postings: account.postings.map((posting) => showPosting(posting, actor, locals.language)),
      sessions: lines.map((line) => ({
        id: line.id,
        label: line.label || m.accounts_session_unknown_device(),
        address: line.address,
        seen: moment(line.lastSeenAt),
      })),
      units,
      unit: String(account.unitId ?? units[0]?.value ?? ''),
      options: postingOptions(),
      today: formatNumericDate(dayAt(zone, new Date())),
    };
  });
};

const Nothing = v.object({});
type Answered = { ok: true } | { ok: false; refusal: string };

/** What all these buttons have in common: done and back to the page, or refused in words. */
async function press(
  event: RequestEvent,
  done: string,
  work: (accountId: string, form: { submission: { id: string; body: unknown } }) => Promise<Answered>,
) {
  const form = await readForm(event.request, Nothing);
  if (!form.ok) return sayFailure(form.failure, adminWords, event.locals.language);
  const id = idOf(event.params);
  const answer = await work(id, form);
  if (answer.ok) redirect(303, `/admin/accounts/${id}?done=${done}`);
  return sayRefusal(409, form.typed, { '': [answer.refusal] }, adminWords, event.locals.language);
}

export const actions: Actions = {
  link: async (event) => {
    const { locals, url } = event;
    const form = await readForm(event.request, LinkForm);
    if (!form.ok) return sayFailure(form.failure, adminWords, locals.language);
    const accountId = idOf(event.params);
    const answer = await locals.runOnce(form.submission, async (ctx) => {
      // Scanned or opened from a letter, the link must lead here also from another machine.
      const origin = (await getPublicAddress(ctx.tx)) ?? url.origin;
      const made = await makeLink(ctx, { accountId, ...(form.values.mail === undefined ? {} : { mailFrom: origin }) });
      return made.ok ? { ...made, origin } : made;
    });
    if (!answer.ok) return sayRefusal(409, form.typed, { '': [answer.refusal] }, adminWords, locals.language);
    const zone = locals.actor!.postings[0]?.zone ?? 'Asia/Jakarta';
    if (answer.isMailed) redirect(303, `/admin/accounts/${accountId}?done=mailed`);
    const link = linkAddress(answer.origin, answer.linkId);
    return {
      link,
      qr: drawQr(link),
      until: formatMoment(new Date(answer.expiresAt), zone, locals.language),
    };
  },
  withdrawLink: (event) =>
    press(event, 'link', (accountId, { submission }) =>
      event.locals.runOnce(submission, (ctx) => withdrawLink(ctx, { accountId })),
    ),
  newPassword: (event) =>
    press(event, 'newPassword', (accountId, { submission }) =>
      event.locals.runOnce(submission, (ctx) => requireNewPassword(ctx, { accountId })),
    ),
  removeFactor: (event) =>
    press(event, 'factor', (accountId, { submission }) =>
      event.locals.runOnce(submission, (ctx) => removeSecondFactor(ctx, { accountId })),
    ),
  endSessions: (event) =>
    press(event, 'session', (accountId, { submission }) =>
      event.locals.runOnce(submission, (ctx) => endSessionsOf(ctx, { accountId, sessionId: null })),
    ),
  state: async (event) => {
    const { locals } = event;
    const form = await readForm(event.request, AccountStateForm);
    if (!form.ok) return sayFailure(form.failure, adminWords, locals.language);
    const accountId = idOf(event.params);
    const answer = await locals.runOnce(form.submission, (ctx) =>
      setAccountState(ctx, { accountId, state: form.values.state }),
    );
    if (answer.ok) redirect(303, `/admin/accounts/${accountId}?done=state`);
    return sayRefusal(409, form.typed, { '': [answer.refusal] }, adminWords, locals.language);
  },
  leave: async (event) => {
    const { locals } = event;
    const form = await readForm(event.request, LeavingForm);
    if (!form.ok) return sayFailure(form.failure, adminWords, locals.language);
    const accountId = idOf(event.params);
    const { leftOn, leavingReason: reason } = form.values;
    const answer = await locals.runOnce(form.submission, (ctx) => leaveService(ctx, { accountId, leftOn, reason }));
    if (answer.ok) redirect(303, `/admin/accounts/${accountId}?done=left`);
    const count = formatNumber(answer.clients ?? 0, locals.language);
    const words = { ...adminWords, still_guides: () => m.accounts_refusal_still_guides({ count }) };
    const beside = answer.refusal === 'leaves_in_future' ? 'leftOn' : '';
    return sayRefusal(409, form.typed, { [beside]: [answer.refusal] }, words, locals.language);
  },
  correct: async (event) => {
    const { locals } = event;
    const form = await readForm(event.request, CorrectionForm);
    if (!form.ok) return sayFailure(form.failure, adminWords, locals.language);
    const accountId = idOf(event.params);
    const reason = form.values.correctionReason;
    const answer = await locals.runOnce(form.submission, (ctx) => correctLeaving(ctx, { accountId, reason }));
    if (answer.ok) redirect(303, `/admin/accounts/${accountId}?done=corrected`);
    return sayRefusal(409, form.typed, { '': [answer.refusal] }, adminWords, locals.language);
  },
  staff: async (event) => {
    const { locals } = event;
    const form = await readForm(event.request, StaffForm);
    if (!form.ok) return sayFailure(form.failure, adminWords, locals.language);
    const accountId = idOf(event.params);
    const { name, nip, grade, phone, email } = form.values;
    const answer = await locals.runOnce(form.submission, async (ctx) => {
      const { staffId } = await accountToAdminister(ctx, accountId);
      return changeStaff(ctx, {
        staffId,
        fields: { name, nip: nip ?? null, grade: grade ?? null, phone, email: email ?? '' },
      });
    });
    if (answer.ok) redirect(303, `/admin/accounts/${accountId}?done=staff`);
    return sayRefusal(409, form.typed, { nip: [answer.refusal] }, adminWords, locals.language);
  },
  post: async (event) => {
    const { locals } = event;
    const form = await readForm(event.request, PostingForm);
    if (!form.ok) return sayFailure(form.failure, adminWords, locals.language);
    const accountId = idOf(event.params);
    const { section, endsOn, ...posting } = form.values;
    const answer = await locals.runOnce(form.submission, async (ctx) => {
      const { staffId } = await accountToAdminister(ctx, accountId);
      return grantPosting(ctx, { ...posting, section: section ?? null, endsOn: endsOn ?? null, staffId });
    });
    if (answer.ok) redirect(303, `/admin/accounts/${accountId}?done=${answer.standing}`);
    const beside = answer.refusal === 'administrators_first' || answer.refusal === 'not_at_such_a_unit' ? 'role' : '';
    return sayRefusal(409, form.typed, { [beside]: [answer.refusal] }, adminWords, locals.language);
  },
};
