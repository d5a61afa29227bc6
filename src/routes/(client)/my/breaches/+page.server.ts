import { readOwnBreaches } from '#modules/breaches/server';
import { readOwnCase } from '#modules/cases/server';
import { readOwnProceedings } from '#modules/revocations/server';
import type { RouteAccess } from '#web/route-access';
import { readOwn } from '../../own.server.ts';
import { showOwnBreach } from './own-breach.server.ts';
import type { PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'own', action: 'own:report' };

export const load: PageServerLoad = (event) =>
  readOwn(event, async (ctx) => {
    const { language } = event.locals;
    const proceedings = await readOwnProceedings(ctx);
    const { today } = await readOwnCase(ctx);
    return {
      breaches: (await readOwnBreaches(ctx)).map((one) => showOwnBreach(one, proceedings, today, language)),
    };
  });
