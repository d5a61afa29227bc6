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
