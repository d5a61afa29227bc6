import './tasks.ts';

export {
  answerContact,
  beginContact,
  dropDraft,
  readDraft,
  sendContact,
  type Beginning,
  type DraftAtHand,
} from './draft.server.ts';
export { forgetContactDrafts } from './draft.store.server.ts';
export { followPlans, type PlanMoved } from './followers.server.ts';
export { jobs } from './jobs.server.ts';
export { askForLate, decideLateRequest } from './late.server.ts';
export { layOutContacts } from './lay-out.server.ts';
export {
  countContacts,
  listOutstanding,
  listStops,
  listWaitingEvidence,
  listWaitingObservations,
  moveStop,
  type ContactCounts,
  type Listing,
  type Outstanding,
  type Stop,
  type Waiting,
  type WaitingObservation,
} from './lists.queries.server.ts';
export { openObserverDoor, sendObservation, type Door } from './observer-door.server.ts';
export {
  decideObservation,
  inviteObserver,
  OBSERVER_CODE_LENGTH,
  observerCode,
  observerMark,
  revokeObserver,
} from './observers.server.ts';
export { cancelPlan, moveContact, movePlansAfter, planContact, type PlanInput } from './plan.server.ts';
export {
  limitsOf,
  listOwnAppointments,
  readContact,
  readContacts,
  readLateRequests,
  readObservers,
  readOld,
  readPlan,
  situationOf,
  type Appointment,
  type Contact,
  type ContactsOfCase,
  type HistoryFilter,
  type Scheduled,
} from './queries.server.ts';
export { recordContact, type ContactToRecord, type Recorded } from './record-contact.server.ts';
