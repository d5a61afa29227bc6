import type { RouteAccess } from '#web/route-access';
import type { PageServerLoad } from './$types';

/** Kept by the device (src/service-worker) and shown under whatever address could not be reached. It says nothing of anybody. */
export const _access: RouteAccess = { who: 'public', why: 'whoever asks for a page while the line is down' };

export const load: PageServerLoad = () => ({});
