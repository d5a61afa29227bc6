export {
  addUnit,
  addUnitAbove,
  changeUnit,
  setModules,
  setServiceArea,
  topToPutUnder,
  unitToAdminister,
  unitToKeep,
  type UnitRefusal,
} from './administer-unit.server.ts';
export { closeUnit, correctClosing } from './close-unit.server.ts';
export { listClosings, listServiceEnds, type Ending } from './endings.store.server.ts';
export { areaName, isRegency, listProvinces, type Area, type Province } from './areas.server.ts';
export { addHoliday, keepsNationalCalendar, removeHoliday, type HolidayRefusal } from './holidays.server.ts';
export {
  approvePosting,
  endPosting,
  grantPosting,
  mayPost,
  withdrawPosting,
  type PostingInput,
} from './postings.server.ts';
export {
  countAdministrators,
  countApprovers,
  unitsToBegin,
  findPosting,
  findUnit,
  getStaff,
  getUnit,
  keepsHouse,
  listAbsences,
  listHolidays,
  listPostingsOf,
  listPostingsToApprove,
  listServiceArea,
  listStaffAt,
  listTree,
  listUnitsUnder,
  officeAdministrators,
  mustKeepHouse,
  nobodyWorksAt,
  officersOf,
  standsInFor,
  unitsBelow,
  workingCalendarOf,
  type Absence,
  type Posting,
  type StaffAtUnit,
  type StaffMember,
} from './queries.server.ts';
export {
  isModuleOn,
  listOptionChoices,
  moduleSwitchesOf,
  modulesOff,
  optionsOf,
  type OptionChoice,
} from './options.queries.server.ts';
export { nameNextOfficer } from './next-officer.server.ts';
export { findNextOfficer, listNextOfficers } from './next-officer.store.server.ts';
export { maySetFor, setRuleOption, type OptionRefusal } from './set-rule-option.server.ts';
export {
  addStaff,
  changeStaff,
  correctLeavingRecord,
  recordLeaving,
  setAbsence,
  withdrawAbsence,
  type StaffRefusal,
} from './staff.server.ts';
export { lockPostings, type StaffFields, type UnitFields } from './store.server.ts';
