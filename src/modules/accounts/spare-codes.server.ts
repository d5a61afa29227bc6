import type { Code } from '#kernel/codes';
import { codeFrom, macFor } from './keys.server.ts';

/** Eight characters and one that checks them: read from a card where phones are not allowed. */
export const SPARE_CODE_LENGTH = 9;
export const SPARE_CODES = 10;

/** The codes that one request made: the same again when it is repeated, and stored nowhere. */
export function spareCodesOf(accountId: string, submissionId: string): Code[] {
  return Array.from({ length: SPARE_CODES }, (_, index) =>
    codeFrom('spare-code', SPARE_CODE_LENGTH, accountId, submissionId, index),
  );
}

/** Forty bits could be guessed from a plain hash; without the key outside the database they cannot. */
export function spareCodeHash(accountId: string, code: Code): Buffer {
  return macFor('spare-code', 'hash', accountId, code);
}
