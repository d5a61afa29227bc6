import { createHash } from 'node:crypto';
import { nameWords } from '#kernel/person-name';
import { mustBeAnswered } from '#modules/people';
import { askMany, type Hit } from '#modules/people/server';
import { canonical } from '#platform/canonical';
import type { Ctx } from '#platform/ctx';
import type { RawCell } from './import.ts';
import type { Bearer, KindAtWork } from './kind.server.ts';
import { listTakenDigests } from './queries.server.ts';
import type { CleanedRow, PersonRow, RowProblem } from './row.ts';
import { searchedAmong, warnOfSearched } from './searched.server.ts';
import type { NewRow } from './store.server.ts';

export type CleanedLine = { line: number; raw: RawCell[]; cleaned: CleanedRow };

/** As many as are shown to whoever books one person. */
const mostTold = 6;

/** What earlier lines of the same file said. */
export type FileMemory = {
  digests: Map<string, number>;
  labels: Map<string, number>;
  niks: Map<string, number>;
  births: Map<string, number>;
};
export function freshMemory(): FileMemory {
  return { digests: new Map(), labels: new Map(), niks: new Map(), births: new Map() };
}

/** What a row means, in one number: the same in any order, under any file name, in any spelling that is read alike. */
export function digestOf(clean: PersonRow): Buffer {
  return createHash('sha256').update(canonical(clean)).digest();
}

/** Holds rows against what is known: taken before, in the book already, like somebody known, twice in the file. */
export async function judgeRows(
  ctx: Ctx,
  unitId: number,
  kind: KindAtWork,
  lines: readonly CleanedLine[],
  memory: FileMemory,
): Promise<NewRow[]> {
  const good = lines.flatMap((one) =>
    one.cleaned.clean ? [{ ...one, clean: one.cleaned.clean, digest: digestOf(one.cleaned.clean) }] : [],
  );
  const taken = await listTakenDigests(
    ctx.tx,
    unitId,
    good.map(({ digest }) => digest),
  );
  const { hits } = await askMany(
    ctx,
    good.map(({ clean }) => ({ facts: factsOf(clean) })),
    { among: 'office' },
  );
  const known = await kind.lookUp(
    ctx,
    unitId,
    good.flatMap(({ clean }) => clean.registerLabel ?? []),
    [...new Set(hits.flat().map(({ found }) => found.id))],
  );
  const searched = await searchedAmong(ctx, good);
  const hitsOf = new Map(good.map(({ line }, index) => [line, hits[index] ?? []]));
  const goodOf = new Map(good.map((one) => [one.line, one]));

  return lines.map(({ line, raw, cleaned }) => {
    const one = goodOf.get(line);
    const { problems, warnings } = cleaned;
    const base = { line, raw, problems, warnings, likely: false };
    if (!one) {
      const digest = createHash('sha256').update(canonical(raw)).digest();
      return { ...base, clean: null, digest, state: 'bad' };
    }
    const { clean, digest } = one;
    const row = { ...base, clean, digest };
    const key = digest.toString('hex');
    const earlier = memory.digests.get(key);
    if (earlier !== undefined)
      return {
        ...row,
        state: 'same',
        warnings: [...warnings, about(null, 'imports_warning_same_as_line', { line: earlier })],
      };
    if (taken.has(key)) return { ...row, state: 'same' };

    const book = clean.registerLabel === null ? undefined : known.bearers.get(clean.registerLabel);
    if (book) {
      if (isBearer(clean, book)) return { ...row, state: 'same' };
      return {
        ...row,
        state: 'bad',
        problems: [...problems, about('registerNumber', 'imports_problem_register_taken')],
      };
    }
    const candidates = hitsOf.get(line) ?? [];
    const verdict = known.judge(clean, candidates);
    if (verdict === 'same') return { ...row, state: 'same' };
    if (verdict) return { ...row, state: 'bad', problems: [...problems, verdict] };

    const labelLine = clean.registerLabel === null ? undefined : memory.labels.get(clean.registerLabel);
    if (labelLine !== undefined)
      return {
        ...row,
        state: 'bad',
        problems: [...problems, about('registerNumber', 'imports_problem_register_twice', { line: labelLine })],
      };

    const told = [...warnings, ...(searched.get(line) ?? []).map(warnOfSearched)];
    const likely = candidates.filter(({ band }) => mustBeAnswered(band)).slice(0, mostTold);
    for (const { found } of likely) told.push(about('name', 'imports_warning_likely_known', { person: found.id }));
    const birthKey = clean.birth?.precision === 'day' ? `${clean.birth.text} ${wordsOf(clean.name)}` : undefined;
    const twin =
      (clean.nik === null ? undefined : memory.niks.get(clean.nik)) ??
      (birthKey === undefined ? undefined : memory.births.get(birthKey));
    if (twin !== undefined) told.push(about('name', 'imports_warning_twice_in_file', { line: twin }));

    memory.digests.set(key, line);
    if (clean.registerLabel !== null) memory.labels.set(clean.registerLabel, line);
    if (clean.nik !== null && !memory.niks.has(clean.nik)) memory.niks.set(clean.nik, line);
    if (birthKey !== undefined && !memory.births.has(birthKey)) memory.births.set(birthKey, line);
    return { ...row, warnings: told, likely: likely.length > 0 || twin !== undefined, state: 'good' };
  });
}

function about(column: RowProblem['column'], problem: string, facts: Record<string, string | number> = {}): RowProblem {
  const query = Object.entries(facts)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&');
  return { column, problem: query ? `${problem}?${query}` : problem };
}

function factsOf(clean: PersonRow) {
  return {
    name: clean.name,
    aliases: clean.aliases,
    nik: clean.nik,
    birth: clean.birth,
    mother: clean.motherName,
    birthPlace: clean.birthPlace,
    father: clean.fatherName,
    sex: clean.sex,
  };
}

function wordsOf(name: string): string {
  return nameWords(name).sort().join(' ');
}

/** The very name, and neither another number nor another day of birth. */
export function sameName(clean: PersonRow, { known, differs }: Hit): boolean {
  return (
    known !== undefined &&
    wordsOf(clean.name) === wordsOf(known.name) &&
    !differs.includes('nik') &&
    !differs.includes('birth')
  );
}

/** The bearer of a register number is whoever the row names: the NIK says so, or the shorter name stands in the longer one. */
function isBearer(clean: PersonRow, bearer: Bearer): boolean {
  if (bearer.name === null) return false;
  if (clean.nik !== null && bearer.nik !== null) return clean.nik === bearer.nik;
  const [a, b] = [nameWords(clean.name), nameWords(bearer.name)];
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  return short.length > 0 && short.every((word) => long.includes(word));
}
