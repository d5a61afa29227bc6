import type { PlainDate } from '#kernel/plain-date';
import type { Ctx } from '#platform/ctx';
import { m } from '#messages';
import { callOffSent } from './held.server.ts';
import { withdrawUnsent } from './letters.server.ts';
import { lockBreach } from './reach.server.ts';
import { isRunning, no, type BreachRefused } from './rules.ts';
import { changeBreach } from './store.server.ts';

/**
 * Where the client is held, or that he is out again: whoever is held is not called by letter but heard where he is. What his institution told
 * is not taken back here: it says itself when he is out.
 */
export async function noteCustody(
  ctx: Ctx,
  input: {
    caseId: string;
    breachId: string;
    custodyPlace: string;
    custodySince?: PlainDate | undefined;
    released: boolean;
  },
): Promise<{ ok: true } | BreachRefused> {
  const { of, breach } = await lockBreach(ctx, input.caseId, input.breachId, 'breach:handle');
  if (!isRunning(breach.state)) return no('wrong_state');
  if (input.released) {
    const held = breach.custody.filter(({ until }) => until === null);
    if (!held.some(({ told }) => !told)) return no(held.length > 0 ? 'held_as_told' : 'not_in_custody');
    await changeBreach(ctx, breach.id, { custodyPlace: '', custodySince: null });
  } else {
    if (input.custodyPlace === '') return no('custody_place_missing');
    if (input.custodySince !== undefined && input.custodySince > of.today) return no('day_in_future');
    const since = input.custodySince ?? null;
    await changeBreach(ctx, breach.id, { custodyPlace: input.custodyPlace, custodySince: since });
    await withdrawUnsent(ctx, breach.id, m.breaches_withdrawn_held({ place: input.custodyPlace }, { locale: 'id' }));
    const noted = { place: input.custodyPlace, since, until: null, told: false };
    await callOffSent(ctx, of, { ...breach, custody: [...breach.custody.filter(({ told }) => told), noted] });
  }
  ctx.journal({
    what: 'breach.custody-noted',
    unitId: of.unitId,
    caseId: of.id,
    personId: of.personId,
    about: { breachId: breach.id, released: input.released },
  });
  return { ok: true };
}
