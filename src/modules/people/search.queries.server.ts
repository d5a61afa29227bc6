import { sql, type RawBuilder } from 'kysely';
import { keysOf, pastAllThatBegin } from '#kernel/person-name';
import { dateAbout, type PartialDate } from '#kernel/partial-date';
import { holds, unitsWhere } from '#modules/access';
import type { ReadCtx, Tx } from '#platform/ctx';
import { NotAllowed } from '#platform/errors';
import { hashOf, slowDown } from './limits.queries.server.ts';
import { askWho, type Pointer } from './matching/ask-who.server.ts';
import { everybodyNow } from './matching/process.server.ts';
import { fullName, type Sex } from './person.ts';
import { evidenceOf, hasOtherWord, type Evidence } from './recognition/index.ts';
import {
  matchWord,
  readFragments,
  readSearch,
  wordMatches,
  type Asked,
  type Fragments,
  type WordMatch,
} from './rules.ts';
import { birthFromColumns } from './store.server.ts';

/** Why somebody is in a list of hits. */
export type HitReason =
  | { what: 'name'; match: WordMatch; word: string; alias: boolean }
  | { what: 'nik_same' | 'nik_ending' | 'phone' | 'register' }
  | { what: 'recognised'; evidence: Evidence[] };

export type SearchHit = {
  personId: string;
  name: string;
  birth: PartialDate | null;
  sex: Sex | null;
  nikTail: string | null;
  photoFileId: string | null;
  unitId: number;
  unitName: string;
  /** Cases that the asker may see, newest first. */
  cases: { id: string; registerLabel: string | null; state: string }[];
  reasons: HitReason[];
};

export type SearchResult =
  | { ok: false; why: Extract<Asked, { ok: false }>['why'] }
  | {
      ok: true;
      hits: SearchHit[];
      total: number;
      /** There are more than are counted: another word is needed. */ more: boolean;
      page: number;
      pages: number;
      elsewhere: Pointer[];
    };

export const pageSize = 20;
/** More hits than this help nobody; the page asks for another word. */
const mostHits = 400;

/** Units whose people the asker may look for; with a job's session the one unit of the job. Plain arrays, so that indexes serve. */
export const searchedUnits = sql<
  number[]
>`(select platform.ctx_units('pk', 'apk', 'counter', 'section_head', 'head_of_bapas', 'registrar', 'head_of_custody', 'kanwil', 'system'))::int[]`;

/** How many are found by recognition beside those whose name is the typed one. */
const mostRecognised = 40;

/**
 * People of the asker's offices by name, part of a name, NIK or its end, register number or telephone, and by what else is remembered:
 * an old spelling, initials, another name, an age, a town, a mother. Best first, each with its reasons.
 */
export async function searchPeople(ctx: ReadCtx, typed: string, page = 1): Promise<SearchResult> {
  if (!holds(ctx.actor, 'person:search')) throw new NotAllowed('person:search');
  const fragments = readFragments(typed);
  const isRemembered = fragments.age !== undefined || fragments.birthPlace !== '' || fragments.mother !== '';
  const whole = readSearch(typed);
  if (!whole.ok) return whole;
  const read = isRemembered ? readSearch(fragments.rest) : whole;
  const asked = read.ok ? read : { ...whole, words: [], nik: undefined, phone: undefined, register: undefined };
  await slowDown(ctx, 'person.searched', { minute: 40, hour: 400 });

  const byNumber = await hitsByNumber(ctx.tx, asked);
  const byName = asked.words.length > 0 && !isRemembered ? await hitsByName(ctx.tx, asked.words, mostHits + 1) : [];
  const more = byName.length > mostHits;
  const recognised = more ? [] : await hitsByRecognition(ctx, asked.words, fragments);
  const exact = merge(byNumber, byName.slice(0, mostHits));
  const known = new Set(exact.map(({ personId }) => personId));
  const ranked = [...exact, ...recognised.filter(({ personId }) => !known.has(personId))];
  const pages = Math.max(1, Math.ceil(ranked.length / pageSize));
  const shown = Math.min(Math.max(1, Math.trunc(page) || 1), pages);
  const hits = await describe(ctx.tx, ranked.slice((shown - 1) * pageSize, shown * pageSize));
  const elsewhere =
    asked.nik && asked.nik.length >= 15 ? (await askWho(ctx, { name: '', nik: asked.nik })).elsewhere : [];

  ctx.accessed({
    what: 'person.searched',
    unitId: unitsWhere(ctx.actor, 'person:search')[0]?.unitId ?? null,
    about: { searched: hashOf(typed), hits: ranked.length, page: shown },
  });
  return { ok: true, hits, total: ranked.length, more, page: shown, pages, elsewhere };
}

