export { asOf, daysOf, monthsOf, mostMonths, rangeOf, type MonthRange } from './months.ts';
export { figureWords } from './words.ts';
export { addCounts, ratioOf, sharesOf } from './figures.ts';
export type {
  ClientGroup,
  Count,
  MissGroup,
  MonthOfCheckIns,
  MonthOfReporting,
  OfficerGroup,
  Ratio,
} from './figures.ts';
