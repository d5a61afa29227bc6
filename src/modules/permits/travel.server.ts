import { tellTravel } from '#modules/check-ins/server';
import { findJourneyOn } from './store.server.ts';

/** The ledger and the plans ask on which days a client is away with leave. */
tellTravel(async (ctx, caseId, day) => {
  const journey = await findJourneyOn(ctx.tx, caseId, day);
  return journey && { fromOn: journey.fromOn, untilOn: journey.untilOn, abroad: journey.scope === 'abroad' };
});