type Found = { personId: string; reasons: HitReason[]; sortName: string };

/** The same person found twice keeps the better place and both reasons. */
function merge(first: Found[], second: Found[]): Found[] {
  const all = new Map<string, Found>();
  for (const found of [...first, ...second]) {
    const known = all.get(found.personId);
    if (known) known.reasons.push(...found.reasons);
    else all.set(found.personId, { ...found, reasons: [...found.reasons] });
  }
  return [...all.values()];
}

/** Who answers everything that was asked, as recognition compares it; only people whom the asker sees. */
async function hitsByRecognition(ctx: ReadCtx, words: readonly string[], fragments: Fragments): Promise<Found[]> {
  const name = words.join(' ');
  const { age, birthPlace, mother } = fragments;
  if (name.length < 4 && age === undefined && birthPlace === '' && mother === '') return [];
  const year = ctx.now.getUTCFullYear();
  const facts = { name, birthPlace, mother, birth: age === undefined ? null : dateAbout(year - age) };
  const { recognition } = await everybodyNow();
  const people = recognition.size;
  const found = recognition.findWide(facts, 200).flatMap(({ id, terms }) => {
    const evidence = evidenceOf(terms, people).filter(({ about }) => about !== 'rarity');
    const says = (about: Evidence['about']) => evidence.find((piece) => piece.about === about)?.outcome;
    const isNamed =
      name === '' || says('alias') === 'found' || (says('name') !== undefined && says('name') !== 'differs');
    const fits = (about: 'birth' | 'mother' | 'place', wanted: boolean) =>
      !wanted || (says(about) !== undefined && says(about) !== 'differs');
    const all =
      isNamed &&
      (name === '' || !hasOtherWord(terms)) &&
      fits('birth', age !== undefined) &&
      fits('mother', mother !== '') &&
      fits('place', birthPlace !== '');
    return all ? [{ id, evidence }] : [];
  });
  if (found.length === 0) return [];
  const ids = found.map(({ id }) => id);
  const { rows } = await sql<{ id: string; name: string }>`
    select p.id, p.name from people.person p where p.id = any (${ids}::uuid[]) and p.unit_id = any (${searchedUnits})`.execute(
    ctx.tx,
  );
  const nameOf = new Map(rows.map((row) => [row.id, row.name]));
  return found
    .filter(({ id }) => nameOf.has(id))
    .slice(0, mostRecognised)
    .map(({ id, evidence }) => ({
      personId: id,
      sortName: nameOf.get(id)!,
      reasons: [{ what: 'recognised' as const, evidence }],
    }));
}

