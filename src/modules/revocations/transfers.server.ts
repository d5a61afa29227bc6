import { hinderTransfers } from '#modules/cases/server';
import { m } from '#messages';
import { findHindering } from './store.server.ts';

/** A proceeding is decided where it began, and a breach that was proposed for one waits for it there: until then the client does not move. */
hinderTransfers('revocations', async (ctx, caseId) => {
  const { id, breachId } = await findHindering(ctx.tx, caseId);
  if (id) return { says: () => m.revocations_hinders_transfer(), href: `/revocations/${id}` };
  return breachId
    ? { says: () => m.revocations_proposal_hinders_transfer(), href: `/clients/${caseId}/breaches/${breachId}` }
    : undefined;
});
