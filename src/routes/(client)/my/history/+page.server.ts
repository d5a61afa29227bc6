import { readLedger } from '#modules/check-ins/server';
import type { RouteAccess } from '#web/route-access';
import { sayPeriod, sayReport } from '../../ledger-words.server.ts';
import { readOwn } from '../../own.server.ts';
import type { PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'own', action: 'own:report' };

export const load: PageServerLoad = (event) => {
  const { language, actor } = event.locals;
  return readOwn(event, async (ctx) => {
    const ledger = await readLedger(ctx, actor!.own!.caseId);
    return {
      periods: ledger.periods.filter((one) => one.from <= ledger.today).map((one) => sayPeriod(one, language)),
      lifted: ledger.lifted.map((one) => sayPeriod(one, language)),
      others: ledger.others.map((one) => sayReport(one, ledger.zone, language)),
    };
  });
};
