import type { DueCount, LastDay } from '#kernel/holidays';
import type { PlainDate } from '#kernel/plain-date';
import type { TaskFacts, TaskRole } from './kinds.ts';

/** A thing to open. `key` makes it one thing while it is open: the case, the obligation, the account that it is about. */
export type NewTask = {
  unitId: number;
  caseId?: string | null;
  kind: `${string}.${string}`;
  key: string;
  forRole: TaskRole;
  /** One officer; without him it is for whoever holds the role at the unit. */
  staffId?: string | null;
  /** Its last day, and which days were counted to find it: no list shows the one without the other. */
  due?: LastDay | null;
  facts?: TaskFacts;
};

export type ClosedAs = 'done' | 'withdrawn';

/** An open task as its reader may see it. */
export type OpenTask = {
  id: string;
  unitId: number;
  kind: string;
  key: string;
  caseId: string | null;
  /** Who it is about, where the reader may see that person. */
  name: string | null;
  registerLabel: string | null;
  forRole: string;
  staffId: string | null;
  staffName: string | null;
  /** Whose account the facts name: an alarm is about somebody. */
  officer: string | null;
  dueOn: PlainDate | null;
  dueCounts: DueCount | null;
  openedAt: Date;
  facts: TaskFacts;
};

/** `mine`: mine and my post's. `office`: every open task of my units that I may see. */
export type TaskScope = 'mine' | 'office';

export type CloseTaskRefusal = 'not_by_hand' | 'note_missing';
