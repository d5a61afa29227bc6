import { sql } from 'kysely';
import { hinderTransfers } from '#modules/cases/server';
import { m } from '#messages';

/** A proceeding is decided where it began, and a breach that was proposed for one waits for it there: until then the client does not move. */
hinderTransfers('revocations', async (ctx, caseId) => {
  const { rows } = await sql<{ id: string | null; breachId: string | null }>`
    select proceeding_id as id, breach_id as "breachId" from revocations.hinders_transfer(${caseId})`.execute(ctx.tx);
  const { id, breachId } = rows[0] ?? { id: null, breachId: null };
  if (id) return { says: () => m.revocations_hinders_transfer(), href: `/revocations/${id}` };
  return breachId
    ? { says: () => m.revocations_proposal_hinders_transfer(), href: `/clients/${caseId}/breaches/${breachId}` }
    : undefined;
});
