import type { PlainDate } from '#kernel/plain-date';
import { optionsOf } from '#modules/units/server';
import type { Ctx } from '#platform/ctx';
import { nextOf, planMoves } from './moves.ts';
import { pacedKinds, planContacts, type ChosenPaces } from './pace.rules.ts';
import { addPlans, liftPlans, listCasesToPlan } from './sweep.store.server.ts';

/** As many cases as one statement carries comfortably. */
const CHUNK = 2000;

/**
 * Lays out the contacts that are due by rule for the clients of a unit, or for one: as often as one likes. What has been done, moved or
 * cancelled stays so; what the rules ask for no longer is lifted.
 */
export async function layOutContacts(
  ctx: Ctx,
  { unitId, today, caseId }: { unitId: number; today: PlainDate; caseId?: string },
): Promise<{ added: number; lifted: number }> {
  const chosen: Record<string, ChosenPaces[string]> = {};
  for (const [, pace] of pacedKinds) chosen[pace.id] = await optionsOf(ctx.tx, unitId, pace, today);
  const versions = new Map(pacedKinds.map(([kind, pace]) => [kind as string, pace.version]));
  const total = { added: 0, lifted: 0 };
  let after: string | undefined;
  for (;;) {
    const cases = await listCasesToPlan(ctx, { unitId, limit: CHUNK, caseId, after });
    const plans = cases.map((one) => ({ one, ...planContacts(one.paced, one.standing, one.met, today, chosen) }));
    total.lifted += await liftPlans(
      ctx,
      plans.flatMap(({ lift }) => lift),
      nextOf(planMoves, 'open', 'lift')!,
    );
    total.added += await addPlans(
      ctx,
      plans.flatMap(({ one, add }) =>
        add.map((plan) => ({
          ...plan,
          caseId: one.caseId,
          unitId: one.unitId,
          ruleVersion: versions.get(plan.kind) ?? '',
        })),
      ),
    );
    after = cases.at(-1)?.caseId;
    if (caseId || cases.length < CHUNK || !after) break;
  }
  if (total.added > 0 || total.lifted > 0)
    ctx.journal({
      what: 'contacts.laid-out',
      unitId,
      caseId: caseId ?? null,
      about: { day: today, added: total.added, lifted: total.lifted },
    });
  return total;
}
