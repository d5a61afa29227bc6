import type { Ctx } from '#platform/ctx';
import { changedMeanwhile, lockSitting, type ChangedMeanwhile } from './access.server.ts';
import { papers } from './papers.server.ts';
import { judgeInvitation, nextState, type Refused } from './rules.ts';
import { changeSitting, insertAttendees, listItems, listMembers, sitsOn } from './store.server.ts';

/** The members of that day are called, with a letter; from now on they see the agenda. */
export async function invite(
  ctx: Ctx,
  input: { sittingId: string; version: number },
): Promise<{ ok: true } | Refused | ChangedMeanwhile> {
  const { sitting, today } = await lockSitting(ctx, input.sittingId);
  if (sitting.version !== input.version) return changedMeanwhile(sitting);
  const members = (await listMembers(ctx.tx, sitting.unitId)).filter((one) => sitsOn(one, sitting.day));
  const items = await listItems(ctx.tx, sitting.id);
  const verdict = judgeInvitation(sitting, members, items.length, today);
  if (!verdict.ok) return verdict;
  await insertAttendees(ctx.tx, sitting, members);
  await papers().invitation(ctx, sitting.id);
  await changeSitting(ctx, sitting, 'invitation', { state: nextState(sitting.state, 'invite')!, invited_on: today });
  ctx.journal({
    what: 'sitting.invited',
    unitId: sitting.unitId,
    about: { sittingId: sitting.id, day: sitting.day, members: members.length, items: items.length },
  });
  return { ok: true };
}
