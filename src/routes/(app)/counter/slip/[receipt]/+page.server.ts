import { readSlip } from '#modules/check-ins/server';
import type { RouteAccess } from '#web/route-access';
import { slipShown, slipSize } from '../../slip-shown.server.ts';
import type { PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['ledger:read'] };

export const load: PageServerLoad = ({ locals, params, url, cookies }) =>
  locals.read(async (ctx) => {
    const slip = await readSlip(ctx, params.receipt);
    return { size: slipSize(cookies, url), voided: slip.voided, slip: slipShown(slip, locals.language) };
  });
