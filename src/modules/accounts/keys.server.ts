import { createHash, createHmac, hkdfSync } from 'node:crypto';
import { parseCode, type Code } from '#kernel/codes';
import { dataFolder } from '#platform/data-folder.server';
import { env } from '#platform/env.server';

/** What lies outside the database: without it, a copy of the database opens no account. */
export type AccountKeys = { pepper: Buffer; secondFactor: Buffer; isDemo: boolean };

let held: AccountKeys | undefined;

/** For a test or a command that has its own. */
export function holdKeys(keys: AccountKeys): void {
  held = keys;
  parts.clear();
}

function keys(): AccountKeys {
  if (held) return held;
  const folder = dataFolder(env().SIMPUL_DATA);
  return (held = {
    pepper: folder.key('pepper'),
    secondFactor: folder.key('second_factor'),
    isDemo: folder.marker.kind === 'demo',
  });
}

/** A demo's listed accounts are there to be tried, so nobody is asked to set up a second factor in it. */
export function isDemo(): boolean {
  return keys().isDemo;
}

/** One key for each use, so that a code of one kind never passes for another. */
export type Use =
  | 'password'
  | 'attempt'
  | 'link'
  | 'token'
  | 'spare-code'
  | 'client-card'
  | 'observer-link'
  | 'observer-mark'
  | 'petition-receipt'
  | 'petition-reference'
  | 'travel-permit';
const parts = new Map<Use, Buffer>();

export function keyFor(use: Use): Buffer {
  const known = parts.get(use);
  if (known) return known;
  const made = Buffer.from(hkdfSync('sha256', keys().pepper, Buffer.alloc(0), `simpul ${use}`, 32));
  parts.set(use, made);
  return made;
}

export function secondFactorKey(): Buffer {
  return keys().secondFactor;
}

export function macFor(use: Use, ...told: readonly (string | number)[]): Buffer {
  return createHmac('sha256', keyFor(use)).update(told.join('\u0000')).digest();
}

/** As the database keeps a raw token. */
export function hashOfToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

const alphabet = '0123456789ABCDEFGHJKMNPQRTVWXYZ';

/** A code for people (kernel codes), its check character included, that is always the same for the same words. */
export function codeFrom(use: Use, length: number, ...told: readonly (string | number)[]): Code {
  let body = '';
  for (let round = 0; body.length < length - 1; round++)
    for (const byte of macFor(use, ...told, 'code', round))
      // Bytes from 248 on would make some characters more frequent than others.
      if (byte < 248 && body.length < length - 1) body += alphabet[byte % 31];
  for (const last of alphabet) {
    const code = parseCode(body + last, length);
    if (code) return code;
  }
  throw new Error('every body has a check character');
}
