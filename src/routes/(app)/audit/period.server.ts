import { readDate } from '#kernel/dates-id';
import type { PlainDate } from '#kernel/plain-date';

/** A day as it was typed into a filter; nothing where it cannot be read. */
export function dayOf(typed: string | null): PlainDate | undefined {
  if (!typed) return undefined;
  const read = readDate(typed);
  return read.ok ? read.day : undefined;
}
