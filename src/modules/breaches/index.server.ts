import './index.ts';
import './letters.server.ts';
import './orders.server.ts';
import './sittings.server.ts';
import './transfers.server.ts';

export { addEntry } from './add-entry.server.ts';
export { confirmBreach, dismissBreach } from './confirm-breach.server.ts';
export { decideBreach, type BreachDecision } from './decide-breach.server.ts';
export { draftAgain } from './draft-again.server.ts';
export { callOffAsTold } from './held.server.ts';
export { examine, type ExaminationInput } from './examine.server.ts';
export { jobs } from './jobs.server.ts';
export {
  countBreaches,
  listBreaches,
  listToSummon,
  type BreachCounts,
  type ListedBreach,
} from './list.queries.server.ts';
export { noteCustody } from './note-custody.server.ts';
export { figuresBySteps, listStepsOf, timedSteps } from './figures.queries.server.ts';
export {
  figuresBelow,
  listBelow,
  partsBelow,
  type BreachBelow,
  type FigureBelow,
  type KeyBelow,
  type PartBelow,
} from './figures-below.queries.server.ts';
export { openBreach, type BreachInput } from './open-breach.server.ts';
export { dismissWithNotice, openFromNotice } from './open-from-notice.server.ts';
export { openFromPetition } from './open-from-petition.server.ts';
export {
  findCustodyNote,
  listBreachesOf,
  readBreach,
  readOwnBreaches,
  type BreachInFull,
  type BreachLetter,
  type BreachLine,
  type Examination,
  type OwnBreach,
  type Summons,
} from './queries.server.ts';
export { recommend } from './recommend.server.ts';
export { recordAppearance } from './record-appearance.server.ts';
export { summonsOptionsOf } from './reach.server.ts';
export { stopBreach } from './stop-breach.server.ts';
export { noteBegun, takeBackProposal } from './take-back.server.ts';
export { summonMany } from './summon-many.server.ts';
export { summonClient, type SummonsInput } from './summon-client.server.ts';
