import { createHash } from 'node:crypto';
import { CompiledQuery } from 'kysely';
import { newId } from '#kernel/id';
import type { Actor } from './actor.ts';
import { canonical } from './canonical.ts';
import type { Answer, Ctx, JobOptions, JournalLine, ReadCtx, Submission, Tx } from './ctx.ts';
import { whenBack } from './database-away.server.ts';
import type { Database } from './database.server.ts';
import { NotAllowed } from './errors.ts';
import { identify } from './identify.server.ts';
import { addJobs } from './jobs.server.ts';
import { writeLines } from './journal.server.ts';
import { TAKE_ROLE } from './sent-ahead.server.ts';
import { acceptedId, claim, keepAnswer } from './submissions.server.ts';

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
  /** Until when (a moment of performance.now()) a database that is away is waited for; not at all where it is left out. */
  waitUntil?: number;
};

export type Runner = ReturnType<typeof runnerFor>;

/** What row-level security and missing grants answer. */
const FORBIDDEN = '42501';
const RETRY = new Set(['40001', '40P01']); // serialization failure, deadlock: nothing was written, so the same work may run again

export function runnerFor({ db, asker, now, journalKey, waitUntil = 0 }: RunnerOptions) {
  async function inTransaction<T>(
    submissionId: string | null,
    work: (ctx: Ctx) => Promise<T>,
    only: Pick<ReadCtx, 'lookedUp'> = {},
  ): Promise<T> {
    try {
      return await transact(submissionId, work, only);
    } catch (error) {
      if ((error as { code?: string }).code === FORBIDDEN && (await hasChanged()))
        throw new NotAllowed('rights changed');
      throw error;
    }
  }

  /** The session ended, or a posting, between the moment when the asker was looked up and now: no fault, but somebody's decision. */
  async function hasChanged(): Promise<boolean> {
    const { actor, token } = asker;
    if (actor.kind === 'system') return false;
    const found = await identify(db, token);
    const rights = (of: Actor) => canonical([of.stage, of.scopes, of.postings, of.own]);
    return found === undefined || rights(found) !== rights(actor);
  }

  async function transact<T>(
    submissionId: string | null,
    work: (ctx: Ctx) => Promise<T>,
    only: Pick<ReadCtx, 'lookedUp'>,
  ): Promise<T> {
    return db.transaction().execute(async (tx) => {
      await takeRole(tx, asker.role, asker.token);
      const lines: JournalLine[] = [];
      const reads: JournalLine[] = [];
      const result = await work({
        ...only,
        tx,
        actor: asker.actor,
        now,
        newId,
        submissionId,
        journal: (line) => void lines.push(line),
        accessed: (line) => void reads.push(line),
        addJob: (name: string, payload: Record<string, unknown>, options?: JobOptions) =>
          addJobs(tx, name, [options ? { payload, options } : { payload }]),
        addJobs: (name, jobs) => addJobs(tx, name, jobs),
      });
      const context = { actor: asker.actor, now, submissionId, key: journalKey };
      await writeLines(tx, 'journal', lines, context);
      await writeLines(tx, 'access_log', reads, context);
      return result;
    });
  }

  /** What a transaction does for a submission: the first answer where there is one, else the work and its answer. */
  async function once<T extends Answer>(
    ctx: Ctx,
    id: string,
    bodyHash: Buffer,
    work: (ctx: Ctx) => Promise<T>,
  ): Promise<T> {
    const first = await claim(ctx.tx, id, bodyHash, asker.actor.accountId);
    if (first) return first.answer as T;
    const answer = await work(ctx);
    if (!answer.ok) throw new Refused(answer);
    await keepAnswer(ctx.tx, id, answer);
    return answer;
  }

  return {
    actor: asker.actor,
    now,

    /** Runs queries in one transaction under the asker's session, with the lines they leave in the access log. */
    read<T>(query: (ctx: ReadCtx) => Promise<T>): Promise<T> {
      return whenBack(waitUntil, () => inTransaction(null, query, { lookedUp: new Map() }));
    },

    /**
     * Runs a use case once per submission, in one transaction with its journal. A replay gets the first answer again; another
     * body under the same id is refused; a refusal rolls back and is not remembered, so a corrected form goes through. When the
     * connection breaks, whatever the database had committed by then, the same work is asked for again under the same id.
     */
    async runOnce<T extends Answer>(submission: Submission, work: (ctx: Ctx) => Promise<T>): Promise<T> {
      const id = acceptedId(submission.id, now);
      const bodyHash = createHash('sha256').update(canonical(submission.body)).digest();
      for (let attempt = 1; ; attempt++) {
        try {
          return await whenBack(waitUntil, () => inTransaction(id, (ctx) => once(ctx, id, bodyHash, work)));
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
  await tx.executeQuery(CompiledQuery.raw(TAKE_ROLE, ['role', role, 'app.token', token]));
}

class Refused extends Error {
  readonly answer: Answer;

  constructor(answer: Answer) {
    super('refused');
    this.answer = answer;
  }
}
