import { error } from '@sveltejs/kit';
import { formatNumber } from '#kernel/format';
import { nikEnding, type Nik } from '#kernel/nik';
import { formatPartialDate } from '#kernel/partial-date';
import { qualityKinds, qualityWords, sexWords } from '#modules/people';
import { countQuality, listQuality } from '#modules/people/server';
import { m } from '#messages';
import type { RouteAccess } from '#web/route-access';
import { pagesOf, partAsked } from '../../today/list.server.ts';
import type { PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['person:search'] };

export const load: PageServerLoad = ({ locals, url }) =>
  locals.read(async (ctx) => {
    const { language } = locals;
    const kind = qualityKinds.find((one) => one === url.searchParams.get('kind'));
    const unit = (await countQuality(ctx)).find(({ unitId }) => String(unitId) === url.searchParams.get('unit'));
    if (!kind || !unit) error(404, m.errors_not_found());
    const part = partAsked(url);
    const { rows, total } = await listQuality(ctx, { unitId: unit.unitId, kind }, part);
    return {
      title: qualityWords[kind](),
      unit: unit.unit,
      summary: m.people_quality_count({ count: formatNumber(total, language) }),
      pages: pagesOf(url, part.offset, total),
      rows: rows.map((one) => ({
        id: one.personId,
        name: one.name,
        href: `/people/${one.personId}`,
        register: one.registerLabel ?? '',
        nik: one.nik ? nikEnding(one.nik as Nik) : '–',
        birth: one.birth ? formatPartialDate(one.birth, language) : '–',
        place: one.birthPlace || '–',
        mother: one.motherName || '–',
        sex: one.sex ? sexWords[one.sex]() : '–',
        pk: one.pkName ?? '–',
      })),
    };
  });
