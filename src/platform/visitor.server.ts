import { newId } from '#kernel/id';
import type { JournalLine, Tx } from './ctx.ts';
import type { Database } from './database.server.ts';
import { writeLines } from './journal.server.ts';
import { takeRole } from './run.server.ts';

/** What may be touched on behalf of somebody who is not, or not wholly, signed in: the functions that app_public may call. */
export type VisitorCtx = {
  tx: Tx;
  now: Date;
  newId: () => string;
  /** Leaves a line without an actor, in the same transaction. */
  journal: (line: JournalLine) => void;
};

/** Somebody at the door. Several short transactions, because nothing slow (hashing a password) may hold a connection. */
export type Visitor = {
  now: Date;
  /** The raw token that the request carried, at whatever stage its session is. */
  token: string | null;
  address: string;
  /** What the person's device calls itself, in words. */
  label: string;
  enter: <T>(work: (ctx: VisitorCtx) => Promise<T>) => Promise<T>;
};

export type VisitorOptions = Omit<Visitor, 'enter'> & { db: Database; journalKey: Buffer };

export function visitorAt({ db, journalKey, ...visitor }: VisitorOptions): Visitor {
  return {
    ...visitor,
    enter: (work) =>
      db.transaction().execute(async (tx) => {
        await takeRole(tx, 'app_public', '');
        const lines: JournalLine[] = [];
        const result = await work({ tx, now: visitor.now, newId, journal: (line) => void lines.push(line) });
        await writeLines(tx, 'journal', lines, { actor: null, now: visitor.now, submissionId: null, key: journalKey });
        return result;
      }),
  };
}
