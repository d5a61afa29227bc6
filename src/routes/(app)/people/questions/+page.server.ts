import { formatNumber, formatShortMoment } from '#kernel/format';
import { questionWords } from '#modules/people';
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
    const { rows, total } = await listQuestions(ctx, { why, ...part });
    const zone = ctx.actor.postings[0]?.zone ?? 'Asia/Jakarta';
    return {
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
