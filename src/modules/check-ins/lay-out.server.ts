import { addMonths, firstOfMonth, type PlainDate } from '#kernel/plain-date';
import { closeTasks } from '#modules/tasks/server';
import type { Ctx } from '#platform/ctx';
import { frequency, monthsBack, planObligations, spanAround } from './obligations.rules.ts';
import { settle, taskOf } from './settle.server.ts';
import { getOptionsInTime, lockCase } from './store.server.ts';
import { findReported, listCasesToLayOut, writePlans } from './sweep.store.server.ts';

/** As many cases as one statement carries comfortably. */
const CHUNK = 2000;
/** How far back a case by itself is looked at: pauses and ends may be entered months later. */
const caseMonths = 24;

/**
 * Lays out what the clients of a unit owe, or one client: by rule, never by hand, and as often as one likes. For a unit: read a set,
 * decide by the rule, write a set. For a case that is already in the ledger also its past, where a pause may have been entered late.
 */
export async function layOutObligations(
  ctx: Ctx,
  which: { unitId: number; today: PlainDate; caseId?: string },
): Promise<{ added: number; lifted: number }> {
  const { unitId, today, caseId } = which;
  const chosen = await getOptionsInTime(ctx.tx, unitId);
  const since = caseId ? firstOfMonth(addMonths(today, -caseMonths)) : firstOfMonth(addMonths(today, -1));
  const total = { added: 0, lifted: 0 };
  let after: string | undefined;

  for (;;) {
    const page = { unitId, limit: CHUNK, ...(caseId ? { caseId } : {}), ...(after ? { after } : {}) };
    const cases = await listCasesToLayOut(ctx, page, since);
    const plans = cases
      .map((one) => {
        const back = one.isNew ? monthsBack : caseId ? caseMonths : 1;
        return { ...one, ...planObligations(one.supervision, one.standing, spanAround(today, back), today, chosen) };
      })
      .filter((plan) => plan.add.length > 0 || plan.lift.length > 0);
    const written = await writePlans(ctx, plans, { id: frequency.id, version: frequency.version });
    total.added += written.added;
    total.lifted += written.lifted.length;
    for (const { kind } of Object.values(taskOf))
      await closeTasks(ctx, { unitId, kind, key: written.lifted, as: 'withdrawn' });
    // A lifted miss changes the row behind it; what a report of the same days fulfils is found again, also where nothing was owed yet
    // when it was given.
    const reported = await findReported(ctx, plans, today);
    for (const plan of plans.filter((one) => one.lift.length > 0 || reported.has(one.caseId))) {
      const of = await lockCase(ctx, plan.caseId);
      await settle(ctx, of, {
        days: plan.add.map((one) => one.from),
        obligationIds: plan.standing.filter((one) => !plan.lift.includes(one.id)).map((one) => one.id),
      });
    }
    after = cases.at(-1)?.caseId;
    if (caseId || cases.length < CHUNK || !after) break;
  }
  if (total.added > 0 || total.lifted > 0)
    ctx.journal({
      what: 'check-ins.laid-out',
      unitId,
      caseId: caseId ?? null,
      about: { day: today, added: total.added, lifted: total.lifted },
    });
  return total;
}
