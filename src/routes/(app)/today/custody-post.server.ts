import { formatNumber, type Locale } from '#kernel/format';
import { unitsWhere } from '#modules/access';
import { countOccupants, countWorries, findCapacity, listArriving, sumOf } from '#modules/custody/server';
import { todayAt } from '#modules/units';
import { m } from '#messages';
import type { ReadCtx } from '#platform/ctx';
import { termDays } from '../custody/term-days.server.ts';
import type { Post } from './post.ts';

/** Who is held today on how many places, and whose papers run out: for whoever keeps the registers or leads there. */
export async function custodyPosts(ctx: ReadCtx, language: Locale): Promise<Post[]> {
  const posts: Post[] = [];
  for (const posting of unitsWhere(ctx.actor, 'custody:list')) {
    const { unitId, unitName } = posting;
    const today = todayAt(posting, ctx.now);
    const days = await termDays(ctx, unitId, today);
    const { occupants } = sumOf(await countOccupants(ctx, unitId, today));
    const worries = await countWorries(ctx, unitId, today, days);
    const capacity = await findCapacity(ctx, unitId, today);
    const arriving = await listArriving(ctx, unitId);
    const number = (value: number) => formatNumber(value, language);
    const list = (part = '') => `/custody/occupants?unit=${unitId}${part}`;
    const isOver = capacity !== undefined && occupants > capacity.places;
    posts.push({
      key: `custody-${unitId}`,
      title: m.custody_post({ unit: unitName }),
      lines: [
        {
          key: 'occupants',
          label: m.custody_occupants(),
          text: number(occupants),
          href: list(),
          ...(capacity ? { note: m.custody_post_places({ places: number(capacity.places) }) } : {}),
          ...(isOver ? { tone: 'warning' as const } : {}),
        },
        {
          key: 'over',
          label: m.custody_worry_term_over(),
          text: number(worries.termOver),
          href: list('&term=over'),
          ...(worries.termOver > 0 ? { tone: 'error' as const } : {}),
        },
        {
          key: 'soon',
          label: m.custody_worry_term_soon({ days: number(days) }),
          text: number(worries.termSoon),
          href: list('&term=soon'),
          ...(worries.termSoon > 0 ? { tone: 'warning' as const } : {}),
        },
        {
          key: 'arriving',
          label: m.custody_arriving_title(),
          text: number(arriving.length),
          href: `/custody?unit=${unitId}`,
        },
      ],
    });
  }
  return posts;
}
