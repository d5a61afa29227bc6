import { knownDay } from '#kernel/partial-date';
import { nameWords } from '#kernel/person-name';
import { mustBeAllowed } from '#modules/access';
import { addPerson, hasOpenQuestion, type Newcomer } from '#modules/people/server';
import { getUnit } from '#modules/units/server';
import type { Ctx } from '#platform/ctx';
import { gateOf, judgeAdmission, type AdmissionFacts } from './admission.rules.ts';
import { writeAdmissions } from './admit-people.server.ts';
import { listAdmittedLike, type AdmittedLike } from './admitted-like.queries.server.ts';
import { no, type CustodyRefused } from './rules.ts';
import { lockFor } from './store.server.ts';

export type FedAdmission = { person: Newcomer; facts: AdmissionFacts };
export type Recorded = { ok: true; stayId: string; label: string; known: boolean; questionOpen: boolean };

/**
 * An admission that another program of the institution tells: booked as one at the gate, with nobody before a screen to ask who he may be,
 * so that question is asked by the job behind. Told once more it changes nothing and answers the stay that there is.
 */
export async function recordAdmission(ctx: Ctx, { person, facts }: FedAdmission): Promise<Recorded | CustodyRefused> {
  const unit = await getUnit(ctx, person.unitId);
  mustBeAllowed(ctx.actor, 'custody:admit', { unitId: unit.id, unitPath: unit.path });
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
