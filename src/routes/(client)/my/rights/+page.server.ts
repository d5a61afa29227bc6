import type { RouteAccess } from '#web/route-access';
import { readOwn } from '../../own.server.ts';
import type { PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'own', action: 'own:read' };

export const load: PageServerLoad = (event) => readOwn(event, async () => ({}));
