import { sql } from 'kysely';
import { dateAbout, possibleDays, type PartialDate } from '#kernel/partial-date';
import { yearOf } from '#kernel/plain-date';
import { holds, unitsWhere } from '#modules/access';
import { todayAt } from '#modules/units';
import type { ReadCtx, Tx } from '#platform/ctx';
import { NotAllowed } from '#platform/errors';
import { hashOf, slowDown } from './limits.queries.server.ts';
import { askWho, type Pointer } from './matching/ask-who.server.ts';
import { everybodyNow } from './matching/process.server.ts';
import { fullName, type Sex } from './person.ts';
import { factsOfLikeness, listLikenesses } from './likeness.queries.server.ts';
import { evidenceOf, hasOtherWord, type Evidence, type Term } from './recognition/index.ts';
import { readFragments, readSearch, type Asked, type Fragments } from './rules.ts';
import {
  hitsByName,
  hitsByNumber,
  mostHits,
  searchedUnits,
  type Found,
  type HitReason,
} from './search-hits.queries.server.ts';
import { partBehind, readPlace, recognisedRank, writePlace, type Behind } from './search-places.rules.ts';
import { birthFromColumns } from './store.server.ts';

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
  /** His stays in institutions, as far as the asker keeps their books, newest first. */
  stays: { id: string; registerLabel: string | null }[];
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
      /** Behind whom the following part begins; null where none follows. */ next: string | null;
      elsewhere: Pointer[];
    };
/** A page of a screen, with equals by name; or the hits part by part, each `after` the `next` of the one before, the first after null. */
export type SearchPart = { page: number } | { after: string | null };

export const pageSize = 20;

/** How many are found by recognition beside those whose name is the typed one. */
const mostRecognised = 40;

/**
 * People of the asker's offices by name, part of a name, NIK or its end, register number or telephone, and by what else is remembered:
 * an old spelling, initials, another name, an age, a town, a mother. Best first, each with its reasons.
 */
export async function searchPeople(
  ctx: ReadCtx,
  typed: string,
  wanted: SearchPart = { page: 1 },
): Promise<SearchResult> {
  if (!holds(ctx.actor, 'person:search')) throw new NotAllowed('person:search');
  const fragments = readFragments(typed);
  const isRemembered = remembers(fragments);
  const whole = readSearch(typed);
  if (!whole.ok) return whole;
  const read = isRemembered ? readSearch(fragments.rest) : whole;
  const asked = read.ok ? read : { ...whole, words: [], nik: undefined, phone: undefined, register: undefined };
  await slowDown(ctx, 'person.searched', { minute: 40, hour: 400 });

  const behind = 'after' in wanted && wanted.after !== null ? readPlace(wanted.after) : undefined;
  const byNumber = await hitsByNumber(ctx.tx, asked);
  const { found: byName, answered } =
    asked.words.length > 0 && !isRemembered
      ? await hitsByName(ctx.tx, asked.words, mostHits + 1, behind?.answered)
      : { found: [], answered: 0 };
  const more = byName.length > mostHits;
  const bearers =
    asked.nik && asked.nik.length >= 15
      ? await askWho(ctx, { name: '', nik: asked.nik })
      : { candidates: [], elsewhere: [] };
  const recognised = [
    // A number with a slip in it is one that nobody bears.
    ...bearers.candidates.map(({ personId, evidence }) => recognisedBy(personId, evidence)),
    ...(more ? [] : await hitsByRecognition(ctx, asked.words, fragments)),
  ];
  const exact = merge(byNumber, byName.slice(0, mostHits));
  const known = new Set(exact.map(({ personId }) => personId));
  const ranked = [...exact, ...recognised.filter(({ personId }) => !known.has(personId))];
  const pages = Math.max(1, Math.ceil(ranked.length / pageSize));
  const { part, shown, last } = 'after' in wanted ? inParts(ranked, behind) : onPage(ranked, wanted.page, pages);
  const hits = await describe(ctx.tx, part);

  ctx.accessed({
    what: 'person.searched',
    unitId: unitsWhere(ctx.actor, 'person:search')[0]?.unitId ?? null,
    about: { searched: hashOf(typed), hits: ranked.length, page: shown },
  });
  const next = last ? writePlace({ ...last, answered }) : null;
  return { ok: true, hits, total: ranked.length, more, page: shown, pages, next, elsewhere: bearers.elsewhere };
}

function remembers({ age, birth, birthPlace, mother }: Fragments): boolean {
  return age !== undefined || birth !== undefined || birthPlace !== '' || mother !== '';
}

const recognisedBy = (personId: string, evidence: Evidence[]): Found => ({
  personId,
  rank: recognisedRank,
  reasons: [{ what: 'recognised', evidence }],
});

