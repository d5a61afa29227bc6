import { redirect } from '@sveltejs/kit';
import { formatNumericDate } from '#kernel/format';
import { NewUnitForm, todayAt, unitProblemWords } from '#modules/units';
import { addUnit, unitToAdminister } from '#modules/units/server';
import { NotFound } from '#platform/errors';
import { newSubmissionId, readForm } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { sayFailure, sayRefusal } from '#web/say-problems.server';
import { fieldsOf, unitOptions } from '../unit-page.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['unit:administer'] };

function parentOf(url: URL): number {
  const asked = url.searchParams.get('parent') ?? '';
  if (!/^\d{1,9}$/.test(asked)) throw new NotFound('no parent');
  return Number(asked);
}

export const load: PageServerLoad = async ({ locals, url }) => {
  const parent = await locals.read((ctx) => unitToAdminister(ctx, parentOf(url)));
  return {
    submissionId: newSubmissionId(),
    parent: { id: parent.id, name: parent.name },
    options: unitOptions(locals.language),
    values: {
      type: 'bapas',
      zone: parent.zone,
      ledgerStartsOn: formatNumericDate(todayAt(parent, new Date())),
    } as Record<string, string>,
  };
};

const fieldOf: Record<string, string> = {
  class_not_for_type: 'class',
  no_working_day: 'workingDays',
  code_taken: 'code',
};

export const actions: Actions = {
  default: async ({ request, locals, url }) => {
    const form = await readForm(request, NewUnitForm);
    if (!form.ok) return sayFailure(form.failure, unitProblemWords, locals.language);
    const { code, ...typed } = form.values;
    const answer = await locals.runOnce(form.submission, (ctx) =>
      addUnit(ctx, { parentId: parentOf(url), code, fields: fieldsOf(typed) }),
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
