import { ageRangeOn } from '#kernel/partial-date';
import type { PlainDate } from '#kernel/plain-date';
import { instantAt, type ClockTime } from '#kernel/zone';
import { mustBeAllowed } from '#modules/access';
import { getPerson } from '#modules/people/server';
import { todayAt } from '#modules/units';
import { getUnit } from '#modules/units/server';
import type { Ctx } from '#platform/ctx';
import type { AcceptedFile } from '#platform/files/accept.server';
import { giveNumber } from './give-number.server.ts';
import { listArriving } from './arriving.queries.server.ts';
import { register as registerRule, rightPlace } from './law.rules.ts';
import { ageGroupOf, judgeBasis, judgeRegister, no, type CustodyRefused } from './rules.ts';
import { keepScan } from './scans.server.ts';
import { isCustodyType, type AgeGroup, type Basis, type Register } from './stay.ts';
import { tellSoon } from './tell-offices.server.ts';
import { insertBasis, insertStay, isHeldHere, lockFor } from './store.server.ts';

export type Admission = {
  personId: string;
  fromStayId: string | null;
  admittedOn: PlainDate;
  admittedAt: ClockTime;
  broughtFrom: string;
  broughtBy: string;
  noPapers: boolean;
  nameRefused: boolean;
  ageSaid: AgeGroup | null;
  placeReason: string;
  basis: Basis;
  register: Register | null;
  because: string;
  importedLabel: string;
  /** The pages of the paper on which he comes in. */
  scan?: AcceptedFile | undefined;
};

/**
 * Somebody comes in: on which paper, when, from where, and with which number of which register. A child in a place for adults, or the other
 * way round, is admitted with a reason; nobody is left at the gate.
 */
export async function admitPerson(
  ctx: Ctx,
  input: Admission,
): Promise<{ ok: true; stayId: string; label: string } | CustodyRefused> {
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
  if (!isCustodyType(unit.type)) return no('not_an_institution');
  if (person.deceasedOn) return no('person_deceased');
  const at = instantAt(unit.zone, input.admittedOn, input.admittedAt);
  const today = todayAt(unit, ctx.now);
  if (input.admittedOn > today) return no('day_in_future');
  // Where a demo clock stands, the hours of its day are all past.
  if (unit.demoToday === null && at > ctx.now) return no('moment_in_future');

  const paper = judgeBasis(input.basis, today);
  if (!paper.ok) return paper;
  const chosen = judgeRegister(registerRule.decide(input.basis).result, input.register, input.because);
  if (!chosen.ok) return chosen;

  const age = ageGroupOf(person.birth ? ageRangeOn(person.birth, input.admittedOn) : undefined, input.ageSaid);
  if (!age) return no('age_missing');
  const place = rightPlace.decide({ type: unit.type, age, convicted: input.basis.kind === 'verdict' }).result;
  if (!place.fits && input.placeReason.length < 5) return no('place_reason_missing');

  await lockFor(ctx.tx, `person ${person.id}`);
  if (await isHeldHere(ctx.tx, person.id)) return no('already_held');
  if (input.fromStayId) {
    const arriving = await listArriving(ctx, unit.id);
    if (!arriving.some(({ stayId }) => stayId === input.fromStayId)) return no('not_arriving');
  }

  const stay = { id: ctx.newId(), personId: person.id, unitId: unit.id };
  await insertStay(ctx, {
    ...stay,
    admittedOn: input.admittedOn,
    admittedAt: at,
    broughtFrom: input.broughtFrom,
    broughtBy: input.broughtBy,
    ageGroup: age,
    placeReason: place.fits ? '' : input.placeReason,
    noPapers: input.noPapers,
    nameRefused: input.nameRefused,
    fromStayId: input.fromStayId,
  });
  const basisId = await insertBasis(ctx, stay, input.basis);
  const kept = await keepScan(ctx, stay, { kind: 'basis', id: basisId }, input.scan);
  if (!kept.ok) return kept;
  const number = await giveNumber(ctx, stay, {
    register: chosen.register,
    because: chosen.because,
    basisId,
    givenOn: input.admittedOn,
    importedLabel: input.importedLabel,
  });
  if (!number.ok) return number;
  ctx.journal({
    what: 'custody.admitted',
    unitId: unit.id,
    personId: person.id,
    about: {
      stayId: stay.id,
      label: number.label,
      register: chosen.register,
      day: input.admittedOn,
      rightPlace: place.fits,
    },
  });
  await tellSoon(ctx, stay);
  return { ok: true, stayId: stay.id, label: number.label };
}
