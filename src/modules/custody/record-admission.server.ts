import { knownDay } from '#kernel/partial-date';
import { nameWords } from '#kernel/person-name';
import { holds, may, mustBeAllowed } from '#modules/access';
import { addPerson, hasOpenQuestion, type Newcomer } from '#modules/people/server';
import { getUnit } from '#modules/units/server';
import type { Ctx } from '#platform/ctx';
import { NotAllowed } from '#platform/errors';
import { gateOf, judgeAdmission, type AdmissionFacts } from './admission.rules.ts';
import { writeAdmissions } from './admit-people.server.ts';
import { listAdmittedLike, type AdmittedLike } from './admitted-like.queries.server.ts';
import { no, type CustodyRefused } from './rules.ts';
import { lockFor } from './store.server.ts';

export type FedAdmission = { person: Newcomer; facts: AdmissionFacts };
export type Recorded = { ok: true; stayId: string; label: string; known: boolean; questionOpen: boolean };

/**
 * An admission that another program tells, of the institution or of the office above it: booked as one at the gate, with nobody before a
 * screen to ask who he may be, so that question is asked by the job behind. Told once more it changes nothing and answers the stay that there is.
 */
export async function recordAdmission(ctx: Ctx, { person, facts }: FedAdmission): Promise<Recorded | CustodyRefused> {
  const unit = await getUnit(ctx, person.unitId);
  mustMayTell(ctx, { unitId: unit.id, unitPath: unit.path });
  const birth = person.birth ?? null;
  const judged = judgeAdmission(gateOf(unit, ctx.now), birth, facts);
  if (!judged.ok) return judged;

  // One at a time, so that two calls about the same person do not both find nobody.
  await lockFor(ctx.tx, `feed ${unit.id}`);
  const alike = (
    await listAdmittedLike(ctx.tx, unit.id, {
      nik: person.nik ?? null,
      birth: (birth && knownDay(birth)) ?? null,
      label: facts.importedLabel,
      paper: facts.basis.number,
    })
  ).filter((one) => isSamePerson(person, one));
  const before = alike.find((one) => isSameAdmission(facts, one));
  if (before)
    return {
      ok: true,
      stayId: before.stayId,
      label: before.label ?? '',
      known: true,
      questionOpen: await hasOpenQuestion(ctx, before.personId),
    };
  if (alike.some(({ isRunning }) => isRunning)) return no('already_held');

  const personId = await addPerson(ctx, person);
  const [booked] = await writeAdmissions(ctx, unit.id, [{ ...facts, personId, fromStayId: null, judged }]);
  if (!booked!.ok) return booked!;
  return { ok: true, stayId: booked!.stayId, label: booked!.label, known: false, questionOpen: false };
}

/** Whoever books there tells by his program as well; a program of the office above tells, and does nothing else besides. */
function mustMayTell({ actor }: Ctx, place: { unitId: number; unitPath: readonly number[] }): void {
  if (may(actor, 'custody:admit', place)) return;
  if (!holds(actor, 'custody:feed')) return mustBeAllowed(actor, 'custody:admit', place);
  mustBeAllowed(actor, 'custody:feed', place);
  if (actor.scopes?.length !== 1) throw new NotAllowed('custody:feed: such a token has no other scope');
}

/** The number says so, or the very name where nothing contradicts it. */
function isSamePerson(person: Newcomer, other: AdmittedLike): boolean {
  if (person.nik && other.nik) return person.nik === other.nik;
  const words = (name: string) => nameWords(name).sort().join(' ');
  const day = person.birth ? knownDay(person.birth) : undefined;
  return words(person.name) === words(other.name) && (!day || !other.birth || day === other.birth);
}

/** The same day on the same paper; where both say their number, the same number. */
function isSameAdmission(facts: AdmissionFacts, other: AdmittedLike): boolean {
  if (facts.importedLabel !== '' && facts.importedLabel === other.label) return true;
  return (
    other.admittedOn === facts.admittedOn &&
    other.papers.includes(facts.basis.number) &&
    (facts.importedLabel === '' || other.label === null)
  );
}
