import { redirect } from '@sveltejs/kit';
import { formatShortDate, formatShortMoment } from '#kernel/format';
import { dayAt, instantAt, type ClockTime } from '#kernel/zone';
import { hasProvedRecently, unitsWhere } from '#modules/access';
import { programScopes, TokenForm, TokenIdForm } from '#modules/accounts';
import { apiTokenOf, endApiToken, issueToken, listServiceAccounts, listTokens } from '#modules/accounts/server';
import { exportHref } from '#modules/exports/server';
import { unitsBelow } from '#modules/units/server';
import { newSubmissionId, readForm } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { sayFailure, sayRefusal } from '#web/say-problems.server';
import { adminWords } from '../shown.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['token:issue'] };

export const load: PageServerLoad = async ({ locals, url }) => {
  const actor = locals.actor!;
  const zone = actor.postings[0]?.zone ?? 'Asia/Jakarta';
  return locals.read(async (ctx) => {
    const units = new Set<number>();
    for (const { unitId } of unitsWhere(actor, 'token:issue'))
      for (const id of await unitsBelow(ctx, unitId)) units.add(id);
    const accounts = await listServiceAccounts(ctx, [...units]);
    const tokens = await listTokens(
      ctx,
      accounts.map(({ id }) => id),
    );
    return {
      submissionId: newSubmissionId(),
      exportHref: await exportHref(ctx, 'tokens', unitsWhere(actor, 'token:issue')[0]!.unitId, {}, tokens.length),
      done: url.searchParams.get('done') ?? '',
      isFresh: hasProvedRecently(actor, new Date()),
      accounts: accounts.map(({ id, name }) => ({ value: id, label: name })),
      scopes: programScopes.map((scope) => ({ value: scope, label: scope })),
      tokens: tokens.map((token) => ({
        id: token.id,
        account: token.accountName,
        label: token.label,
        scopes: token.scopes.join(', '),
        seen: formatShortMoment(token.lastSeenAt, zone, locals.language),
        until: formatShortDate(dayAt(zone, token.expiresAt), locals.language),
      })),
    };
  });
};

/** Which field a refusal stands beside; any other one stands above the form. */
const fieldOf: Readonly<Record<string, string>> = {
  expiry_too_far: 'expiresOn',
  scope_unknown: 'scopes',
  feed_stands_alone: 'scopes',
};

export const actions: Actions = {
  issue: async ({ request, locals }) => {
    const form = await readForm(request, TokenForm);
    if (!form.ok) return sayFailure(form.failure, adminWords, locals.language);
    const { accountId, label, scopes: chosen, expiresOn } = form.values;
    const zone = locals.actor!.postings[0]?.zone ?? 'Asia/Jakarta';
    const expiresAt = instantAt(zone, expiresOn, '23:59' as ClockTime);
    const answer = await locals.runOnce(form.submission, (ctx) =>
      issueToken(ctx, { accountId, label, scopes: chosen, expiresAt }),
    );
    if (!answer.ok) {
      return sayRefusal(
        409,
        form.typed,
        { [fieldOf[answer.refusal] ?? '']: [answer.refusal] },
        adminWords,
        locals.language,
      );
    }
    return { token: apiTokenOf(form.submission.id), tokenLabel: label };
  },
  end: async ({ request, locals }) => {
    const form = await readForm(request, TokenIdForm);
    if (!form.ok) return sayFailure(form.failure, adminWords, locals.language);
    const answer = await locals.runOnce(form.submission, (ctx) => endApiToken(ctx, form.values));
    if (!answer.ok) return sayRefusal(409, form.typed, { '': [answer.refusal] }, adminWords, locals.language);
    redirect(303, '/admin/tokens?done=ended');
  },
};
