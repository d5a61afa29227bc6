import type { RouteAccess } from '#web/route-access';
import { takeReceipt } from '../../../petition-receipt.server.ts';
import type { PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'public', why: 'whoever has just sent a petition is shown his code, once' };

export const load: PageServerLoad = async (event) => ({ receipt: await takeReceipt(event) });
