import { isUuid } from '#kernel/id';
import { getImport, listTakenPeople } from '#modules/imports/server';
import { questionAges, questionBands, questionPlaces, questionWhys, type QuestionFilter } from '#modules/people';
import type { ReadCtx } from '#platform/ctx';

/** Which questions an address asks for; what it says that is none of ours asks for all. */
export function filterAsked(url: URL): QuestionFilter {
  const asked = (name: string) => url.searchParams.get(name);
  const [comparison, list] = [asked('comparison'), asked('import')];
  const unit = /^\d{1,9}$/.exec(asked('unit') ?? '')?.[0];
  return {
    why: questionWhys.find((one) => one === asked('why')),
    unitId: unit === undefined ? undefined : Number(unit),
    comparisonId: isUuid(comparison) ? comparison : undefined,
    importId: isUuid(list) ? list : undefined,
    place: questionPlaces.find((one) => one === asked('place')),
    band: questionBands.find((one) => one === asked('band')),
    olderThan: questionAges.find((one) => String(one) === asked('older')),
    state: (['answered', 'all'] as const).find((one) => one === asked('state')),
  };
}

/** The filter with the people of its list, for whoever may see that list; to anybody else there is none. */
export async function withPeople(ctx: ReadCtx, filter: QuestionFilter): Promise<QuestionFilter> {
  if (!filter.importId) return filter;
  return { ...filter, among: await listTakenPeople(ctx, await getImport(ctx, filter.importId)) };
}

/** The same as an address, so that whoever leaves the list comes back to it. */
export function queryOf(filter: QuestionFilter, more: Readonly<Record<string, string>> = {}): string {
  const { why, unitId, comparisonId, importId, place, band, olderThan, state } = filter;
  const named = {
    why,
    unit: unitId,
    comparison: comparisonId,
    import: importId,
    place,
    band,
    older: olderThan,
    state,
    ...more,
  };
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(named)) if (value !== undefined) query.set(name, String(value));
  return query.size > 0 ? `?${query}` : '';
}
