import type { RouteAccess } from '#web/route-access';
import { takeReceipt } from '../../../petition-receipt.server.ts';
import type { PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['petition:record'] };

export const load: PageServerLoad = async (event) => ({ receipt: await takeReceipt(event) });
