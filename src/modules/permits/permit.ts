import type { PlainDate } from '#kernel/plain-date';

/** Within the country the head of the office decides; abroad the Minister does. */
export const scopes = ['within', 'abroad'] as const;
export type Scope = (typeof scopes)[number];

/** Where a permit stands; rules.ts says how it moves. */
export const permitStates = [
  'asked',
  'advised',
  'forwarded',
  'granted',
  'revocation_proposed',
  'refused',
  'withdrawn',
  'revoked',
  'returned',
] as const;
export type PermitState = (typeof permitStates)[number];
/** Somebody still has something to do; no second journey is asked for in these days. */
export const runningStates = [
  'asked',
  'advised',
  'forwarded',
  'granted',
  'revocation_proposed',
] as const satisfies readonly PermitState[];
/** The client may be away on it. Whoever only proposes to revoke it has not revoked it. */
export const validStates = ['granted', 'revocation_proposed'] as const satisfies readonly PermitState[];

export const askedHows = ['own_page', 'counter', 'letter', 'telephone'] as const;
export type AskedHow = (typeof askedHows)[number];
/** How an officer may have been asked. */
export const askedOfOfficer = ['counter', 'letter', 'telephone'] as const satisfies readonly AskedHow[];

export const purposes = ['medical', 'education', 'worship', 'family', 'work', 'other'] as const;
export type Purpose = (typeof purposes)[number];

/** Whose word is asked: whoever stands for the client's duties, and for a child whoever stands for the child. */
export const speakers = ['guarantor', 'guardian'] as const;
export type Speaker = (typeof speakers)[number];

export const advices = ['grant', 'refuse'] as const;
export type Advice = (typeof advices)[number];

export type { DayCount, Deadline } from '#kernel/holidays';

/** A journey as it is asked for. */
export type Journey = {
  scope: Scope;
  fromOn: PlainDate;
  untilOn: PlainDate;
  purpose: Purpose;
};
/** What the rules look at. */
export type PermitFacts = {
  scope: Scope;
  state: PermitState;
  fromOn: PlainDate;
  untilOn: PlainDate;
  askedOn: PlainDate;
};
