import { addDays, type PlainDate } from '#kernel/plain-date';
import type { ClockTime } from '#kernel/zone';
import type { Basis } from '#modules/custody';
import { admitPerson, identifyForBooking, type Admission, type Identity } from '#modules/custody/server';
import { askWho, factsOf } from '#modules/people/server';
import type { TestOffice, Officer } from './office.ts';

/** The institutions of a test are the offices that there are, made what they have to be. */
export async function asInstitutions(
  office: TestOffice,
  places: readonly ('palembang' | 'musi' | 'kupang')[],
  type: 'rutan' | 'lapas' | 'lpka' = 'rutan',
): Promise<void> {
  await office.owner
    .updateTable('units.unit')
    .set({ type, class: type === 'lpka' ? null : 'IIB' })
    .where(
      'id',
      'in',
      places.map((place) => office.units[place]),
    )
    .execute();
}

/** An investigator's warrant of a day, for twenty days. */
export const aWarrant = (on: PlainDate, over: Partial<Basis> = {}): Basis => ({
  kind: 'warrant',
  authority: 'investigator',
  penalty: null,
  sentence: { years: 0, months: 0, days: 0 },
  number: 'SP.Han/12/XI/2026',
  dated: on,
  issuer: 'Polresta Palembang',
  offence: 'Pencurian',
  fromOn: on,
  untilOn: addDays(on, 19),
  ...over,
});

/** Somebody is brought in the morning of a day, on such a warrant. */
export const anAdmission = (personId: string, on: PlainDate, over: Partial<Admission> = {}): Admission => ({
  personId,
  fromStayId: null,
  admittedOn: on,
  admittedAt: '08:15' as ClockTime,
  broughtFrom: 'Polresta Palembang',
  broughtBy: '',
  noPapers: false,
  nameRefused: false,
  ageSaid: null,
  placeReason: '',
  basis: aWarrant(on),
  register: null,
  because: '',
  importedLabel: '',
  ...over,
});

type Who = Omit<Identity, 'answers' | 'name'> & { name: string };
/** Booked on a day; of everybody elsewhere who is shown the registrar says the same. `shown` is how many that were. */
export async function bookedAs(
  office: TestOffice,
  { by, who, on, said }: { by: Officer; who: Who; on: PlainDate; said: 'same' | 'not_same' | 'unsure' },
): Promise<{ personId: string; stayId: string; shown: number }> {
  const { elsewhereHits } = await office.reads(by, (ctx) => askWho(ctx, factsOf(who)));
  const answers = elsewhereHits.map((hit) => ({ who: hit, answer: said }));
  const answer = await office.does(by, (ctx) => identifyForBooking(ctx, { ...who, answers }));
  if (!answer.ok) throw new Error(JSON.stringify(answer));
  const stay = await office.does(by, (ctx) => admitPerson(ctx, anAdmission(answer.personId, on)));
  if (!stay.ok) throw new Error(stay.refusal);
  return { personId: answer.personId, stayId: stay.stayId, shown: elsewhereHits.length };
}

/** Somebody who is held at an institution since a day, on one paper, as it stands in the tables. */
export async function aStay(
  office: TestOffice,
  {
    unitId,
    by,
    since = '2026-11-10',
    guarded = false,
  }: { unitId: number; by: Officer; since?: string; guarded?: boolean },
): Promise<{ personId: string; stayId: string; basisId: string }> {
  const made = { made_by: by.accountId };
  const { id: personId } = await office.owner
    .insertInto('people.person')
    .values({ unit_id: unitId, name: 'Tarmiji Wanasepi', ask_due: false, guarded, ...made })
    .returning('id')
    .executeTakeFirstOrThrow();
  const { id: stayId } = await office.owner
    .insertInto('custody.stay')
    .values({
      person_id: personId,
      unit_id: unitId,
      admitted_on: since,
      admitted_at: new Date(`${since}T02:00:00Z`),
      brought_from: 'Polresta',
      age_group: 'adult',
      ...made,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const { id: basisId } = await office.owner
    .insertInto('custody.basis')
    .values({
      stay_id: stayId,
      person_id: personId,
      unit_id: unitId,
      kind: 'warrant',
      number: 'SP.Han/12/XI/2026',
      dated: since,
      authority: 'investigator',
      issuer: 'Polresta',
      from_on: since,
      until_on: '2026-12-10',
      ...made,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return { personId, stayId, basisId };
}
