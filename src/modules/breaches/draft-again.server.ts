import { closeTasks } from '#modules/tasks/server';
import type { Ctx } from '#platform/ctx';
import { draftMinutes, draftReprimand, matterOf } from './letters.server.ts';
import { lockBreach } from './reach.server.ts';
import { no, type BreachRefused } from './rules.ts';
import { findExamination, findReprimand, hasLetter, listGrounds } from './store.server.ts';

/** Minutes or a reprimand whose letter was withdrawn or became void get another one; what was said and decided stays as it is. */
export async function draftAgain(
  ctx: Ctx,
  input: { caseId: string; breachId: string; ofId: string },
): Promise<{ ok: true; letterId: string } | BreachRefused> {
  const { of, breach } = await lockBreach(ctx, input.caseId, input.breachId, 'breach:handle');
  const matter = matterOf({ alleged: breach.alleged, grounds: await listGrounds(ctx.tx, breach.id) });
  const held = await findExamination(ctx.tx, breach.id, input.ofId);
  if (held) {
    if (await hasLetter(ctx.tx, { thing: 'breaches.examination', id: held.id })) return no('letter_there');
    return { ok: true, letterId: await draftMinutes(ctx, of, held, matter) };
  }
  const reprimand = input.ofId === breach.id ? await findReprimand(ctx.tx, breach.id) : undefined;
  if (!reprimand) return no('wrong_state');
  if (await hasLetter(ctx.tx, { thing: 'breaches.breach', id: breach.id })) return no('letter_there');
  const letterId = await draftReprimand(ctx, of, { breachId: breach.id, matter, ...reprimand });
  await closeTasks(ctx, { unitId: of.unitId, kind: 'breaches.letter-gone', key: breach.id });
  return { ok: true, letterId };
}
