import type { Ctx } from '#platform/ctx';
import { lockSitting } from './access.server.ts';
import { sayHeard } from './hear-item.server.ts';
import { judgeHearing, no, type Heard, type Refused } from './rules.ts';
import type { Recommendation } from './sitting.ts';
import { listAttendees, listItems, lockItem, writeHearing } from './store.server.ts';

/**
 * Several items on which all agreed, with one reason. What was recorded meanwhile by the other secretary stays as it is. A child's matter that calls
 * his people is recorded by itself, because it is asked who of them was there.
 */
export async function hearMany(
  ctx: Ctx,
  input: { sittingId: string; items: readonly string[]; recommendation: Recommendation; reasons: string },
): Promise<{ ok: true; recorded: number; already: number } | Refused> {
  const { sitting } = await lockSitting(ctx, input.sittingId);
  if (input.items.length === 0) return no('nothing_chosen');
  const attendees = await listAttendees(ctx.tx, sitting.id);
  const heard: Heard = { ...input, way: 'consensus', votes: null, dissents: [] };
  const chosen = (await listItems(ctx.tx, sitting.id)).filter((one) => input.items.includes(one.id));
  const done = { ok: true as const, recorded: 0, already: 0 };
  for (const { id } of chosen) {
    const item = await lockItem(ctx.tx, id);
    if (!item || item.recommendation !== null) {
      done.already += 1;
      continue;
    }
    const verdict = judgeHearing({ ...item, state: sitting.state, attendees }, heard);
    if (!verdict.ok) return verdict;
    await writeHearing(ctx, item, heard);
    sayHeard(ctx, sitting, item, heard);
    done.recorded += 1;
  }
  return done;
}
