import { yearOf } from '#kernel/plain-date';
import { holds, unitsWhere } from '#modules/access';
import { exportHref } from '#modules/exports/server';
import { sumsBelow } from '#modules/petitions';
import {
  listPointersBelow,
  readFiguresBelow,
  readPetitionFigures,
  todayOfDesk,
  yearsOfPetitions,
} from '#modules/petitions/server';
import { m } from '#messages';
import type { RouteAccess } from '#web/route-access';
import { pagesOf, partAsked } from '../../today/list.server.ts';
import { showBelow, showDesk, showPointer, sumWords } from './shown.server.ts';
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
    const below = over && (await readFiguresBelow(ctx, over.unitId, year));
    const sum = sumsBelow.find((one) => one === url.searchParams.get('list'));
    const desks = below?.find(({ unitId: one }) => String(one) === url.searchParams.get('desk'));
    const part = partAsked(url);
    const list =
      over && sum
        ? await listPointersBelow(ctx, { unitId: over.unitId, year, deskId: desks?.unitId, what: sum }, part)
        : undefined;
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
      below: over && below && { unit: over.unitName, ...showBelow(below, year, language) },
      list: list &&
        sum && {
          title: [sumWords[sum](), desks?.unitName ?? m.petitions_figures_below_all()].join(' · '),
          rows: list.rows.map((one, at) => ({ key: part.offset + at, ...showPointer(one, language) })),
          pages: pagesOf(url, part.offset, list.total),
        },
    };
  });
