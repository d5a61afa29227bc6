import { formatNumber, formatShortMoment } from '#kernel/format';
import { questionWords } from '#modules/people';
import { getImport, listTakenPeople } from '#modules/imports/server';
import { listQuestions, questionWhys } from '#modules/people/server';
import { m } from '#messages';
import type { RouteAccess } from '#web/route-access';
import { pagesOf, partAsked } from '../../today/list.server.ts';
import { showOther } from '../links.server.ts';
import type { PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['person:link'] };

export const load: PageServerLoad = ({ locals, url }) =>
  locals.read(async (ctx) => {
    const { language } = locals;
    const part = partAsked(url);
    const why = questionWhys.find((one) => one === url.searchParams.get('why'));
    // Those of one list that was taken: the number beside it leads here.
    const asked = url.searchParams.get('import');
    const of = asked === null ? undefined : await getImport(ctx, asked);
    const among = of && (await listTakenPeople(ctx, of));
    const { rows, total } = await listQuestions(ctx, { why, among, ...part });
    const zone = ctx.actor.postings[0]?.zone ?? 'Asia/Jakarta';
    return {
      lead: of ? m.people_questions_of_import({ file: of.fileName }) : m.people_questions_lead(),
      import: of?.id ?? null,
      why: why ?? '',
      whys: questionWhys.map((value) => ({ value, label: questionWords[value]() })),
      pages: {
        summary: m.people_questions_count({ count: formatNumber(total, language) }),
        ...pagesOf(url, part.offset, total),
      },
      rows: rows.map((row) => ({
        id: row.id,
        person: row.name,
        href: `/people/${row.personId}/links`,
        other: showOther(row, language),
        why: questionWords[row.why](),
        since: formatShortMoment(row.since, zone, language),
        unit: row.unitName,
      })),
    };
  });
