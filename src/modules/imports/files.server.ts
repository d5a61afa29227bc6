import { m, type Locale } from '#messages';
import { kindWords as clientKindWords } from '#modules/cases';
import type { ReadCtx } from '#platform/ctx';
import { NotFound } from '#platform/errors';
import type { Column, Table, Value } from '#platform/tables/cells';
import { writeCsv } from '#platform/tables/write-csv';
import { writeXlsx } from '#platform/tables/write-xlsx.server';
import { columnRow, mendHeader, templateColumns, type ColumnId } from './columns.ts';
import type { ImportOnFile, RawCell } from './import.ts';
import { listRowsToMend } from './queries.server.ts';
import { writtenValue } from './raw-cells.ts';
import { whereOf } from './show.server.ts';
import { columnHelp, wordProblem } from './words.ts';

export type FileFormat = 'xlsx' | 'csv';
/** A file that is made for whoever asks and kept nowhere. */
export type Download = { name: string; mediaType: string; bytes: Uint8Array<ArrayBuffer> };

const mediaTypes: Record<FileFormat, string> = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv; charset=utf-8',
};

export function downloadOf(name: string, format: FileFormat, tables: readonly Table[]): Download {
  return {
    name: `${name}.${format}`,
    mediaType: mediaTypes[format],
    bytes: format === 'xlsx' ? writeXlsx(tables) : writeCsv(tables[0]!),
  };
}

/** Invented, so that nobody takes the example for a client: the district 00 of no regency. */
const example: Partial<Record<ColumnId, Value>> = {
  name: 'CONTOH BIN CONTOH',
  nik: '1600001306850001',
  birthPlace: 'Palembang',
  birthDate: '1985-06-13',
  sex: 'L',
  religion: 'Islam',
  address: 'Jalan Contoh No. 1 RT 01 RW 02',
  village: 'Sukamaju',
  district: 'Sako',
  regency: 'Kota Palembang',
  phone: '0812-3456-7890',
  motherName: 'Contohwati',
  kind: 'PB',
  ageGroup: 'tidak',
  registerNumber: '12/PB/2021',
  receivedOn: '2021-03-02',
  basisNumber: 'PAS-1.PK.01.05.06 TAHUN 2021',
  basisDate: '2021-02-26',
  basisIssuer: 'Direktur Jenderal Pemasyarakatan',
  guidanceStart: '2021-03-02',
  releasedOn: '2021-03-02',
  guidanceEnd: '2023-08-17',
  firstDetainedOn: '2018-05-20',
  sentence: '5 tahun 6 bulan',
  offence: 'Narkotika',
  offenceArticles: '112',
  counsellor: 'Nama atau NIP PK',
  guarantor: 'Contohwati',
  guarantorRelation: 'Ibu',
  guarantorPhone: '0813-0000-0000',
  lastReportedOn: '2022-05-10',
};

const dateColumns: readonly ColumnId[] = [
  'birthDate',
  'receivedOn',
  'basisDate',
  'guidanceStart',
  'releasedOn',
  'guidanceEnd',
  'firstDetainedOn',
  'lastReportedOn',
];

/** An empty list with our heads; as a workbook also a sheet that says what belongs in each column, with an example. */
export function templateFile(format: FileFormat): Download {
  const columns = templateColumns.map((id): Column => ({
    header: columnRow(id).header,
    kind: dateColumns.includes(id) ? 'date' : 'text',
  }));
  const list: Table = { name: m.imports_template_sheet(), columns, rows: [] };
  const help: Table = {
    name: m.imports_template_help_sheet(),
    columns: [
      { header: m.imports_template_column(), kind: 'text', width: 24 },
      { header: m.imports_template_required(), kind: 'text', width: 14 },
      { header: m.imports_template_says(), kind: 'text', width: 60 },
      { header: m.imports_template_example(), kind: 'text', width: 34 },
    ],
    rows: templateColumns.map((id) => [
      columnRow(id).header,
      columnRow(id).required ? m.imports_template_yes() : '',
      id === 'kind'
        ? `${columnHelp[id]()} ${Object.values(clientKindWords)
            .map((say) => say())
            .join('; ')}.`
        : columnHelp[id](),
      example[id] === undefined ? '' : String(example[id]).replace(/^(\d{4})-(\d\d)-(\d\d)$/, '$3-$2-$1'),
    ]),
  };
  return downloadOf('simpul-templat-klien', format, format === 'xlsx' ? [list, help] : [list]);
}

/**
 * The rows that were not taken, with the columns they came with and one in front that says what is wrong: mended, the file is
 * brought again as it is. Nothing else is in it, so that a fingerprint of its heads finds the same mapping.
 */
export async function problemsFile(
  ctx: ReadCtx,
  one: ImportOnFile,
  format: FileFormat,
  language: Locale,
): Promise<Download> {
  const { mapping, preview } = one;
  if (!mapping || !preview || one.tidiedAt) throw new NotFound('the cells of this import are gone');
  const rows = await listRowsToMend(ctx, one);
  const from = mapping.mend ? 1 : 0;
  const width = Math.max(
    ...rows.map(({ raw }) => raw.length),
    (preview[mapping.sheet]?.first[mapping.headerRow - 1] ?? []).length,
  );
  const heads = (preview[mapping.sheet]?.first[mapping.headerRow - 1] ?? []).slice(from);
  const holdsDays = (at: number) => rows.some(({ raw }) => isDay(raw[at]));
  const columns: Column[] = [
    { header: mendHeader, kind: 'text', width: 60 },
    ...Array.from({ length: Math.max(0, width - from) }, (_, index): Column => ({
      header: heads[index] ?? '',
      kind: holdsDays(index + from) ? 'date' : 'text',
    })),
  ];
  const table: Table = {
    name: (preview[mapping.sheet]?.name || m.imports_template_sheet()).slice(0, 31),
    columns,
    rows: rows.map(({ line, raw, told }) => [
      told
        .map((problem) => {
          const where = whereOf(one, problem);
          return `${m.imports_line({ line })}${where === '' ? '' : `, ${where}`}: ${wordProblem(problem.problem, language)}`;
        })
        .join(' | '),
      ...raw.slice(from).map((cell) => (typeof cell === 'boolean' ? (cell ? 'ya' : 'tidak') : writtenValue(cell))),
    ]),
  };
  ctx.accessed({ what: 'import.mend-downloaded', unitId: one.unitId, about: { importId: one.id, rows: rows.length } });
  return downloadOf(`simpul-impor-${one.id.slice(-8)}-perbaiki`, format, [table]);
}

function isDay(cell: RawCell | undefined): boolean {
  return typeof cell === 'object' && cell !== null;
}
