import type { Ctx, ReadCtx } from '#platform/ctx';
import { findSittingKind, listSittingKinds, type Waiting } from './kinds.server.ts';
import type { ItemKind } from './sitting.ts';
import {
  findNextAgenda,
  insertItems,
  listDeferred,
  listOnAgendas,
  type NewItem,
  type SittingOnFile,
} from './store.server.ts';

export type Queued = Waiting & { kind: ItemKind; sittingId: string | null };

/** What waits in an office for a sitting, module by module, the urgent first, then the longest; `sittingId` where it stands on an agenda already. */
export async function gatherQueue(ctx: ReadCtx, unitId: number): Promise<Queued[]> {
  const onAgendas = await listOnAgendas(ctx.tx, unitId);
  const queued: Queued[] = [];
  for (const kind of listSittingKinds())
    for (const one of await findSittingKind(kind)!.listWaiting(ctx, unitId))
      queued.push({ ...one, kind, sittingId: onAgendas.get(`${kind} ${one.subjectId}`) ?? null });
  return queued.sort((a, b) =>
    Boolean(a.urgent) !== Boolean(b.urgent)
      ? Number(Boolean(b.urgent)) - Number(Boolean(a.urgent))
      : a.since === b.since
        ? a.subjectId < b.subjectId
          ? -1
          : 1
        : a.since < b.since
          ? -1
          : 1,
  );
}

/** Puts what was chosen from the queue on an agenda; what went onto another one meanwhile is left there. */
export async function putQueued(ctx: Ctx, sitting: SittingOnFile, queued: readonly Queued[]): Promise<number> {
  const deferred = await listDeferred(ctx.tx, sitting.unitId);
  const items = queued
    .filter((one) => one.sittingId === null)
    .map((one): NewItem => ({
      ...one,
      id: ctx.newId(),
      deferredFrom: one.deferred ? (deferred.get(`${one.kind} ${one.subjectId}`) ?? null) : null,
    }));
  return insertItems(ctx, sitting, items);
}

/** What a sitting put off goes onto the next agenda that is open, by itself; where there is none, the next one takes it when it is made. */
export async function carryDeferred(ctx: Ctx, unitId: number): Promise<{ carried: number; to: string | null }> {
  const next = await findNextAgenda(ctx.tx, unitId);
  if (!next) return { carried: 0, to: null };
  const queue = await gatherQueue(ctx, unitId);
  return {
    carried: await putQueued(
      ctx,
      next,
      queue.filter((one) => one.deferred),
    ),
    to: next.id,
  };
}
