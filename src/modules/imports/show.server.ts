import { formatNumber } from '#kernel/format';
import { m, type Locale } from '#messages';
import type { ReadCtx } from '#platform/ctx';
import { shownText } from '#platform/tables/cells';
import type { ImportHead, ImportOnFile, ImportRow } from './import.ts';
import { namesOfLikely } from './likely.queries.server.ts';
import { kinds } from './kinds.ts';
import { columnLetter } from './mapping.ts';
import { cellOfRaw } from './raw-cells.ts';
import type { RowProblem } from './row.ts';
import { isSearched, wordsOfSearched } from './searched.server.ts';
import { wordProblem } from './words.ts';

export type Progress = { value: number; max: number; text: string; done: boolean };

/** How far a job is, in numbers and words; also for whoever comes back to the page later. */
export function progressOf(one: ImportHead, language: Locale): Progress {
  const number = (value: number) => formatNumber(value, language);
  if (one.state === 'uploaded') return { value: 0, max: 0, text: m.imports_progress_reading(), done: false };
  if (one.state === 'checking')
    return {
      value: one.checked,
      max: one.total,
      text: m.imports_progress_checking({ done: number(one.checked), all: number(one.total) }),
      done: false,
    };
  if (one.state === 'taking') {
    const all = one.good - (one.takeLikely ? 0 : one.likely);
    return {
      value: one.taken,
      max: all,
      text: kinds[one.kind].says.taking({ done: number(one.taken), all: number(all) }),
      done: false,
    };
  }
  return { value: 1, max: 1, text: '', done: true };
}

export type ShownProblem = { where: string; what: string; typed: string; href: string | null };
export type ShownRow = { line: number; name: string; problems: ShownProblem[]; caseId: string | null };

/** Rows as a page shows them: the line, whose row it is, and each problem with its column, its cell and its words. */
export async function shownRows(
  ctx: ReadCtx,
  one: ImportOnFile,
  rows: readonly ImportRow[],
  which: 'problems' | 'warnings',
  language: Locale,
): Promise<ShownRow[]> {
  const told = rows.map((row) => ({ row, list: which === 'problems' ? row.problems : row.warnings }));
  const persons = told.flatMap(({ list }) => list.flatMap(({ problem }) => personIn(problem) ?? []));
  const names = await namesOfLikely(ctx, [...new Set(persons)]);
  const searched = await wordsOfSearched(
    ctx,
    told.flatMap(({ list }) => list.map(({ problem }) => problem)),
    language,
  );
  return told.map(({ row, list }) => ({
    line: row.line,
    name: cellText(one, row, 'name'),
    caseId: row.caseId,
    problems: list.flatMap((problem): ShownProblem[] => {
      if (isSearched(problem.problem)) {
        const away = searched(problem.problem);
        return away ? [{ where: whereOf(one, problem), typed: '', ...away }] : [];
      }
      const person = personIn(problem.problem);
      if (person === undefined)
        return [
          {
            where: whereOf(one, problem),
            what: wordProblem(kinds[one.kind], problem.problem, language),
            typed: cellText(one, row, problem.column),
            href: null,
          },
        ];
      const known = names.get(person);
      if (!known) return [];
      const what = m.imports_warning_likely_named({
        name: known.name,
        register: known.register ?? m.imports_no_register(),
      });
      return [
        {
          where: whereOf(one, problem),
          what,
          typed: '',
          href: known.caseId ? `/clients/${known.caseId}` : `/people/${person}`,
        },
      ];
    }),
  }));
}

/** Column F (Tanggal lahir). */
export function whereOf(one: ImportOnFile, { column }: RowProblem): string {
  if (column === null) return '';
  const at = one.mapping?.columns[column];
  const label = kinds[one.kind].words[column]!();
  return at === undefined ? label : m.imports_where({ letter: columnLetter(at), column: label });
}

function cellText(one: ImportOnFile, row: Pick<ImportRow, 'raw'>, column: RowProblem['column']): string {
  const at = column === null ? undefined : one.mapping?.columns[column];
  const text = at === undefined ? '' : shownText(cellOfRaw(row.raw[at])).replace(/\s+/g, ' ').trim();
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

function personIn(problem: string): string | undefined {
  const [key, query = ''] = problem.split('?', 2);
  return key === 'imports_warning_likely_known' ? (new URLSearchParams(query).get('person') ?? undefined) : undefined;
}
