import { isOpen } from '#modules/cases';
import { reachCase } from '#modules/cases/server';
import type { Ctx } from '#platform/ctx';
import type { GroundCode } from './breach.ts';
import { putBefore, termFrom } from './reach.server.ts';
import { no, type BreachRefused } from './rules.ts';
import { insertBreach, insertGrounds } from './store.server.ts';

/** What a petition says is proposed only: the counsellor confirms or dismisses it. Nothing of who petitioned may stand in `note`. */
export async function openFromPetition(
  ctx: Ctx,
  input: { caseId: string; grounds: readonly GroundCode[]; note: string },
): Promise<{ ok: true; breachId: string } | BreachRefused> {
  const of = await reachCase(ctx, input.caseId, 'breach:handle');
  if (!isOpen(of.state)) return no('case_not_open');
  if (input.grounds.length === 0) return no('ground_missing');
  const breachId = ctx.newId();
  const due = await termFrom(ctx, of.unitId, 'confirm', of.today);
  const source = 'petition';
  await insertBreach(ctx, of, { id: breachId, source, openedOn: of.today, note: input.note, alleged: '', due });
  await insertGrounds(ctx, of, breachId, input.grounds);
  await putBefore(ctx, of, breachId, 'proposed', due);
  ctx.journal({
    what: 'breach.opened',
    unitId: of.unitId,
    caseId: of.id,
    personId: of.personId,
    about: { breachId, source, grounds: input.grounds.join(' ') },
  });
  return { ok: true, breachId };
}
