import { isPasswordExpired, type PasswordPolicy } from './password.rules.ts';

export type Stage = 'second_factor' | 'new_password' | 'full';

/** What `accounts.sign_in_state` tells about somebody between password and full session. */
export type SignInState = {
  mustChange: boolean;
  passwordSetAt: Date | null;
  hasFactor: boolean;
  roles: readonly string[];
};

/** Whoever leads, administers or looks over many files needs more than a password. */
export const rolesWithSecondFactor: ReadonlySet<string> = new Set([
  'head_of_bapas',
  'head_of_custody',
  'account_admin',
  'office_admin',
  'auditor',
  'kanwil',
  'ditjenpas',
]);

export function needsSecondFactor(roles: readonly string[], isDemo: boolean): boolean {
  return !isDemo && roles.some((role) => rolesWithSecondFactor.has(role));
}

/** What is still to be done: show or set up the second factor, then choose a new password, then nothing. */
export function nextStage(
  state: SignInState,
  { factorShown, isDemo, policy, now }: { factorShown: boolean; isDemo: boolean; policy: PasswordPolicy; now: Date },
): Stage {
  if (!factorShown && (state.hasFactor || needsSecondFactor(state.roles, isDemo))) return 'second_factor';
  if (state.mustChange || isPasswordExpired(state.passwordSetAt, now, policy)) return 'new_password';
  return 'full';
}
