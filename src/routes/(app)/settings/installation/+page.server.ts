import { redirect } from '@sveltejs/kit';
import { AddressForm, addressWords, isSecureAddress, secureParts, tellingWord } from '#modules/installation';
import { installationStatus, setPublicAddress } from '#modules/installation/server';
import { newSubmissionId, readForm } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { sayFailure, sayRefusal } from '#web/say-problems.server';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['backup:read'] };

export const load: PageServerLoad = async ({ locals, url }) => {
  const { language } = locals;
  const { address, findings, mayChange } = await locals.read(installationStatus);
  const isSecure = { outside: address !== null && isSecureAddress(address), here: isSecureAddress(url.origin) };
  return {
    submissionId: newSubmissionId(),
    saved: url.searchParams.get('done') === 'saved',
    mayChange,
    address: address ?? '',
    telling: (address !== null && tellingWord(address)) || null,
    isPlain: address !== null && !isSecure.outside,
    findings: findings.map(({ id, severity, says, remedy }) => ({
      id,
      isRefused: severity === 'refuse',
      says: says[language],
      remedy: remedy[language],
    })),
    here: url.origin,
    parts: secureParts.map(({ id, name }) => ({
      key: id,
      name: name(),
      outside: address === null ? null : isSecure.outside,
      here: isSecure.here,
    })),
  };
};

export const actions: Actions = {
  default: async ({ request, locals }) => {
    const form = await readForm(request, AddressForm);
    if (!form.ok) return sayFailure(form.failure, addressWords, locals.language);
    const answer = await locals.runOnce(form.submission, (ctx) => setPublicAddress(ctx, form.values.address));
    if (!answer.ok) return sayRefusal(409, form.typed, { address: [answer.refusal] }, addressWords, locals.language);
    redirect(303, `/settings/installation?done=saved`);
  },
};
