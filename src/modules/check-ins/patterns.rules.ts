import { fingerprint, similarity } from '#kernel/text';
import type { Identification } from './ledger.ts';

/** Patterns of an officer's own entries that his head should look at (security T3). They prove nothing about anyone. */

export const manyEntries = 8;
export const manyMinutes = 5;

/** Whether eight entries without card, PIN or photo lie within five minutes. */
export function manyAtOnce(entries: readonly { at: Date; by: Identification }[]): boolean {
  const times = entries
    .filter((entry) => entry.by === 'sight')
    .map((entry) => entry.at.getTime())
    .sort((a, b) => a - b);
  return times.some((time, index) => {
    const first = times[index - (manyEntries - 1)];
    return first !== undefined && time - first <= manyMinutes * 60_000;
  });
}

export const copiedAbove = 0.95;
export const copiedOver = 5;
/** Shorter notes are alike by nature. */
export const copiedLetters = 40;

/** The entries whose narrative is the same as the newest one's, one for each client; nothing unless that are five clients at least. */
export function copiedNarratives<Entry extends { caseId: string; talk: string }>(
  newest: Entry,
  earlier: readonly Entry[],
): Entry[] {
  if (newest.talk.length < copiedLetters) return [];
  const mine = fingerprint(newest.talk);
  const same = new Map([[newest.caseId, newest]]);
  for (const one of earlier) {
    if (same.has(one.caseId) || one.talk.length < copiedLetters) continue;
    if (similarity(mine, fingerprint(one.talk)) > copiedAbove) same.set(one.caseId, one);
  }
  return same.size >= copiedOver ? [...same.values()] : [];
}

/** With fewer periods a month in which everybody reported is nothing unusual. */
export const fewestCompliant = 10;

/** A counsellor all of whose clients reported in a month, most of them by his word alone (no card, PIN, photo or other officer). */
export function allCompliant(month: { owed: number; fulfilled: number; byOwnWord: number }): boolean {
  return month.owed >= fewestCompliant && month.fulfilled === month.owed && month.byOwnWord * 2 > month.owed;
}
