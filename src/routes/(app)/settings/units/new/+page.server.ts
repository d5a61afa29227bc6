import { redirect } from '@sveltejs/kit';
import { formatNumericDate } from '#kernel/format';
import { kindsAbove, kindsBelow, NewUnitForm, todayAt, unitProblemWords } from '#modules/units';
import { addUnit, addUnitAbove, topToPutUnder, unitToKeep } from '#modules/units/server';
import { NotFound } from '#platform/errors';
import { newSubmissionId, readForm } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { sayFailure, sayRefusal } from '#web/say-problems.server';
import { fieldsOf, unitOptions } from '../unit-page.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['unit:administer'] };

/** Where the new unit stands: below one that exists, or above the one that is the top so far. */
function placeOf(url: URL): { is: 'below' | 'above'; unitId: number } {
  const above = url.searchParams.get('above');
  const asked = above ?? url.searchParams.get('parent') ?? '';
  if (!/^\d{1,9}$/.test(asked)) throw new NotFound('no unit beside which it stands');
  return { is: above === null ? 'below' : 'above', unitId: Number(asked) };
}

export const load: PageServerLoad = async ({ locals, url }) => {
  const { is, unitId } = placeOf(url);
  const beside = await locals.read((ctx) => (is === 'above' ? topToPutUnder(ctx, unitId) : unitToKeep(ctx, unitId)));
  const types = is === 'above' ? kindsAbove(beside.type) : kindsBelow(beside.type);
  if (types.length === 0) throw new NotFound('nothing stands there');
  return {
    submissionId: newSubmissionId(),
    place: is,
    beside: beside.name,
    options: unitOptions(locals.language, types),
    values: {
      type: types[0]!,
      zone: beside.zone,
      ledgerStartsOn: formatNumericDate(todayAt(beside, new Date())),
    } as Record<string, string>,
  };
};

const fieldOf: Record<string, string> = {
  class_not_for_type: 'class',
  no_working_day: 'workingDays',
  code_taken: 'code',
  not_below_that: 'type',
  not_above_that: 'type',
};

export const actions: Actions = {
  default: async ({ request, locals, url }) => {
    const form = await readForm(request, NewUnitForm);
    if (!form.ok) return sayFailure(form.failure, unitProblemWords, locals.language);
    const { code, ...typed } = form.values;
    const { is, unitId } = placeOf(url);
    const fields = fieldsOf(typed);
    const answer = await locals.runOnce(form.submission, (ctx) =>
      is === 'above'
        ? addUnitAbove(ctx, { belowId: unitId, code, fields })
        : addUnit(ctx, { parentId: unitId, code, fields }),
    );
    if (answer.ok) redirect(303, `/settings/units/${answer.unitId}?done=added`);
    return sayRefusal(
      409,
      form.typed,
      { [fieldOf[answer.refusal] ?? '']: [answer.refusal] },
      unitProblemWords,
      locals.language,
    );
  },
};
