import type { Need } from './export.ts';

/** Rows that somebody may take along in a day without anybody else agreeing (security T10). */
export const selfServiceRows = 1000;
/** No list of this length is of use to a person; whoever needs all has the backup. */
export const mostRows = 50_000;
/** Hours for which a file can be fetched. */
export const linkHours = 24;
/** Days for which an agreed export may still be made. */
export const approvalDays = 7;
/** Shorter is no purpose. */
export const shortestPurpose = 10;

export type Asked = { rows: number; rowsLately: number; people: boolean; closedColumns: boolean; withGuarded: boolean };

/** Why this export needs a second person; nothing: it is made at once. */
export function needsOf({ rows, rowsLately, people, closedColumns, withGuarded }: Asked): Need[] {
  const found: Need[] = [];
  if (people && rows + rowsLately > selfServiceRows) found.push('rows');
  if (closedColumns) found.push('columns');
  if (people && withGuarded) found.push('guarded');
  return found;
}

/** The list was agreed to as it was; a tenth more is the office's daily life, more is another list. */
export function hasGrown(agreed: number, now: number): boolean {
  return now > agreed + Math.max(10, Math.ceil(agreed / 10));
}

export function linkEnds(now: Date): Date {
  return new Date(now.getTime() + linkHours * 3600_000);
}

export function approvalEnds(decidedAt: Date): Date {
  return new Date(decidedAt.getTime() + approvalDays * 86_400_000);
}
