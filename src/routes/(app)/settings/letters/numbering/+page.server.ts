import { redirect } from '@sveltejs/kit';
import { yearOf } from '#kernel/plain-date';
import { formatNumber } from '#kernel/format';
import { numberLabel, NumberingForm, numberParts, refusalWords, sayPatternProblem } from '#modules/letters';
import { numberingOf, officeOf, seriesOf, setNumbering } from '#modules/letters/server';
import { todayAt } from '#modules/units';
import { m } from '#messages';
import { newSubmissionId, readForm } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { sayFailure, sayRefusal } from '#web/say-problems.server';
import { officeAsked } from '../office.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['letter:administer'] };

const partWords: Record<(typeof numberParts)[number], () => string> = {
  number: m.letters_part_number,
  unit: m.letters_part_unit,
  classification: m.letters_part_classification,
  month: m.letters_part_month,
  year: m.letters_part_year,
};

export const load: PageServerLoad = ({ locals, url }) =>
  locals.read(async (ctx) => {
    const { unit } = await officeAsked(ctx, url);
    const office = await officeOf(ctx, unit.id);
    const { pattern, unitCode } = await numberingOf(ctx, office.unit);
    const today = todayAt(office.unit, ctx.now);
    const series = await seriesOf(ctx, unit.id);
    const year = yearOf(today);
    return {
      submissionId: newSubmissionId(),
      unit: { id: String(unit.id), name: unit.name },
      pattern,
      unitCode,
      example: numberLabel(pattern, { number: 12, unit: unitCode, classification: 'PK.05.01', dated: today }),
      year: String(year),
      hasBegun: series.some((one) => one.year === year),
      parts: numberParts.map((part) => ({ part: `{${part}}`, says: partWords[part]() })),
      series: series.map((one) => ({ year: String(one.year), last: formatNumber(one.last, locals.language) })),
    };
  });

export const actions: Actions = {
  default: async ({ request, locals }) => {
    const form = await readForm(request, NumberingForm);
    if (!form.ok) return sayFailure(form.failure, refusalWords, locals.language);
    const { unit, pattern, unitCode, startsAfter } = form.values;
    const answer = await locals.runOnce(form.submission, (ctx) =>
      setNumbering(ctx, { unitId: unit, pattern, unitCode, startsAfter }),
    );
    if (!answer.ok) {
      const own =
        'problem' in answer
          ? { ...refusalWords, pattern_wrong: () => sayPatternProblem(answer.problem) }
          : refusalWords;
      const field = answer.refusal === 'series_begun' ? 'startsAfter' : 'pattern';
      return sayRefusal(409, form.typed, { [field]: [answer.refusal] }, own, locals.language);
    }
    redirect(303, `/settings/letters?unit=${unit}&saved=1`);
  },
};
