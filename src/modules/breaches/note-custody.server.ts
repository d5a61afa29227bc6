import type { PlainDate } from '#kernel/plain-date';
import type { Ctx } from '#platform/ctx';
import { m } from '#messages';
import { withdrawUnsent } from './letters.server.ts';
import { lockBreach, putBefore, termFrom, type AtHand } from './reach.server.ts';
import { isHeldOn, isRunning, no, type BreachRefused } from './rules.ts';
import { changeBreach, listSummonses, recordAppearanceRow } from './store.server.ts';

/** A call that has gone, for a day on which he is held, is not left unheeded; somebody goes to hear him instead. */
async function callOffSent(ctx: Ctx, { of, breach }: AtHand): Promise<void> {
  const running = (await listSummonses(ctx.tx, breach.id)).find(({ outcome }) => outcome === null);
  if (!running?.sentOn || !isHeldOn(breach, running.appearOn)) return;
  const note = m.breaches_called_off_held({ place: breach.custodyPlace }, { locale: 'id' });
  await recordAppearanceRow(ctx, running.id, { outcome: 'called_off', on: of.today, note });
  const due = await termFrom(ctx, of.unitId, 'act', of.today);
  await changeBreach(ctx, breach.id, { due });
  await putBefore(ctx, of, breach.id, breach.state, due);
}

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
    const held = { custodyPlace: input.custodyPlace, custodySince: input.custodySince ?? null };
    await changeBreach(ctx, breach.id, held);
    await withdrawUnsent(ctx, breach.id, m.breaches_withdrawn_held({ place: input.custodyPlace }, { locale: 'id' }));
    await callOffSent(ctx, { of, breach: { ...breach, ...held } });
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
