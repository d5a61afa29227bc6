import type { Transaction } from 'kysely';
import type { Actor } from './actor.ts';
import type { DB } from './schema.ts';

export type Tx = Transaction<DB>;

/** Whom and what a line is about. `about` holds ids, codes and numbers; names and NIK stay in their own tables. */
export type JournalLine = {
  what: `${string}.${string}`;
  unitId?: number | null;
  caseId?: string | null;
  personId?: string | null;
  about?: Record<string, unknown>;
};

/** What a query may touch: one transaction under the asker's session, so that row-level security answers for him. */
export type ReadCtx = {
  tx: Tx;
  actor: Actor;
  /** The real moment; what day it is for an office's duties is for `todayAt` of units to say. */
  now: Date;
  /** Leaves a line in the access log: who read a sensitive record. Written with the transaction. */
  accessed: (line: JournalLine) => void;
  /** What this reading has looked up so far, for `lookedUpOnce`. A use case has none: it changes things between two looks. */
  lookedUp?: Map<string, Promise<unknown>>;
};

export type JobOptions = { key?: string; runAt?: Date; maxAttempts?: number };

/** What a use case may touch. Whoever starts the work hands it in; nothing else is reachable. */
export type Ctx = ReadCtx & {
  newId: () => string;
  /** Leaves a line in the journal, in the same transaction. */
  journal: (line: JournalLine) => void;
  /** Adds a job that exists exactly when the transaction is committed. */
  addJob: (name: string, payload: Record<string, unknown>, options?: JobOptions) => Promise<void>;
  /** The same for many of one kind, in one statement. */
  addJobs: (name: string, jobs: readonly { payload: Record<string, unknown>; options?: JobOptions }[]) => Promise<void>;
  submissionId: string | null;
};

/** A form, a call of the API or a device's item: its id and everything it says. */
export type Submission = { id: string; body: unknown };

/** An expected answer of a use case: done, or refused for a reason that words.ts can say. */
export type Answer = { ok: boolean };
