import { mustBeAllowed } from '#modules/access';
import { getPerson } from '#modules/people/server';
import { getUnit } from '#modules/units/server';
import type { Ctx } from '#platform/ctx';
import type { AcceptedFile } from '#platform/files/accept.server';
import { gateOf, judgeAdmission } from './admission.rules.ts';
import { writeAdmissions, type Admission, type Booked } from './admit-people.server.ts';
import { listArriving } from './arriving.queries.server.ts';
import { no } from './rules.ts';
import { keepScan } from './scans.server.ts';
import { tellSoon } from './tell-offices.server.ts';
import { listHeldHere, lockFor } from './store.server.ts';

/**
 * Somebody comes in: on which paper, when, from where, and with which number of which register. A child in a place for adults, or the other
 * way round, is admitted with a reason; nobody is left at the gate.
 */
export async function admitPerson(
  ctx: Ctx,
  input: Admission & {
    /** The pages of the paper on which he comes in. */
    scan?: AcceptedFile | undefined;
  },
): Promise<Booked> {
  const person = await getPerson(ctx, input.personId);
  const unit = await getUnit(ctx, person.unitId);
  mustBeAllowed(ctx.actor, 'custody:admit', {
    unitId: unit.id,
    unitPath: unit.path,
    guarded: person.guarded,
    restricted: person.restricted,
    // Whom the asker may not see he has not got this far with.
    listed: true,
  });
  if (person.deceasedOn) return no('person_deceased');
  const judged = judgeAdmission(gateOf(unit, ctx.now), person.birth, input);
  if (!judged.ok) return judged;

  await lockFor(ctx.tx, `person ${person.id}`);
  if ((await listHeldHere(ctx.tx, [person.id])).has(person.id)) return no('already_held');
  if (input.fromStayId) {
    const arriving = await listArriving(ctx, unit.id);
    if (!arriving.some(({ stayId }) => stayId === input.fromStayId)) return no('not_arriving');
  }

  const [booked] = await writeAdmissions(ctx, unit.id, [{ ...input, judged }]);
  if (!booked!.ok) return booked!;
  const stay = { id: booked!.stayId, personId: person.id, unitId: unit.id };
  const kept = await keepScan(ctx, stay, { kind: 'basis', id: booked!.basisId }, input.scan);
  if (!kept.ok) return kept;
  await tellSoon(ctx, stay);
  return booked!;
}
