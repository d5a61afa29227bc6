import { timingSafeEqual } from 'node:crypto';
import { sql } from 'kysely';
import { idTime, isUuid } from '#kernel/id';
import type { Answer, Tx } from './ctx.ts';
import { SubmissionRefused } from './errors.ts';

/** Days that a submission's answer is kept: officers are without network for weeks. */
export const SUBMISSION_DAYS = 35;

/** The id of a submission as it is kept. One that says itself that we may have forgotten it is refused, not done again. */
export function acceptedId(id: string, now: Date): string {
  if (!isUuid(id)) throw new SubmissionRefused('not_an_id');
  const made = idTime(id);
  if (made && now.getTime() - made.getTime() > SUBMISSION_DAYS * 86_400_000) throw new SubmissionRefused('too_old');
  return id.toLowerCase();
}

/** Claims the id, waiting for a twin that is under way; gives the first answer when there is one. */
export async function claim(
  tx: Tx,
  id: string,
  bodyHash: Buffer,
  accountId: string,
): Promise<{ answer: unknown } | undefined> {
  const claimed = await tx
    .insertInto('platform.submission')
    .values({ id, account_id: accountId, body_hash: bodyHash })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .returning('id')
    .executeTakeFirst();
  if (claimed) return undefined;
  const first = await tx
    .selectFrom('platform.submission')
    .select(['body_hash', 'answer'])
    .where('id', '=', id)
    .executeTakeFirst();
  // Row-level security hides another account's submission.
  if (!first) throw new SubmissionRefused('other_account');
  if (!timingSafeEqual(first.body_hash, bodyHash)) throw new SubmissionRefused('other_body');
  return { answer: first.answer };
}

/** Whether the asker's own submission of this id was done already. */
export async function wasSubmitted(tx: Tx, id: string): Promise<boolean> {
  if (!isUuid(id)) return false;
  const found = await tx.selectFrom('platform.submission').select('id').where('id', '=', id).executeTakeFirst();
  return found !== undefined;
}

export async function keepAnswer(tx: Tx, id: string, answer: Answer): Promise<void> {
  await tx
    .updateTable('platform.submission')
    .set({ answer: JSON.stringify(answer) })
    .where('id', '=', id)
    .execute();
}

/** What is older than we promise to remember. The id of a device whose clock runs ahead stays until it would be refused. */
export async function forgetSubmissions(tx: Tx): Promise<number> {
  const longAgo = sql<Date>`now() - make_interval(days => ${SUBMISSION_DAYS})`;
  const { numDeletedRows } = await tx
    .deleteFrom('platform.submission')
    .where('received_at', '<', longAgo)
    .where(sql<Date>`coalesce(uuid_extract_timestamp(id), received_at)`, '<', longAgo)
    .executeTakeFirst();
  return Number(numDeletedRows);
}
