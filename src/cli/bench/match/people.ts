import { execFile } from 'node:child_process';
import { createReadStream, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Query } from '#invented/persons';
import type { Facts, Recognition } from '#modules/people/recognition';

export type Question = { facts: Facts; id: string | undefined; kind: string; changed: readonly string[]; line: string };

/** Writes people, questions and a list of other people to compare with them into a folder, and answers when they lie there. */
export async function writePeople(
  people: number,
  seed: number,
  folder: string,
  { questions, list = 0 }: { questions: number; list?: number },
): Promise<void> {
  const script = fileURLToPath(new URL('./write-people.ts', import.meta.url));
  await promisify(execFile)(process.execPath, [script, ...[people, seed, folder, questions, list].map(String)]);
}

export const idOf = (number: number) => `00000000-0000-7000-8000-${number.toString(16).padStart(12, '0')}`;
export const numberOf = (id: string) => parseInt(id.slice(24), 16);

export function factsOf(person: Omit<Query, 'id' | 'kind' | 'subtype' | 'trueId' | 'ops'>): Facts {
  return {
    name: person.name,
    nik: person.nik || null,
    birth: person.birthDate ? { text: person.birthDate, precision: 'day' } : null,
    birthPlace: person.birthPlace,
    sex: person.sex === 'L' ? 'male' : person.sex === 'P' ? 'female' : null,
    mother: person.mother,
  };
}

export async function* peopleIn(folder: string): AsyncGenerator<{ id: string; facts: Facts }> {
  for await (const line of createInterface({ input: createReadStream(`${folder}/people.tsv`) })) {
    const [number, nik, name, birthDate, birthPlace, sex, mother] = line.split('\t') as [
      string,
      string,
      string,
      string,
      string,
      'L' | 'P',
      string,
    ];
    yield { id: idOf(Number(number)), facts: factsOf({ nik, name, birthDate, birthPlace, sex, mother }) };
  }
}

/** Reads everybody; `meanwhile` may ask after every few thousand. */
export async function fill(register: Recognition, folder: string, meanwhile?: () => void): Promise<void> {
  let added = 0;
  for await (const { id, facts } of peopleIn(folder)) {
    register.set(id, facts);
    if (++added % 5000 === 0) meanwhile?.();
  }
}

export function questionsIn(folder: string, name: 'queries' | 'queries-hard' | 'train' | 'list'): Question[] {
  return readFileSync(`${folder}/${name}.ndjson`, 'utf8')
    .trim()
    .split('\n')
    .map((line) => {
      const query = JSON.parse(line) as Query;
      return {
        facts: factsOf(query),
        id: query.kind === 'match' ? idOf(query.trueId) : undefined,
        kind: query.subtype,
        changed: query.ops,
        line: [query.name, query.birthDate, query.birthPlace, query.mother, query.nik]
          .map((field) => field || '-')
          .join('; '),
      };
    });
}
