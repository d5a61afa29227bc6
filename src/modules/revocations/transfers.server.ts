import { hinderTransfers, holdKind } from '#modules/cases/server';
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

/** Its way goes by the kind of the client, and the calls for a child by his age group. */
holdKind('revocations', async (ctx, caseId) => {
  const { id, breachId } = await findHindering(ctx.tx, caseId);
  if (id) return { says: () => m.revocations_holds_kind(), href: `/revocations/${id}` };
  return breachId
    ? { says: () => m.revocations_proposal_holds_kind(), href: `/clients/${caseId}/breaches/${breachId}` }
    : undefined;
});
