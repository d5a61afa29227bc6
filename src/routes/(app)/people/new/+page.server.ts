import { fail, redirect } from '@sveltejs/kit';
import { unitsWhere } from '#modules/access';
import { educationWords, maritalWords, newPersonForm, problemWords, religionWords, sexWords } from '#modules/people';
import { registerPerson } from '#modules/people/server';
import type { RouteAccess } from '#web/route-access';
import { newSubmissionId, readForm } from '#web/form.server';
import { sayFailure, sayRefusal } from '#web/say-problems.server';
import { warnOf } from '../../away/shown.server.ts';
import { dayOf, metOf, optionsOf, showDuplicates } from '../shown.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['case:receive'] };

export const load: PageServerLoad = ({ locals, url }) => ({
  submissionId: newSubmissionId(),
  name: (url.searchParams.get('name') ?? '').slice(0, 200),
  units: unitsWhere(locals.actor!, 'case:receive').map((unit) => ({
    value: String(unit.unitId),
    label: unit.unitName,
  })),
  options: {
    sex: optionsOf(sexWords),
    religion: optionsOf(religionWords),
    marital: optionsOf(maritalWords),
    education: optionsOf(educationWords),
  },
});

export const actions: Actions = {
  default: async ({ request, locals }) => {
    const { actor, language } = locals;
    const form = await readForm(request, newPersonForm(dayOf(actor)));
    if (!form.ok) {
      const said = sayFailure(form.failure, problemWords, language);
      return fail(said.status, { ...said.data, duplicates: undefined, away: [] });
    }

    const { considered, elsewhereSeen, submissionId: _, ...newcomer } = form.values;
    const answer = await locals.runOnce(form.submission, (ctx) =>
      registerPerson(ctx, newcomer, { personIds: considered, elsewhere: elsewhereSeen }),
    );
    if (answer.ok) redirect(303, `/people/${answer.personId}?new=1`);
    const refused = sayRefusal(409, form.typed, { '': [answer.refusal] }, problemWords, language);
    const away = await locals.read((ctx) => warnOf(ctx, metOf(newcomer), language));
    return fail(409, { ...refused.data, duplicates: showDuplicates(answer, language), away });
  },
};
