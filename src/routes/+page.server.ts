import { redirect } from '@sveltejs/kit';
import type { RouteAccess } from '#web/route-access';
import type { PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'public', why: 'the door: leads to the work of the day or to signing in' };

export const load: PageServerLoad = ({ locals }) =>
  redirect(303, locals.actor?.stage === 'full' ? '/today' : '/sign-in');
