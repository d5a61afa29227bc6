import type { PlainDate } from '#kernel/plain-date';
import type { Ctx } from '#platform/ctx';
import { m } from '#messages';
import { withdrawUnsent } from './letters.server.ts';
import { lockBreach } from './reach.server.ts';
import { isRunning, no, type BreachRefused } from './rules.ts';
import { changeBreach } from './store.server.ts';

/** Where the client is held, or that he is out again: whoever is held is not called by letter but heard where he is. */
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
    if (breach.custodyPlace === '') return no('not_in_custody');
    await changeBreach(ctx, breach.id, { custodyPlace: '', custodySince: null });
  } else {
    if (input.custodyPlace === '') return no('custody_place_missing');
    if (input.custodySince !== undefined && input.custodySince > of.today) return no('day_in_future');
    await changeBreach(ctx, breach.id, { custodyPlace: input.custodyPlace, custodySince: input.custodySince ?? null });
    await withdrawUnsent(ctx, breach.id, m.breaches_withdrawn_held({ place: input.custodyPlace }, { locale: 'id' }));
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
