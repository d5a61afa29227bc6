import { m } from '#messages';
import type { Role } from '#modules/access';
import type { ExportList } from './define.ts';
import type { ExportState, Need, Refusal } from './export.ts';

type Words<T extends string> = Readonly<Record<T, () => string>>;

export const stateWords: Words<ExportState> = {
  asked: m.exports_state_asked,
  approved: m.exports_state_approved,
  refused: m.exports_state_refused,
  withdrawn: m.exports_state_withdrawn,
  ready: m.exports_state_ready,
  expired: m.exports_state_expired,
};
export const subjectWords: Words<ExportList['subject']> = {
  clients: m.exports_subject_clients,
  reports: m.exports_subject_reports,
  figures: m.exports_subject_figures,
  office: m.exports_subject_office,
  audit: m.exports_subject_audit,
};
/** Who may take a list along, in as few letters as an office says it; the rest are called what they are. */
export const takerWords: Readonly<Partial<Record<Role, () => string>>> = {
  pk: m.exports_taker_pk,
  section_head: m.exports_taker_section_head,
  head_of_bapas: m.exports_taker_head_of_bapas,
  kanwil: m.exports_taker_kanwil,
  ditjen_analyst: m.exports_taker_ditjen_analyst,
};
export const needWords: Words<Need> = {
  rows: m.exports_need_rows,
  columns: m.exports_need_columns,
  guarded: m.exports_need_guarded,
};
export const refusalWords: Words<Refusal> = {
  no_columns: m.exports_refusal_no_columns,
  purpose_short: m.exports_refusal_purpose_short,
  filter_missing: m.exports_refusal_filter_missing,
  filter_wrong: m.exports_refusal_filter_wrong,
  nothing_to_export: m.exports_refusal_nothing_to_export,
  too_many_rows: m.exports_refusal_too_many_rows,
  too_large: m.exports_refusal_too_large,
  file_daily_limit: m.exports_refusal_file_daily_limit,
  wrong_state: m.exports_refusal_wrong_state,
  second_person_needed: m.exports_refusal_second_person_needed,
  no_second_person: m.exports_refusal_no_second_person,
  approval_over: m.exports_refusal_approval_over,
  grown: m.exports_refusal_grown,
  expired: m.exports_refusal_expired,
  note_missing: m.exports_refusal_note_missing,
  switched_off: m.exports_refusal_switched_off,
};
/** Names of the lists for tasks, which know only the id. */
export const listWords: Readonly<Record<string, () => string>> = {
  caseload: m.exports_list_caseload,
  'check-ins': m.exports_list_check_ins,
  missed: m.exports_list_missed,
  figures: m.exports_list_figures,
  assessments: m.exports_list_assessments,
  breaches: m.exports_list_breaches,
  permits: m.exports_list_permits,
  due: m.exports_list_due,
  'missed-now': m.exports_list_missed_now,
  'contacts-due': m.exports_list_contacts_due,
  'misses-in-a-row': m.exports_list_misses_in_a_row,
  reviews: m.exports_list_reviews,
  'register-book': m.exports_list_register_book,
  sittings: m.exports_list_sittings,
  'sitting-queue': m.exports_list_sitting_queue,
  transfers: m.exports_list_transfers,
  behind: m.exports_list_behind,
  'clients-by-kind': m.exports_list_clients_by_kind,
  officers: m.exports_list_officers,
  offices: m.exports_list_offices,
  workload: m.exports_list_workload,
  tasks: m.exports_list_tasks,
  staff: m.exports_list_staff,
  accounts: m.exports_list_accounts,
  units: m.exports_list_units,
  holidays: m.exports_list_holidays,
  journal: m.exports_list_journal,
  letters: m.letters_book_title,
  'access-log': m.exports_list_access_log,
  affected: m.exports_list_affected,
  tokens: m.exports_list_tokens,
  'backup-runs': m.exports_list_backup_runs,
  'paper-lists': m.exports_list_paper_lists,
  'paper-arrivals': m.exports_list_paper_arrivals,
  timeline: m.exports_list_timeline,
  notes: m.exports_list_notes,
  'opened-by': m.exports_list_opened_by,
  'officers-behind': m.exports_list_officers_behind,
  'import-rows': m.exports_list_import_rows,
  imports: m.exports_list_imports,
  revocations: m.exports_list_revocations,
  'at-large': m.exports_list_at_large,
  occupants: m.exports_list_occupants,
  'custody-register': m.exports_list_custody_register,
  'contacts-evidence': m.exports_list_contacts_evidence,
  observations: m.exports_list_observations,
  outbox: m.exports_list_outbox,
  'parked-jobs': m.exports_list_parked_jobs,
  'petition-figures': m.exports_list_petition_figures,
};
