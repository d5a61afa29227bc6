import { sql } from 'kysely';
import { newId } from '#kernel/id';
import type { ReadCtx } from '#platform/ctx';
import { NOBODY_WAITS } from '#platform/sent-ahead.server';
import type { Evidence } from '../recognition/index.ts';
import type { Band } from '../rules.ts';
import type { Groups } from './groups.ts';

export type NewAsking = {
  unitId: number;
  personId: string | null;
  searched: string;
  engine: string;
  people: number;
  everybody: boolean;
};
export type NewHit = Groups & {
  personId: string;
  unitId: number;
  inReach: boolean;
  bits: number;
  certainty: number;
  band: Band;
  doubts: readonly string[];
  evidence: readonly Evidence[];
};

/** Keeps who was asked for and what was found; gives the references of the hits, each list in its order. */
export async function insertAskings(
  ctx: ReadCtx,
  list: readonly { asking: NewAsking; hits: readonly NewHit[] }[],
): Promise<string[][]> {
  if (list.length === 0) return [];
  const { accountId } = ctx.actor;
  const kept = list.map(({ asking, hits }) => ({
    id: newId(),
    asking,
    hits: hits.map((hit) => ({ id: newId(), hit })),
  }));
  const askings = kept.map(({ id, asking }) => ({
    id,
    account_id: accountId,
    unit_id: asking.unitId,
    person_id: asking.personId,
    searched: asking.searched,
    engine: asking.engine,
    people: asking.people,
    everybody: asking.everybody,
    asked_at: ctx.now,
  }));
  const found = kept.flatMap(({ id: askingId, hits }) =>
    hits.map(({ id, hit }, place) => ({
      id,
      asking_id: askingId,
      account_id: accountId,
      person_id: hit.personId,
      unit_id: hit.unitId,
      place,
      in_reach: hit.inReach,
      bits: hit.bits,
      certainty: hit.certainty,
      band: hit.band,
      doubts: hit.doubts,
      agrees: hit.agrees,
      differs: hit.differs,
      // Codes and weights: the words of the names that they are about stay in the names.
      evidence: hit.evidence.map(({ about, outcome, bits }) => ({ about, outcome, bits })),
    })),
  );
  await sql`select people.keep_askings(${JSON.stringify(askings)}::jsonb, ${JSON.stringify(found)}::jsonb) ${sql.raw(NOBODY_WAITS)}`.execute(
    ctx.tx,
  );
  return kept.map(({ hits }) => hits.map(({ id }) => id));
}

/** Which of these are pointers that the asker himself was shown; anything else that is named like one is none. */
export async function listOwnPointers(ctx: ReadCtx, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const rows = await ctx.tx
    .selectFrom('people.asking_hit')
    .select('id')
    .where('id', 'in', ids)
    .where('account_id', '=', ctx.actor.accountId)
    .where('in_reach', '=', false)
    .execute();
  return new Set(rows.map(({ id }) => id));
}