async function hitsByNumber(tx: Tx, asked: Extract<Asked, { ok: true }>): Promise<Found[]> {
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
    const labels = [
      ...new Set([asked.register.label, asked.register.label.toUpperCase(), asked.register.label.toLowerCase()]),
    ];
    parts.push(sql`
      select c.person_id, 'register', 1 from cases.register_entry e join cases.client_case c on c.id = e.case_id
      where e.unit_id = any (${searchedUnits}) and e.label = any (${labels}) and e.voided_at is null`);
    if (asked.register.number !== undefined)
      parts.push(sql`
        select c.person_id, 'register', 3 from cases.register_entry e join cases.client_case c on c.id = e.case_id
        where e.unit_id = any (${searchedUnits}) and e.year between 1950 and 2100 and e.number = ${asked.register.number}
          and e.origin = 'given' and e.voided_at is null`);
  }
  if (parts.length === 0) return [];
  const { rows } = await sql<{ person_id: string; reasons: string[]; name: string }>`
    select h.person_id, array_agg(distinct h.reason) as reasons, p.name
    from (${sql.join(parts, sql` union all `)}) h (person_id, reason, sort) join people.person p on p.id = h.person_id
    group by h.person_id, p.name order by min(h.sort), p.name, h.person_id limit ${mostHits}`.execute(tx);
  return rows.map(({ person_id, reasons, name }) => ({
    personId: person_id,
    sortName: name,
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
 * Everybody whose names answer all typed words, in any order; of three or more words one may be missing when nobody answers all.
 * Every condition is a plain comparison of columns, because row-level security lets nothing else use an index.
 */
async function hitsByName(tx: Tx, words: readonly string[], most: number): Promise<Found[]> {
  const similar = await similarWords(tx, words);
  const alone = words.length === 1;
  // Two lists of what to look for, so that the table of words and its policies are planned twice and not twice for each word.
  const whole: { ord: number; word: string; rank: number }[] = [];
  const beginnings: { ord: number; from: string; past: string }[] = [];
  similar.forEach(({ word, oneLetter, sound }, ord) => {
    whole.push({ ord, word, rank: 0 });
    // A single short word begins or resembles half of all names.
    if (!alone || word.length >= 3) whole.push(...oneLetter.map((near) => ({ ord, word: near, rank: 4 })));
    whole.push(...sound.map((near) => ({ ord, word: near, rank: 6 })));
    if (word.length >= 2) beginnings.push({ ord, from: word, past: pastAllThatBegin(word) });
  });
  const find = (needed: number) =>
    sql<{ person_id: string; name: string; ranks: (number | null)[] }>`
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
      select r.person_id, p.name, array(select (r.by_word ->> i::text)::int from generate_series(0, ${words.length - 1}::int) i) as ranks
      from ranked r join people.person p on p.id = r.person_id
      order by r.total, p.name, r.person_id`.execute(tx);
  let { rows } = await find(words.length);
  if (rows.length === 0 && words.length >= 3) ({ rows } = await find(words.length - 1));
  return rows.map((row) => ({
    personId: row.person_id,
    sortName: row.name,
    reasons: row.ranks.flatMap((rank, at) =>
      rank === null
        ? []
        : [{ what: 'name' as const, match: wordMatches[rank >> 1]!, word: words[at]!, alias: rank % 2 === 1 }],
    ),
  }));
}

async function describe(tx: Tx, found: readonly Found[]): Promise<SearchHit[]> {
  if (found.length === 0) return [];
  const ids = found.map(({ personId }) => personId);
  const people = await tx
    .selectFrom('people.person as p')
    .innerJoin('units.unit as u', 'u.id', 'p.unit_id')
    .select([
      'p.id',
      'p.name',
      'p.title_before',
      'p.title_after',
      'p.birth_date',
      'p.birth_precision',
      'p.sex',
      'p.nik_tail',
      'p.photo_file_id',
      'p.unit_id',
      'u.name as unit_name',
    ])
    .where('p.id', 'in', ids)
    .execute();
  const cases = await tx
    .selectFrom('cases.client_case')
    .select(['id', 'person_id', 'register_label', 'state'])
    .where('person_id', 'in', ids)
    .orderBy('received_on', 'desc')
    .execute();
  const byId = new Map(people.map((person) => [person.id, person]));
  return found.flatMap(({ personId, reasons }) => {
    const p = byId.get(personId);
    if (!p) return [];
    return [
      {
        personId,
        name: fullName({ name: p.name, titleBefore: p.title_before, titleAfter: p.title_after }),
        birth: birthFromColumns(p.birth_date, p.birth_precision),
        sex: p.sex as Sex | null,
        nikTail: p.nik_tail,
        photoFileId: p.photo_file_id,
        unitId: p.unit_id,
        unitName: p.unit_name,
        cases: cases
          .filter((one) => one.person_id === personId)
          .map((one) => ({ id: one.id, registerLabel: one.register_label, state: one.state })),
        reasons,
      },
    ];
  });
}
