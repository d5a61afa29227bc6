import { yearOf } from '#kernel/plain-date';
import { holds, unitsWhere } from '#modules/access';
import { exportHref } from '#modules/exports/server';
import { readFiguresBelow, readPetitionFigures, todayOfDesk, yearsOfPetitions } from '#modules/petitions/server';
import { m } from '#messages';
import type { RouteAccess } from '#web/route-access';
import { showBelow, showDesk } from './shown.server.ts';
import type { PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['petition:handle', 'petition:oversee'] };

/** What a year came to: at the asker's own desk, and at the desks below it where he oversees them. */
export const load: PageServerLoad = ({ locals, url }) =>
  locals.read(async (ctx) => {
    const { language } = locals;
    const desk = unitsWhere(ctx.actor, 'petition:handle')[0];
    const over = unitsWhere(ctx.actor, 'petition:oversee')[0];
    const { unitId } = (desk ?? over)!;
    const today = await todayOfDesk(ctx, unitId);
    const years = await yearsOfPetitions(ctx, { unitId, today });
    const year = years.find((one) => String(one) === url.searchParams.get('year')) ?? yearOf(today);
    return {
      title: m.petitions_figures_title({ year: String(year) }),
      year: String(year),
      years: years.map((one) => ({ value: String(one), label: String(one) })),
      // What lies with the desk leaves as a file; the sums of those below are told on the page alone.
      exportHref:
        desk && holds(ctx.actor, 'export:ask')
          ? await exportHref(ctx, 'petition-figures', desk.unitId, { year: String(year) })
          : undefined,
      desk: desk && {
        name: desk.unitName,
        ...showDesk(await readPetitionFigures(ctx, { unitId, today }, year), language),
      },
      below: over && {
        unit: over.unitName,
        ...showBelow(await readFiguresBelow(ctx, over.unitId, year), language),
      },
    };
  });
