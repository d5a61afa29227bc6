import { error } from '@sveltejs/kit';
import { isUuid } from '#kernel/id';
import { readDossier } from '#modules/dossiers/server';
import { getUnit } from '#modules/units/server';
import { formatDate } from '#kernel/format';
import { kindWords } from '#modules/cases';
import { m } from '#messages';
import type { RouteAccess } from '#web/route-access';
import { showCase } from '../../shown.server.ts';
import { aboutOf, alternativesOf, conditionsOf, riskOf } from './parts.server.ts';
import { criteriaOf } from './criteria.server.ts';
import { similarOf } from './similar.server.ts';
import { closedParts, stripOf, timelineOf } from './timeline.server.ts';
import type { PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['case:read_specific'] };

/** What somebody looks at who decides about a breach of this client; `breach` in the address chooses which. */
export const load: PageServerLoad = ({ locals, params, url }) =>
  locals.read(async (ctx) => {
    const { language } = locals;
    const asked = url.searchParams.get('breach');
    if (asked !== null && !isUuid(asked)) error(404, m.errors_not_found());
    const { header, ...shown } = await showCase(ctx, params.caseId, 'breaches', language);
    const one = await readDossier(ctx, params.caseId, asked ?? undefined);
    const unit = await getUnit(ctx, header.unitId);
    const at = { base: shown.base, language };
    return {
      shown,
      unit: { name: unit.name, address: unit.address },
      annex: {
        client: m.dossiers_annex_client({ name: header.name, label: header.label ?? '–' }),
        day: m.dossiers_annex_day({ day: formatDate(one.today, language) }),
      },
      about: aboutOf(one, at),
      closed: closedParts(one),
      criteria: criteriaOf(one, at),
      timeline: timelineOf(one, at),
      strip: stripOf(one, language),
      conditions: conditionsOf(one, at),
      risk: riskOf(one, at),
      isChild: header.ageGroup === 'child',
      alternatives: alternativesOf(one, at),
      similar: similarOf(one, kindWords[header.kind](), language),
    };
  });
