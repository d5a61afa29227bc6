import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { ReadCtx } from '#platform/ctx';
import { TooMany } from '#platform/errors';

/** Counted in the access log itself, so that a new session or another server process does not begin anew. */
export async function slowDown(ctx: ReadCtx, what: string, most: { minute: number; hour: number }): Promise<void> {
  if (ctx.actor.kind !== 'staff') return;
  const ago = (seconds: number) => new Date(ctx.now.getTime() - seconds * 1000);
  const { rows } = await sql<{ minute: number; hour: number }>`
    select minute, hour from platform.own_reads(${what}, ${ago(60)}, ${ago(3600)})`.execute(ctx.tx);
  const { minute, hour } = rows[0]!;
  if (minute >= most.minute) throw new TooMany(`${what} too often`, 60);
  if (hour >= most.hour) throw new TooMany(`${what} too often`, 600);
}

/** What was searched, so that the same search can be recognised and no name stands in the log. */
export function hashOf(typed: string): string {
  const text = typed.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();
  return createHash('sha256').update(text).digest('hex').slice(0, 24);
}
