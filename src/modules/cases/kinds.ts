import type { AgeGroup, BasisKind, ClientKind } from './case.ts';

/** Who ends it before its time. Simpul records what they decide; it decides none of it. */
export type EarlyEnd = 'revocation' | 'end_of_leave' | 'court' | 'judge' | 'official_in_charge' | 'client' | 'nobody';

export type KindRow = {
  /** As register numbers and tables write it. */
  short: string;
  ages: readonly AgeGroup[];
  bases: readonly BasisKind[];
  early: EarlyEnd;
  /** He leaves an institution on a decree or a permit, on a day that counts in law. */
  release?: true;
  /** The number of the guidance register in SDP, where one is known. */
  sdp: Partial<Record<AgeGroup, number>>;
};

const integration = { bases: ['sk_integrasi'], early: 'revocation', release: true } as const;
const both = ['adult', 'child'] as const;
const child = ['child'] as const;
const adult = ['adult'] as const;
const ofCourt = { ages: child, bases: ['verdict', 'determination'], early: 'court' } as const;

/** Each kind of client: whom it may concern, on which document it rests, who ends it early, where SDP writes it. */
export const kindTable = {
  parole_pb: { short: 'PB', ages: both, ...integration, sdp: { adult: 19, child: 12 } },
  conditional_leave_cb: { short: 'CB', ages: both, ...integration, sdp: { adult: 17, child: 10 } },
  prerelease_leave_cmb: { short: 'CMB', ages: both, ...integration, sdp: { adult: 18, child: 11 } },
  assimilation: {
    short: 'ASI',
    ages: both,
    bases: ['sk_assimilation'],
    early: 'revocation',
    release: true,
    sdp: { adult: 16, child: 9 },
  },
  family_visit_leave_cmk: {
    short: 'CMK',
    ages: both,
    bases: ['permit'],
    early: 'end_of_leave',
    release: true,
    sdp: {},
  },
  suspended_sentence: { short: 'PS', ages: adult, bases: ['verdict'], early: 'court', sdp: { adult: 15 } },
  supervision_sentence: { short: 'PP', ages: both, bases: ['verdict'], early: 'judge', sdp: { child: 6 } },
  community_service_sentence: { short: 'PKS', ages: adult, bases: ['verdict'], early: 'court', sdp: {} },
  diversion: {
    short: 'DIV',
    ages: child,
    bases: ['diversion_agreement', 'determination'],
    early: 'official_in_charge',
    sdp: { child: 1 },
  },
  under_twelve_decision: { short: 'A12', ages: child, bases: ['decision'], early: 'nobody', sdp: { child: 2 } },
  child_measure: { short: 'TND', ...ofCourt, sdp: { child: 3 } },
  child_warning: { short: 'PRG', ...ofCourt, sdp: { child: 7 } },
  child_noncustodial_training: { short: 'PLL', ...ofCourt, sdp: { child: 4 } },
  child_community_service: { short: 'PLM', ...ofCourt, sdp: { child: 5 } },
  child_vocational_training: { short: 'LKA', ...ofCourt, sdp: { child: 8 } },
  aftercare: { short: 'AC', ages: both, bases: ['client_request'], early: 'client', sdp: { adult: 20, child: 13 } },
} as const satisfies Record<ClientKind, KindRow>;

export function kindRow(kind: ClientKind): KindRow {
  return kindTable[kind];
}

export function hasRelease(kind: ClientKind): boolean {
  return kindRow(kind).release === true;
}

export function mayConcern(kind: ClientKind, age: AgeGroup): boolean {
  return kindRow(kind).ages.includes(age);
}

export function mayRestOn(kind: ClientKind, basis: BasisKind): boolean {
  return kindRow(kind).bases.includes(basis);
}
