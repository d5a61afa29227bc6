import { lengthOf } from '#kernel/text';
import { commonWords } from './common-passwords.ts';

/** `ours`: length and what must not be in it. `bssn`: kinds of characters and a time of validity as well (BSSN 4/2021). */
export type PasswordPolicy = 'ours' | 'bssn';

export type PasswordProblem =
  | 'password_too_short'
  | 'password_too_long'
  | 'password_broken'
  | 'password_common'
  | 'password_repeats'
  | 'password_about_you'
  | 'password_needs_kinds';

export const PASSWORD_LENGTH = 12;
const longest = 200;
/** Set by BSSN's rule only; without it a password is good until its owner changes it. */
export const BSSN_VALID_DAYS = 90;

/** The person's and the office's own words: whoever knows him would try them first. */
export type PasswordContext = { username: string; name: string; offices: readonly string[] };

/** Why a new password is not taken, the most telling reason first. No rule asks for odd characters or for a change by date, except BSSN's. */
export function judgePassword(
  password: string,
  context: PasswordContext,
  policy: PasswordPolicy = 'ours',
): PasswordProblem | undefined {
  if (/[\0\p{Surrogate}]/u.test(password)) return 'password_broken';
  if (lengthOf(password) < PASSWORD_LENGTH) return 'password_too_short';
  if (lengthOf(password) > longest) return 'password_too_long';
  if (isMonotone(password)) return 'password_repeats';
  if (isCommon(password)) return 'password_common';
  if (isAboutThem(password, context)) return 'password_about_you';
  return policy === 'bssn' && kindsOf(password) < 4 ? 'password_needs_kinds' : undefined;
}

export function isPasswordExpired(setAt: Date | null, now: Date, policy: PasswordPolicy): boolean {
  return policy === 'bssn' && (!setAt || now.getTime() - setAt.getTime() > BSSN_VALID_DAYS * 86_400_000);
}

/** Fewer than five different characters, a short piece over and over, or one run up or down the keyboard's figures. */
function isMonotone(password: string): boolean {
  const text = password.toLowerCase();
  if (new Set(text).size < 5 || /^(.{1,8})\1+.{0,7}$/s.test(text)) return true;
  const steps = [...text].slice(1).map((character, index) => character.codePointAt(0)! - text.codePointAt(index)!);
  return steps.every((step) => step === 1 || step === -9) || steps.every((step) => step === -1 || step === 9);
}

const leet: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
  '!': 'i',
};
const lettersOf = (text: string) => text.toLowerCase().replace(/[^\p{L}]/gu, '');
const unleet = (text: string) =>
  lettersOf([...text.toLowerCase()].map((character) => leet[character] ?? character).join(''));

/** One common word, or two of them, with figures and signs around. */
function isCommon(password: string): boolean {
  const bare = password.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '');
  return [lettersOf(password), unleet(password), unleet(bare)].some((letters) => isWords(letters, 3));
}

function isWords(letters: string, most: number): boolean {
  if (commonWords.has(letters)) return true;
  if (most === 1) return false;
  for (let cut = 3; cut <= letters.length - 3; cut++)
    if (commonWords.has(letters.slice(0, cut)) && isWords(letters.slice(cut), most - 1)) return true;
  return false;
}

/** Without the words about the person and his office, at least eight characters must be left. */
function isAboutThem(password: string, { username, name, offices }: PasswordContext): boolean {
  const words = [username, name, ...offices]
    .flatMap((text) => text.toLowerCase().split(/[^\p{L}\p{N}]+/u))
    .filter((word) => word.length >= 4)
    .sort((a, b) => b.length - a.length);
  let left = password.toLowerCase();
  for (const word of words) left = left.replaceAll(word, '');
  return left.length !== password.length && lengthOf(left.replace(/[\s\p{P}]/gu, '')) < 8;
}

function kindsOf(password: string): number {
  return [/\p{Ll}/u, /\p{Lu}/u, /\p{N}/u, /[^\p{L}\p{N}\s]/u].filter((kind) => kind.test(password)).length;
}
