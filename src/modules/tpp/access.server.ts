import { isUuid } from '#kernel/id';
import { holds, may, mustBeAllowed } from '#modules/access';
import { todayAt } from '#modules/units';
import { getUnit } from '#modules/units/server';
import type { Ctx, ReadCtx } from '#platform/ctx';
import { NotFound } from '#platform/errors';
import type { Change } from './sitting.ts';
import { findSitting, isSecretary, lockSittingRow, type SittingOnFile } from './store.server.ts';

type Office = Awaited<ReturnType<typeof getUnit>>;

/** Whether the asker keeps the sittings of an office: who leads its section, and its secretaries while they work there. */
export async function keeps(ctx: ReadCtx, office: Office): Promise<boolean> {
  if (may(ctx.actor, 'sitting:keep', { unitId: office.id, unitPath: office.path })) return true;
  const isPosted = ctx.actor.postings.some((one) => one.unitId === office.id) && holds(ctx.actor, 'sitting:read');
  const { staffId } = ctx.actor;
  return isPosted && staffId !== null && isSecretary(ctx.tx, office.id, staffId, todayAt(office, ctx.now));
}

export async function mustKeep(ctx: ReadCtx, office: Office): Promise<void> {
  if (await keeps(ctx, office)) return;
  mustBeAllowed(ctx.actor, 'sitting:read', { unitId: office.id, unitPath: office.path, opened: true });
  mustBeAllowed(ctx.actor, 'sitting:keep', { unitId: office.id, unitPath: office.path });
}

/** A sitting that the asker may look at; of another office it is as absent as one that never was. */
export async function reachSitting(ctx: ReadCtx, id: string): Promise<{ sitting: SittingOnFile; office: Office }> {
  const sitting = isUuid(id) ? await findSitting(ctx.tx, id) : undefined;
  if (!sitting) throw new NotFound('sitting');
  const office = await getUnit(ctx, sitting.unitId);
  mustBeAllowed(ctx.actor, 'sitting:read', { unitId: office.id, unitPath: office.path, opened: true });
  return { sitting, office };
}

/** The answer to whoever changed something after somebody else had: who, when and what, so that nothing is overwritten unseen. */
export type ChangedMeanwhile = {
  ok: false;
  refusal: 'changed_meanwhile';
  changed: { by: string | null; at: string; what: Change };
};
export function changedMeanwhile({ changedBy, changedAt, changedWhat }: SittingOnFile): ChangedMeanwhile {
  return {
    ok: false,
    refusal: 'changed_meanwhile',
    changed: { by: changedBy, at: changedAt.toISOString(), what: changedWhat },
  };
}

/** The same, for its secretary, locked until the transaction ends: two secretaries act on a sitting one after the other. */
export async function lockSitting(
  ctx: Ctx,
  id: string,
): Promise<{ sitting: SittingOnFile; office: Office; today: ReturnType<typeof todayAt> }> {
  const { office } = await reachSitting(ctx, id);
  await mustKeep(ctx, office);
  const sitting = await lockSittingRow(ctx.tx, id);
  if (!sitting) throw new NotFound('sitting');
  return { sitting, office, today: todayAt(office, ctx.now) };
}
