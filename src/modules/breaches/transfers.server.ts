import { hinderTransfers, holdKind } from '#modules/cases/server';
import { m } from '#messages';
import { findAdvised, findHindering } from './store.server.ts';

/** A breach that runs is decided where it came up: until then the client does not move to another office. */
hinderTransfers('breaches', async (ctx, caseId) => {
  const id = await findHindering(ctx.tx, caseId);
  return id ? { says: () => m.breaches_hinders_transfer(), href: `/clients/${caseId}/breaches/${id}` } : undefined;
});

/** What was advised to the head was advised for a client of this kind. */
holdKind('breaches', async (ctx, caseId) => {
  const id = await findAdvised(ctx.tx, caseId);
  return id ? { says: () => m.breaches_holds_kind(), href: `/clients/${caseId}/breaches/${id}` } : undefined;
});
