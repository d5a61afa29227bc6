import type { PartialDate } from '#kernel/partial-date';
import type { PlainDate } from '#kernel/plain-date';
import type { Zone } from '#kernel/zone';
import type { Ctx } from '#platform/ctx';
import { NotAllowed } from '#platform/errors';
import { gateOf, judgeAdmission, type AdmissionFacts, type AdmissionVerdict } from './admission.rules.ts';
import { giveNumbers } from './give-numbers.server.ts';
import { no, type CustodyRefused } from './rules.ts';
import { insertBases, insertStays, listHeldHere } from './store.server.ts';
import { listTakenLabels } from './register.store.server.ts';

export type Admission = AdmissionFacts & { personId: string; fromStayId: string | null };
export type Booked = { ok: true; stayId: string; basisId: string; label: string } | CustodyRefused;

/**
 * Books many at once, for a list that a job takes: whoever they are has been registered and asked about. The same is judged of each as of one
 * at the gate; who is refused is not booked, and the others are. Who has to be told is found by the question who each of them may be.
 */
export async function admitPeople(
  ctx: Ctx,
  unit: { id: number; type: string; zone: Zone; demoToday: PlainDate | null },
  people: readonly (AdmissionFacts & { personId: string; birth: PartialDate | null })[],
  about: Record<string, unknown>,
): Promise<Booked[]> {
  if (ctx.actor.kind !== 'system') throw new NotAllowed('many admissions at once');
  const gate = gateOf(unit, ctx.now);
  const held = await listHeldHere(
    ctx.tx,
    people.map(({ personId }) => personId),
  );
  const judged = people.map((one) =>
    held.has(one.personId) ? no('already_held') : judgeAdmission(gate, one.birth, one),
  );
  const good = people.flatMap((one, at) => {
    const verdict = judged[at]!;
    return verdict.ok ? [{ at, ...one, fromStayId: null, judged: verdict }] : [];
  });
  const booked = await writeAdmissions(ctx, unit.id, good, about);
  const placeOf = new Map(good.map(({ at }, place) => [at, place]));
  return judged.map((verdict, at) => (verdict.ok ? booked[placeOf.get(at)!]! : verdict));
}

/** Writes those who were judged good: stay, paper, number and line of the journal. A number that a paper book gave and somebody has is refused. */
export async function writeAdmissions(
  ctx: Ctx,
  unitId: number,
  admissions: readonly (Admission & { judged: AdmissionVerdict })[],
  about: Record<string, unknown> = {},
): Promise<Booked[]> {
  const wanted = admissions.flatMap(({ importedLabel }) => (importedLabel === '' ? [] : [importedLabel]));
  const taken = await listTakenLabels(ctx.tx, unitId, wanted);
  const isFree = ({ importedLabel }: Admission, at: number) =>
    importedLabel === '' ||
    (!taken.has(importedLabel) && admissions.findIndex((one) => one.importedLabel === importedLabel) === at);
  const free = admissions.filter(isFree).map((one) => ({
    ...one,
    stay: { id: ctx.newId(), personId: one.personId, unitId },
  }));
  await insertStays(
    ctx,
    free.map(({ stay, judged, ...one }) => ({
      ...stay,
      admittedOn: one.admittedOn,
      admittedAt: judged.at,
      broughtFrom: one.broughtFrom,
      broughtBy: one.broughtBy,
      ageGroup: judged.age,
      placeReason: judged.fits ? '' : one.placeReason,
      noPapers: one.noPapers,
      nameRefused: one.nameRefused,
      fromStayId: one.fromStayId,
    })),
  );
  const basisIds = await insertBases(ctx, free);
  const labels = await giveNumbers(
    ctx,
    unitId,
    free.map(({ stay, judged, admittedOn, importedLabel }, at) => ({
      stay,
      register: judged.register,
      because: judged.because,
      basisId: basisIds[at]!,
      givenOn: admittedOn,
      importedLabel,
    })),
  );
  const written = free.map(({ stay, judged, admittedOn }, at) => {
    const label = labels[at]!;
    ctx.journal({
      what: 'custody.admitted',
      unitId,
      personId: stay.personId,
      about: {
        ...about,
        stayId: stay.id,
        label,
        register: judged.register,
        day: admittedOn,
        rightPlace: judged.fits,
      },
    });
    return { ok: true as const, stayId: stay.id, basisId: basisIds[at]!, label };
  });
  const left = written.values();
  return admissions.map((one, at) => (isFree(one, at) ? left.next().value! : no('label_taken')));
}
