import { isUuid } from '#kernel/id';
import { addDays } from '#kernel/plain-date';
import { zones } from '#kernel/zone';
import { openOrRenewTasksFrom } from '#modules/tasks/server';
import { todayAt } from '#modules/units';
import { optionsOf } from '#modules/units/server';
import type { Ctx } from '#platform/ctx';
import type { Job, JobUnit, JobWork } from '#platform/job';
import { termWarning } from './law.rules.ts';
import { custodyTypes } from './stay.ts';
import { tellOfStay, tellTied } from './tell-offices.server.ts';
import { termsUntil } from './store.server.ts';

/** Puts every paper that runs out soon, or has run out, before whoever keeps the registers. It releases nobody. */
export async function warnOfTerms(ctx: Ctx, unit: JobUnit): Promise<void> {
  const today = todayAt(unit, ctx.now);
  const { days } = termWarning.decide(
    { until: today, today },
    await optionsOf(ctx.tx, unit.id, termWarning, today),
  ).options;
  await openOrRenewTasksFrom(ctx, termsUntil(unit.id, addDays(today, days)));
}

const ofPerson =
  (what: (ctx: Ctx, personId: string) => Promise<void>) =>
  async (work: JobWork, { unitId, personId }: Record<string, unknown>): Promise<void> => {
    if (typeof unitId === 'number' && isUuid(personId)) await work.inUnit(unitId, (ctx) => what(ctx, personId));
  };

export const jobs = {
  'custody.tell-offices': { soon: true, run: ofPerson(tellOfStay) },
  'custody.tell-around': { soon: true, run: ofPerson(tellTied) },
  'custody.terms': {
    when: zones.map((zone) => ({ zone, at: '05:40' as const })),
    run: (work: JobWork, payload: Record<string, unknown>) => {
      const zone = zones.find((one) => one === payload['zone']);
      const types = [...custodyTypes];
      return work.perUnit(zone ? { zone, types } : { types }, warnOfTerms);
    },
  },
} as const satisfies Record<string, Job>;
