import { formatLimits, readProblem } from '#kernel/problems';
import { m, type Locale } from '#messages';
import type { ColumnId } from './columns.ts';
import type { ImportState, Refusal } from './import.ts';

type Words<T extends string> = Readonly<Record<T, () => string>>;

export const columnWords: Words<ColumnId> = {
  name: m.imports_column_name,
  nik: m.imports_column_nik,
  birthPlace: m.imports_column_birth_place,
  birthDate: m.imports_column_birth_date,
  birthPlaceAndDate: m.imports_column_birth_place_and_date,
  sex: m.imports_column_sex,
  religion: m.imports_column_religion,
  address: m.imports_column_address,
  village: m.imports_column_village,
  district: m.imports_column_district,
  regency: m.imports_column_regency,
  phone: m.imports_column_phone,
  motherName: m.imports_column_mother_name,
  kind: m.imports_column_kind,
  ageGroup: m.imports_column_age_group,
  registerNumber: m.imports_column_register_number,
  receivedOn: m.imports_column_received_on,
  basisNumber: m.imports_column_basis_number,
  basisDate: m.imports_column_basis_date,
  basisIssuer: m.imports_column_basis_issuer,
  guidanceStart: m.imports_column_guidance_start,
  releasedOn: m.imports_column_released_on,
  guidanceEnd: m.imports_column_guidance_end,
  firstDetainedOn: m.imports_column_first_detained_on,
  sentence: m.imports_column_sentence,
  offence: m.imports_column_offence,
  offenceArticles: m.imports_column_offence_articles,
  counsellor: m.imports_column_counsellor,
  guarantor: m.imports_column_guarantor,
  guarantorRelation: m.imports_column_guarantor_relation,
  guarantorPhone: m.imports_column_guarantor_phone,
  lastReportedOn: m.imports_column_last_reported_on,
  note: m.imports_column_note,
};

/** What the template says about each column. */
export const columnHelp: Words<ColumnId> = {
  name: m.imports_help_name,
  nik: m.imports_help_nik,
  birthPlace: m.imports_help_birth_place,
  birthDate: m.imports_help_birth_date,
  birthPlaceAndDate: m.imports_help_birth_date,
  sex: m.imports_help_sex,
  religion: m.imports_help_religion,
  address: m.imports_help_address,
  village: m.imports_help_area,
  district: m.imports_help_area,
  regency: m.imports_help_area,
  phone: m.imports_help_phone,
  motherName: m.imports_help_mother_name,
  kind: m.imports_help_kind,
  ageGroup: m.imports_help_age_group,
  registerNumber: m.imports_help_register_number,
  receivedOn: m.imports_help_received_on,
  basisNumber: m.imports_help_basis_number,
  basisDate: m.imports_help_date,
  basisIssuer: m.imports_help_basis_issuer,
  guidanceStart: m.imports_help_date,
  releasedOn: m.imports_help_date,
  guidanceEnd: m.imports_help_date,
  firstDetainedOn: m.imports_help_first_detained_on,
  sentence: m.imports_help_sentence,
  offence: m.imports_help_offence,
  offenceArticles: m.imports_help_offence_articles,
  counsellor: m.imports_help_counsellor,
  guarantor: m.imports_help_guarantor,
  guarantorRelation: m.imports_help_guarantor_relation,
  guarantorPhone: m.imports_help_phone,
  lastReportedOn: m.imports_help_last_reported_on,
  note: m.imports_help_note,
};

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
  not_a_bapas: m.imports_refusal_not_a_bapas,
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

type Facts = Readonly<Record<string, string>>;
const line = (facts: Facts) => ({ line: facts['line'] ?? '' });
const own: Readonly<Record<string, (facts: Facts) => string>> = {
  imports_problem_became_date: m.imports_problem_became_date,
  imports_problem_sex_unknown: m.imports_problem_sex_unknown,
  imports_problem_kind_unknown: m.imports_problem_kind_unknown,
  imports_problem_kind_missing: m.imports_problem_kind_missing,
  imports_problem_kind_not_for_age: m.imports_problem_kind_not_for_age,
  imports_problem_age_unknown: m.imports_problem_age_unknown,
  imports_problem_received_missing: m.imports_problem_received_missing,
  imports_problem_period_upside_down: m.imports_problem_period_upside_down,
  imports_problem_sentence_unread: m.imports_problem_sentence_unread,
  imports_problem_basis_number_missing: m.imports_problem_basis_number_missing,
  imports_problem_basis_date_missing: m.imports_problem_basis_date_missing,
  imports_problem_register_taken: m.imports_problem_register_taken,
  imports_problem_register_twice: (facts) => m.imports_problem_register_twice(line(facts)),
  imports_warning_religion_unknown: m.imports_warning_religion_unknown,
  imports_warning_received_from_start: m.imports_warning_received_from_start,
  imports_warning_guidance_over: m.imports_warning_guidance_over,
  imports_warning_no_release: m.imports_warning_no_release,
  imports_warning_start_from_release: m.imports_warning_start_from_release,
  imports_warning_age_looks_wrong: m.imports_warning_age_looks_wrong,
  imports_warning_age_guessed: m.imports_warning_age_guessed,
  imports_warning_basis_missing: m.imports_warning_basis_missing,
  imports_warning_issuer_missing: m.imports_warning_issuer_missing,
  imports_warning_relation_unknown: m.imports_warning_relation_unknown,
  imports_warning_counsellor_unknown: m.imports_warning_counsellor_unknown,
  imports_warning_counsellor_several: m.imports_warning_counsellor_several,
  imports_warning_area_unknown: m.imports_warning_area_unknown,
  imports_warning_likely_known: m.imports_warning_likely_known,
  imports_warning_twice_in_file: (facts) => m.imports_warning_twice_in_file(line(facts)),
  imports_warning_same_as_line: (facts) => m.imports_warning_same_as_line(line(facts)),
};

/** What is wrong, in words; a group of many rows has no line of its own to name. */
export function wordProblem(written: string, language: Locale): string {
  const [key = '', query = ''] = written.split('?', 2);
  const words = own[key];
  if (words) return words(Object.fromEntries(new URLSearchParams(query)));
  const problem = readProblem(written);
  const kernel = problem && (m as unknown as Record<string, (limits: object) => string>)[`problems_${problem.key}`];
  return kernel ? kernel(formatLimits(problem.limits, language)) : m.imports_problem_other();
}

/** What a group of rows has in common, without the line or day that each has for itself. */
export function wordGroup(key: string, language: Locale): string {
  if (key === 'imports_problem_register_twice') return m.imports_group_register_twice();
  if (key === 'imports_warning_twice_in_file') return m.imports_group_twice_in_file();
  if (key === 'imports_warning_same_as_line') return m.imports_group_same_as_line();
  if (key === 'date_too_early' || key === 'date_too_late') return m.imports_group_date_outside();
  if (key === 'text_too_long' || key === 'name_too_long') return m.imports_group_too_long();
  return wordProblem(key, language);
}
