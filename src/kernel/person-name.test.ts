import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as n from './person-name.ts';
import { soundFolds } from './sound-folds.ts';

const kept = (raw: string) => {
  const clean = n.cleanName(raw);
  return clean.ok ? clean.name : clean.problem;
};

describe('a typed name', () => {
  test('is kept as its bearer writes it', () => {
    for (const name of [
      "O'Neil",
      "D'Artagnan",
      'SUHARTO',
      'A',
      'Hj. Siti Nurhaliza, S.Pd.',
      'I Gusti Ngurah Rai',
      '陳大文',
      'محمد علي',
      'ꦱꦸꦏꦂꦤ',
      'null',
      "Robert'); DROP TABLE",
      'İlhan',
      'x'.repeat(200),
    ])
      expect(kept(name)).toBe(name);
  });

  test('loses what cannot be seen', () => {
    expect(kept('  Siti\u00a0\u200b Nur\u00adhaliza\u202e\ufeff\n')).toBe('Siti Nurhaliza');
    expect(kept('Siti\tNur\u0007')).toBe('Siti Nur');
    expect(kept('Jose\u0301')).toBe('Jos\u00e9');
    expect([...kept('Z' + '\u0300\u0316'.repeat(500) + 'algo')].length).toBeLessThan(12);
  });

  test('is refused with a named problem when it is none', () => {
    expect(kept('   ')).toBe('name_missing');
    expect(kept('\u200b\u3164')).toBe('name_missing');
    expect(kept('-')).toBe('name_no_letter');
    expect(kept('1234')).toBe('name_no_letter');
    expect(kept('a\0')).toBe('text_nul');
    expect(kept('a\udc00')).toBe('text_broken');
    expect(kept('x'.repeat(201))).toBe('name_too_long');
  });

  test('is clean after one cleaning, whatever was typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (raw) => {
        const once = n.cleanName(raw);
        if (once.ok) expect(n.cleanName(once.name)).toEqual(once);
        n.nameWords(raw);
        if (once.ok) n.splitName(once.name);
      }),
    );
  });
});

describe('titles', () => {
  test.each([
    ['Hj. Siti Nurhaliza, S.Pd.', ['Hj.'], 'Siti Nurhaliza', ['S.Pd.']],
    ['Dr. H. Ahmad Dahlan, S.H., M.Si.', ['Dr.', 'H.'], 'Ahmad Dahlan', ['S.H.', 'M.Si.']],
    ['dr. Rina', ['dr.'], 'Rina', []],
    ['DRS H AHMAD S. PD', ['Drs.', 'H.'], 'AHMAD S. PD', []],
    ['Drs. Budi, S. Pd, M. Si', ['Drs.'], 'Budi', ['S.Pd.', 'M.Si.']],
    ['Budi Santoso SH', [], 'Budi Santoso', ['S.H.']],
    ['Budi Santoso A.Md.I.P. S.H.', [], 'Budi Santoso', ['A.Md.I.P.', 'S.H.']],
    ['K. H. Zainuddin MZ', ['K.H.'], 'Zainuddin MZ', []],
    ['BUDI SANTOSO SH', [], 'BUDI SANTOSO', ['S.H.']],
    ['LIM SE', [], 'LIM SE', []],
    ['H.Lulung', ['H.'], 'Lulung', []],
    ['R. Soeprapto', ['R.'], 'Soeprapto', []],
    ['I Gusti Ayu', [], 'I Gusti Ayu', []],
    ['M. Ali', [], 'M. Ali', []],
    ['Haji', [], 'Haji', []],
    ['Sitompul, Andi', [], 'Sitompul, Andi', []],
    ['Lalu Muhammad Faozal', [], 'Lalu Muhammad Faozal', []],
  ])('of %s', (typed, before, name, after) => {
    expect(n.splitTitles(typed)).toEqual({ titlesBefore: before, name, titlesAfter: after });
  });

  test('father and aliases are taken apart', () => {
    expect(n.splitName('H. Ahmad bin Abdullah als Mamat alias Tole')).toEqual({
      titlesBefore: ['H.'],
      name: 'Ahmad',
      father: { word: 'bin', name: 'Abdullah' },
      aliases: ['Mamat', 'Tole'],
      titlesAfter: [],
    });
    expect(n.splitName('Siti BT. Umar').father).toEqual({ word: 'binti', name: 'Umar' });
    expect(n.splitName('Bin Laden').father).toBeUndefined();
    expect(n.splitName('Salman Al Farisi').aliases).toEqual([]);
  });
});

test('capitals become a name, and mixed case stays as it is', () => {
  expect(n.properCase('SITI NURHALIZA')).toBe('Siti Nurhaliza');
  expect(n.properCase("AHMAD BIN MA'RUF")).toBe("Ahmad bin Ma'ruf");
  expect(n.properCase("SEAN O'NEIL")).toBe("Sean O'Neil");
  expect(n.properCase("d'artagnan")).toBe("D'Artagnan");
  expect(n.properCase('PAKUBUWONO XII')).toBe('Pakubuwono XII');
  expect(n.properCase('NUR-AINI VAN DER BERG')).toBe('Nur-Aini van der Berg');
  expect(n.properCase('HJ. SITI, S.PD.')).toBe('Hj. Siti, S.Pd.');
  expect(n.properCase('McDonald')).toBe('McDonald');
});

