/**
 * Writes a register of invented people and questions against it; a process of its own, so that its memory is not the engine's.
 *
 *   node write-people.ts <people> <seed> <folder> <questions> <list>
 *
 * people.tsv: number, NIK, name, birth, place, sex, mother. queries.ndjson and queries-hard.ndjson: people of the register as another office
 * wrote them, and as many who are not in it, close namesakes and relatives among them. train.ndjson: more, for learning weights. list.ndjson: a
 * whole register of another office, of whom four in five are in this one, each once. The same seed gives the same files.
 */
import fs from 'node:fs';
import { PersonGenerator, querySet, type Person } from '#invented/persons';

const [people, seed, folder, questions, list] = [
  Number(process.argv[2]),
  Number(process.argv[3]),
  process.argv[4]!,
  Number(process.argv[5]),
  Number(process.argv[6]),
];

fs.mkdirSync(folder, { recursive: true });
const generator = new PersonGenerator(seed);
const all: Person[] = [];
const out = fs.openSync(`${folder}/people.tsv`, 'w');
let lines: string[] = [];
for (let number = 0; number < people; number++) {
  const person = generator.person(number);
  all.push(person);
  const { id, nik, name, birthDate, birthPlace, sex, mother } = person;
  lines.push([id, nik, name, birthDate, birthPlace, sex, mother].join('\t'));
  if (lines.length === 20_000 || number === people - 1) {
    fs.writeSync(out, lines.join('\n') + '\n');
    lines = [];
  }
}
fs.closeSync(out);

const base = { length: people, at: (number: number) => all[number]! };
const write = (name: string, queries: Iterable<object>) =>
  fs.writeFileSync(
    `${folder}/${name}.ndjson`,
    [...queries].map((query, qid) => JSON.stringify({ qid, ...query })).join('\n') + '\n',
  );
write('queries', querySet(base, seed + 1, questions, questions));
write('queries-hard', querySet(base, seed + 2, questions, questions, 'hard'));
write('train', querySet(base, seed + 3, questions * 4, questions));
write('list', querySet(base, seed + 4, list - Math.floor(list / 5), Math.floor(list / 5)));
