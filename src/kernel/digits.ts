/** Why a number that is kept as text cannot be read. */
export type DigitsProblem = 'missing' | 'not_digits' | 'scientific' | 'inexact';

/**
 * The digits of an identity number however it was typed or stored: spaces, dots, dashes and quotes go, digits of other scripts
 * become ours. `scientific`: a spreadsheet kept 1,67104E+15 and the last digits are gone. `inexact`: it was stored as a number
 * of more than 15 digits, of which a spreadsheet keeps only 15.
 */
export function readDigits(
  value: string | number,
): { ok: true; digits: string } | { ok: false; problem: DigitsProblem } {
  if (typeof value === 'number') {
    if (!Number.isInteger(value) || value < 0 || value >= 1e21) return { ok: false, problem: 'not_digits' };
    return value >= 1e15 ? { ok: false, problem: 'inexact' } : { ok: true, digits: String(value) };
  }
  if (value.length > 200) return { ok: false, problem: 'not_digits' };
  const text = value
    .normalize('NFKC')
    .replace(/\p{Nd}/gu, digitOf)
    .replace(/[\s.'’`"\-‐‑‒–—_/\p{Cf}]/gu, '');
  if (text === '') return { ok: false, problem: 'missing' };
  if (/^\d+(?:,\d+)?e\+?\d+$/i.test(text)) return { ok: false, problem: 'scientific' };
  return /^\d+$/.test(text) ? { ok: true, digits: text } : { ok: false, problem: 'not_digits' };
}

/** The digits of a script lie in a row of ten, so a digit's value is its distance from the last character that is none. */
function digitOf(character: string): string {
  const code = character.codePointAt(0)!;
  if (code <= 0x39) return character;
  let zero = code;
  while (code - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return String((code - zero) % 10);
}
