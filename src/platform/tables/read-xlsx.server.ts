import { readDate, splitSerial } from '#kernel/dates-id';
import { parsePlainDate } from '#kernel/plain-date';
import {
  emptyCell,
  type Cell,
  type Sheet,
  type TableLimits,
  type TableProblem,
  type TableRead,
  type Workbook,
} from './cells.ts';
import { isDateFormat } from './date-formats.ts';
import { openArchive, type Archive } from './unzip.server.ts';
import { walkXml } from './xml.server.ts';

/**
 * A workbook of Excel 2007 and later. Formulas give the value that was last calculated, merged cells only their first one,
 * and nothing in the file is executed or fetched. Parsing is one go: large files belong into a job.
 */
export async function readXlsx(bytes: Uint8Array, limits: TableLimits): Promise<TableRead> {
  const opened = openArchive(bytes, limits.unpackedBytes);
  if (!opened.ok) return opened;
  try {
    return { ok: true, value: await workbookOf(opened.value, limits) };
  } catch (error) {
    if (error instanceof Refused) return { ok: false, problem: error.problem };
    throw error;
  }
}

class Refused extends Error {
  problem: TableProblem;
  constructor(problem: TableProblem) {
    super(problem);
    this.problem = problem;
  }
}

type Styles = { isDate: (style: string | undefined) => boolean };
type Reading = { strings: string[]; styles: Styles; countsFrom1904: boolean; limits: TableLimits; cells: number };

async function workbookOf(archive: Archive, limits: TableLimits): Promise<Workbook> {
  const part = async (name: string | undefined): Promise<string | undefined> => {
    if (name === undefined) return undefined;
    const read = await archive.read(name);
    if (!read.ok) throw new Refused(read.problem);
    return read.value && decodeXml(read.value);
  };
  const workbookName = relationOfType(await part('_rels/.rels'), '', 'officeDocument')[0] ?? 'xl/workbook.xml';
  const workbook = await part(workbookName);
  if (workbook === undefined)
    throw new Refused(
      archive.names.includes('mimetype') || archive.names.some((name) => name.endsWith('.bin'))
        ? 'unsupported_kind'
        : 'not_a_table',
    );
  const folder = workbookName.slice(0, workbookName.lastIndexOf('/') + 1);
  const relations = await part(`${folder}_rels/${workbookName.slice(folder.length)}.rels`);
  const { sheets, countsFrom1904 } = sheetsOf(workbook);
  if (sheets.length > limits.sheets) throw new Refused('too_many_sheets');

  const paths = targetsById(relations, folder);
  const reading: Reading = {
    strings: stringsOf(await part(relationOfType(relations, folder, 'sharedStrings')[0])),
    styles: stylesOf(await part(relationOfType(relations, folder, 'styles')[0])),
    countsFrom1904,
    limits,
    cells: 0,
  };
  const read: Sheet[] = [];
  for (const { name, hidden, relation } of sheets) {
    const path = paths.get(relation);
    // Sheets of charts have no cells.
    if (!path?.includes('worksheets/')) continue;
    const xml = await part(path);
    if (xml !== undefined) read.push({ name, hidden, rows: rowsOf(xml, reading) });
  }
  return { sheets: read };
}

function sheetsOf(xml: string) {
  const sheets: { name: string; hidden: boolean; relation: string }[] = [];
  let countsFrom1904 = false;
  walk(xml, () => ({
    open: (name, attributes) => {
      if (name === 'workbookPr') countsFrom1904 = isTrue(attributes()['date1904']);
      if (name !== 'sheet') return;
      const found = attributes();
      const relation = Object.entries(found).find(([key]) => /(^|:)id$/.test(key))?.[1] ?? '';
      sheets.push({ name: decodeEscapes(found['name'] ?? ''), hidden: /hidden/i.test(found['state'] ?? ''), relation });
    },
  }));
  return { sheets, countsFrom1904 };
}

function targetsById(xml: string | undefined, folder: string): Map<string, string> {
  const targets = new Map<string, string>();
  if (xml !== undefined)
    walk(xml, () => ({
      open: (name, attributes) => {
        const { Id, Target, TargetMode } = attributes();
        if (name === 'Relationship' && Id && Target && TargetMode !== 'External')
          targets.set(Id, resolved(Target, folder));
      },
    }));
  return targets;
}

function relationOfType(xml: string | undefined, folder: string, type: string): string[] {
  const targets: string[] = [];
  if (xml !== undefined)
    walk(xml, () => ({
      open: (name, attributes) => {
        const { Type, Target, TargetMode } = attributes();
        if (name === 'Relationship' && Target && Type?.endsWith(`/${type}`) && TargetMode !== 'External')
          targets.push(resolved(Target, folder));
      },
    }));
  return targets;
}

