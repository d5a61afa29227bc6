import { formatShortMoment } from '#kernel/format';
import { desksAt, getLetterKind, listLetterKinds, nameOfLetterKind, numberLabel } from '#modules/letters';
import { numberingOf, officeOf, wordingOf } from '#modules/letters/server';
import { citation, standingWords } from '#modules/rules';
import { todayAt } from '#modules/units';
import { m } from '#messages';
import type { RouteAccess } from '#web/route-access';
import { officeAsked } from './office.server.ts';
import type { PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['letter:administer'] };

export const load: PageServerLoad = ({ locals, url }) =>
  locals.read(async (ctx) => {
    const { unit, units } = await officeAsked(ctx, url);
    const office = await officeOf(ctx, unit.id);
    const { pattern, unitCode } = await numberingOf(ctx, office.unit);
    const templates = [];
    for (const kind of listLetterKinds(desksAt(office.unit.type))) {
      const { wording, isOwn, setAt } = await wordingOf(ctx, unit.id, kind);
      templates.push({
        kind,
        href: `/settings/letters/${kind}?unit=${unit.id}`,
        name: nameOfLetterKind(kind),
        source: getLetterKind(kind)
          .sources.map((source) => `${citation(source)} (${standingWords[source.standing]()})`)
          .join('; '),
        classification: wording.classification,
        version:
          isOwn && setAt
            ? m.letters_template_own({ when: formatShortMoment(setAt, unit.zone, locals.language) })
            : m.letters_template_standard(),
      });
    }
    return {
      saved: url.searchParams.has('saved'),
      unit: { id: String(unit.id), name: unit.name },
      units,
      templates,
      head: office.head.lines,
      isOwnHead: office.isOwnHead,
      example: numberLabel(pattern, {
        number: 12,
        unit: unitCode,
        classification: 'PK.05.01',
        dated: todayAt(office.unit, ctx.now),
      }),
    };
  });
