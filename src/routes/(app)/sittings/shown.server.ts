import { formatDate, formatDay, type Locale } from '#kernel/format';
import { holds, reachesBelow, type Role } from '#modules/access';
import { isOpenForAgenda, sittingLabel, sittingStateWords } from '#modules/tpp';
import { keepsSittings, readSitting } from '#modules/tpp/server';
import { getUnit, listUnitsUnder } from '#modules/units/server';
import { m } from '#messages';
import type { ReadCtx } from '#platform/ctx';
import { NotFound } from '#platform/errors';

/** One's own offices; for those who look after others, the offices below. */
export async function officesToChoose(ctx: ReadCtx): Promise<{ id: number; name: string }[]> {
  const tops = ctx.actor.postings.filter((one) => reachesBelow.has(one.role as Role)).map((one) => one.unitId);
  const below =
    tops.length > 0 && holds(ctx.actor, 'sitting:read')
      ? (await listUnitsUnder(ctx, tops)).filter((unit) => unit.type === 'bapas' && !unit.closedOn)
      : [];
  const own = ctx.actor.postings
    .filter((one) => !reachesBelow.has(one.role as Role))
    .map((one) => ({ id: one.unitId, name: one.unitName }));
  return [...new Map([...own, ...below].map((unit) => [unit.id, { id: unit.id, name: unit.name }])).values()];
}

/** The office that the address names, or the first of one's own. */
export async function officeAsked(ctx: ReadCtx, url: URL) {
  const offices = await officesToChoose(ctx);
  const asked = url.searchParams.get('unit');
  const chosen = asked ? offices.find((one) => String(one.id) === asked) : offices[0];
  if (!chosen) throw new NotFound('no such office for this asker');
  const unitId = chosen.id;
  return {
    unitId,
    offices: offices.map((one) => ({ value: String(one.id), label: one.name })),
    mayKeep: await keepsSittings(ctx, await getUnit(ctx, unitId)),
  };
}

/** What the head of every page about one sitting shows. */
export async function showSitting(ctx: ReadCtx, id: string, language: Locale) {
  const shown = await readSitting(ctx, id);
  const { sitting } = shown;
  const label = sittingLabel(sitting);
  return {
    ...shown,
    base: `/sittings/${sitting.id}`,
    title: label ? m.tpp_sitting_numbered({ label }) : m.tpp_sitting_of({ day: formatDate(sitting.day, language) }),
    when: m.tpp_when({ day: formatDay(sitting.day, language), time: sitting.startsAt, place: sitting.place }),
    state: sittingStateWords[sitting.state](),
    isOpen: isOpenForAgenda(sitting.state),
    hidden: shown.total - shown.items.length,
  };
}
