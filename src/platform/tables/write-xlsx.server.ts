import { zipSync, type Zippable } from 'fflate';
import { serialOf } from '#kernel/dates-id';
import { parsePlainDate } from '#kernel/plain-date';
import { looksLikeFormula, type Column, type Table, type Value } from './cells.ts';

/** Styles by their place in `styles.xml`. A formula look-alike carries the mark that Excel itself sets for a typed apostrophe. */
const style = { header: 1, text: 2, date: 3, quoted: 4 } as const;
const excelRows = 1_048_576;
const excelText = 32_767;

/**
 * A workbook with one sheet per table: bold heads that stay in view, days as real days, text as text, so that leading zeros
 * stay and nothing is ever calculated.
 */
export function writeXlsx(tables: readonly Table[]): Uint8Array<ArrayBuffer> {
  if (tables.length === 0) throw new RangeError('a workbook has at least one sheet');
  const names = sheetNames(tables.map(({ name }) => name));
  const files: Record<string, string> = {
    '[Content_Types].xml': contentTypes(tables.length),
    '_rels/.rels': relationships([['officeDocument', 'xl/workbook.xml']]),
    'xl/workbook.xml': workbook(names),
    'xl/_rels/workbook.xml.rels': relationships([
      ...tables.map((_, index): [string, string] => ['worksheet', `worksheets/sheet${index + 1}.xml`]),
      ['styles', 'styles.xml'],
    ]),
    'xl/styles.xml': styles,
  };
  tables.forEach((table, index) => (files[`xl/worksheets/sheet${index + 1}.xml`] = sheet(table)));
  const encoder = new TextEncoder();
  const zippable: Zippable = Object.fromEntries(
    Object.entries(files).map(([name, xml]) => [name, encoder.encode(xml)]),
  );
  // A fixed date, the first that zip knows: the same table gives the same file.
  return zipSync(zippable, { level: 6, mtime: '1980-01-01T12:00:00' });
}

function sheet({ columns, rows }: Table): string {
  if (rows.length >= excelRows) throw new RangeError('more rows than a sheet holds');
  const widths = columns.map(
    (column, index) =>
      `<col min="${index + 1}" max="${index + 1}" width="${widthOf(column, index, rows)}" customWidth="1"/>`,
  );
  const parts = [
    head,
    `<worksheet xmlns="${main}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>`,
    columns.length > 0 ? `<cols>${widths.join('')}</cols>` : '',
    '<sheetData>',
    row(
      1,
      columns.map(({ header }) => text(header, style.header)),
    ),
  ];
  rows.forEach((values, index) =>
    parts.push(
      row(
        index + 2,
        columns.map((column, at) => cell(values[at], column)),
      ),
    ),
  );
  parts.push('</sheetData></worksheet>');
  return parts.join('');
}

type Written = (reference: string) => string;

function row(number: number, cells: (Written | undefined)[]): string {
  return `<row r="${number}">${cells.map((write, index) => write?.(columnName(index) + number) ?? '').join('')}</row>`;
}

function cell(value: Value, { kind }: Column): Written | undefined {
  if (value === null || value === undefined || value === '') return undefined;
  if (typeof value === 'boolean') return (at) => `<c r="${at}" t="b"><v>${value ? 1 : 0}</v></c>`;
  if (typeof value === 'number') return Number.isFinite(value) ? (at) => `<c r="${at}"><v>${value}</v></c>` : undefined;
  const day = kind === 'date' ? parsePlainDate(value) : undefined;
  const serial = day && serialOf(day);
  return serial === undefined ? text(value, style.text) : (at) => `<c r="${at}" s="${style.date}"><v>${serial}</v></c>`;
}

function text(value: string, usual: number): Written {
  const short = value.length > excelText ? `${value.slice(0, excelText - 1)}…` : value;
  const s = looksLikeFormula(short) && usual !== style.header ? style.quoted : usual;
  return (at) => `<c r="${at}" s="${s}" t="inlineStr"><is><t xml:space="preserve">${escapeText(short)}</t></is></c>`;
}

/** Also keeps what XML cannot hold out, and text that looks like Excel's own escape from being read as one. */
function escapeText(value: string): string {
  return value
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu, '')
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\r', '_x000D_');
}

function widthOf({ header, kind, width }: Column, index: number, rows: Table['rows']): number {
  if (width !== undefined) return width;
  if (kind === 'date') return Math.max(12, header.length + 2);
  const longest = rows
    .slice(0, 200)
    .reduce((found, values) => Math.max(found, String(values[index] ?? '').length), header.length);
  return Math.min(60, longest + 2);
}

/** Excel allows 31 characters, none of []:*?/\ and no name twice. */
function sheetNames(wanted: string[]): string[] {
  const taken = new Set<string>();
  return wanted.map((name, index) => {
    const base =
      name
        .replace(/[[\]:*?/\\]|\p{Cc}/gu, ' ')
        .replace(/^'|'$/g, '')
        .trim()
        .slice(0, 31) || `Sheet${index + 1}`;
    let unique = base;
    for (let again = 2; taken.has(unique.toLowerCase()); again++) unique = `${base.slice(0, 27)} ${again}`;
    taken.add(unique.toLowerCase());
    return unique;
  });
}

function columnName(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26));
  return index < 26 ? letter : columnName(Math.floor(index / 26) - 1) + letter;
}

const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const packages = 'http://schemas.openxmlformats.org/package/2006';

function contentTypes(sheets: number): string {
  const kind = (name: string) => `application/vnd.openxmlformats-officedocument.spreadsheetml.${name}+xml`;
  const overrides = Array.from(
    { length: sheets },
    (_, index) => `<Override PartName="/xl/worksheets/sheet${index + 1}.xml" ContentType="${kind('worksheet')}"/>`,
  );
  return `${head}<Types xmlns="${packages}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${kind('sheet.main')}"/><Override PartName="/xl/styles.xml" ContentType="${kind('styles')}"/>${overrides.join('')}</Types>`;
}

function relationships(targets: [string, string][]): string {
  const lines = targets.map(
    ([type, target], index) => `<Relationship Id="rId${index + 1}" Type="${office}/${type}" Target="${target}"/>`,
  );
  return `${head}<Relationships xmlns="${packages}/relationships">${lines.join('')}</Relationships>`;
}

function workbook(names: string[]): string {
  const sheets = names.map(
    (name, index) => `<sheet name="${escapeText(name)}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`,
  );
  return `${head}<workbook xmlns="${main}" xmlns:r="${office}"><sheets>${sheets.join('')}</sheets></workbook>`;
}

const styles = `${head}<styleSheet xmlns="${main}"><numFmts count="1"><numFmt numFmtId="164" formatCode="dd\\-mm\\-yyyy"/></numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/><family val="2"/></font><font><b/><sz val="11"/><name val="Calibri"/><family val="2"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="5"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"/><xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" quotePrefix="1" applyNumberFormat="1"/></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`;
