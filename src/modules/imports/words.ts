import { formatLimits, readProblem } from '#kernel/problems';
import { m, type Locale } from '#messages';
import type { ImportState, Refusal } from './import.ts';
import type { ListKind, ProblemWords } from './kind.ts';

type Words<T extends string> = Readonly<Record<T, () => string>>;

export const stateWords: Words<ImportState> = {
  uploaded: m.imports_state_uploaded,
  mapping: m.imports_state_mapping,
  checking: m.imports_state_checking,
  checked: m.imports_state_checked,
  taking: m.imports_state_taking,
  done: m.imports_state_done,
  failed: m.imports_state_failed,
  cancelled: m.imports_state_cancelled,
};

export const refusalWords: Words<Refusal> = {
  file_missing: m.imports_refusal_file_missing,
  file_empty: m.imports_refusal_file_empty,
  file_too_large: m.imports_refusal_file_too_large,
  file_not_a_table: m.imports_refusal_file_not_a_table,
  file_old_excel: m.imports_refusal_file_old_excel,
  file_daily_limit: m.imports_refusal_file_daily_limit,
  wrong_state: m.imports_refusal_wrong_state,
  columns_missing: m.imports_refusal_columns_missing,
  column_twice: m.imports_refusal_column_twice,
  no_such_sheet: m.imports_refusal_no_such_sheet,
  nothing_to_take: m.imports_refusal_nothing_to_take,
  no_such_list: m.imports_refusal_no_such_list,
  switched_off: m.imports_refusal_switched_off,
};

const fileProblems: Readonly<Record<string, () => string>> = {
  no_content: m.imports_file_no_content,
  not_a_table: m.imports_refusal_file_not_a_table,
  old_or_locked_excel: m.imports_refusal_file_old_excel,
  unsupported_kind: m.imports_file_unsupported_kind,
  damaged: m.imports_file_damaged,
  file_too_large: m.imports_refusal_file_too_large,
  too_large_unpacked: m.imports_file_too_large_unpacked,
  too_many_sheets: m.imports_file_too_many_sheets,
  too_many_rows: m.imports_file_too_many_rows,
  too_many_columns: m.imports_file_too_many_columns,
  too_many_cells: m.imports_file_too_many_rows,
};

/** Why a file could not be read at all. */
export function fileProblemWord(problem: string): string {
  return (fileProblems[problem] ?? m.imports_file_damaged)();
}

const line = (facts: Readonly<Record<string, string>>) => ({ line: facts['line'] ?? '' });
/** What may be wrong with a row of any list. */
const ofAnyList: ProblemWords = {
  imports_problem_became_date: m.imports_problem_became_date,
  imports_problem_sex_unknown: m.imports_problem_sex_unknown,
  imports_warning_nik_source_unknown: m.imports_warning_nik_source_unknown,
  imports_problem_age_unknown: m.imports_problem_age_unknown,
  imports_problem_sentence_unread: m.imports_problem_sentence_unread,
  imports_problem_register_twice: (facts) => m.imports_problem_register_twice(line(facts)),
  imports_warning_likely_known: m.imports_warning_likely_known,
  imports_warning_searched: m.imports_warning_searched,
  imports_warning_twice_in_file: (facts) => m.imports_warning_twice_in_file(line(facts)),
  imports_warning_same_as_line: (facts) => m.imports_warning_same_as_line(line(facts)),
};

/** What is wrong, in words; a group of many rows has no line of its own to name. */
export function wordProblem(kind: ListKind, written: string, language: Locale): string {
  const [key = '', query = ''] = written.split('?', 2);
  const words = kind.problems[key] ?? ofAnyList[key];
  if (words) return words(Object.fromEntries(new URLSearchParams(query)));
  const problem = readProblem(written);
  const kernel = problem && (m as unknown as Record<string, (limits: object) => string>)[`problems_${problem.key}`];
  return kernel ? kernel(formatLimits(problem.limits, language)) : m.imports_problem_other();
}

/** What a group of rows has in common, without the line or day that each has for itself. */
export function wordGroup(kind: ListKind, key: string, language: Locale): string {
  if (key === 'imports_problem_register_twice') return m.imports_group_register_twice();
  if (key === 'imports_warning_twice_in_file') return m.imports_group_twice_in_file();
  if (key === 'imports_warning_same_as_line') return m.imports_group_same_as_line();
  if (key === 'date_too_early' || key === 'date_too_late') return m.imports_group_date_outside();
  if (key === 'text_too_long' || key === 'name_too_long') return m.imports_group_too_long();
  return wordProblem(kind, key, language);
}
