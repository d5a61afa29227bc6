export {
  checkInsByMonth,
  clientsOn,
  listCountedUnits,
  missesInARow,
  officersOn,
  reportingByMonth,
  type CountedUnit,
  type Days,
  type Scope,
} from './queries.server.ts';
