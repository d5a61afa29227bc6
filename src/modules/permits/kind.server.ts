import { holdKind } from '#modules/cases/server';
import { m } from '#messages';
import { findRunningPermit } from './store.server.ts';

/** Who decides on a journey, and whether one may go abroad at all, goes by the kind of the client; whose word is asked, by his age group. */
holdKind('permits', async (ctx, caseId) => {
  const id = await findRunningPermit(ctx.tx, caseId);
  return id ? { says: () => m.permits_holds_kind(), href: `/clients/${caseId}/permits/${id}` } : undefined;
});
