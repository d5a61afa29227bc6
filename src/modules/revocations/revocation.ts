import type { PlainDate } from '#kernel/plain-date';

/** What is asked for: that a supervision which runs is taken back, or that a decree which was not yet carried out is called off. */
export const proceedingKinds = ['revocation', 'cancellation'] as const;
export type ProceedingKind = (typeof proceedingKinds)[number];

/** On which way it is decided; the kind of client says so, and it never changes (routes.ts). */
export const routeNames = ['tiers', 'judge', 'diversion', 'authority', 'cancellation'] as const;
export type RouteName = (typeof routeNames)[number];

export const proceedingStates = [
  'begun',
  'advised',
  'revoked_unheard',
  'heard_after',
  'temporarily_revoked',
  'withdrawal_asked',
  'at_kanwil',
  'asked_by_kanwil',
  'at_ditjenpas',
  'asked_by_ditjenpas',
  'decree_drafted',
  'refusal_drafted',
  'decreed',
  'refusal_decreed',
  'considered',
  'at_prosecutor',
  'asked_by_prosecutor',
  'declined_by_prosecutor',
  'at_judge',
  'at_official',
  'at_authority',
  'decision_noted',
  'refusal_noted',
  'period_noted',
  'lapas_advised',
  'drop_noted',
  'revoked',
  'not_revoked',
  'refused',
  'withdrawn',
  'cancelled',
  'continued',
  'stopped',
] as const;
export type ProceedingState = (typeof proceedingStates)[number];

/** Nothing moves on from here. */
export const endStates = [
  'revoked',
  'not_revoked',
  'refused',
  'withdrawn',
  'cancelled',
  'continued',
  'stopped',
] as const satisfies readonly ProceedingState[];

/** The client's supervision is taken back for the time being: nothing is owed, and he is told so. */
export const temporarilyRevokedStates = [
  'revoked_unheard',
  'heard_after',
  'temporarily_revoked',
  'withdrawal_asked',
] as const satisfies readonly ProceedingState[];

/** Who has the file and owes the next step; lateness is counted against him. */
export const holders = [
  'counsellor',
  'head',
  'sitting',
  'kanwil',
  'ditjenpas',
  'prosecutor',
  'judge',
  'official',
  'authority',
  'lapas',
] as const;
export type Holder = (typeof holders)[number];

/** What a violation before release is proven by. */
export const findings = ['development_card', 'verdict', 'detention_warrant'] as const;
export type Finding = (typeof findings)[number];

/** What a sitting advised; `defer` leaves the matter where it is. */
export const advices = ['approve', 'reject'] as const;
export type Advice = (typeof advices)[number];

/** Which day of a client's file says whether he has been released; of whoever leaves no institution, when guidance begins. */
export const releaseDays = ['released', 'release_expected', 'guidance_start'] as const;
export type ReleaseDay = (typeof releaseDays)[number];
export type Release =
  | { standing: 'released' | 'not_released'; by: ReleaseDay; day: PlainDate }
  | { standing: 'unknown'; by: ReleaseDay | null; day: PlainDate | null };

/** What the rules look at. */
export type ProceedingFacts = {
  kind: ProceedingKind;
  route: RouteName;
  state: ProceedingState;
  begunOn: PlainDate;
  /** Danger: he hears of it when he has been found. */
  urgent: boolean;
  begunBy: string | null;
};
