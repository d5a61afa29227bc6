import type { RequestEvent } from '@sveltejs/kit';
import { isUuid, newId } from '#kernel/id';
import { listDenied, noteDenied, noteSought } from '#modules/people/server';
import { logError } from '#platform/log.server';
import { sentForm } from '#web/refused-submission.server';

type Event = Pick<RequestEvent, 'locals' | 'params' | 'url' | 'request'>;

/** Whoever is excluded from nobody has nothing to be noted, and his answers cost no more than themselves. */
const isExcluded = ({ actor }: Event['locals']) => actor?.stage === 'full' && actor.isExcluded;

/**
 * After an answer that there is nothing: notes where that was said because the asker is excluded, whether the address or the form named
 * the record. Nobody waits for it, and of whoever is excluded from anybody every such answer begins it, so that hidden and absent stay alike,
 * in time as well.
 */
export function noteWhatWasDenied(event: Event): void {
  const ids = namedIn(event);
  const { locals } = event;
  if (!isExcluded(locals) || ids.length === 0) return;
  void (async () => {
    const denied = await locals.read((ctx) => listDenied(ctx, ids));
    if (denied.length > 0)
      await locals.runOnce({ id: newId(), body: { denied: ids } }, (ctx) => noteDenied(ctx, denied));
  })().catch(logError);
}

/** After any answer to a search: notes where it named somebody from whom the asker is excluded. Begun after each, found or not, as above. */
export function noteWhatWasSought({ locals, url }: Event): void {
  const typed = url.searchParams.get('q');
  if (!isExcluded(locals) || !typed) return;
  void locals.read((ctx) => noteSought(ctx, typed)).catch(logError);
}

/** Ids of whatever an address or a form names; more than a form of ours has are somebody's experiment. */
const MOST_IDS = 100;
function namedIn({ params, url, request }: Event): string[] {
  const form = sentForm(request);
  const values = [...Object.values(params), ...url.searchParams.values(), ...(form ? form.values() : [])];
  return [...new Set(values.filter((value) => isUuid(value)).map((id) => id.toLowerCase()))].slice(0, MOST_IDS);
}