function onPage(ranked: readonly Found[], page: number, pages: number) {
  const shown = Math.min(Math.max(1, Math.trunc(page) || 1), pages);
  return { part: ranked.slice((shown - 1) * pageSize, shown * pageSize), shown, last: undefined };
}

function inParts(ranked: readonly Found[], behind: Behind | undefined) {
  const { part, from, last } = partBehind(ranked, { behind, most: pageSize });
  return { part, shown: Math.ceil(from / pageSize) + 1, last };
}

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
  const { age, birth, birthPlace, mother } = fragments;
  if (name.length < 4 && !remembers(fragments)) return [];
  // Somebody is as old as on the day of the office, also where a demo clock stands.
  const year = yearOf(todayAt(unitsWhere(ctx.actor, 'person:search')[0] ?? { zone: 'Asia/Jakarta' }, ctx.now));
  const facts = { name, birthPlace, mother, birth: birth ?? (age === undefined ? null : dateAbout(year - age)) };
  const { recognition } = await everybodyNow();
  const people = recognition.size;
  const judged = ({ id, bits, terms }: { id: string; bits: number; terms: readonly Term[] }) => {
    const evidence = evidenceOf(terms, people).filter(({ about }) => about !== 'rarity');
    const says = (about: Evidence['about']) => evidence.find((piece) => piece.about === about)?.outcome;
    const isNamed =
      name === '' || says('alias') === 'found' || (says('name') !== undefined && says('name') !== 'differs');
    const fits = (about: 'birth' | 'mother' | 'place', wanted: boolean) =>
      !wanted || (says(about) !== undefined && says(about) !== 'differs');
    // Of whom a whole day is remembered, hundreds are born in that year.
    const isOfYear = birth?.precision === 'day' && says('birth') === 'same_year';
    const all =
      isNamed &&
      (name === '' || !hasOtherWord(terms)) &&
      fits('birth', age !== undefined || birth !== undefined) &&
      !isOfYear &&
      fits('mother', mother !== '') &&
      fits('place', birthPlace !== '');
    return all ? [{ id, bits, evidence }] : [];
  };
  const found = recognition.findWide(facts, 200).flatMap(judged);
  const met = new Set(found.map(({ id }) => id));
  const near = (await nearAtDesk(ctx.tx, words, fragments)).filter((id) => !met.has(id));
  for (const one of await listLikenesses(ctx, near))
    found.push(...judged({ id: one.personId, ...recognition.compare(facts, factsOfLikeness(one)) }));
  if (found.length === 0) return [];
  const ids = found.map(({ id }) => id);
  const { rows } = await sql<{ id: string }>`
    select p.id from people.person p where p.id = any (${ids}::uuid[]) and p.unit_id = any (${searchedUnits})`.execute(
    ctx.tx,
  );
  const seen = new Set(rows.map((row) => row.id));
  return found
    .filter(({ id }) => seen.has(id))
    .sort((a, b) => b.bits - a.bits)
    .slice(0, mostRecognised)
    .map(({ id, evidence }) => recognisedBy(id, evidence));
}

/**
 * Of the asker's own offices whoever bears the longer words, or what else was told of him. Recognition gives the most alike of the whole
 * country: of what thousands have in common it would give two hundred strangers, and the one at this desk would not be among them.
 */
async function nearAtDesk(tx: Tx, words: readonly string[], fragments: Fragments): Promise<string[]> {
  const { birth, birthPlace, mother } = fragments;
  const long = words.filter((word) => word.length > 1);
  if (long.length > 0 && (remembers(fragments) || long.length < words.length))
    return (await hitsByName(tx, long, mostHits)).found.map(({ personId }) => personId);
  if (words.length > 0 || (mother === '' && birthPlace === '' && !birth)) return [];
  const like = (text: string) => `%${text.replace(/[\\%_]/g, '\\$&')}%`;
  const { from, until } = birth ? possibleDays(birth) : { from: null, until: null };
  const { rows } = await sql<{ id: string }>`
    select p.id from people.person p where p.unit_id = any (${searchedUnits})
      and p.mother_name ilike ${like(mother)} and p.birth_place ilike ${like(birthPlace)}
      and (${from}::date is null or p.birth_date between ${from}::date and ${until}::date)
    order by p.id limit ${mostHits}`.execute(tx);
  return rows.map(({ id }) => id);
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
  const stays = await tx
    .selectFrom('custody.stay')
    .select(['id', 'person_id', 'register_label'])
    .where('person_id', 'in', ids)
    .orderBy('admitted_at', 'desc')
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
        stays: stays
          .filter((one) => one.person_id === personId)
          .map((one) => ({ id: one.id, registerLabel: one.register_label })),
        reasons,
      },
    ];
  });
}
