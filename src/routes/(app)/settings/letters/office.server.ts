import { unitsWhere } from '#modules/access';
import { listUnitsUnder } from '#modules/units/server';
import type { ReadCtx } from '#platform/ctx';

/** The office that the address names, among those whose letters the asker administers; else the first that writes letters. */
export async function officeAsked(ctx: ReadCtx, url: URL) {
  const postings = unitsWhere(ctx.actor, 'letter:administer');
  const units = await listUnitsUnder(
    ctx,
    postings.map((posting) => posting.unitId),
  );
  const asked = url.searchParams.get('unit');
  const unit = units.find((one) => String(one.id) === asked) ?? units.find((one) => one.type === 'bapas') ?? units[0]!;
  return { unit, units: units.map((one) => ({ value: String(one.id), label: one.name })) };
}
