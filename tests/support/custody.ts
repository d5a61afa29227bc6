import type { TestOffice, Officer } from './office.ts';

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
