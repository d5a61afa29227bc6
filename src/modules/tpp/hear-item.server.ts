import { isUuid } from '#kernel/id';
import type { Ctx } from '#platform/ctx';
import { NotFound } from '#platform/errors';
import { lockSitting, type ChangedMeanwhile } from './access.server.ts';
import { findRecorder, findSittingOf } from './queries.server.ts';
import { judgeHearing, type Heard, type Refused } from './rules.ts';
import { listAttendees, lockItem, writeHearing, type ItemOnFile, type SittingOnFile } from './store.server.ts';

/** What the sitting advised on one item, as long as it is held; said again, it is a correction that the journal keeps. */
export async function hearItem(
  ctx: Ctx,
  input: Heard & { itemId: string; version: number },
): Promise<{ ok: true } | Refused | ChangedMeanwhile> {
  const sittingId = isUuid(input.itemId) ? await findSittingOf(ctx, input.itemId) : undefined;
  if (!sittingId) throw new NotFound('item');
  // The sitting first, as whoever closes it does, so that two never wait for each other.
  const { sitting } = await lockSitting(ctx, sittingId);
  const found = await lockItem(ctx.tx, input.itemId);
  if (!found) throw new NotFound('item');
  if (found.version !== input.version) {
    const { by, at } = await findRecorder(ctx, found.id);
    return { ok: false, refusal: 'changed_meanwhile', changed: { by, at: at.toISOString(), what: 'agenda' } };
  }
  const attendees = await listAttendees(ctx.tx, sitting.id);
  const verdict = judgeHearing({ ...found, state: sitting.state, attendees }, input);
  if (!verdict.ok) return verdict;
  await writeHearing(ctx, found, input);
  sayHeard(ctx, sitting, found, input);
  return { ok: true };
}

/** The line that stands in the client's own history. */
export function sayHeard(ctx: Ctx, sitting: SittingOnFile, item: ItemOnFile, heard: Heard): void {
  ctx.journal({
    what: 'sitting.item-heard',
    unitId: sitting.unitId,
    caseId: item.caseId,
    personId: item.personId,
    about: {
      sittingId: sitting.id,
      itemId: item.id,
      kind: item.kind,
      before: item.recommendation,
      advice: heard.recommendation,
      way: heard.way,
      dissents: heard.dissents.length,
    },
  });
}
