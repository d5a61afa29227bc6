import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fieldsOf, getLetterKind, listLetterKinds } from './index.ts';
import { sampleValues, knownFields } from './fields.ts';
import { judgePattern, numberLabel } from './numbering.rules.ts';
import { plainDate } from '#kernel/plain-date';
import { escapeWording, fieldsIn, fillWording, judgeWording, plainOf, readWording } from './wording.ts';

const fields = { known: knownFields, allowed: new Set(['client_name', 'reason']) };
const problemsOf = (text: string, required: string[] = []) =>
  judgeWording(text, { ...fields, required }).map(({ line, problem }) => `${line} ${problem}`);

describe('a wording that cannot be used is refused with its line', () => {
  test.each([
    ['satu\ndua {nama_klien}', '2 field_unknown'],
    ['satu\n\nSdr. {decree}', '3 field_not_here'],
    ['{% for x in y %}', '1 program'],
    ['baik\n{{#each klien}}', '2 program'],
    ['#for i in range(9) [x]', '1 program'],
    ['#while true { }', '1 program'],
    ['#read("/etc/passwd")', '1 program'],
    ['#import "@preview/x:1.0.0"', '1 program'],
    ['${process.env}', '1 program'],
    ['<% while(true) %>', '1 program'],
    ['a {client_name', '1 brace'],
    ['a } b', '1 brace'],
    ['{Client Name}', '1 brace'],
    ['baik\n*tebal', '2 bold_open'],
    [':: tanpa label', '1 label_missing'],
    ['   ', '1 empty'],
    ['x'.repeat(60_001), '1 too_long'],
  ])('%s', (text, problem) => {
    expect(problemsOf(text)).toEqual([problem]);
  });

  test('a field that the kind needs must stand in it', () => {
    expect(problemsOf('Yth. {client_name}', ['reason'])).toEqual(['1 field_missing']);
    expect(problemsOf('Yth. {client_name}: {reason}', ['reason'])).toEqual([]);
  });
});

test('what an office writes becomes paragraphs, details, lists and titles', () => {
  const blocks = readWording(
    'Kami memanggil\nSaudara *sekarang*.\n\nHari :: Senin\nTempat :: Kantor\nlantai 2\n\n# PERINTAH\n1. satu\n2. dua',
  );
  expect(blocks).toEqual([
    {
      kind: 'paragraph',
      runs: [
        { text: 'Kami memanggil' },
        { text: ' ' },
        { text: 'Saudara ' },
        { text: 'sekarang', bold: true },
        { text: '.' },
      ],
    },
    {
      kind: 'rows',
      rows: [
        { label: 'Hari', runs: [{ text: 'Senin' }] },
        { label: 'Tempat', runs: [{ text: 'Kantor' }, { text: ' ' }, { text: 'lantai 2' }] },
      ],
    },
    { kind: 'title', runs: [{ text: 'PERINTAH' }] },
    {
      kind: 'list',
      items: [
        { marker: '1.', runs: [{ text: 'satu' }] },
        { marker: '2.', runs: [{ text: 'dua' }] },
      ],
    },
  ]);
});

test('a value from the record is only ever text, whatever it looks like', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary' }).filter((text) => !/[\n\r]/.test(text)),
      (value) => {
        const filled = fillWording('Nama :: {client_name}', { client_name: `x${value}` });
        expect(fieldsIn(filled)).toEqual([]);
        const [block] = readWording(filled);
        const shown = block?.kind === 'rows' ? block.rows[0]!.runs.map((run) => run.text).join('') : '';
        expect(shown.replaceAll('\u200b', '').trim()).toBe(`x${value}`.replaceAll('\u200b', '').trim());
      },
    ),
  );
  expect(escapeWording('*{a}*')).toBe('\\*\\{a\\}\\*');
  expect(plainOf(escapeWording('a :: b'))).toBe('a :: b');
});

test('a field without a value waits in the text', () => {
  const text = fillWording('Sdr. {client_name}, {reason}', { client_name: 'Budi', reason: '' });
  expect(text).toBe('Sdr. Budi, {reason}');
  expect(fieldsIn(text)).toEqual(['reason']);
});

test.each(listLetterKinds())(
  'the standard wording of %s passes its own judge and is whole once its fields are known',
  (id) => {
    const kind = getLetterKind(id);
    const allowed = fieldsOf(kind);
    const { subject, recipient, body, copies } = kind.standard;
    const required = kind.needs.filter((field) => ![subject, recipient].some((part) => part.includes(`{${field}}`)));
    expect(judgeWording(body, { known: knownFields, allowed, required })).toEqual([]);
    for (const part of [subject, recipient, copies].filter((text) => text !== ''))
      expect(judgeWording(part, { known: knownFields, allowed })).toEqual([]);
    const asked = new Set(fieldsIn([subject, recipient, body, copies].join('\n')));
    expect(kind.asks.filter((field) => !asked.has(field))).toEqual([]);
    const filled = fillWording(body, sampleValues([...allowed]));
    expect(fieldsIn(filled)).toEqual([]);
    expect(kind.sources.length).toBeGreaterThan(0);
  },
);

test.each([
  ['{number}/{unit}/{classification}/{month}/{year}', '12/BAPAS-PLG/PK.05.01/VI/2022'],
  ['{unit}.{classification}-{number:4} {year}', 'BAPAS-PLG.PK.05.01-0012 2022'],
])('%s writes %s', (pattern, label) => {
  expect(judgePattern(pattern)).toBeUndefined();
  const facts = { number: 12, unit: 'BAPAS-PLG', classification: 'PK.05.01', dated: plainDate('2022-06-13') };
  expect(numberLabel(pattern, facts)).toBe(label);
});

test.each([
  ['{number}/{bulan}/{year}', 'part_unknown', '{bulan}'],
  ['{number}/{unit}', 'part_missing', '{year}'],
  ['{unit}/{year}', 'part_missing', '{number}'],
  ['{number}/{year', 'pattern_brace', '{number}/{year'],
  ['{number:9}/{year}', 'part_unknown', '{number:9}'],
])('the pattern %s is refused: %s', (pattern, problem, piece) => {
  expect(judgePattern(pattern)).toEqual({ problem, piece });
});
