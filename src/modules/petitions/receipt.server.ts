import { createHash } from 'node:crypto';
import { parseCode, type Code } from '#kernel/codes';
import { codeFrom } from '#modules/accounts/server';

/** Sixteen random characters hold 79 bits: nobody guesses one, and guesses are slowed down besides. */
export const RECEIPT_LENGTH = 17;

/** The code of a receipt, always the same for the same sending, so that a form sent twice gives the same paper. Only its hash is kept. */
export function receiptOf(submissionId: string): Code {
  return codeFrom('petition-receipt', RECEIPT_LENGTH, submissionId);
}
/** By which officers speak of a petition and of who sent it, without counting how many there are. It opens nothing. */
export function referenceOf(submissionId: string): string {
  return `P-${codeFrom('petition-reference', 5, submissionId)}`;
}
export const hashOf = (text: string): Buffer => createHash('sha256').update(text).digest();
export function parseReceipt(typed: string): Code | undefined {
  return parseCode(typed, RECEIPT_LENGTH);
}
