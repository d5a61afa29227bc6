import { sql, type RawBuilder } from 'kysely';
import { keysOf, pastAllThatBegin } from '#kernel/person-name';
import type { Tx } from '#platform/ctx';
import type { Evidence } from './recognition/index.ts';
import { labelsOf, matchWord, wordMatches, type Asked, type WordMatch } from './rules.ts';

/** Why somebody is in a list of hits. */
export type HitReason =
  | { what: 'name'; match: WordMatch; word: string; alias: boolean }
  | { what: 'nik_same' | 'nik_ending' | 'phone' | 'register' }
  | { what: 'recognised'; evidence: Evidence[] };

/** Somebody found, the better the lower his rank. */
export type Found = { personId: string; rank: number; reasons: HitReason[] };

/** More hits than this help nobody; the page asks for another word. */
export const mostHits = 400;

/** Units whose people the asker may look for; with a job's session the one unit of the job. Plain arrays, so that indexes serve. */
export const searchedUnits = sql<
  number[]
>`(select platform.ctx_units('pk', 'apk', 'counter', 'section_head', 'head_of_bapas', 'registrar', 'head_of_custody', 'kanwil', 'system'))::int[]`;

/** A number that begins nothing else: the bare one of a register, in whatever year. Names come behind all numbers. */
const worstNumberRank = 3;

/** Who bears a number: of his own, his telephone's or a register's. */
export async function hitsByNumber(tx: Tx, asked: Extract<Asked, { ok: true }>): Promise<Found[]> {
  const parts: RawBuilder<{ person_id: string; reason: string; sort: number }>[] = [];
  if (asked.nik) {
    parts.push(
      sql`select p.id as person_id, 'nik_same' as reason, 0 as sort from people.person p where p.nik = ${asked.nik}`,
    );
    parts.push(sql`
      select p.id, 'nik_ending', 1 from people.person p
      where p.unit_id = any (${searchedUnits}) and p.nik_tail = ${asked.nik.slice(-4)}
        and right(p.nik, ${asked.nik.length}::int) = ${asked.nik} and p.nik <> ${asked.nik}`);
  }
  if (asked.phone)
    parts.push(
      sql`select h.person_id, 'phone', 2 from people.phone h where h.number = ${asked.phone} and h.removed_at is null`,
    );
  if (asked.register) {
    const labels = labelsOf(asked.register.label);
    parts.push(sql`
      select c.person_id, 'register', 1 from cases.register_entry e join cases.client_case c on c.id = e.case_id
      where e.unit_id = any (${searchedUnits}) and e.label = any (${labels}) and e.voided_at is null`);
    parts.push(sql`
      select e.person_id, 'register', 1 from custody.register_entry e
      where e.unit_id = any (${searchedUnits}) and e.label = any (${labels}) and e.voided_at is null`);
    if (asked.register.number !== undefined)
      parts.push(sql`
        select c.person_id, 'register', ${worstNumberRank}::int from cases.register_entry e join cases.client_case c on c.id = e.case_id
        where e.unit_id = any (${searchedUnits}) and e.year between 1950 and 2100 and e.number = ${asked.register.number}
          and e.origin = 'given' and e.voided_at is null
        union all
        select e.person_id, 'register', ${worstNumberRank}::int from custody.register_entry e
        where e.unit_id = any (${searchedUnits}) and e.number = ${asked.register.number} and e.origin = 'given' and e.voided_at is null`);
  }
  if (parts.length === 0) return [];
  const { rows } = await sql<{ person_id: string; reasons: string[]; rank: number }>`
    select h.person_id, array_agg(distinct h.reason) as reasons, min(h.sort) as rank
    from (${sql.join(parts, sql` union all `)}) h (person_id, reason, sort) join people.person p on p.id = h.person_id
    group by h.person_id, p.name order by min(h.sort), p.name, h.person_id limit ${mostHits}`.execute(tx);
  return rows.map(({ person_id, reasons, rank }) => ({
    personId: person_id,
    rank,
    reasons: reasons.map((what) => ({ what }) as HitReason),
  }));
}

type SimilarWords = { word: string; oneLetter: string[]; sound: string[] };

