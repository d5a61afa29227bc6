import type { PlainDate } from '#kernel/plain-date';
import type { ClockTime } from '#kernel/zone';

export const sittingStates = ['draft', 'invited', 'held', 'minuted', 'signed', 'cancelled'] as const;
export type SittingState = (typeof sittingStates)[number];

export const duties = ['chair', 'secretary', 'member'] as const;
export type Duty = (typeof duties)[number];

/** What a sitting may hear. A kind comes onto agendas once the module that owns its matter has defined it. */
export const itemKinds = [
  'stage_change',
  'transfer',
  'breach',
  'revocation',
  'litmas',
  'integration',
  'assimilation',
  'discipline',
] as const;
export type ItemKind = (typeof itemKinds)[number];

export const recommendations = ['approve', 'reject', 'defer'] as const;
export type Recommendation = (typeof recommendations)[number];
export const ways = ['consensus', 'votes'] as const;
export type Way = (typeof ways)[number];
export const outcomes = ['told', 'lapsed'] as const;
/** The module that owns the matter heard the advice, or had settled the matter meanwhile. */
export type Outcome = (typeof outcomes)[number];

/** What was changed last, for whoever changed something else at the same time. */
export const changes = [
  'made',
  'details',
  'agenda',
  'invitation',
  'attendance',
  'minutes',
  'signature',
  'cancelled',
] as const;
export type Change = (typeof changes)[number];

/** Somebody who votes otherwise, and why. */
export type Dissent = { staffId: string; reason: string };

export type Attendee = { staffId: string; duty: Duty; present: boolean | null };
export type Votes = { for: number; against: number; abstained: number };

/** How far the quorum was judged when the sitting opened, with the options then in force. */
export type Quorum = { enough: boolean; invited: number; present: number; needed: number; chairPresent: boolean };

export type Details = { day: PlainDate; startsAt: ClockTime; place: string };

/** A sitting's number as it is written on its papers. */
export function sittingLabel({ number, year }: { number: number | null; year: number | null }): string | undefined {
  return number === null || year === null ? undefined : `${number}/TPP/${year}`;
}
