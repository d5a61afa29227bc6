import { listOwnLiftings, readOwnCase } from '#modules/cases/server';
import { readOwnProceedings } from '#modules/revocations/server';
import type { RouteAccess } from '#web/route-access';
import { readOwn } from '../../own.server.ts';
import { showOwnProceeding } from './own-proceeding.server.ts';
import type { PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'own', action: 'own:report' };

export const load: PageServerLoad = (event) =>
  readOwn(event, async (ctx) => {
    const { today } = await readOwnCase(ctx);
    const { language } = event.locals;
    const liftings = await listOwnLiftings(ctx);
    return {
      proceedings: (await readOwnProceedings(ctx)).map((one) => showOwnProceeding(one, liftings, today, language)),
    };
  });
