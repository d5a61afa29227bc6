import { sql } from 'kysely';
import { hinderTransfers } from '#modules/cases/server';
import { m } from '#messages';

/** A breach that runs is decided where it came up: until then the client does not move to another office. */
hinderTransfers('breaches', async (ctx, caseId) => {
  const { rows } = await sql<{ id: string | null }>`select breaches.hinders_transfer(${caseId}) as id`.execute(ctx.tx);
  const id = rows[0]?.id;
  return id ? { says: () => m.breaches_hinders_transfer(), href: `/clients/${caseId}/breaches/${id}` } : undefined;
});
