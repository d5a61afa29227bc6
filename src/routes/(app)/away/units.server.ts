import { unitsWhere } from '#modules/access';
import { todayAt } from '#modules/units';
import { listTree } from '#modules/units/server';
import type { ReadCtx } from '#platform/ctx';

/** The units of which the list may be asked: those that have offices, each with all that is below it. */
export async function unitsToChoose(ctx: ReadCtx) {
  const tree = await listTree(ctx);
  return tree
    .filter(({ type, closedOn }) => closedOn === null && (type === 'kanwil' || type === 'bapas'))
    .map((unit) => ({ value: String(unit.id), label: `${unit.type === 'bapas' ? '  ' : ''}${unit.name}`, unit }));
}

/** The day at the asker's own office, by which all offices are compared. */
export function askersToday(ctx: ReadCtx) {
  return todayAt(unitsWhere(ctx.actor, 'at_large:know')[0]!, ctx.now);
}
