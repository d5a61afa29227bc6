import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PersonGenerator } from '#invented/persons';
import { badDates, badNames, badNiks, badTexts } from '#tests/corpus/bad-inputs';
import { compareBirths, compareNiks } from './compare.ts';
import { birthInNik, readBirth, readName, readNikHalves, readPlace } from './facts.ts';
import { compareWords, wordLevels, wordOf } from './spelling.ts';
import { outcomes } from './weights.ts';

const level = (a: string, b: string) => wordLevels[compareWords(wordOf(a), wordOf(b))];
const birth = (text: string) =>
  readBirth({ text, precision: text.length === 10 ? 'day' : text.length === 7 ? 'month' : 'year' });

test.each([
  ['Hj. Siti Nurhaliza, S.Pd.', ['siti', 'nurhaliza']],
  ['S.Pd. Siti Nurhaliza', ['siti', 'nurhaliza']],
  ['Warsito, M.M. bin Tohap', ['warsito'], ['tohap']],
  ['Ahmad bin Abdullah al. Gepeng', ['ahmad'], ['abdullah'], ['gepeng']],
  ['Euis, S.E. alias Eneng', ['euis'], [], ['eneng']],
  ['I Wayan Sudarsana', ['wayan', 'sudarsana']],
  ['Roida br. Pasaribu', ['roida', 'pasaribu']],
  ['I', ['i']],
  ['Ni Hj. Komang Sari', ['komang', 'sari']],
  ['Al Habsyi', ['al', 'habsyi']],
  ['Tidak menyebut nama', []],
  ['Mr. X', []],
  ['N.N.', []],
  ['TANPA NAMA alias Gepeng', [], [], ['gepeng']],
  ['Warsito bin tidak diketahui', ['warsito'], []],
  ['Nama Tidak Sama', ['nama', 'tidak', 'sama']],
])('%s is read as %j', (name, own, father: string[] = [], alias: string[] = []) => {
  expect(readName(name)).toEqual({ own, father, alias });
});

test.each([
  ['moehammad', 'mohd', 'form'],
  ['achmad', 'ahmat', 'form'],
  ['soeharto', 'suharto', 'sound'],
  ['tjahjadi', 'cahyadi', 'sound'],
  ['zulaikha', 'julaiha', 'sound'],
  ['zaenuddin', 'saenudin', 'class'],
  ['budi', 'budu', 'letter'],
  ['suryana', 'suyrana', 'letter'],
  ['kurniawan', 'kurnaiwen', 'near'],
  ['m', 'marwan', 'initial'],
  ['wiryanto', 'yanto', 'part'],
  ['tan', 'tanuwijaya', 'part'],
  ['oei', 'wijaya', 'counterpart'],
  ['budi', 'agus', undefined],
])('%s and %s: %s', (a, b, expected) => {
  expect([level(a, b), level(b, a)]).toEqual([expected, expected]);
});

test.each([
  ['Kab. Lombok Tengah', 'Praya'],
  ['Oedjoeng Pandang', 'Kota Makassar'],
  ['Fort de Kock', 'Bukit Tinggi'],
  ['DKI Jakarta', 'Batavia'],
])('%s is %s', (a, b) => {
  expect(readPlace(a)).toBe(readPlace(b));
});

test.each([
  ['1985-03-12', '1985-12-03', 'swapped'],
  ['1985-03-12', '1985-01-01', 'default'],
  ['1985-03-12', '1985-03-21', 'day'],
  ['1985-03-12', '1985-05-12', 'month'],
  ['1985-03-12', '1986-03-12', 'next_year'],
  ['1985-03-12', '1958-03-12', 'year'],
  ['1985-03-12', '1985', 'partly'],
  ['1985-03-12', '1985-03', 'partly'],
  ['1985-03-12', '1985-04', 'near'],
  ['1985-03-12', '1985-07-30', 'same_year'],
  ['1985-03-12', '1992-07-30', 'differs'],
])('%s and %s: %s', (a, b, expected) => {
  expect(
    [compareBirths(birth(a), birth(b)), compareBirths(birth(b), birth(a))].map((at) => outcomes.birth[at]),
  ).toEqual([expected, expected]);
});

test.each([
  ['1600005306850001', '1600005306850001', 'same'],
  ['1600005306850001', '1600005306850007', 'digit'],
  ['1600005306850001', '1600003506850001', 'digit'],
  ['1600005036850001', '1600000536850001', 'digit'],
  ['1600005306850001', '1600005399990009', 'half'],
  ['1600005306850001', '1700006612990003', 'differs'],
  ['123456789', '123456789', 'same'],
  ['123456789', '1600005306850001', 'differs'],
])('NIK %s and %s: %s', (a, b, expected) => {
  expect(outcomes.nik[compareNiks(readNikHalves(a), readNikHalves(b))]).toBe(expected);
});

test('a NIK tells the day of birth where nobody wrote it, for women less forty', () => {
  expect(birthInNik(readNikHalves('1600005306850001'))).toBe(birth('1985-06-13'));
  expect(birthInNik(readNikHalves('1600009913850001'))).toBe(0);
});

/** Names as they stand on papers: titles, ranks, the father's and other names in any order, and whatever a hand slips in between. */
const written = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        'Muh.',
        'Abd.',
        'H.',
        'Hj',
        'Dr.',
        'R.',
        'S.H.',
        'SE',
        'dr',
        'bin',
        'binti',
        'br.',
        'alias',
        'al.',
        '-',
        'A.',
      ),
      fc.constantFrom(
        'I',
        'Ni',
        'Wayan',
        'Oetomo',
        'Tjokro',
        'Djoko',
        "Nur'aini",
        'Siti',
        'Ahmad',
        'Simanjuntak',
        'Oey',
      ),
      fc.string({ unit: 'grapheme', maxLength: 8 }),
    ),
    { maxLength: 6 },
  )
  .map((words) => words.join(' '));

test('what was read once reads the same again', () => {
  const people = new PersonGenerator(7);
  const names = Array.from({ length: 2000 }, (_, number) => people.person(number).name);
  for (const name of names) {
    const { own } = readName(name);
    expect(readName(own.join(' ')).own).toEqual(own);
  }
  const anything = fc.string({ unit: 'grapheme', maxLength: 60 });
  fc.assert(
    fc.property(fc.oneof(anything, written, fc.constantFrom(...badNames.map(({ value }) => value))), (text) => {
      const { own, father, alias } = readName(text);
      expect(readName(own.join(' ')).own).toEqual(own);
      for (const word of [...own, ...father, ...alias]) expect(wordOf(wordOf(word).plain)).toEqual(wordOf(word));
      expect(readPlace(readPlace(text))).toBe(readPlace(text));
    }),
  );
  fc.assert(
    fc.property(fc.oneof(anything, fc.stringMatching(/^[0-9 .-]{0,24}$/)), (text) => {
      expect(readNikHalves(text.replace(/\D/g, ''))).toEqual(readNikHalves(text));
    }),
  );
});

test('nothing that can be typed is a fault, and no name grows beyond measure', () => {
  for (const { value } of [...badNames, ...badNiks, ...badDates, ...badTexts]) {
    const { own, father, alias } = readName(value);
    expect(own.length + father.length + alias.length).toBeLessThanOrEqual(48);
    expect(readPlace(value).length).toBeLessThanOrEqual(400);
    const { high, low } = readNikHalves(value);
    expect(Number.isInteger(high) && Number.isInteger(low)).toBe(true);
  }
});
