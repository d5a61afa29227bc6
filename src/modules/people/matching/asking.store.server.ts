import { sql } from 'kysely';
import { newId } from '#kernel/id';
import type { ReadCtx } from '#platform/ctx';
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

/** Keeps who was asked for and what was found; gives the reference of each hit in their order. */
export async function insertAsking(ctx: ReadCtx, asking: NewAsking, hits: readonly NewHit[]): Promise<string[]> {
  return (await insertAskings(ctx, [{ asking, hits }]))[0]!;
}

/** The same for many at once. */
export async function insertAskings(
  ctx: ReadCtx,
  list: readonly { asking: NewAsking; hits: readonly NewHit[] }[],
): Promise<string[][]> {
  if (list.length === 0) return [];
  const askings = list.map(({ asking, hits }) => ({
    id: newId(),
    asking,
    hits: hits.map((hit) => ({ id: newId(), hit })),
  }));
  await ctx.tx
    .insertInto('people.asking')
    .values(
      askings.map(({ id, asking }) => ({
        id,
        account_id: ctx.actor.accountId,
        unit_id: asking.unitId,
        person_id: asking.personId,
        searched: asking.searched,
        engine: asking.engine,
        people: asking.people,
        everybody: asking.everybody,
        asked_at: ctx.now,
      })),
    )
    .execute();
  const rows = askings.flatMap(({ id: askingId, hits }) =>
    hits.map(({ id, hit }, place) => ({
      id,
      asking_id: askingId,
      account_id: ctx.actor.accountId,
      person_id: hit.personId,
      unit_id: hit.unitId,
      place,
      in_reach: hit.inReach,
      bits: hit.bits,
      certainty: hit.certainty,
      band: hit.band,
      doubts: [...hit.doubts],
      agrees: hit.agrees,
      differs: hit.differs,
      // Codes and weights: the words of the names that they are about stay in the names.
      evidence: hit.evidence.map(({ about, outcome, bits }) => ({ about, outcome, bits })),
    })),
  );
  // One text whatever their number, so that the plan is made once.
  if (rows.length > 0)
    await sql`
      insert into people.asking_hit (id, asking_id, account_id, person_id, unit_id, place, in_reach, bits, certainty, band, doubts, agrees, differs, evidence)
      select id, asking_id, account_id, person_id, unit_id, place, in_reach, bits, certainty, band, doubts, agrees, differs, evidence
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (id uuid, asking_id uuid, account_id uuid, person_id uuid, unit_id int, place int,
        in_reach boolean, bits real, certainty real, band text, doubts text[], agrees text[], differs text[], evidence jsonb)`.execute(
      ctx.tx,
    );
  return askings.map(({ hits }) => hits.map(({ id }) => id));
}

export type HeldElsewhere = { personId: string; unitId: number; unitName: string; phone: string };

/** Which of those found are held by another office, as far as the asker may know of them at all. */
export async function listHeldElsewhere(ctx: ReadCtx, ids: readonly string[]): Promise<HeldElsewhere[]> {
  const { rows } = await sql<HeldElsewhere>`
    select h.person_id as "personId", u.id as "unitId", u.name as "unitName", u.phone
    from people.held_elsewhere(${[...ids]}::uuid[]) h join units.unit u on u.id = h.unit_id`.execute(ctx.tx);
  return rows;
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
