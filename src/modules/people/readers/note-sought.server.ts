import type { ReadCtx } from '#platform/ctx';
import { readSearch } from '../rules.ts';
import { listSought } from './readers.store.server.ts';

/**
 * Somebody searched by the whole name or a number of a person from whom he is excluded, and was told of nobody: the access log has a line.
 * It makes no task, since a name may be another's too. Ask after the answer: nothing of it may go into one, nor anybody wait for it.
 */
export async function noteSought(ctx: ReadCtx, typed: string): Promise<void> {
  const asked = readSearch(typed);
  if (!asked.ok) return;
  for (const { personId, caseId, unitId } of await listSought(ctx, asked))
    ctx.accessed({ what: 'person.sought', unitId, caseId, personId });
}
