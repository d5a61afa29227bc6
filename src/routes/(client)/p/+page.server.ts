import { redirect } from '@sveltejs/kit';
import { parseCode } from '#kernel/codes';
import { PERMIT_CODE_LENGTH } from '#modules/permits/server';
import type { RouteAccess } from '#web/route-access';
import type { PageServerLoad } from './$types';

export const _access: RouteAccess = {
  who: 'public',
  why: 'somebody who holds a printed permit and has no camera: he types the code that stands beside it',
};

export const load: PageServerLoad = ({ url }) => {
  const typed = url.searchParams.get('code') ?? '';
  // Somebody may paste the whole address from the paper.
  const code = parseCode(typed.split('/').at(-1) ?? '', PERMIT_CODE_LENGTH);
  if (code) redirect(303, `/p/${code}`);
  return { typed: typed.slice(0, 200), wasAsked: url.searchParams.has('code') };
};
