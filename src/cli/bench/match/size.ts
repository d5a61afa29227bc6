/** How much is measured. */
export type Size = Record<
  'people' | 'through' | 'seed' | 'seeds' | 'questions' | 'names' | 'list' | 'all' | 'yardstick',
  number
>;
