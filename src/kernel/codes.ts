/**
 * Short codes for people to read aloud and copy by hand: receipts, cards, error numbers. Digits and capitals without I, L, O, S and
 * U, which hands and eyes take for 1, 1, 0, 5 and V. There are 31 of them, a prime, so the last character finds every single
 * wrong character and every swap of two.
 */
const alphabet = '0123456789ABCDEFGHJKMNPQRTVWXYZ';
const lookAlikes: Readonly<Record<string, string>> = { I: '1', L: '1', O: '0', S: '5', U: 'V' };

/** A checked code without dashes. */
export type Code = string & { readonly __brand: 'Code' };

/** Beyond 30 characters two would carry the same weight and could be swapped unseen. */
const longest = 30;

/** A receipt that nobody can guess: 26 random characters hold 128 bits. */
export const receiptLength = 27;

/** A random code, its check character included in `length`: 8 hold 34 bits, `receiptLength` 128. */
export function newCode(length: number): Code {
  if (!Number.isInteger(length) || length < 3 || length > longest)
    throw new RangeError('a code has 3 to 30 characters');
  let body = '';
  while (body.length < length - 1) {
    // Bytes from 248 on would make some characters more frequent than others.
    for (const byte of crypto.getRandomValues(new Uint8Array(length * 2)))
      if (byte < 248 && body.length < length - 1) body += alphabet[byte % 31];
  }
  return codeOf([...body].map((character) => alphabet.indexOf(character)));
}

/** The code of numbers that somebody else has drawn, each from 0 to 30, with its check character behind them. */
export function codeOf(numbers: readonly number[]): Code {
  const body = numbers.map((number) => alphabet[number]!).join('');
  return (body + checkCharacter(body)) as Code;
}

/** The code that someone typed, with or without dashes, spaces, capitals; undefined when a character is wrong or missing. */
export function parseCode(typed: string, length?: number): Code | undefined {
  if (typed.length > 200) return undefined;
  const bare = typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\-‐‑–—._]/g, '')
    .replace(/[ILOSU]/g, (letter) => lookAlikes[letter]!);
  if (bare.length < 3 || bare.length > longest || (length !== undefined && bare.length !== length)) return undefined;
  if ([...bare].some((character) => !alphabet.includes(character))) return undefined;
  return checkCharacter(bare.slice(0, -1)) === bare.at(-1) ? (bare as Code) : undefined;
}

/** K7QM-2X4D-9 */
export function formatCode(code: Code): string {
  return code.replace(/(.{4})(?=.)/g, '$1-');
}

function checkCharacter(body: string): string {
  const sum = [...body].reduce((total, character, index) => total + (index + 2) * alphabet.indexOf(character), 0);
  return alphabet[(31 - (sum % 31)) % 31]!;
}
