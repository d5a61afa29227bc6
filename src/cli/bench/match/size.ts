/** How much is measured. */
export type Size = Record<'people' | 'seed' | 'seeds' | 'questions' | 'names' | 'list' | 'all' | 'yardstick', number>;
