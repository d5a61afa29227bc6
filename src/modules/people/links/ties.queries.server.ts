import { sql } from 'kysely';
import type { ReadCtx } from '#platform/ctx';
import type { AgreeingGroup } from '../rules.ts';
import type { LinkSide } from './links.store.server.ts';

/** Another record of somebody: by what people decided, or by the evidence alone or the word of one of two. */
export type Tie = { personId: string; standing: 'confirmed' | 'strong'; agrees: AgreeingGroup[] };

/** The records that are this person, for a job of the office of the record: they may lie anywhere, and nobody is shown them. */
export async function tiesOf(ctx: ReadCtx, personId: string): Promise<Tie[]> {
  const { rows } = await sql<Tie>`
    select t.person_id as "personId", t.standing, t.agrees from people.ties_of(${personId}::uuid) t`.execute(ctx.tx);
  return rows;
}

/**
 * Everybody who is the same person by decided links, directly or through others, or may be he by a link that is still open; and where he is
 * kept. For a job of the office of the record.
 */
export async function tiedAround(ctx: ReadCtx, personId: string): Promise<LinkSide[]> {
  const { rows } = await sql<LinkSide>`
    select person_id as "personId", unit_id as "unitId" from people.tied_around(${personId}::uuid) order by unit_id, person_id`.execute(
    ctx.tx,
  );
  return rows;
}
