import { getLetterKind, listLetterKinds } from './kinds.ts';
import type { LetterState } from './letter.ts';

/**
 * What a letter still waits for: that its draft is completed and handed in, that whoever heads the unit numbers it (a run as a whole), and that
 * its signed copy is kept and it is sent. Overdue is whatever of these has passed its day.
 */
export const waitingGroups = ['to_finish', 'to_sign', 'to_send', 'overdue'] as const;
export type WaitingGroup = (typeof waitingGroups)[number];

/** Kinds that are finished when they are signed: they stay in the file and go to nobody. */
export const kindsThatStay = (): string[] => listLetterKinds().filter((kind) => getLetterKind(kind).stays);

export function isFinished({ kind, state }: { kind: string; state: LetterState }): boolean {
  if (state === 'draft' || state === 'proposed' || state === 'numbered') return false;
  return state !== 'signed' || kindsThatStay().includes(kind);
}
