import { sql } from 'kysely';
import { parseCode } from '#kernel/codes';
import type { ReadCtx } from '#platform/ctx';

/**
 * Whose valid card this is, among the clients whom the asker may see; a guarantor's proves no arrival. A scanner types what the QR
 * code says: the code itself or the client's address that ends in it.
 */
export async function findCaseOfCard({ tx }: Pick<ReadCtx, 'tx'>, typed: string): Promise<string | null> {
  const last = typed.trim().split('/').at(-1)?.split(/[?#]/)[0] ?? '';
  const code = parseCode(last, 20);
  if (!code) return null;
  const { rows } = await sql<{ case_id: string }>`
    select case_id from accounts.client_access
    where code_hash = sha256(convert_to(${code}, 'UTF8')) and kind = 'client' and state = 'active'`.execute(tx);
  return rows[0]?.case_id ?? null;
}
