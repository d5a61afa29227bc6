import type { PlainDate } from '#kernel/plain-date';
import type { Ctx, Tx } from '#platform/ctx';
import type { EndReason } from './case.ts';
import type { CaseOnFile } from './store.server.ts';

/** The decree or letter by which a supervision ended, as far as whoever ended it knows. */
export type EndingPaper = { number: string; dated: PlainDate | null; issuer: string };
export type CaseEnded = {
  what: 'ended';
  of: CaseOnFile;
  reason: EndReason;
  day: PlainDate;
  paper: EndingPaper;
};
export type CaseReopened = {
  what: 'reopened';
  of: CaseOnFile;
  day: PlainDate;
  note: string;
  /** The decree that lifted the one by which it had ended; none where the end stood on no decree. */
  paper: EndingPaper | null;
};

type Follower = (ctx: Ctx, moved: CaseEnded | CaseReopened) => Promise<void>;
const followers = new Map<string, Follower>();

/**
 * A module learns that a supervision has ended, or was taken up again, in the same transaction and by whatever way: so nothing that has to
 * follow is forgotten. The file is as it was before; the row in the database is changed already. Called once, in the module's index.server.ts.
 */
export function followEndings(module: string, follower: Follower): void {
  followers.set(module, follower);
}

type Holder = (tx: Tx, caseId: string) => Promise<boolean>;
const holders = new Map<string, Holder>();

/**
 * A module that still works on a file after its supervision says so, and the file is not sealed meanwhile: nobody could do that work.
 * When it is done, the module calls sealAfterwards.
 */
export function keepFromSealing(module: string, holder: Holder): void {
  holders.set(module, holder);
}

export async function isStillNeeded(tx: Tx, caseId: string): Promise<boolean> {
  for (const holder of holders.values()) if (await holder(tx, caseId)) return true;
  return false;
}

export async function tellOfEnding(ctx: Ctx, moved: CaseEnded | CaseReopened): Promise<void> {
  for (const follower of followers.values()) await follower(ctx, moved);
}

/** Whom an office begins to guide, under which record. */
type Guided = { unitId: number; personId: string };
type Beginning = (ctx: Ctx, guided: Guided) => Promise<void>;
const beginnings = new Map<string, Beginning>();

/**
 * A module learns that an office begins to guide somebody whose record is older than that: received, arrived from another office, or taken up
 * again. In the same transaction; called once, in the module's index.server.ts.
 */
export function followBeginnings(module: string, follower: Beginning): void {
  beginnings.set(module, follower);
}

export async function tellOfBeginning(ctx: Ctx, guided: Guided): Promise<void> {
  for (const follower of beginnings.values()) await follower(ctx, guided);
}
