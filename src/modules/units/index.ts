export {
  AbsenceForm,
  ClosingForm,
  CorrectionForm,
  HolidayForm,
  ModulesForm,
  NextOfficerForm,
  NewUnitForm,
  ServiceAreaForm,
  StaffForm,
  UnitForm,
} from './form.ts';
export {
  officersAmong,
  type GuidingPosting,
  type Officer,
  type Officers,
  type OfficerState,
} from './officers.rules.ts';
export {
  judgeApproval,
  judgePosting,
  type PostingAttempt,
  type PostingRefusal,
  type PostingVerdict,
} from './postings.rules.ts';
export { realTodayAt, todayAt } from './today.ts';
export { kindsAbove, kindsBelow, mayStandUnder } from './tree.rules.ts';
export {
  absenceKinds,
  grades,
  isTier,
  postingKinds,
  sections,
  switchableModules,
  unitClasses,
  unitTypes,
  type AbsenceKind,
  type Grade,
  type Holiday,
  type PostingKind,
  type Section,
  type SwitchableModule,
  type Unit,
  type UnitClass,
  type UnitInTree,
  type UnitType,
} from './unit.ts';
export {
  absenceKindWords,
  countWords,
  gradeWords,
  moduleWords,
  officerStateWords,
  postingKindWords,
  refusalWords,
  roleWords,
  sayRoles,
  sectionWords,
  unitProblemWords,
  unitTypeWords,
  type UnitsRefusal,
} from './words.ts';
