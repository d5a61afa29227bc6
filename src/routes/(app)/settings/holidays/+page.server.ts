import { redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { uuidField } from '#kernel/fields';
import { formatDay } from '#kernel/format';
import { plainDate, yearOf } from '#kernel/plain-date';
import { unitsWhere } from '#modules/access';
import { exportHref } from '#modules/exports/server';
import { HolidayForm, todayAt, unitProblemWords } from '#modules/units';
import {
  addHoliday,
  getUnit,
  keepsNationalCalendar,
  listHolidays,
  listUnitsUnder,
  removeHoliday,
} from '#modules/units/server';
import { newSubmissionId, readForm } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { sayFailure, sayRefusal } from '#web/say-problems.server';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['unit:administer'] };

export const load: PageServerLoad = async ({ locals, url }) => {
  const actor = locals.actor!;
  return locals.read(async (ctx) => {
    const units = await listUnitsUnder(
      ctx,
      unitsWhere(actor, 'unit:administer').map(({ unitId }) => unitId),
    );
    const asked = Number(url.searchParams.get('unit'));
    const unit = await getUnit(ctx, (units.find(({ id }) => id === asked) ?? units[0])?.id ?? -1);
    const thisYear = yearOf(todayAt(unit, new Date()));
    const typedYear = Number(url.searchParams.get('year'));
    const year = Number.isInteger(typedYear) && typedYear >= 2000 && typedYear <= 2100 ? typedYear : thisYear;
    const days = await listHolidays(ctx, unit.id, plainDate(`${year}-01-01`), plainDate(`${year}-12-31`));
    const keepsNational = await keepsNationalCalendar(ctx);
    return {
      submissionId: newSubmissionId(),
      exportHref: await exportHref(ctx, 'holidays', unit.id, { year: String(year) }, days.length),
      done: url.searchParams.get('done') ?? '',
      units: units.map(({ id, name }) => ({ value: String(id), label: name })),
      unit: { id: unit.id, name: unit.name },
      year: String(year),
      keepsNational,
      holidays: days.map((holiday) => ({
        id: holiday.id,
        day: formatDay(holiday.day, locals.language),
        name: holiday.name,
        national: holiday.unitId === null,
        mine: holiday.unitId === null ? keepsNational : true,
      })),
    };
  });
};

const AddForm = v.object({
  ...HolidayForm.entries,
  unitId: v.pipe(v.string('choice_unknown'), v.regex(/^\d{1,9}$/, 'choice_unknown'), v.transform(Number)),
});

export const actions: Actions = {
  add: async ({ request, locals }) => {
    const form = await readForm(request, AddForm);
    if (!form.ok) return sayFailure(form.failure, unitProblemWords, locals.language);
    const { day, name, forAll, unitId } = form.values;
    const answer = await locals.runOnce(form.submission, (ctx) =>
      addHoliday(ctx, { day, name, unitId: forAll ? null : unitId }),
    );
    if (answer.ok) redirect(303, `/settings/holidays?unit=${unitId}&year=${yearOf(day)}&done=added`);
    return sayRefusal(409, form.typed, { day: [answer.refusal] }, unitProblemWords, locals.language);
  },
  remove: async ({ request, locals, url }) => {
    const form = await readForm(request, v.object({ holidayId: uuidField() }));
    if (!form.ok) return sayFailure(form.failure, unitProblemWords, locals.language);
    const answer = await locals.runOnce(form.submission, (ctx) => removeHoliday(ctx, form.values));
    if (!answer.ok) return sayRefusal(409, form.typed, { '': [answer.refusal] }, unitProblemWords, locals.language);
    const back = new URLSearchParams({
      unit: url.searchParams.get('unit') ?? '',
      year: url.searchParams.get('year') ?? '',
      done: 'removed',
    });
    redirect(303, `/settings/holidays?${back}`);
  },
};
