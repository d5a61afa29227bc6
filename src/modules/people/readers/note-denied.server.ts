import { openTask } from '#modules/tasks/server';
import type { Ctx } from '#platform/ctx';
import type { Denied } from './readers.store.server.ts';

/**
 * Somebody was told that there is nothing where something is hidden because he is excluded from it: it stands in the access log, and
 * whoever excluded him is told, or who leads that office after him (security b.4).
 */
export async function noteDenied(ctx: Ctx, denied: readonly Denied[]): Promise<{ ok: true }> {
  for (const { personId, caseId, unitId, setBy } of denied) {
    ctx.accessed({ what: 'person.denied', unitId, caseId, personId });
    await openTask(ctx, {
      unitId,
      kind: 'people.denied',
      key: `${ctx.actor.accountId}:${personId}`,
      forRole: 'head_of_bapas',
      staffId: setBy,
      facts: { accountId: ctx.actor.accountId, username: ctx.actor.username, personId },
    });
  }
  return { ok: true };
}
