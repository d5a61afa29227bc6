import type { RequestEvent } from '@sveltejs/kit';
import { isUuid, newId } from '#kernel/id';
import { listDenied, noteDenied } from '#modules/people/server';
import { logError } from '#platform/log.server';

/**
 * After an answer that there is nothing: notes where that was said because the asker is excluded. Nobody waits for it and every such
 * answer begins it, so that hidden and absent stay alike, in time as well.
 */
export function noteWhatWasDenied({ locals, params }: Pick<RequestEvent, 'locals' | 'params'>): void {
  const ids = Object.values(params).filter((value) => isUuid(value));
  if (locals.actor?.kind !== 'staff' || locals.actor.stage !== 'full' || ids.length === 0) return;
  void (async () => {
    const denied = await locals.read((ctx) => listDenied(ctx, ids));
    if (denied.length > 0)
      await locals.runOnce({ id: newId(), body: { denied: ids } }, (ctx) => noteDenied(ctx, denied));
  })().catch(logError);
}
