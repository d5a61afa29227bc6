import type { PartialDate } from '#kernel/partial-date';
import type { PlainDate } from '#kernel/plain-date';

export const sexes = ['male', 'female'] as const;
/** How a NIK is known: somebody said it, it was seen on a card, or the civil registry answered for it. */
export const nikSources = ['said', 'document', 'register'] as const;
export const religions = [
  'islam',
  'protestant',
  'catholic',
  'hindu',
  'buddhist',
  'confucian',
  'belief',
  'other',
] as const;
export const maritalStates = ['single', 'married', 'divorced', 'widowed'] as const;
export const educations = [
  'none',
  'primary',
  'junior_secondary',
  'senior_secondary',
  'diploma',
  'bachelor',
  'postgraduate',
] as const;
export const aliasKinds = ['alias', 'nickname', 'former', 'document'] as const;
export const addressKinds = ['residence', 'identity_card', 'family', 'other'] as const;
export const familyRelations = [
  'father',
  'mother',
  'partner',
  'child',
  'sibling',
  'grandparent',
  'guardian',
  'other',
] as const;
export const photoKinds = ['face', 'mark'] as const;
export const accessListKinds = ['restriction', 'exclusion'] as const;

export type Sex = (typeof sexes)[number];
export type NikSource = (typeof nikSources)[number];
export type Religion = (typeof religions)[number];
export type MaritalState = (typeof maritalStates)[number];
export type Education = (typeof educations)[number];
export type AliasKind = (typeof aliasKinds)[number];
export type AddressKind = (typeof addressKinds)[number];
export type FamilyRelation = (typeof familyRelations)[number];
export type PhotoKind = (typeof photoKinds)[number];
export type AccessListKind = (typeof accessListKinds)[number];

/** What is kept about a person in one place, as it may be changed at once. Empty text and null are unknown. */
export type PersonFields = {
  /** Without titles; `bin` or `binti` stays, since papers write it so. */
  name: string;
  titleBefore: string;
  titleAfter: string;
  nik: string | null;
  nikSource: NikSource | null;
  birth: PartialDate | null;
  birthPlace: string;
  sex: Sex | null;
  religion: Religion | null;
  maritalState: MaritalState | null;
  education: Education | null;
  occupation: string;
  workplace: string;
  nationality: string;
  motherName: string;
  fatherName: string;
  /** Scars, tattoos and what else shows who it is. */
  marks: string;
  deceasedOn: PlainDate | null;
};
export type PersonField = keyof PersonFields;

/** In the order in which forms and papers ask. */
export const personFields = [
  'name',
  'titleBefore',
  'titleAfter',
  'nik',
  'nikSource',
  'sex',
  'birthPlace',
  'birth',
  'motherName',
  'fatherName',
  'religion',
  'maritalState',
  'education',
  'occupation',
  'workplace',
  'nationality',
  'marks',
  'deceasedOn',
] as const satisfies readonly PersonField[];

export type Person = PersonFields & {
  id: string;
  unitId: number;
  unitName: string;
  photoFileId: string | null;
  restricted: boolean;
  guarded: boolean;
  version: number;
};

/**
 * How the NIK is known after somebody typed it. It goes with the number: without one there is nothing to know, one that stays is known as
 * before where nothing is said, and one that changed is then not known.
 */
export function nikSourceAfter(
  before: Pick<PersonFields, 'nik' | 'nikSource'>,
  typed: Pick<PersonFields, 'nik' | 'nikSource'>,
): NikSource | null {
  if (typed.nik === null) return null;
  return typed.nikSource ?? (typed.nik === before.nik ? before.nikSource : null);
}

/** The whole name as a letter begins with it: titles, name, titles. */
export function fullName(person: Pick<PersonFields, 'name' | 'titleBefore' | 'titleAfter'>): string {
  const start = [person.titleBefore, person.name].filter(Boolean).join(' ');
  return person.titleAfter ? `${start}, ${person.titleAfter}` : start;
}
