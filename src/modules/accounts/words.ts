import { m } from '#messages';
import type { PasswordProblem } from './password.rules.ts';

type Words<Key extends string> = Readonly<Record<Key, () => string>>;

export const accountStateWords: Words<'active' | 'suspended' | 'closed'> = {
  active: m.accounts_state_active,
  suspended: m.accounts_state_suspended,
  closed: m.accounts_state_closed,
};

/** Everything that this module refuses; `wait` has its seconds and is worded by whoever shows it. */
export type AccountsRefusal =
  | PasswordProblem
  | 'wrong'
  | 'signed_out'
  | 'nothing_to_enrol'
  | 'pending_too_old'
  | 'same_as_before'
  | 'prove_first'
  | 'wrong_password'
  | 'factor_needed'
  | 'no_factor_yet'
  | 'no_password_yet'
  | 'use_sign_out'
  | 'passkey_not_accepted'
  | 'username_taken'
  | 'last_administrator'
  | 'not_yourself'
  | 'not_active'
  | 'closed_for_good'
  | 'left_already'
  | 'has_not_left'
  | 'left_elsewhere'
  | 'leaves_in_future'
  | 'posted_elsewhere'
  | 'service_account'
  | 'not_a_service_account'
  | 'link_made_by_you'
  | 'factor_removed_by_you'
  | 'scope_unknown'
  | 'feed_stands_alone'
  | 'expiry_too_far'
  | 'already_ended'
  | 'not_needed'
  | 'day_spent'
  | 'already_issued'
  | 'closed'
  | 'not_locked'
  | 'locked';

export const accountsRefusalWords: Words<AccountsRefusal> = {
  password_too_short: m.accounts_password_too_short,
  password_too_long: m.accounts_password_too_long,
  password_broken: m.accounts_password_broken,
  password_common: m.accounts_password_common,
  password_repeats: m.accounts_password_repeats,
  password_about_you: m.accounts_password_about_you,
  password_needs_kinds: m.accounts_password_needs_kinds,
  wrong: m.accounts_refusal_wrong,
  signed_out: m.accounts_refusal_signed_out,
  nothing_to_enrol: m.accounts_refusal_nothing_to_enrol,
  pending_too_old: m.accounts_refusal_pending_too_old,
  same_as_before: m.accounts_refusal_same_as_before,
  prove_first: m.accounts_refusal_prove_first,
  wrong_password: m.accounts_refusal_wrong_password,
  factor_needed: m.accounts_refusal_factor_needed,
  no_factor_yet: m.accounts_refusal_no_factor_yet,
  no_password_yet: m.accounts_refusal_no_password_yet,
  use_sign_out: m.accounts_refusal_use_sign_out,
  passkey_not_accepted: m.accounts_refusal_passkey_not_accepted,
  username_taken: m.accounts_refusal_username_taken,
  last_administrator: m.accounts_refusal_last_administrator,
  not_yourself: m.accounts_refusal_not_yourself,
  not_active: m.accounts_refusal_not_active,
  closed_for_good: m.accounts_refusal_closed_for_good,
  left_already: m.accounts_refusal_left_already,
  has_not_left: m.accounts_refusal_has_not_left,
  left_elsewhere: m.accounts_refusal_left_elsewhere,
  leaves_in_future: m.accounts_refusal_leaves_in_future,
  posted_elsewhere: m.accounts_refusal_posted_elsewhere,
  service_account: m.accounts_refusal_service_account,
  not_a_service_account: m.accounts_refusal_not_a_service_account,
  link_made_by_you: m.accounts_refusal_link_made_by_you,
  factor_removed_by_you: m.accounts_refusal_factor_removed_by_you,
  scope_unknown: m.accounts_refusal_scope_unknown,
  feed_stands_alone: m.accounts_refusal_feed_stands_alone,
  expiry_too_far: m.accounts_refusal_expiry_too_far,
  already_ended: m.accounts_refusal_already_ended,
  not_needed: m.accounts_refusal_not_needed,
  day_spent: m.accounts_refusal_day_spent,
  already_issued: m.accounts_refusal_already_issued,
  closed: m.accounts_refusal_closed,
  not_locked: m.accounts_refusal_not_locked,
  locked: m.accounts_refusal_locked,
};

/** Everything that can be wrong with what was typed on this module's forms, for whoever turns keys into sentences. */
export const accountProblemWords: Readonly<Record<string, () => string>> = {
  ...accountsRefusalWords,
  accounts_problem_passwords_differ: m.accounts_problem_passwords_differ,
  accounts_problem_pins_differ: m.accounts_problem_pins_differ,
  accounts_problem_username: m.accounts_problem_username,
  accounts_problem_reason_short: m.accounts_problem_reason_short,
};

/** How long to wait, in seconds up to two minutes, in minutes beyond. */
export function sayWait(seconds: number): string {
  return seconds <= 120
    ? m.accounts_wait_seconds({ seconds: String(seconds) })
    : m.accounts_wait_minutes({ minutes: String(Math.ceil(seconds / 60)) });
}
