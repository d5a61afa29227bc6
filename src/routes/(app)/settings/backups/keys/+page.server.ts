import { redirect } from '@sveltejs/kit';
import { hasProvedRecently } from '#modules/access';
import { newSubmissionId } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import type { PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['unit:administer'] };

/** Whoever takes the keys out shows first that he is still the one who signed in. */
export const load: PageServerLoad = ({ locals, url }) => {
  if (!hasProvedRecently(locals.actor!, new Date()))
    redirect(303, `/account/prove?back=${encodeURIComponent(url.pathname)}`);
  const refusal = url.searchParams.get('refusal');
  return { submissionId: newSubmissionId(), refusal: refusal === 'short' || refusal === 'differs' ? refusal : null };
};
