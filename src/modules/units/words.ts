import type { DueCount } from '#kernel/holidays';
import { m } from '#messages';
import type { Role } from '#modules/access';
import type { OfficerState } from './officers.rules.ts';
import type { PostingRefusal } from './postings.rules.ts';
import type { AbsenceKind, Grade, PostingKind, Section, SwitchableModule, UnitType } from './unit.ts';

type Words<Key extends string> = Readonly<Record<Key, () => string>>;

/** Which days were counted to find a last day, as it is said beside that day wherever it is shown or leaves. */
export const countWords: Words<DueCount> = {
  calendar: m.frame_counts_calendar,
  working: m.frame_counts_working,
  named: m.frame_counts_named,
};

export const unitTypeWords: Words<UnitType> = {
  ditjenpas: m.units_type_ditjenpas,
  kanwil: m.units_type_kanwil,
  bapas: m.units_type_bapas,
  pos_bapas: m.units_type_pos_bapas,
  lapas: m.units_type_lapas,
  rutan: m.units_type_rutan,
  lpka: m.units_type_lpka,
  lpas: m.units_type_lpas,
  rupbasan: m.units_type_rupbasan,
};

export const roleWords: Words<Role> = {
  pk: m.units_role_pk,
  apk: m.units_role_apk,
  counter: m.units_role_counter,
  section_head: m.units_role_section_head,
  head_of_bapas: m.units_role_head_of_bapas,
  registrar: m.units_role_registrar,
  head_of_custody: m.units_role_head_of_custody,
  kanwil: m.units_role_kanwil,
  ditjenpas: m.units_role_ditjenpas,
  ditjen_analyst: m.units_role_ditjen_analyst,
  account_admin: m.units_role_account_admin,
  office_admin: m.units_role_office_admin,
  auditor: m.units_role_auditor,
};

/** The roles that somebody acted with, as the journal keeps them: `pk` or `pk+section_head`. */
export function sayRoles(joined: string): string {
  return joined
    .split('+')
    .map((name) => (roleWords as Readonly<Record<string, (() => string) | undefined>>)[name]?.() ?? name)
    .join(', ');
}

export const postingKindWords: Words<PostingKind> = {
  permanent: m.units_posting_permanent,
  secondment: m.units_posting_secondment,
  rotation: m.units_posting_rotation,
  acting: m.units_posting_acting,
};

export const sectionWords: Words<Section> = { adult: m.units_section_adult, child: m.units_section_child };

export const gradeWords: Words<Grade> = {
  pk_ahli_utama: m.units_grade_pk_ahli_utama,
  pk_ahli_madya: m.units_grade_pk_ahli_madya,
  pk_ahli_muda: m.units_grade_pk_ahli_muda,
  pk_ahli_pertama: m.units_grade_pk_ahli_pertama,
  apk: m.units_grade_apk,
};

export const absenceKindWords: Words<AbsenceKind> = {
  leave: m.units_absence_leave,
  sick: m.units_absence_sick,
  training: m.units_absence_training,
  other: m.units_absence_other,
  secondment: m.units_absence_secondment,
  rotation: m.units_absence_rotation,
};

export const officerStateWords: Words<OfficerState> = {
  active: m.units_officer_active,
  seconded_out: m.units_officer_seconded_out,
  rotating: m.units_officer_rotating,
  absent: m.units_officer_absent,
  lent_in: m.units_officer_lent_in,
};

export const moduleWords: Words<SwitchableModule> = {
  messages: m.units_module_messages,
  imports: m.units_module_imports,
  exports: m.units_module_exports,
  figures: m.units_module_figures,
};

export type UnitsRefusal =
  | PostingRefusal
  | 'code_taken'
  | 'class_not_for_type'
  | 'no_working_day'
  | 'unknown_area'
  | 'no_such_module'
  | 'not_below_that'
  | 'not_above_that'
  | 'has_one_above'
  | 'already_a_holiday'
  | 'already_removed'
  | 'no_such_option'
  | 'outside_the_limits'
  | 'not_by_this_role'
  | 'already_past'
  | 'nip_taken'
  | 'already_absent'
  | 'own_substitute'
  | 'already_withdrawn'
  | 'closed_already'
  | 'not_closed'
  | 'closed_above'
  | 'closes_in_future'
  | 'not_a_tier'
  | 'no_post_there';

export const refusalWords: Words<UnitsRefusal> = {
  not_a_tier: m.units_refusal_not_a_tier,
  no_post_there: m.units_refusal_no_post_there,
  closed_already: m.units_refusal_closed_already,
  not_closed: m.units_refusal_not_closed,
  closed_above: m.units_refusal_closed_above,
  closes_in_future: m.units_refusal_closes_in_future,
  to_oneself: m.units_refusal_to_oneself,
  already_held: m.units_refusal_already_held,
  ends_before_it_starts: m.units_refusal_ends_before_it_starts,
  needs_an_end: m.units_refusal_needs_an_end,
  has_left: m.units_refusal_has_left,
  not_at_such_a_unit: m.units_refusal_not_at_such_a_unit,
  administrators_first: m.units_refusal_administrators_first,
  approver_made_it: m.units_refusal_approver_made_it,
  approver_receives_it: m.units_refusal_approver_receives_it,
  already_approved: m.units_refusal_already_approved,
  withdrawn: m.units_refusal_withdrawn,
  prove_first: m.units_refusal_prove_first,
  last_administrator: m.units_refusal_last_administrator,
  code_taken: m.units_refusal_code_taken,
  class_not_for_type: m.units_refusal_class_not_for_type,
  no_working_day: m.units_refusal_no_working_day,
  unknown_area: m.units_refusal_unknown_area,
  no_such_module: m.units_refusal_no_such_module,
  not_below_that: m.units_refusal_not_below_that,
  not_above_that: m.units_refusal_not_above_that,
  has_one_above: m.units_refusal_has_one_above,
  already_a_holiday: m.units_refusal_already_a_holiday,
  already_removed: m.units_refusal_already_removed,
  no_such_option: m.units_refusal_no_such_option,
  outside_the_limits: m.units_refusal_outside_the_limits,
  not_by_this_role: m.units_refusal_not_by_this_role,
  already_past: m.units_refusal_already_past,
  nip_taken: m.units_refusal_nip_taken,
  already_absent: m.units_refusal_already_absent,
  own_substitute: m.units_refusal_own_substitute,
  already_withdrawn: m.units_refusal_already_withdrawn,
};

/** Everything that can be wrong with what was typed on this module's forms, for whoever turns keys into sentences. */
export const unitProblemWords: Readonly<Record<string, () => string>> = {
  ...refusalWords,
  units_problem_name_short: m.units_problem_name_short,
  units_problem_area_code: m.units_problem_area_code,
  units_problem_code: m.units_problem_code,
  units_problem_nip_length: m.units_problem_nip_length,
};
