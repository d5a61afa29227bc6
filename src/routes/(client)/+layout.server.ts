import { formatDay } from '#kernel/format';
import { readOwnCard } from '#modules/accounts/server';
import { findUnit } from '#modules/units/server';
import { m } from '#messages';
import type { LayoutServerLoad } from './$types';

/** The frame around the pages of clients and guarantors. It decides nothing: each page asks for its own right. */
export const load: LayoutServerLoad = async ({ locals, url }) => {
  const here = url.pathname + url.search;
  const own = locals.actor?.stage === 'full' ? locals.actor.own : null;
  if (!own) return { here, own: null };
  const { card, office } = await locals.read(async (ctx) => ({
    card: await readOwnCard(ctx),
    office: await findUnit(ctx, own.unitId),
  }));
  return {
    here,
    own: {
      office: office?.name ?? '',
      phone: office?.phone ?? '',
      /** Nothing else is open before the printed PIN has been changed. */
      isInside: card.pinChosen,
      demo: own.demoToday ? m.frame_demo_banner({ day: formatDay(own.demoToday, locals.language) }) : null,
    },
  };
};
