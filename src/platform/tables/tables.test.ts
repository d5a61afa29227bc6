import fc from 'fast-check';
import { zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { readDate } from '#kernel/dates-id';
import { checkNik, readNik } from '#kernel/nik';
import { asMany } from '#tests/support/width';
import { shownText, tableLimits, typedValue, type Cell, type Table } from './cells.ts';
import { isDateFormat } from './date-formats.ts';
import { readTable } from './read-table.server.ts';
import { writeCsv } from './write-csv.ts';
import { writeXlsx } from './write-xlsx.server.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const read = async (file: Uint8Array, limits = tableLimits) => {
  const result = await readTable(file, limits);
  return result.ok ? result.value.sheets : result.problem;
};
const shown = async (file: Uint8Array) => {
  const sheets = await read(file);
  return typeof sheets === 'string' ? sheets : sheets[0]!.rows.map((row) => row.map(shownText));
};

/** A workbook as Excel saves it: shared strings, styles 1 (built-in date) and 2 (own date format). */
function aWorkbook(sheetData: string, { strings = '', workbookPr = '', before = '' } = {}): Uint8Array {
  const main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
  const relation = (id: string, type: string, target: string) =>
    `<Relationship Id="${id}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/${type}" Target="${target}"/>`;
  return zipSync({
    '_rels/.rels': bytes(`<Relationships>${relation('rId1', 'officeDocument', 'xl/workbook.xml')}</Relationships>`),
    'xl/workbook.xml': bytes(
      `<workbook ${main} xmlns:r="r">${workbookPr}<sheets><sheet name="Klien &amp; Penjamin" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    ),
    'xl/_rels/workbook.xml.rels': bytes(
      `<Relationships>${relation('rId1', 'worksheet', 'worksheets/sheet1.xml')}${relation('rId2', 'sharedStrings', '/xl/sharedStrings.xml')}${relation('rId3', 'styles', 'styles.xml')}</Relationships>`,
    ),
    'xl/sharedStrings.xml': bytes(`<sst ${main}>${strings}</sst>`),
    'xl/styles.xml': bytes(
      `<styleSheet ${main}><numFmts><numFmt numFmtId="164" formatCode="[$-421]dddd\\,\\ dd\\ mmmm\\ yyyy;@"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/></cellXfs></styleSheet>`,
    ),
    'xl/worksheets/sheet1.xml': bytes(
      `<?xml version="1.0"?>${before}<worksheet ${main}><sheetData>${sheetData}</sheetData></worksheet>`,
    ),
  });
}

describe('a workbook of Excel', () => {
  test('gives its cells by kind', async () => {
    const file = aWorkbook(
      `<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>
       <row r="3"><c r="A3" s="1"><v>44725</v></c><c r="B3" s="2"><v>44725.5</v></c><c r="C3"><v>12.5</v></c><c r="E3" t="b"><v>1</v></c></row>
       <row r="4"><c r="A4" t="str"><f>A1&amp;"x"</f><v>Siti</v></c><c r="B4"><f>1+1</f><v>2</v></c><c r="C4"><f>NOW()</f></c><c r="D4" t="e"><v>#N/A</v></c>
         <c r="E4" t="inlineStr"><is><r><t>Bu</t></r><r><t xml:space="preserve">di </t></r></is></c></row>`,
      {
        strings:
          '<si><t>NIK</t></si><si><r><t>Nama </t></r><r><t>lengkap</t></r><rPh sb="0" eb="1"><t>hint</t></rPh></si>',
      },
    );
    const sheets = await read(file);

    expect(sheets).toEqual([
      {
        name: 'Klien & Penjamin',
        hidden: false,
        rows: [
          [
            { type: 'text', text: 'NIK' },
            { type: 'text', text: 'Nama lengkap' },
          ],
          [],
          [
            { type: 'date', serial: 44725, day: '2022-06-13', time: undefined },
            { type: 'date', serial: 44725.5, day: '2022-06-13', time: '12:00' },
            { type: 'number', number: 12.5 },
            { type: 'empty' },
            { type: 'boolean', boolean: true },
          ],
          [
            { type: 'text', text: 'Siti' },
            { type: 'number', number: 2 },
            { type: 'empty' },
            { type: 'text', text: '#N/A' },
            { type: 'text', text: 'Budi ' },
          ],
        ],
      },
    ]);
  });

  test('counts from 1904 where it says so, and does not know 29 February 1900', async () => {
    expect(
      await shown(
        aWorkbook('<row><c s="1"><v>0</v></c><c s="1"><v>43263</v></c></row>', {
          workbookPr: '<workbookPr date1904="1"/>',
        }),
      ),
    ).toEqual([['01-01-1904', '13-06-2022']]);
    const sheets = await read(aWorkbook('<row><c s="1"><v>60</v></c></row>'));
    expect(sheets).toMatchObject([{ rows: [[{ type: 'date', serial: 60, day: undefined }]] }]);
  });

  test('with a million styled empty rows is as small as its content', async () => {
    expect(
      await shown(
        aWorkbook(
          '<row r="1"><c r="A1"><v>1</v></c><c r="XFD1" s="1"/></row><row r="1048576"><c r="A1048576" s="1"/></row>',
        ),
      ),
    ).toEqual([['1']]);
  });

  test('whose elements carry a prefix is read all the same', async () => {
    const file = aWorkbook('').slice();
    const renamed = zipSync({
      'xl/workbook.xml': bytes(
        '<x:workbook xmlns:x="m"><x:sheets><x:sheet name="A" sheetId="1" q:id="rId1"/></x:sheets></x:workbook>',
      ),
      'xl/_rels/workbook.xml.rels': bytes(
        '<Relationships><Relationship Id="rId1" Type="x/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
      ),
      'xl/worksheets/sheet1.xml': bytes(
        '<x:worksheet xmlns:x="m"><x:sheetData><x:row><x:c><x:v>7</x:v></x:c></x:row></x:sheetData></x:worksheet>',
      ),
    });
    expect(file.length).toBeGreaterThan(0);
    expect(await shown(renamed)).toEqual([['7']]);
  });

  test('beyond the limits is refused before it fills the memory', async () => {
    expect(await read(aWorkbook('<row r="100001"><c r="A100001"><v>1</v></c></row>'))).toBe('too_many_rows');
    expect(await read(aWorkbook('<row r="1"><c r="XFD1"><v>1</v></c></row>'))).toBe('too_many_columns');
    expect(await read(aWorkbook('<row><c><v>1</v></c><c><v>1</v></c></row>'), { ...tableLimits, cells: 1 })).toBe(
      'too_many_cells',
    );
    expect(
      await read(aWorkbook(`<row><c t="inlineStr"><is><t>${'0'.repeat(60_000_000)}</t></is></c></row>`), {
        ...tableLimits,
        unpackedBytes: 1_000_000,
      }),
    ).toBe('too_large_unpacked');
    expect(await read(new Uint8Array(20_000_001))).toBe('file_too_large');
  });

  test('with entities that refer to each other is refused', async () => {
    const bomb = '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>';
    expect(await read(aWorkbook('<row><c t="inlineStr"><is><t>&b;</t></is></c></row>', { before: bomb }))).toBe(
      'damaged',
    );
  });

  test('that is cut, locked, old or something else says so', async () => {
    const whole = aWorkbook('<row><c><v>1</v></c></row>');
    expect(await read(whole.slice(0, -10))).toBe('damaged');
    expect(await read(aWorkbook('<row><c>'))).toBe('damaged');
    expect(await read(zipSync({ 'word/document.xml': bytes('<w/>') }))).toBe('not_a_table');
    expect(
      await read(
        zipSync({ mimetype: bytes('application/vnd.oasis.opendocument.spreadsheet'), 'content.xml': bytes('<x/>') }),
      ),
    ).toBe('unsupported_kind');
    expect(await read(new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]))).toBe('old_or_locked_excel');
    expect(await read(bytes('%PDF-1.7\n'))).toBe('not_a_table');
    expect(await read(new Uint8Array())).toBe('no_content');
  });

  test('with any byte changed gives cells or a problem and never a fault', async () => {
    const whole = aWorkbook('<row r="1"><c r="A1" t="s"><v>0</v></c></row>', { strings: '<si><t>Siti</t></si>' });
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), fc.nat(255), async (at, value) => {
        const changed = whole.slice();
        changed[at] = value;
        await readTable(changed, { ...tableLimits, unpackedBytes: 1_000_000 });
      }),
      { numRuns: asMany(400, 10_000) },
    );
  });
});

describe('a CSV file', () => {
  const rows = [
    ['Nama', 'Catatan'],
    ['Siti Nurhaliza', 'baris satu\nbaris "dua"; tiga'],
    ['Ahmad', ''],
  ];
  const text = 'Nama;Catatan\r\nSiti Nurhaliza;"baris satu\nbaris ""dua""; tiga"\r\nAhmad;\r\n';
  const utf16 = (littleEndian: boolean, mark: boolean) => {
    const units = [...(mark ? '\ufeff' : ''), ...text].map((letter) => letter.charCodeAt(0));
    return Uint8Array.from(units.flatMap((unit) => (littleEndian ? [unit & 255, unit >> 8] : [unit >> 8, unit & 255])));
  };

  test.each([
    ['UTF-8', bytes(text)],
    ['UTF-8 with a mark', bytes(`\ufeff${text}`)],
    ['UTF-16 little endian', utf16(true, true)],
    ['UTF-16 big endian', utf16(false, true)],
    ['UTF-16 without a mark', utf16(true, false)],
    ['with the line sep=;', bytes(`sep=;\r\n${text}`)],
    ['of an old Macintosh', bytes(text.replaceAll('\r\n', '\r'))],
  ])('in %s', async (_, file) => {
    expect(await shown(file)).toEqual(rows);
  });

  test('in Windows-1252 keeps its accents', async () => {
    expect(await shown(Uint8Array.from([...'José;André\n'].map((letter) => letter.charCodeAt(0))))).toEqual([
      ['José', 'André'],
    ]);
  });

  test.each([
    [
      'a,b\n1,"2;3;4"\n',
      [
        ['a', 'b'],
        ['1', '2;3;4'],
      ],
    ],
    [
      'a\tb\n1\t2,5\n',
      [
        ['a', 'b'],
        ['1', '2,5'],
      ],
    ],
    [
      'nama|umur\nSiti, S.Pd.|30\n',
      [
        ['nama', 'umur'],
        ['Siti, S.Pd.', '30'],
      ],
    ],
    ['satu kolom\nisi\n', [['satu kolom'], ['isi']]],
    ['a;b\n\n1;2;3\n', [['a', 'b'], [''], ['1', '2', '3']]],
  ])('%j finds its separator', async (file, expected) => {
    expect(await shown(bytes(file))).toEqual(expected);
  });

  test('keeps leading zeros and gives no number', async () => {
    const sheets = await read(bytes('nik\n0950000130685000\n'));
    expect(sheets).toMatchObject([{ rows: [[{ text: 'nik' }], [{ type: 'text', text: '0950000130685000' }]] }]);
  });

  test('that is none, or too long, says so', async () => {
    expect(await read(bytes('a\0b;c'))).toBe('not_a_table');
    expect(await read(bytes(' \n'))).toBe('no_content');
    expect(await read(bytes('a\n'.repeat(100_001)))).toBe('too_many_rows');
    expect(await read(bytes(';'.repeat(400)))).toBe('too_many_columns');
    expect(await read(bytes('a;"never closed\n'))).toBe('damaged');
  });

  test('of any bytes gives cells or a problem', async () => {
    await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (file) => void (await readTable(file))));
  });
});

describe('what Simpul writes', () => {
  const table: Table = {
    name: 'Klien: [2022]/Juni',
    columns: [
      { header: 'NIK', kind: 'text' },
      { header: 'Lahir', kind: 'date' },
      { header: 'Jumlah', kind: 'number', width: 9 },
      { header: 'Aktif', kind: 'boolean' },
      { header: 'Catatan', kind: 'text' },
    ],
    rows: [
      ['0950000130685000', '1985-06-13', 1.5, true, '=1+1'],
      ['+6281234567890', '1900-02-28', -3, false, 'a;b "c"\nd'],
      [null, '1899-01-01', undefined, null, '_x0041_ \u0007 <b>&'],
    ],
  };

  test('an Excel file comes back as it was', async () => {
    const file = writeXlsx([table, { ...table, name: 'klien: [2022]/juni' }]);
    const sheets = await read(file);
    if (typeof sheets === 'string') throw new Error(sheets);

    expect(sheets.map(({ name }) => name)).toEqual(['Klien   2022  Juni', 'klien   2022  juni 2']);
    expect(sheets[0]!.rows.map((row) => row.map(typedValue))).toEqual([
      ['NIK', 'Lahir', 'Jumlah', 'Aktif', 'Catatan'],
      ['0950000130685000', '1985-06-13', 1.5, 'true', '=1+1'],
      ['+6281234567890', '1900-02-28', -3, 'false', 'a;b "c"\nd'],
      ['', '1899-01-01', '', '', '_x0041_  <b>&'],
    ]);
    expect(sheets[0]!.rows[1]![1]).toMatchObject({ type: 'date', serial: 31211 });
    expect(writeXlsx([table])).toEqual(writeXlsx([table]));
  });

  test('a CSV file opens in an Indonesian Excel and calculates nothing', async () => {
    const file = new TextDecoder('utf-8', { ignoreBOM: true }).decode(writeCsv(table));

    expect(file.startsWith('\ufeffNIK;Lahir;Jumlah;Aktif;Catatan\r\n')).toBe(true);
    expect(file).toContain(`0950000130685000;13-06-1985;1,5;TRUE;"'=1+1"\r\n`);
    expect(file).toContain(`"'+6281234567890";28-02-1900;-3;FALSE;"a;b ""c""\nd"\r\n`);
    expect(new TextDecoder().decode(writeCsv(table, 'international'))).toContain(
      '0950000130685000,1985-06-13,1.5,TRUE,',
    );
  });

  test('no text of any kind begins a formula, and all of it comes back', async () => {
    const dangerous = fc.constantFrom('=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠');
    const anyText = fc
      .tuple(fc.option(dangerous, { nil: '' }), fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }))
      .map(([start, rest]) => start + rest);
    await fc.assert(
      fc.asyncProperty(fc.array(anyText, { minLength: 1, maxLength: 5 }), async (texts) => {
        const one: Table = {
          name: 'A',
          columns: [
            { header: 'x', kind: 'text' },
            { header: 'y', kind: 'text' },
          ],
          rows: texts.map((text) => ['-', text]),
        };
        for (const style of ['indonesian', 'international'] as const) {
          const csv = writeCsv(one, style);
          // Line breaks and separators inside quotes begin no cell.
          const cells = new TextDecoder()
            .decode(csv)
            .replace(/"(?:[^"]|"")*"/g, (quoted) => quoted.replace(/[\r\n;,]/g, ' '));
          expect(cells).not.toMatch(/(^|[;,\n])"?[=+\-@\t＝＋－＠](?!\r?\n|$)/);
          const back = (await shown(csv)) as string[][];
          expect(back.slice(1).map((row) => row[1])).toEqual(texts);
        }
        const workbook = (await shown(writeXlsx([one]))) as string[][];
        expect(workbook.slice(1).map((row) => row[1])).toEqual(texts.map((text) => text));
      }),
    );
  });
});

test('cells go to the readers of the kernel as they are', () => {
  const nik = readNik(typedValue({ type: 'number', number: 160_000_130_685_000 } satisfies Cell));
  expect(nik.ok && nik.nik && checkNik(nik.nik)).toEqual(['nik_lost_zero']);
  expect(readDate(typedValue({ type: 'number', number: 44725 }))).toMatchObject({ day: '2022-06-13' });
});

test.each([
  [14, undefined, true],
  [0, undefined, false],
  [49, undefined, false],
  [164, 'dd/mm/yyyy', true],
  [165, '0.00" m"', false],
  [166, '[h]:mm:ss', false],
  [167, '[Red]0', false],
  [168, 'General', false],
  [169, '[$-421]dd mmmm yyyy;@', true],
  [170, '"Rp"#,##0', false],
  [171, 'hh:mm', true],
])('format %i %s shows a date: %s', (id, code, expected) => {
  expect(isDateFormat(id, code)).toBe(expected);
});
