import { readFileSync } from 'node:fs';
import { parsePartialDate } from '#kernel/partial-date';
import { judgeFound, type Facts, type Recognition, type Thresholds } from '#modules/people/recognition';

export type Pair = { group: string; same: boolean; known: Facts; asked: Facts };

/** The pairs written by hand. */
export function readPairs(): Pair[] {
  const pairs: Pair[] = [];
  let group = '';
  for (const line of readFileSync(new URL('./pairs.txt', import.meta.url), 'utf8').split('\n')) {
    if (line.startsWith('## ')) group = line.slice(3);
    const split = / (=|\/) /.exec(line);
    if (line.startsWith('#') || !split) continue;
    const [known, asked] = [line.slice(0, split.index), line.slice(split.index + 3)];
    pairs.push({ group, same: split[1] === '=', known: personOf(known), asked: personOf(asked) });
  }
  return pairs;
}

function personOf(text: string): Facts {
  const [name = '', birth = '', birthPlace = '', mother = ''] = text.split(';').map((field) => field.trim());
  const about = birth.startsWith('~');
  const date = birth ? parsePartialDate(birth.replace('~', ''), about ? 'about_year' : undefined) : undefined;
  return { name, birth: date ?? null, birthPlace, mother };
}

export type PairsFound = {
  group: string;
  same: number;
  inTen: number;
  told: number;
  asked: number;
  other: number;
  wronglyTold: number;
};

/** Puts one of each pair into the register for a moment and asks for the other. */
export function askPairs(
  register: Recognition,
  pairs: readonly Pair[],
  thresholds: Thresholds,
): { groups: PairsFound[]; misses: string[] } {
  const groups = new Map<string, PairsFound>();
  const misses: string[] = [];
  const id = 'ffffffff-0000-7000-8000-000000000001';
  for (const pair of pairs) {
    const counts = groups.get(pair.group) ?? {
      group: pair.group,
      same: 0,
      inTen: 0,
      told: 0,
      asked: 0,
      other: 0,
      wronglyTold: 0,
    };
    groups.set(pair.group, counts);
    register.set(id, pair.known);
    const found = register.find(pair.asked);
    const at = found.findIndex((one) => one.id === id);
    const answer = at < 0 ? undefined : judgeFound(found[at]!, thresholds).answer;
    if (pair.same) {
      counts.same++;
      if (at >= 0) counts.inTen++;
      if (answer === 'tell') counts.told++;
      if (answer === 'ask') counts.asked++;
    } else {
      counts.other++;
      if (answer === 'tell' && at === 0) counts.wronglyTold++;
    }
    if (pair.same ? at < 0 : answer === 'tell' && at === 0)
      misses.push(`${pair.group}: ${pair.known.name} ${pair.same ? '=' : '/'} ${pair.asked.name}`);
    register.remove(id);
  }
  return { groups: [...groups.values()], misses };
}
