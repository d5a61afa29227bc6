import { m, type Locale } from '#messages';
import type { ReadCtx } from '#platform/ctx';
import { NotFound } from '#platform/errors';
import type { Column, Table } from '#platform/tables/cells';
import { writeCsv } from '#platform/tables/write-csv';
import { writeXlsx } from '#platform/tables/write-xlsx.server';
import { mendHeader } from './columns.ts';
import type { ImportOnFile, RawCell } from './import.ts';
import { columnsOf, type ListKind } from './kind.ts';
import { kinds } from './kinds.ts';
import { listRowsToMend } from './queries.server.ts';
import { writtenValue } from './raw-cells.ts';
import { whereOf } from './show.server.ts';
import { wordProblem } from './words.ts';

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

/** An empty list with our heads; as a workbook also a sheet that says what belongs in each column, with an example. */
export function templateFile(kind: ListKind, format: FileFormat): Download {
  // Where a column says what two others say, the two stand in the template.
  const ids = columnsOf(kind).filter((id) => !kind.notInTemplate.includes(id));
  const columns = ids.map((id): Column => ({
    header: kind.columns[id]!.header,
    kind: kind.days.includes(id) ? 'date' : 'text',
  }));
  const list: Table = { name: kind.sheet(), columns, rows: [] };
  const help: Table = {
    name: m.imports_template_help_sheet(),
    columns: [
      { header: m.imports_template_column(), kind: 'text', width: 24 },
      { header: m.imports_template_required(), kind: 'text', width: 14 },
      { header: m.imports_template_says(), kind: 'text', width: 60 },
      { header: m.imports_template_example(), kind: 'text', width: 34 },
    ],
    rows: ids.map((id) => [
      kind.columns[id]!.header,
      kind.columns[id]!.required ? m.imports_template_yes() : '',
      kind.help[id]!(),
      kind.example[id] === undefined ? '' : String(kind.example[id]).replace(/^(\d{4})-(\d\d)-(\d\d)$/, '$3-$2-$1'),
    ]),
  };
  return downloadOf(kind.fileName, format, format === 'xlsx' ? [list, help] : [list]);
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
    name: (preview[mapping.sheet]?.name || kinds[one.kind].sheet()).slice(0, 31),
    columns,
    rows: rows.map(({ line, raw, told }) => [
      told
        .map((problem) => {
          const where = whereOf(one, problem);
          return `${m.imports_line({ line })}${where === '' ? '' : `, ${where}`}: ${wordProblem(kinds[one.kind], problem.problem, language)}`;
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
