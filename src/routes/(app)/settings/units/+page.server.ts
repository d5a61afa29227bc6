import { may } from '#modules/access';
import { exportHref } from '#modules/exports/server';
import { unitTypeWords } from '#modules/units';
import { listTree } from '#modules/units/server';
import { zoneLabel } from '#kernel/zone';
import type { RouteAccess } from '#web/route-access';
import type { PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['unit:administer'] };

export const load: PageServerLoad = async ({ locals }) => {
  const { tree, href } = await locals.read(async (ctx) => ({
    tree: await listTree(ctx),
    href: await exportHref(ctx, 'units', ctx.actor.postings[0]!.unitId),
  }));
  return {
    exportHref: href,
    units: tree.map((unit) => ({
      id: unit.id,
      name: unit.name,
      depth: Math.min(unit.depth, 5),
      type: unitTypeWords[unit.type](),
      class: unit.class ?? '',
      zone: zoneLabel[unit.zone],
      mine: may(locals.actor!, 'unit:administer', { unitId: unit.id, unitPath: unit.path }),
    })),
  };
};
