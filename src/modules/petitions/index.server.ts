import './index.ts';

export {
  listPointersBelow,
  readFiguresBelow,
  readPetitionFigures,
  yearsOfPetitions,
  type PetitionPointer,
} from './figures.queries.server.ts';
export { jobs } from './jobs.server.ts';
export {
  acceptPetition,
  decideEnd,
  forwardUp,
  hearPetitioner,
  identifyClient,
  proposeEnd,
  type HearingInput,
} from './move-petition.server.ts';
export { answerPassing, listDesksFor, passOn } from './pass-petition.server.ts';
export {
  officesToPetition,
  readProgress,
  sendPetition,
  type Progress,
  type ProgressDoor,
} from './public-door.server.ts';
export type { PublicInput } from './public.store.server.ts';
export {
  countPetitions,
  findClientsFor,
  listPassings,
  listPetitions,
  readAttachment,
  readPetition,
  todayOfDesk,
  type ListedPetition,
  type Passing,
  type PetitionCounts,
  type PetitionFilter,
  type PetitionInFull,
} from './queries.server.ts';
export { parseReceipt, receiptOf, RECEIPT_LENGTH } from './receipt.server.ts';
export { attachmentBytes, recordPetition, type RecordInput } from './record-petition.server.ts';
export { readHearingPaper } from './hearing-paper.server.ts';
