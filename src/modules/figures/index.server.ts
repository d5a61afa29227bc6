export { jobs } from './jobs.server.ts';
export {
  checkInsByMonth,
  clientsOn,
  countClients,
  countTransfers,
  listCountedUnits,
  missesInARow,
  officersOn,
  reportingByMonth,
  type CountedUnit,
  type Days,
  type Scope,
} from './queries.server.ts';
export { listCaseloads, type Caseload } from './caseloads.queries.server.ts';
export { listOfficesBeside, type OfficeStanding } from './offices.queries.server.ts';
export { listOfficesBelow, type OfficeBelow } from './offices-below.queries.server.ts';
export { listBehind, type FiguresList, type ListOf, type ListRow } from './lists.queries.server.ts';
export {
  listOfficersOn,
  officerStandings,
  type CountedOfficer,
  type OfficerStanding,
  type WhichOfficers,
} from './officers.queries.server.ts';