test('initials leave out titles and the father', () => {
  expect(n.initials('Hj. Siti Nur Haliza binti Umar, S.Pd.')).toBe('SNH');
  expect(n.initials("Ma'ruf")).toBe('M');
});

describe('the words of a search', () => {
  test('carry no titles, accents or links', () => {
    expect(n.nameWords("Hj. Siti Nur'aini binti Ma'ruf als. José, S.Pd.")).toEqual([
      'siti',
      'nuraini',
      'maruf',
      'jose',
    ]);
    expect(n.nameWords('İLHAN ıŞIK')).toEqual(['ilhan', 'isik']);
    expect(n.nameWords('M.Ali')).toEqual(['m', 'ali']);
    expect(n.nameWords('AHMAD')).toEqual(n.nameWords('ahmad'));
    expect(n.nameWords('１２３')).toEqual([]);
    expect(n.nameWords('a '.repeat(10_000)).length).toBeLessThanOrEqual(24);
    expect(n.nameWords('a\0b')).toEqual([]);
  });

  test.each([
    ['soekarno', 'sukarno'],
    ['djoko', 'joko'],
    ['tjahjo', 'cahyo'],
    ['widjaja', 'wijaya'],
    ['jusuf', 'yusuf'],
    ['sjarifoeddin', 'syarifudin'],
    ['njoman', 'nyoman'],
    ['achmad', 'ahmad'],
    ['akhmad', 'ahmad'],
    ['khoirul', 'choirul'],
    ['syaiful', 'saiful'],
    ['zaenal', 'zainal'],
    ['fitri', 'pitri'],
    ['novita', 'nopita'],
    ['rizal', 'rijal'],
    ['ramadhan', 'ramadan'],
    ['rudy', 'rudi'],
    ['anissa', 'anisa'],
    ['aisyah', 'aisha'],
    ['arief', 'arif'],
    ['octavia', 'oktavia'],
    ['muhammad', 'mohd'],
    ['mochamad', 'muh'],
    ['m', 'mohamad'],
    ['abd', 'abdul'],
    ['diah', 'dyah'],
    ['komariyah', 'qomariah'],
    ['soerjadi', 'suryadi'],
    ['dzulfikar', 'zulfikar'],
  ])('%s sounds like %s', (a, b) => {
    expect(n.soundKey(a)).toBe(n.soundKey(b));
  });

  test.each([
    ['budi', 'badu'],
    ['siti', 'sari'],
    ['wati', 'yati'],
    ['andi', 'hendi'],
    ['rahman', 'rohim'],
    ['agus', 'bagus'],
    ['nyoman', 'roman'],
  ])('%s does not sound like %s', (a, b) => {
    expect(n.soundKey(a)).not.toBe(n.soundKey(b));
  });

  test('a key is never empty and never longer than twice its word', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z]{1,20}$/), (word) => {
        const key = n.soundKey(word);
        expect(key).not.toBe('');
        if (key !== 'muhamad') expect(key.length).toBeLessThanOrEqual(word.length * 2 + 3);
      }),
    );
    expect(soundFolds.every((one) => one.because.length > 3)).toBe(true);
  });
});

describe('one slip of the hand', () => {
  const letters = fc.string({ unit: fc.constantFrom(...'abcdé😀'), minLength: 1, maxLength: 8 });
  const slip = fc.record({
    kind: fc.constantFrom('insert', 'delete', 'replace', 'swap'),
    at: fc.nat(7),
    letter: fc.constantFrom(...'abcdé😀'),
  });
  const slipped = (word: string, { kind, at, letter }: { kind: string; at: number; letter: string }) => {
    const list = [...word];
    const here = at % list.length;
    if (kind === 'insert') list.splice(here, 0, letter);
    if (kind === 'delete') list.splice(here, 1);
    if (kind === 'replace') list[here] = letter;
    if (kind === 'swap' && here + 1 < list.length) [list[here], list[here + 1]] = [list[here + 1]!, list[here]!];
    return list.join('');
  };

  test('is recognised, both ways', () => {
    fc.assert(
      fc.property(letters, slip, (word, how) => {
        const other = slipped(word, how);
        expect(n.oneEditApart(word, other)).toBe(word !== other);
        expect(n.oneEditApart(other, word)).toBe(word !== other);
      }),
    );
  });

  test('leaves the two words with a common entry in their deletions', () => {
    fc.assert(
      fc.property(letters, slip, (word, how) => {
        const other = slipped(word, how);
        fc.pre(other !== '' && [...word].length + [...other].length > 2);
        expect(n.deletions(word).some((entry) => n.deletions(other).includes(entry))).toBe(true);
      }),
    );
  });

  test('two slips are not one', () => {
    expect(n.oneEditApart('mohammad', 'muhamad')).toBe(false);
    expect(n.oneEditApart('abcd', 'badc')).toBe(false);
    expect(n.oneEditApart('siti', 'siti')).toBe(false);
    expect(n.oneEditApart('siti', 'sitiaa')).toBe(false);
    expect(n.oneEditApart('abc', 'cba')).toBe(false);
  });
});
