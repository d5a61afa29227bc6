import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** Down to the village (desa, kelurahan), with the codes of the ministry of home affairs. */
export type Area = { code: string; name: string };
export type AreaLevel = 'province' | 'regency' | 'district' | 'village';
/** A place with everything it lies in, largest last: Mulyoharjo, Jepara, Kabupaten Jepara, Jawa Tengah. */
export type Place = { code: string; level: AreaLevel; names: string[] };

const levels: AreaLevel[] = ['province', 'regency', 'district', 'village'];

/**
 * The villages are one text of lines `code,name` (2 MB): looking through it takes a few milliseconds, which 84,000 objects would
 * save at ten times the memory. What they lie in is looked up for every hit, so that is a map.
 */
type Lists = { above: ReadonlyMap<string, string>; villages: string };
let loaded: Promise<Lists> | undefined;

function lists(): Promise<Lists> {
  return (loaded ??= load());
}

async function load(): Promise<Lists> {
  const folder = join(dirname(createRequire(import.meta.url).resolve('idn-area-data/package.json')), 'data');
  const read = (file: string) => readFile(join(folder, `${file}.csv`), 'utf8');
  const above = new Map<string, string>();
  for (const file of ['provinces', 'regencies', 'districts'])
    for (const row of (await read(file)).trim().split(/\r?\n/).slice(1)) {
      const line = lineOf(row);
      above.set(line.slice(0, line.indexOf(',')), line.slice(line.indexOf(',') + 1));
    }
  const rows = await read('villages');
  const villages = rows
    .slice(rows.indexOf('\n'))
    .replace(/[^\r\n]+/g, lineOf)
    .replaceAll('\r', '');
  return { above, villages: `${villages.trimEnd()}\n` };
}

/** `11.01.01,11.01,Bakongan` without the parent's code, which the code itself begins with, and without capitals. */
function lineOf(row: string): string {
  const code = row.slice(0, row.indexOf(','));
  const rest = row.slice(code.length + 1);
  const name = (code.length === 2 ? rest : rest.slice(rest.indexOf(',') + 1)).replace(/^"|"$/g, '').replace(/""/g, '"');
  return `${code},${name === name.toUpperCase() ? inTitleCase(name) : name}`;
}

function inTitleCase(name: string): string {
  return name
    .toLowerCase()
    .replace(/(^|[\s(/-])\p{L}/gu, (start) => start.toUpperCase())
    .replace(/^(Dki|Di) /, (word) => word.toUpperCase());
}

export function levelOf(code: string): AreaLevel | undefined {
  return ({ 2: 'province', 5: 'regency', 8: 'district', 13: 'village' } as const)[code.length];
}

/** What lies directly in an area, by name; without a code the provinces. */
export async function listAreasIn(code = ''): Promise<Area[]> {
  const level = code === '' ? 'province' : levels[levels.indexOf(levelOf(code) ?? 'village') + 1];
  if (!level || !/^[\d.]*$/.test(code)) return [];
  const { above, villages } = await lists();
  const found: Area[] = [];
  if (level === 'village') {
    for (let at = villages.indexOf(`\n${code}.`); at >= 0; at = villages.indexOf(`\n${code}.`, at + 1))
      found.push(areaAt(villages.slice(at + 1, villages.indexOf('\n', at + 1))));
  } else {
    for (const [one, name] of above)
      if (levelOf(one) === level && one.startsWith(code)) found.push({ code: one, name });
  }
  return found.sort((a, b) => a.name.localeCompare(b.name, 'id'));
}

/** A code with its names, or nothing where the list does not know it. */
export async function findPlace(code: string): Promise<Place | undefined> {
  const level = levelOf(code);
  if (!level || !/^[\d.]+$/.test(code)) return undefined;
  const { above, villages } = await lists();
  if (level !== 'village') return above.has(code) ? { code, level, names: namesAbove(above, code) } : undefined;
  const at = villages.indexOf(`\n${code},`);
  if (at < 0) return undefined;
  const { name } = areaAt(villages.slice(at + 1, villages.indexOf('\n', at + 1)));
  return { code, level, names: [name, ...namesAbove(above, code.slice(0, 8))] };
}

function namesAbove(above: ReadonlyMap<string, string>, code: string): string[] {
  return [8, 5, 2].filter((length) => length <= code.length).map((length) => above.get(code.slice(0, length)) ?? '');
}

/**
 * Villages and districts by the beginning of a word of their name; further words must stand in the places around:
 * `mulyo jepara` finds Mulyoharjo in Jepara. Those in the given areas come first.
 */
export async function searchPlaces(typed: string, nearCodes: readonly string[] = [], most = 25): Promise<Place[]> {
  const words = (
    typed
      .slice(0, 120)
      .toLowerCase()
      .match(/[\p{L}\d]+/gu) ?? []
  ).slice(0, 6);
  if (words.join('').length < 3) return [];
  const { above, villages } = await lists();
  const found: { place: Place; near: boolean }[] = [];
  const consider = (code: string, names: string[], level: AreaLevel) => {
    const own = names[0]!.toLowerCase();
    if (!words.some((word) => begins(own, word))) return;
    const all = names.join(' ').toLowerCase();
    if (!words.every((word) => begins(all, word))) return;
    found.push({ place: { code, level, names }, near: nearCodes.some((near) => code.startsWith(near)) });
  };
  for (const code of above.keys()) if (code.length === 8) consider(code, namesAbove(above, code), 'district');
  const line = new RegExp(`\\n([\\d.]+),([^\\n]*?(?:${words.join('|')})[^\\n]*)`, 'giu');
  for (const [, code, name] of villages.matchAll(line))
    consider(code!, [name!, ...namesAbove(above, code!.slice(0, 8))], 'village');

  const rank = ({ place, near }: { place: Place; near: boolean }) =>
    (near ? 0 : 4) +
    (place.names[0]!.toLowerCase() === words.join(' ') ? 0 : 1) +
    (place.level === 'village' ? 0 : 0.5);
  const key = ({ place }: { place: Place }) => place.names.join();
  return found
    .map((one) => ({ one, rank: rank(one), key: key(one) }))
    .sort((a, b) => a.rank - b.rank || (a.key < b.key ? -1 : 1))
    .slice(0, most)
    .map(({ one }) => one.place);
}

function begins(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1))
    if (at === 0 || !/\p{L}/u.test(text[at - 1]!)) return true;
  return false;
}

function areaAt(line: string): Area {
  const comma = line.indexOf(',');
  return { code: line.slice(0, comma), name: line.slice(comma + 1) };
}
