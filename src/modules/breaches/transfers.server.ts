import { hinderTransfers } from '#modules/cases/server';
import { m } from '#messages';
import { findHindering } from './store.server.ts';

/** A breach that runs is decided where it came up: until then the client does not move to another office. */
hinderTransfers('breaches', async (ctx, caseId) => {
  const id = await findHindering(ctx.tx, caseId);
  return id ? { says: () => m.breaches_hinders_transfer(), href: `/clients/${caseId}/breaches/${id}` } : undefined;
});
