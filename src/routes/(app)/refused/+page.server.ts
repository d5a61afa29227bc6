import { NotFound } from '#platform/errors';
import { refusal } from '#web/refused-page.server';
import type { RouteAccess } from '#web/route-access';
import type { PageServerLoad } from './$types';

export const _access: RouteAccess = {
  who: 'public',
  why: 'it shows nothing but what was refused, in the frame of whoever asked; opened by itself it is not there',
};

export const load: PageServerLoad = () => {
  throw refusal()?.why ?? new NotFound('nothing was refused');
};
