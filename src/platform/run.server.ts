import { createHash, timingSafeEqual } from 'node:crypto';
import { sql } from 'kysely';
import { idTime, isUuid, newId } from '#kernel/id';
import type { Actor } from './actor.ts';
import { canonical } from './canonical.ts';
import type { Answer, Ctx, JobOptions, JournalLine, ReadCtx, Submission, Tx } from './ctx.ts';
import type { Database } from './database.server.ts';
import { SubmissionRefused } from './errors.ts';
import { addJob } from './jobs.server.ts';
import { writeLines } from './journal.server.ts';

/** The database role that a transaction takes; none of them can be taken from outside a transaction's beginning. */
export type DatabaseRole = 'app_staff' | 'app_client' | 'app_public' | 'app_jobs';

/** On whose behalf a transaction runs: the raw token is what row-level security believes, nothing else. */
export type Asker = { role: DatabaseRole; token: string; actor: Actor };

export type RunnerOptions = {
  db: Database;
  asker: Asker;
  /** The moment of the request. */
  now: Date;
  journalKey: Buffer;
};

export type Runner = ReturnType<typeof runnerFor>;

/** Days that a submission's answer is kept: officers are without network for weeks. */
export const SUBMISSION_DAYS = 35;

const RETRY = new Set(['40001', '40P01']); // serialization failure, deadlock: nothing was written, so the same work may run again

export function runnerFor({ db, asker, now, journalKey }: RunnerOptions) {
  async function inTransaction<T>(submissionId: string | null, work: (ctx: Ctx) => Promise<T>): Promise<T> {
    return db.transaction().execute(async (tx) => {
      await takeRole(tx, asker.role, asker.token);
      const lines: JournalLine[] = [];
      const reads: JournalLine[] = [];
      const result = await work({
        tx,
        actor: asker.actor,
        now,
        newId,
        submissionId,
        journal: (line) => void lines.push(line),
        accessed: (line) => void reads.push(line),
        addJob: (name: string, payload: Record<string, unknown>, options?: JobOptions) =>
          addJob(tx, name, payload, options),
      });
      const context = { actor: asker.actor, now, submissionId, key: journalKey };
      await writeLines(tx, 'journal', lines, context);
      await writeLines(tx, 'access_log', reads, context);
      return result;
    });
  }

  return {
    actor: asker.actor,
    now,

    /** Runs queries in one transaction under the asker's session, with the lines they leave in the access log. */
    read<T>(query: (ctx: ReadCtx) => Promise<T>): Promise<T> {
      return inTransaction(null, query);
    },

    /**
     * Runs a use case once per submission, in one transaction with its journal. A replay gets the first answer again; another
     * body under the same id is refused; a refusal rolls back and is not remembered, so a corrected form goes through.
     */
    async runOnce<T extends Answer>(submission: Submission, work: (ctx: Ctx) => Promise<T>): Promise<T> {
      const id = acceptedId(submission.id, now);
      const bodyHash = createHash('sha256').update(canonical(submission.body)).digest();
      for (let attempt = 1; ; attempt++) {
        try {
          return await inTransaction(id, async (ctx) => {
            const first = await claim(ctx.tx, id, bodyHash, asker.actor.accountId);
            if (first) return first.answer as T;
            const answer = await work(ctx);
            if (!answer.ok) throw new Refused(answer);
            await ctx.tx
              .updateTable('platform.submission')
              .set({ answer: JSON.stringify(answer) })
              .where('id', '=', id)
              .execute();
            return answer;
          });
        } catch (error) {
          if (error instanceof Refused) return error.answer as T;
          if (attempt < 4 && RETRY.has((error as { code?: string }).code ?? '')) continue;
          throw error;
        }
      }
    },

    /** For the worker: one transaction with its journal, where the queue itself takes care of repeats. */
    run<T>(work: (ctx: Ctx) => Promise<T>): Promise<T> {
      if (asker.actor.kind !== 'system') throw new TypeError('people write through runOnce');
      return inTransaction(null, work);
    },
  };
}

/** Both settings end with the transaction; `SET` without LOCAL would leak into the next use of the pooled connection. */
export async function takeRole(tx: Tx, role: DatabaseRole, token: string): Promise<void> {
  await sql`select set_config('role', ${role}, true), set_config('app.token', ${token}, true)`.execute(tx);
}

class Refused extends Error {
  readonly answer: Answer;

  constructor(answer: Answer) {
    super('refused');
    this.answer = answer;
  }
}

function acceptedId(id: string, now: Date): string {
  if (!isUuid(id)) throw new SubmissionRefused('not_an_id');
  const made = idTime(id);
  if (made && now.getTime() - made.getTime() > SUBMISSION_DAYS * 86_400_000) throw new SubmissionRefused('too_old');
  return id.toLowerCase();
}

/** Claims the id, waiting for a twin that is under way; gives the first answer when there is one. */
async function claim(
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

/** Answers that are past their days; an id of theirs is refused by its own age from then on. The policies allow no more. */
export async function forgetSubmissions(tx: Tx): Promise<number> {
  const { numDeletedRows } = await tx
    .deleteFrom('platform.submission')
    .where('received_at', '<', sql<Date>`now() - make_interval(days => ${SUBMISSION_DAYS})`)
    .executeTakeFirst();
  return Number(numDeletedRows);
}
