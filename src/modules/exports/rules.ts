import type { Role } from '#modules/access';
import type { Need, SecondRole } from './export.ts';

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

/**
 * Who agrees to what this post asks for, in this order: the first that somebody else holds at the office of the list, or above it where
 * the post looks after those below. A head is not agreed to by himself, an auditor not by whom he audits.
 */
export const secondPersons = {
  head_of_bapas: ['head_of_bapas', 'section_head', 'kanwil'],
  auditor: ['auditor', 'ditjenpas'],
  kanwil: ['kanwil', 'ditjenpas'],
  ditjen_analyst: ['ditjen_analyst', 'ditjenpas'],
  section_head: ['head_of_bapas', 'kanwil'],
  pk: ['head_of_bapas', 'kanwil'],
  head_of_custody: ['head_of_custody', 'kanwil'],
  registrar: ['head_of_custody', 'kanwil'],
  account_admin: ['head_of_bapas', 'kanwil', 'ditjenpas'],
  office_admin: ['head_of_bapas', 'kanwil', 'ditjenpas'],
} as const satisfies Partial<Record<Role, readonly SecondRole[]>>;
/** Of somebody's posts at an office the first in the table's order counts. */
export function secondsOf(held: ReadonlySet<string>): readonly SecondRole[] {
  const asker = (Object.keys(secondPersons) as (keyof typeof secondPersons)[]).find((role) => held.has(role));
  return asker ? secondPersons[asker] : [];
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
