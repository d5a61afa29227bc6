import { sql } from 'kysely';
import type { PlainDate } from '#kernel/plain-date';
import type { ReadCtx } from '#platform/ctx';
import type { SimilarOutcomes } from './dossier.ts';

/**
 * What became of clients whose case is alike, over the offices whose clients the asker counts; nothing where he counts none. The database
 * hides what is too small (dossiers.similar_outcomes).
 */
export async function readSimilar(ctx: ReadCtx, breachId: string): Promise<SimilarOutcomes | null> {
  const { rows } = await sql<{
    through: PlainDate;
    clients: number | null;
    reprimanded: number | null;
    revoked: number | null;
    not_revoked: number | null;
    still_open: number | null;
    closed_unfounded: number | null;
    stopped: number | null;
  }>`
    select through::text, clients, reprimanded, revoked, not_revoked, still_open, closed_unfounded, stopped
    from dossiers.similar_outcomes(${breachId}::uuid)`.execute(ctx.tx);
  const row = rows[0];
  if (!row) return null;
  const { through, clients, ...outcomes } = row;
  return { through, clients, outcomes };
}
