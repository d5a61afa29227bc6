/** What of a person's record wants looking at, because it keeps him from being recognised or cannot be right. */
export const qualityKinds = [
  'nik_twice',
  'nik_impossible',
  'nik_against_birth',
  'nik_against_sex',
  'no_nik',
  'no_birth',
  'no_mother',
  'no_birth_place',
  'no_sex',
  'no_reminders',
] as const;
export type QualityKind = (typeof qualityKinds)[number];
