/** The duties' clock stands still on a Wednesday in the last week of a month, when lists of what is due are at their longest. */
export const countryToday = '2026-06-24';
/** Months of the ledger that are over or under way, and those that every office has laid out ahead. */
export const monthsKnown = 24;
export const monthsLaidOut = 2;
/** The first day of the oldest month. */
export const ledgerStart = '2024-07-01';
