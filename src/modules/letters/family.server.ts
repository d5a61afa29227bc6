import type { Deadline, WorkingDays } from '#kernel/holidays';
import { formatDate } from '#kernel/format';
import type { PlainDate } from '#kernel/plain-date';
import type { Calls } from '#kernel/presences';
import { reachCase } from '#modules/cases/server';
import { todayAt } from '#modules/units';
import { getUnit, optionsOf, workingCalendarOf } from '#modules/units/server';
import { m } from '#messages';
import type { Ctx, ReadCtx } from '#platform/ctx';
import { draftLetter } from './draft-letter.server.ts';
import { familyIsTold } from './law.rules.ts';
import { familyTold } from './standard-kinds.ts';
import { insertFamilyCalls, type FamilyThing } from './store.server.ts';

/** A step in a child's case that others took, in words that his family reads. */
export type FamilyStep = { id: string; what: string; day: PlainDate };

const id = { locale: 'id' } as const;

/**
 * Tells guardian and companion of steps in a child's case: one letter to whoever is called, about all of them; of whoever is not called it
 * is written why. The caller has asked whether the steps are his to tell of, and whether both were thought of.
 */
export async function tellFamily(
  ctx: Ctx,
  { caseId, thing, steps, calls }: { caseId: string; thing: FamilyThing; steps: readonly FamilyStep[]; calls: Calls },
): Promise<{ letterId: string | null }> {
  const of = await reachCase(ctx, caseId, 'letter:draft');
  const names = [
    ...(calls.guardian.called ? [m.breaches_letter_copy_guardian({ name: calls.guardian.note }, id)] : []),
    ...(calls.companion.called ? [m.breaches_letter_copy_companion({ name: calls.companion.note }, id)] : []),
  ];
  const letter =
    names.length === 0
      ? null
      : await draftLetter(ctx, {
          kind: familyTold,
          caseId,
          concerns: { thing, id: steps.at(-1)!.id },
          fields: {
            addressee: names.join('\n'),
            statement: steps.map(({ what, day }, at) => `${at + 1}. ${formatDate(day, 'id')}: ${what}`).join('\n'),
          },
        });
  await insertFamilyCalls(ctx, of, {
    thing,
    calls,
    letterId: letter?.letterId ?? null,
    stepIds: steps.map((one) => one.id),
  });
  ctx.journal({
    what: 'letter.family-told',
    unitId: of.unitId,
    caseId: of.id,
    personId: of.personId,
    about: { concerns: thing, steps: steps.length, letterId: letter?.letterId ?? null },
  });
  return { letterId: letter?.letterId ?? null };
}

/** By when the family is told of a step of others. */
export async function familyDue(ctx: ReadCtx, unitId: number): Promise<Deadline> {
  const from = todayAt(await getUnit(ctx, unitId), ctx.now);
  const office: WorkingDays = await workingCalendarOf(ctx, unitId, { from });
  const options = await optionsOf(ctx.tx, unitId, familyIsTold, from);
  return { on: familyIsTold.decide({ from, office }, options).result, counts: 'working' };
}
