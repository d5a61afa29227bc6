import { listAreasIn } from '#modules/people/server';
import type { ClientColumn } from './columns.ts';
import type { FoundArea } from './clean-row.ts';

type Names = { village: string; district: string; regency: string };

function plain(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .slice(0, 120)
    .replace(/^(kabupaten|kab|kota|kodya|kotamadya|kecamatan|kec|kelurahan|kel|desa|ds)\b\.?\s*/, '')
    .replace(/[^\p{L}\p{N}]/gu, '');
}

/**
 * Finds villages by their names in the lists of areas, as far as they can be told. Without a regency those that the office serves
 * are looked through; two of one name are none.
 */
export function placeFinder(served: readonly string[]): (names: Names) => Promise<FoundArea> {
  const below = new Map<string, Promise<Map<string, string[]>>>();
  const inside = (code: string) => {
    const known = below.get(code) ?? listNames(code);
    below.set(code, known);
    return known;
  };
  const found = new Map<string, Promise<FoundArea>>();

  return (names) => {
    const key = [plain(names.regency), plain(names.district), plain(names.village)].join('|');
    if (key === '||') return Promise.resolve({ code: null, unknown: null });
    const known = found.get(key) ?? find(names);
    found.set(key, known);
    return known;
  };

  async function find({ village, district, regency }: Names): Promise<FoundArea> {
    const missed = (column: ClientColumn): FoundArea => ({ code: null, unknown: column });
    let regencies = [...served];
    if (plain(regency) !== '') {
      const all = await allRegencies();
      const isCity = /^\s*(kota|kodya|kotamadya)\b/i.test(regency);
      const named = all.filter(({ plainName }) => plainName === plain(regency));
      const fitting = named.filter(({ city }) => city === isCity);
      regencies = (fitting.length > 0 ? fitting : named).map(({ code }) => code);
      if (regencies.length > 1) regencies = regencies.filter((code) => served.includes(code));
      if (regencies.length !== 1) return missed('regency');
    }
    if (plain(district) === '' && plain(village) === '')
      return { code: regencies.length === 1 ? regencies[0]! : null, unknown: null };

    let districts: string[] = [];
    for (const code of regencies)
      districts.push(
        ...(plain(district) === ''
          ? [...(await inside(code)).values()].flat()
          : ((await inside(code)).get(plain(district)) ?? [])),
      );
    if (districts.length === 0 || (plain(village) === '' && districts.length > 1))
      return missed(plain(district) === '' ? 'village' : 'district');
    if (plain(village) === '') return { code: districts[0]!, unknown: null };
    if (districts.length > 80) districts = [];
    const villages: string[] = [];
    for (const code of districts) villages.push(...((await inside(code)).get(plain(village)) ?? []));
    return villages.length === 1 ? { code: villages[0]!, unknown: null } : missed('village');
  }
}

async function listNames(code: string): Promise<Map<string, string[]>> {
  const names = new Map<string, string[]>();
  for (const area of await listAreasIn(code)) {
    const key = plain(area.name);
    names.set(key, [...(names.get(key) ?? []), area.code]);
  }
  return names;
}

type Regency = { code: string; plainName: string; city: boolean };
let regencyList: Promise<Regency[]> | undefined;
function allRegencies(): Promise<Regency[]> {
  return (regencyList ??= (async () => {
    const found: Regency[] = [];
    for (const province of await listAreasIn())
      for (const { code, name } of await listAreasIn(province.code))
        found.push({ code, plainName: plain(name), city: /^kota\b/i.test(name) });
    return found;
  })());
}
