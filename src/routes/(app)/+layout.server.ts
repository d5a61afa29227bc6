import { formatDay } from '#kernel/format';
import { holds } from '#modules/access';
import { roleWords } from '#modules/units';
import { modulesOff } from '#modules/units/server';
import { m } from '#messages';
import { refusal } from '#web/refused-page.server';
import { countOwnTasks } from './own-tasks.server.ts';
import { railFor, switchedOffHere } from './rail.server.ts';
import { saySwitchedOff } from './switched-off.server.ts';
import type { LayoutServerLoad } from './$types';

/** The frame around every staff page. It decides nothing: each page asks for its own right. */
export const load: LayoutServerLoad = async ({ locals, url }) => {
  const { actor } = locals;
  if (actor?.kind !== 'staff' || actor.stage !== 'full') return { frame: null };
  const home = actor.postings[0];
  const { counts, off, closed } = await locals.read(async (ctx) => {
    const counts = await countOwnTasks(locals, ctx);
    const off = await modulesOff(ctx, [...new Set(actor.postings.map(({ unitId }) => unitId))]);
    const module = switchedOffHere(actor, url.pathname, off);
    return { counts, off, closed: module ? await saySwitchedOff(ctx, module) : null };
  });
  const total = counts.reduce((sum, count) => sum + count.total, 0);
  return {
    frame: {
      groups: railFor(actor, url.pathname, { total, urgent: counts.some((count) => count.overdue > 0) }, off),
      closed,
      searches: holds(actor, 'person:search'),
      name: actor.name,
      role: [...new Set(actor.postings.map((posting) => roleWords[posting.role as keyof typeof roleWords]()))].join(
        ', ',
      ),
      units: [...new Map(actor.postings.map(({ unitId, unitName }) => [unitId, unitName]))].map(([id, name]) => ({
        id,
        name,
      })),
      here: refusal()?.at ?? url.pathname + url.search,
      demo: home?.demoToday ? m.frame_demo_banner({ day: formatDay(home.demoToday, locals.language) }) : null,
    },
  };
};
