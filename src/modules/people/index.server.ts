export { addPeople, type PersonToAdd } from './add-people.server.ts';
export { findPlace, listAreasIn, searchPlaces, type Area, type Place } from './areas.server.ts';
export { changePerson, type ChangeAnswer, type PersonChange } from './change-person.server.ts';
export {
  addAddress,
  addAlias,
  addFamilyMember,
  addPhone,
  addPhoto,
  chooseForNotices,
  removeAddress,
  removeAlias,
  removeFamilyMember,
  removePhone,
  removePhoto,
  verifyAddress,
  verifyPhone,
} from './keep-details.server.ts';
export { listForAccess, restrictPerson, unlistForAccess } from './limit-access.server.ts';
export { findNikSourceNoted } from './nik-source.queries.server.ts';
export {
  findLastChange,
  getPerson,
  getPersonFile,
  isInReach,
  listAddresses,
  listAliases,
  listChanges,
  listFamily,
  listListings,
  listOfficersToList,
  listPhones,
  listPhotos,
  personHeader,
  standingTo,
  type Address,
  type Alias,
  type FamilyMember,
  type FieldHistory,
  type Listing,
  type OfficerChoice,
  type PersonFile,
  type PersonHeader,
  type PersonPhone,
  type PersonPhoto,
  type Standing,
} from './queries.server.ts';
export { tiedAround, tiesOf, type Tie } from './links/ties.queries.server.ts';
export { countQuality, listQuality, type QualityRow, type UnitQuality } from './quality.queries.server.ts';
export { askWho, type Candidate, type Pointer, type WhoItMayBe } from './matching/ask-who.server.ts';
export { matchingConnection } from './matching/matching.queries.server.ts';
export { askMany, type Lookalikes, type OneAsked } from './matching/ask-many.server.ts';
export type { Hit } from './matching/hits.server.ts';
export type { OpenedBeside, SideBySide } from './matching/side-by-side.server.ts';
export { startMatching, useMatchingDatabase } from './matching/process.server.ts';
export { decideHit, decideLink, decideQuestion, type Decided } from './links/decide-link.server.ts';
export { openSide, type Opened } from './links/open-side.server.ts';
export { followLinks, type LinkMoved } from './links/followers.server.ts';
export { noteDenied } from './readers/note-denied.server.ts';
export { noteSought } from './readers/note-sought.server.ts';
export { listDenied } from './readers/readers.store.server.ts';
export { jobs } from './jobs.server.ts';
export { countAround } from './links/jobs.server.ts';
export {
  getComparison,
  listComparable,
  listComparisons,
  type Comparison,
} from './comparisons/comparisons.queries.server.ts';
export { startComparison, steerComparison } from './comparisons/steer-comparison.server.ts';
export { listLinksOf, type LinkDecision, type LinkedPerson, type PersonLink } from './links/links.queries.server.ts';
export {
  countFound,
  countQuestions,
  getQuestion,
  hasOpenQuestion,
  listQuestions,
  questionAfter,
  type ComparisonFound,
  type OpenQuestion,
  type QuestionInFull,
  type UnitQuestions,
} from './links/questions.queries.server.ts';
export { addPerson, factsOf, registerPerson, type Newcomer, type Registration } from './register-person.server.ts';
export type { HitReason } from './search-hits.queries.server.ts';
export { searchPeople, type SearchHit, type SearchResult } from './search.queries.server.ts';
