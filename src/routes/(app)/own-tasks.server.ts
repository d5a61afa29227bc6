import { todayAt } from '#modules/units';
import { countTasks, type TaskCount } from '#modules/tasks/server';
import type { ReadCtx } from '#platform/ctx';

/**
 * What waits for the asker, counted by kind. The frame of every page shows it and his home page lists it: whichever asks first counts for
 * both, as they are put together at the same time and must not disagree.
 */
export function countOwnTasks(locals: App.Locals, ctx: ReadCtx): Promise<TaskCount[]> {
  if (locals.ownTasks) return locals.ownTasks;
  const home = ctx.actor.postings[0];
  const counted = countTasks(ctx, { scope: 'mine', ...(home ? { today: todayAt(home, ctx.now) } : {}) });
  locals.ownTasks = counted;
  // Whoever tries again, because the database was away, counts anew.
  counted.catch(() => {
    if (locals.ownTasks === counted) delete locals.ownTasks;
  });
  return counted;
}
