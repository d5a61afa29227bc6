import { formatNumber } from '#kernel/format';
import { holds } from '#modules/access';
import { qualityKinds, qualityWords } from '#modules/people';
import { countQuality, countQuestions, type UnitQuestions } from '#modules/people/server';
import { m } from '#messages';
import type { RouteAccess } from '#web/route-access';
import type { PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['person:search'] };

export const load: PageServerLoad = ({ locals }) =>
  locals.read(async (ctx) => {
    const { language } = locals;
    const reads = holds(ctx.actor, 'person:link') || holds(ctx.actor, 'person:compare');
    const waiting = new Map((reads ? await countQuestions(ctx) : []).map((one) => [one.unitId, one]));
    const number = (value: number) => formatNumber(value, language);
    const line = (key: string, label: string, total: number, href: string) => ({
      kind: key,
      label,
      total: number(total),
      href: total > 0 ? href : undefined,
    });
    const questionsOf = (unitId: number) => {
      const none = { open: 0, over7: 0, over30: 0, over90: 0, inside: 0 };
      const { open, over7, over30, over90, inside }: Omit<UnitQuestions, 'unitId' | 'unit'> =
        waiting.get(unitId) ?? none;
      const list = `/people/questions?unit=${unitId}`;
      const older = (days: number, total: number) =>
        line(`older${days}`, m.people_quality_questions_older({ days }), total, `${list}&older=${days}`);
      return [
        line('open', m.people_quality_questions_open(), open, list),
        line('inside', m.people_quality_inside(), inside, `${list}&place=inside`),
        older(7, over7),
        older(30, over30),
        older(90, over90),
      ];
    };
    return {
      questions: reads ? number([...waiting.values()].reduce((sum, { open }) => sum + open, 0)) : undefined,
      units: (await countQuality(ctx)).map((one) => ({
        id: one.unitId,
        name: one.unit,
        people: number(one.people),
        questions: reads ? questionsOf(one.unitId) : [],
        kinds: qualityKinds.map((kind) =>
          line(kind, qualityWords[kind](), one[kind], `/quality/list?unit=${one.unitId}&kind=${kind}`),
        ),
      })),
    };
  });
