import { may } from '#modules/access';
import { exportHref } from '#modules/exports/server';
import { unitTypeWords } from '#modules/units';
import { keepsHouse, listTree, nobodyWorksAt } from '#modules/units/server';
import { zoneLabel } from '#kernel/zone';
import type { RouteAccess } from '#web/route-access';
import type { PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['unit:administer'] };

export const load: PageServerLoad = async ({ locals }) => {
  const { tree, href, data, keeps } = await locals.read(async (ctx) => {
    const tree = await listTree(ctx);
    const keeps = await keepsHouse(ctx);
    const ids = keeps ? tree.map(({ id }) => id) : [];
    return {
      tree,
      keeps,
      data: await nobodyWorksAt(ctx, ids),
      href: await exportHref(ctx, 'units', ctx.actor.postings[0]!.unitId),
    };
  });
  return {
    exportHref: href,
    keeps,
    units: tree.map((unit) => ({
      id: unit.id,
      name: unit.name,
      depth: Math.min(unit.depth, 5),
      type: unitTypeWords[unit.type](),
      class: unit.class ?? '',
      zone: zoneLabel[unit.zone],
      mine: data.has(unit.id) || may(locals.actor!, 'unit:administer', { unitId: unit.id, unitPath: unit.path }),
    })),
  };
};
