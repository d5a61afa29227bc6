import { routeWords } from '#modules/breaches';
import { kindRow, kindWords } from '#modules/cases';
import { getUnit } from '#modules/units/server';
import type { RouteAccess } from '#web/route-access';
import { birthWords } from '../../../../shown.server.ts';
import { showBreach } from '../../shown.server.ts';
import { filePaper } from './file-paper.server.ts';
import type { PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['case:read_specific'] };

/** The whole matter as it prints. */
export const load: PageServerLoad = ({ locals, params }) =>
  locals.read(async (ctx) => {
    const { breach: one, header, ...page } = await showBreach(ctx, params, locals.language);
    const unit = await getUnit(ctx, one.unitId);
    return {
      ...page,
      unit: { name: unit.name, address: unit.address },
      paper: filePaper(one, {
        name: header.name,
        label: header.label ?? '',
        kind: kindWords[header.kind](),
        birth: birthWords(header, 'id'),
        route: routeWords[kindRow(header.kind).early]({}, { locale: 'id' }),
      }),
    };
  });
