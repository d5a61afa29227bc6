import { formatNumber } from '#kernel/format';
import { holds } from '#modules/access';
import { qualityKinds, qualityWords } from '#modules/people';
import { countQuality, listQuestions } from '#modules/people/server';
import type { RouteAccess } from '#web/route-access';
import type { PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['person:search'] };

export const load: PageServerLoad = ({ locals }) =>
  locals.read(async (ctx) => {
    const { language } = locals;
    const questions = holds(ctx.actor, 'person:link') ? (await listQuestions(ctx, { limit: 1 })).total : undefined;
    return {
      questions: questions === undefined ? undefined : formatNumber(questions, language),
      units: (await countQuality(ctx)).map((one) => ({
        id: one.unitId,
        name: one.unit,
        people: formatNumber(one.people, language),
        kinds: qualityKinds.map((kind) => ({
          kind,
          label: qualityWords[kind](),
          total: formatNumber(one[kind], language),
          href: one[kind] > 0 ? `/quality/list?unit=${one.unitId}&kind=${kind}` : undefined,
        })),
      })),
    };
  });
