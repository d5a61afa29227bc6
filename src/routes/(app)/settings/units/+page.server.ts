import { may } from '#modules/access';
import { unitTypeWords } from '#modules/units';
import { listTree } from '#modules/units/server';
import { zoneLabel } from '#kernel/zone';
import type { RouteAccess } from '#web/route-access';
import type { PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['unit:administer'] };

export const load: PageServerLoad = async ({ locals }) => {
  const tree = await locals.read((ctx) => listTree(ctx));
  return {
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
