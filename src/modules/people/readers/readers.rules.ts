import { nameWords } from '#kernel/person-name';
import { readPhone } from '#kernel/phone';
import { always, rule, type AnyRule } from '#kernel/rule';

/** What an office looks at afterwards in what its officers opened (security T5). It proves nothing about anyone and shuts nobody out. */

const ours = (article: string) => [{ law: 'simpul', article, standing: 'ours' }] as const;

/** So many working days of the office are looked back on for what an officer opens on a usual day. */
export const usualOver = 30;

function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** `earlier`: the days on which he opened anybody; days of leave would make every other one look unusual. */
export type ReadingDays = { opened: number; earlier: readonly number[] };
export type UnusualDay = { opened: number; usual: number };

export const unusualReading = rule({
  id: 'people.unusual-reading',
  says: 'people_rule_unusual_reading',
  sources: ours('people_source_reading'),
  valid: always,
  options: {
    times: { standard: 3, min: 2, max: 6, setBy: 'head_of_bapas' },
    fewestDays: { standard: 10, min: 5, max: 20, setBy: 'head_of_bapas' },
    fewestPeople: { standard: 20, min: 5, max: 60, setBy: 'head_of_bapas' },
  },
  judge: ({ opened, earlier }: ReadingDays, { times, fewestDays, fewestPeople }): UnusualDay | undefined => {
    if (earlier.length < fewestDays || opened < fewestPeople) return undefined;
    const usual = median(earlier);
    return opened > times * usual ? { opened, usual } : undefined;
  },
});

export type ReaderAndRead = {
  officer: string;
  phone: string;
  names: readonly string[];
  family: readonly string[];
  phones: readonly string[];
};
export type Kinship = 'own_name' | 'family_name' | 'own_phone';

/** A name of one word is borne by too many to say anything. */
function sameName(one: string, other: string): boolean {
  const [mine, theirs] = [nameWords(one), nameWords(other)].map((words) => [...new Set(words)].sort());
  return mine!.length > 1 && mine!.join(' ') === theirs!.join(' ');
}

function plainPhone(typed: string): string | undefined {
  const read = readPhone(typed);
  return read.ok ? read.phone : undefined;
}

/**
 * An officer who opens whoever bears his own name, names him as family, or has his telephone. Families share no surname here, and of
 * officers no address and no family card is kept, so nothing else can be compared.
 */
export const kinOpened = rule({
  id: 'people.kin-opened',
  says: 'people_rule_kin_opened',
  sources: ours('people_source_reading'),
  valid: always,
  judge: ({ officer, phone, names, family, phones }: ReaderAndRead): Kinship | undefined => {
    if (names.some((name) => sameName(officer, name))) return 'own_name';
    if (family.some((name) => sameName(officer, name))) return 'family_name';
    const mine = plainPhone(phone);
    return mine !== undefined && phones.some((one) => plainPhone(one) === mine) ? 'own_phone' : undefined;
  },
});

export const peopleRules: readonly AnyRule[] = [unusualReading, kinOpened];
