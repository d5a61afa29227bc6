import type { Ctx } from '#platform/ctx';
import { hashOf } from '../limits.queries.server.ts';
import { weights, type Facts } from '../recognition/index.ts';
import type { Band } from '../rules.ts';
import { insertAskings, type NewHit } from './asking.store.server.ts';
import type { OneAsked } from './ask-many.server.ts';
import type { Hit } from './hits.server.ts';

/** So many of one asking are shown and kept: more would be the commonest of names. */
export const mostShown = 6;
export const mostElsewhere = 5;

/** The same question has the same mark, whoever asks it; nothing of what was typed can be read from it. */
export function searchedBy({ name, nik, birth, mother }: Facts): string {
  return hashOf([nik ?? '', birth?.text ?? '', name, mother ?? ''].join('|'));
}

export function keptHit({ found, known, held, certainty, band, doubts, agrees, differs, evidence }: Hit): NewHit {
  return {
    personId: found.id,
    unitId: known?.unitId ?? held!.unitId,
    inReach: known !== undefined,
    bits: found.bits,
    certainty,
    band,
    doubts,
    agrees,
    differs,
    evidence,
  };
}

export type KeptHit = { personId: string; hitId: string; band: Band };

/** Keeps the askings of a list in which somebody was found; gives each hit with the person of the list whom it was found for. */
export async function keepMany(
  ctx: Ctx,
  unitId: number,
  list: readonly (OneAsked & { personId: string; hits: readonly Hit[] })[],
  among: { people: number; everybody: boolean },
): Promise<KeptHit[]> {
  const found = list.flatMap(({ personId, facts, hits }) => {
    const within = hits.filter(({ known }) => known).slice(0, mostShown);
    const elsewhere = hits.filter(({ known }) => !known).slice(0, mostElsewhere);
    return hits.length > 0 ? [{ personId, facts, hits: [...within, ...elsewhere] }] : [];
  });
  const ids = await insertAskings(
    ctx,
    found.map(({ personId, facts, hits }) => ({
      asking: { unitId, personId, searched: searchedBy(facts), engine: weights.version, ...among },
      hits: hits.map(keptHit),
    })),
  );
  return found.flatMap(({ personId, hits }, at) =>
    hits.map(({ band }, place) => ({ personId, hitId: ids[at]![place]!, band })),
  );
}
