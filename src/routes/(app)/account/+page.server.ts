import { redirect } from '@sveltejs/kit';
import { formatDate, formatMoment, formatNumber } from '#kernel/format';
import { dayAt } from '#kernel/zone';
import { accountProblemWords, LocaleForm, PasskeyIdForm, SessionForm } from '#modules/accounts';
import {
  endOtherSessions,
  endOwnSession,
  findOwnFactors,
  isDemo,
  listSessions,
  mustEnrol,
  removePasskey,
  removeTotp,
  setLanguage,
} from '#modules/accounts/server';
import { postingKindWords, roleWords } from '#modules/units';
import { newSubmissionId, readForm } from '#web/form.server';
import { rememberLanguage } from '#web/language';
import type { RouteAccess } from '#web/route-access';
import { sayFailure, sayRefusal } from '#web/say-problems.server';
import * as v from 'valibot';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', why: 'everybody looks after his own account' };

export const load: PageServerLoad = async ({ locals, url }) => {
  const actor = locals.actor!;
  const zone = actor.postings[0]?.zone ?? 'Asia/Jakarta';
  const moment = (at: Date) => formatMoment(at, zone, locals.language);
  const date = (at: Date) => formatDate(dayAt(zone, at), locals.language);
  const { factors, sessions } = await locals.read(async (ctx) => ({
    factors: await findOwnFactors(ctx),
    sessions: await listSessions(ctx, actor.accountId),
  }));
  return {
    submissionId: newSubmissionId(),
    done: url.searchParams.get('done') ?? '',
    isDemo: isDemo(),
    mustEnrol: mustEnrol(actor),
    name: actor.name,
    username: actor.username,
    locale: actor.locale,
    postings: actor.postings.map((posting) => ({
      id: posting.id,
      role: roleWords[posting.role as keyof typeof roleWords](),
      unit: posting.unitName,
      kind: postingKindWords[posting.kind](),
    })),
    totpSince: factors.totpSince ? date(factors.totpSince) : null,
    passkeys: factors.passkeys.map((key) => ({
      id: key.id,
      label: key.label,
      since: date(key.madeAt),
      used: key.lastUsedAt ? date(key.lastUsedAt) : null,
    })),
    spareCodes: factors.spareCodesMadeAt
      ? { left: formatNumber(factors.spareCodesLeft, locals.language), since: date(factors.spareCodesMadeAt) }
      : null,
    sessions: sessions.map((session) => ({
      ...session,
      madeAt: moment(session.madeAt),
      lastSeenAt: moment(session.lastSeenAt),
    })),
  };
};

const Nothing = v.object({});

export const actions: Actions = {
  endSession: async ({ request, locals }) => {
    const form = await readForm(request, SessionForm);
    if (!form.ok) return sayFailure(form.failure, accountProblemWords, locals.language);
    const answer = await locals.runOnce(form.submission, (ctx) => endOwnSession(ctx, form.values));
    if (!answer.ok) return sayRefusal(409, form.typed, { '': [answer.refusal] }, accountProblemWords, locals.language);
    redirect(303, '/account?done=session');
  },
  endOthers: async ({ request, locals }) => {
    const form = await readForm(request, Nothing);
    if (!form.ok) return sayFailure(form.failure, accountProblemWords, locals.language);
    await locals.runOnce(form.submission, (ctx) => endOtherSessions(ctx));
    redirect(303, '/account?done=session');
  },
  removeTotp: async ({ request, locals }) => {
    const form = await readForm(request, Nothing);
    if (!form.ok) return sayFailure(form.failure, accountProblemWords, locals.language);
    const answer = await locals.runOnce(form.submission, (ctx) => removeTotp(ctx));
    if (!answer.ok && answer.refusal === 'prove_first') redirect(303, '/account/prove?back=/account');
    if (!answer.ok) return sayRefusal(409, form.typed, { '': [answer.refusal] }, accountProblemWords, locals.language);
    redirect(303, '/account?done=factor');
  },
  removePasskey: async ({ request, locals }) => {
    const form = await readForm(request, PasskeyIdForm);
    if (!form.ok) return sayFailure(form.failure, accountProblemWords, locals.language);
    const answer = await locals.runOnce(form.submission, (ctx) => removePasskey(ctx, form.values));
    if (!answer.ok && answer.refusal === 'prove_first') redirect(303, '/account/prove?back=/account');
    if (!answer.ok) return sayRefusal(409, form.typed, { '': [answer.refusal] }, accountProblemWords, locals.language);
    redirect(303, '/account?done=factor');
  },
  language: async (event) => {
    const { request, locals } = event;
    const form = await readForm(request, LocaleForm);
    if (!form.ok) return sayFailure(form.failure, accountProblemWords, locals.language);
    await locals.runOnce(form.submission, (ctx) => setLanguage(ctx, form.values));
    rememberLanguage(event, form.values.locale);
    redirect(303, '/account?done=language');
  },
};
