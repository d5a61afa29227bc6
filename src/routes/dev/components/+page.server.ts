import type { RouteAccess } from '#web/route-access';

export const _access: RouteAccess = {
  who: 'public',
  why: 'components shown with invented content; only outside production offices',
};
export const load = () => ({});
