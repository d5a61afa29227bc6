import type { PlainDate } from '#kernel/plain-date';

/** Where a petition stands; rules.ts says how it moves. */
export const petitionStates = [
  'received',
  'identified',
  'forwarded',
  'passed_on',
  'closing_proposed',
  'refusal_proposed',
  'answer_proposed',
  'accepted',
  'closed',
  'refused',
  'answered',
  'decided',
] as const;
export type PetitionState = (typeof petitionStates)[number];
/** The desk owes a step. What was accepted waits for the breach that it opened. */
export const waitingStates = [
  'received',
  'identified',
  'forwarded',
  'passed_on',
  'closing_proposed',
  'refusal_proposed',
  'answer_proposed',
] as const satisfies readonly PetitionState[];

/** How it stands with a petition that another office is to take: it has not answered, or it has taken it over. */
export type Passed = 'under_way' | 'taken_over';

/** How it came: on paper, told at the desk and written down there, or by the public page. */
export const channels = ['written', 'oral', 'public'] as const;
export type Channel = (typeof channels)[number];
export const deskChannels = ['written', 'oral'] as const satisfies readonly Channel[];

export const asked = ['examination', 'revocation'] as const;
export type Asked = (typeof asked)[number];

/** Whom it is about. What names an officer or the office never lies with that office. */
export const abouts = ['client', 'officer', 'office'] as const;
export type About = (typeof abouts)[number];

export const petitionerKinds = ['citizen', 'agency', 'anonymous'] as const;
export type PetitionerKind = (typeof petitionerKinds)[number];

/** How the breach ended that the petition led to; a proposal to revoke is an end only when its own proceeding has ended. */
export const outcomes = [
  'reprimanded',
  'proposed_for_revocation',
  'revoked',
  'not_revoked',
  'closed_unfounded',
  'dismissed',
  'stopped',
] as const;
export type Outcome = (typeof outcomes)[number];

export type Petitioner = { kind: PetitionerKind; name: string; agency: string; phone: string; address: string };

/** What somebody asks, as it is taken down. */
export type PetitionText = {
  asks: Asked;
  about: About;
  clientName: string;
  clientDetails: string;
  accused: string;
  told: string;
  happened: string;
};

/** What the rules look at. */
export type PetitionFacts = { state: PetitionState; receivedOn: PlainDate; caseId: string | null };

/** As much as whoever holds the code of a receipt is told. */
export const stages = ['received', 'examined', 'proposed', 'decided'] as const;
export type Stage = (typeof stages)[number];
export const endings = ['acted_on', 'not_granted', 'not_proven', 'refused', 'closed', 'answered'] as const;
export type Ending = (typeof endings)[number];
