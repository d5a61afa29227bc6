import { followBeginnings } from '#modules/cases/server';
import { followLinks } from '#modules/people/server';
import './tasks.ts';
import { tellAround } from './tell-offices.server.ts';

// Whoever is held here and turns out to be known elsewhere, or not to be: what other offices were told follows.
followLinks('custody', async (ctx, { sides }) => {
  for (const side of sides) await tellAround(ctx, side);
});
// Whom an office begins to guide may be held somewhere already, under a record that was linked long before.
followBeginnings('custody', tellAround);

export { admitPeople, type Admission, type Booked } from './admit-people.server.ts';
export { admitPerson } from './admit-person.server.ts';
export { listBook, listBooks, type BookLine } from './book.queries.server.ts';
export { changeRegister, type RegisterChange } from './change-register.server.ts';
export {
  byRegister,
  countOccupants,
  countWorries,
  findCapacity,
  listCapacities,
  listUnitSums,
  sumOf,
  type Sum,
  type UnitSum,
} from './figures.queries.server.ts';
export { getArriving, listArriving, type Arriving } from './arriving.queries.server.ts';
export { identifyForBooking, namelessName, type Identity } from './identify.server.ts';
export { jobs } from './jobs.server.ts';
export { addCareNote, addProperty, returnProperty, takePhoto } from './keep-details.server.ts';
export { listOccupants, type Occupant, type OccupantFilter } from './list.queries.server.ts';
export { openStayWithReason } from './open-with-reason.server.ts';
export { listInstitutions, listStaysOf, readStay, type Institution, type StayInFull } from './queries.server.ts';
export { attachScan, removeScan } from './scans.server.ts';
export { setCapacity } from './set-capacity.server.ts';
export { recordAdmission, type FedAdmission, type Recorded } from './record-admission.server.ts';
export { takeStep, type StepInput } from './take-step.server.ts';
export { voidNumber } from './void-number.server.ts';