/** The words that some name bears and that a typed word may have meant. Each key is looked up, so no word is compared with all others. */
async function similarWords(tx: Tx, words: readonly string[]): Promise<SimilarWords[]> {
  const keys = [...new Set(words.flatMap(keysOf))];
  const { rows: near } = await sql<{ word: string }>`select * from people.near_words(${keys}) as w (word)`.execute(tx);
  return words.map((word) => {
    const similar = { word, oneLetter: [] as string[], sound: [] as string[] };
    for (const { word: known } of near) {
      const match = matchWord(word, known);
      if (match === 'one_letter') similar.oneLetter.push(known);
      else if (match === 'sound') similar.sound.push(known);
    }
    return similar;
  });
}

/**
 * Everybody whose names answer all typed words, in any order; of three or more words one may be missing when nobody answers all. The parts
 * of one list keep to the number of words that its first part was found with (`asBefore`).
 * Every condition is a plain comparison of columns, because row-level security lets nothing else use an index.
 */
export async function hitsByName(
  tx: Tx,
  words: readonly string[],
  most: number,
  asBefore?: number,
): Promise<{ found: Found[]; answered: number }> {
  const similar = await similarWords(tx, words);
  const alone = words.length === 1;
  // A paper that hides a name tells its letters.
  const areInitials = !alone && words.every((word) => word.length === 1);
  // Two lists of what to look for, so that the table of words and its policies are planned twice and not twice for each word.
  const whole: { ord: number; word: string; rank: number }[] = [];
  const beginnings: { ord: number; from: string; past: string }[] = [];
  similar.forEach(({ word, oneLetter, sound }, ord) => {
    whole.push({ ord, word, rank: 0 });
    // A single short word begins or resembles half of all names.
    if (!alone || word.length >= 3) whole.push(...oneLetter.map((near) => ({ ord, word: near, rank: 4 })));
    whole.push(...sound.map((near) => ({ ord, word: near, rank: 6 })));
    if (word.length >= 2 || areInitials) beginnings.push({ ord, from: word, past: pastAllThatBegin(word) });
  });
  const find = (needed: number) =>
    sql<{ person_id: string; total: number; ranks: (number | null)[] }>`
      with answer as (
        select person_id, ord, min(rank) as rank from (
          select w.person_id, t.ord, t.rank + w.is_alias::int as rank
          from unnest(${whole.map(({ ord }) => ord)}::int[], ${whole.map(({ word }) => word)}::text[], ${whole.map(({ rank }) => rank)}::int[]) t (ord, word, rank)
          join people.name_word w on w.word = t.word and w.unit_id = any (${searchedUnits})
          union all
          select w.person_id, t.ord, 2 + w.is_alias::int
          from unnest(${beginnings.map(({ ord }) => ord)}::int[], ${beginnings.map(({ from }) => from)}::text[], ${beginnings.map(({ past }) => past)}::text[]) t (ord, start, past)
          join people.name_word w on w.word ~>~ t.start and w.word ~<~ t.past and w.unit_id = any (${searchedUnits})
        ) each_word group by person_id, ord
      ), ranked as (
        select person_id, sum(rank) + ${words.length * 10}::int - 10 * count(*) as total, jsonb_object_agg(ord, rank) as by_word
        from answer group by person_id having count(*) >= ${needed}::int
        order by 2, 1 limit ${most}
      )
      select r.person_id, r.total::int as total, array(select (r.by_word ->> i::text)::int from generate_series(0, ${words.length - 1}::int) i) as ranks
      from ranked r join people.person p on p.id = r.person_id
      order by r.total, p.name, r.person_id`.execute(tx);
  let answered = asBefore ?? words.length;
  let { rows } = await find(answered);
  if (rows.length === 0 && words.length >= 3 && asBefore === undefined)
    ({ rows } = await find((answered = words.length - 1)));
  const found = rows.map((row) => ({
    personId: row.person_id,
    rank: worstNumberRank + 1 + row.total,
    reasons: row.ranks.flatMap((rank, at) =>
      rank === null
        ? []
        : [{ what: 'name' as const, match: wordMatches[rank >> 1]!, word: words[at]!, alias: rank % 2 === 1 }],
    ),
  }));
  return { found, answered };
}