function resolved(target: string, folder: string): string {
  return target.startsWith('/')
    ? target.slice(1)
    : (folder + target).replace(/[^/]+\/\.\.\//g, '').replaceAll('./', '');
}

/** Each shared string whole: runs of different type join, phonetic hints (`rPh`) are left out. */
function stringsOf(xml: string | undefined): string[] {
  const strings: string[] = [];
  if (xml === undefined) return strings;
  let parts = '';
  let inText = false;
  let inHint = false;
  walk(xml, () => ({
    open: (name) => {
      if (name === 'si') parts = '';
      if (name === 'rPh') inHint = true;
      if (name === 't') inText = !inHint;
    },
    close: (name) => {
      if (name === 't') inText = false;
      if (name === 'rPh') inHint = false;
      if (name === 'si') strings.push(decodeEscapes(parts));
    },
    text: (text) => {
      if (inText) parts += text;
    },
  }));
  return strings;
}

function stylesOf(xml: string | undefined): Styles {
  const formats = new Map<string, string>();
  const dateStyles: boolean[] = [];
  let inCellFormats = false;
  if (xml !== undefined)
    walk(xml, () => ({
      open: (name, attributes) => {
        if (name === 'cellXfs') inCellFormats = true;
        if (name === 'numFmt') formats.set(attributes()['numFmtId'] ?? '', attributes()['formatCode'] ?? '');
        if (name !== 'xf' || !inCellFormats) return;
        const id = attributes()['numFmtId'] ?? '0';
        dateStyles.push(isDateFormat(Number(id), formats.get(id)));
      },
      close: (name) => {
        if (name === 'cellXfs') inCellFormats = false;
      },
    }));
  return { isDate: (style) => dateStyles[Number(style ?? 0)] ?? false };
}

function rowsOf(xml: string, reading: Reading): Cell[][] {
  const rows: Cell[][] = [];
  const { limits } = reading;
  let row = 0;
  let column = 0;
  let type: string | undefined;
  let style: string | undefined;
  let value: string | undefined;
  let collecting = false;
  let inHint = false;
  let refused: TableProblem | undefined;

  walk(xml, (stop) => {
    const refuse = (problem: TableProblem) => {
      refused = problem;
      stop();
    };
    return {
      open: (name, attributes) => {
        switch (name) {
          case 'row':
            row = Number(attributes()['r'] ?? row + 1);
            column = 0;
            return;
          case 'c': {
            const { r, t, s } = attributes();
            column = r ? columnNumber(r) : column + 1;
            [type, style, value] = [t, s, undefined];
            return;
          }
          case 'rPh':
            inHint = true;
            return;
          case 'v':
          case 't':
            if (inHint) return;
            collecting = true;
            value ??= '';
        }
      },
      text: (text) => {
        if (collecting && value !== undefined) value += text;
      },
      close: (name) => {
        if (name === 'v' || name === 't') collecting = false;
        if (name === 'rPh') inHint = false;
        if (name !== 'c' || value === undefined || value === '') return;
        const cell = cellOf(value, type, style, reading);
        // Excel keeps styles of a million empty rows: only what holds something counts towards the limits.
        if (cell.type === 'empty') return;
        if (!(row >= 1 && row <= limits.rows)) return refuse('too_many_rows');
        if (!(column >= 1 && column <= limits.columns)) return refuse('too_many_columns');
        if (++reading.cells > limits.cells) return refuse('too_many_cells');
        while (rows.length < row) rows.push([]);
        const cells = rows[row - 1]!;
        while (cells.length < column - 1) cells.push(emptyCell);
        cells[column - 1] = cell;
      },
    };
  });
  if (refused) throw new Refused(refused);
  return rows;
}

function cellOf(value: string, type: string | undefined, style: string | undefined, reading: Reading): Cell {
  switch (type) {
    case 's':
      return textCell(reading.strings[Number(value)] ?? '');
    case 'str':
    case 'inlineStr':
      return textCell(decodeEscapes(value));
    case 'e':
      return { type: 'text', text: value };
    case 'b':
      return { type: 'boolean', boolean: value === '1' || value === 'true' };
    case 'd': {
      const day = parsePlainDate(value.slice(0, 10));
      return day ? { type: 'date', serial: Number.NaN, day, time: undefined } : { type: 'text', text: value };
    }
    case 'n':
    case undefined:
      break;
    default:
      return { type: 'text', text: value };
  }
  const number = Number(value);
  if (!Number.isFinite(number)) return { type: 'text', text: value };
  if (!reading.styles.isDate(style)) return { type: 'number', number };
  const read = readDate(number, { countsFrom1904: reading.countsFrom1904 });
  return { type: 'date', serial: number, day: read.ok ? read.day : undefined, time: splitSerial(number).time };
}

function textCell(text: string): Cell {
  return text === '' ? emptyCell : { type: 'text', text };
}

/** B7 is 2. */
function columnNumber(reference: string): number {
  let column = 0;
  for (const letter of reference) {
    const value = letter.charCodeAt(0) - 64;
    if (value < 1 || value > 26) break;
    column = column * 26 + value;
  }
  return column;
}

/** Excel writes characters that XML forbids as _x000D_. */
function decodeEscapes(text: string): string {
  return text.includes('_x')
    ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(parseInt(code, 16)))
    : text;
}

function decodeXml(bytes: Buffer): string {
  const wide =
    bytes.length > 1 && ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff));
  return new TextDecoder(wide ? (bytes[0] === 0xff ? 'utf-16le' : 'utf-16be') : 'utf-8').decode(bytes);
}

function isTrue(value: string | undefined): boolean {
  return value === '1' || value === 'true';
}

function walk(xml: string, hooks: Parameters<typeof walkXml>[1]): void {
  if (!walkXml(xml, hooks)) throw new Refused('damaged');
}
