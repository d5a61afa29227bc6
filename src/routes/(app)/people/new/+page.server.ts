import { fail, redirect } from '@sveltejs/kit';
import { unitsWhere } from '#modules/access';
import {
  answersIn,
  educationWords,
  maritalWords,
  newPersonForm,
  nikSourceWords,
  problemWords,
  religionWords,
  sexWords,
} from '#modules/people';
import { askWho, factsOf, isInReach, registerPerson } from '#modules/people/server';
import type { RouteAccess } from '#web/route-access';
import { newSubmissionId, readForm } from '#web/form.server';
import { sayFailure, sayRefusal } from '#web/say-problems.server';
import { warnOf } from '../../away/shown.server.ts';
import { dayOf, metOf, optionsOf, showWho } from '../shown.server.ts';
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
    nikSource: optionsOf(nikSourceWords),
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
      return fail(said.status, { ...said.data, who: undefined, away: [] });
    }

    const { submissionId: _, ...newcomer } = form.values;
    const answers = answersIn(newcomer);
    // The record that exists is used: of somebody within reach the answer names the person, of a pointer only the hit.
    const same = answers.find(({ answer }) => answer === 'same');
    const used = same && (await locals.read((ctx) => isInReach(ctx, same.who)));
    if (used) redirect(303, `/people/${same.who}`);

    const answer = await locals.runOnce(form.submission, (ctx) =>
      registerPerson(ctx, newcomer, { personIds: [], elsewhere: false, answers, reason: newcomer.whoReason }),
    );
    if (answer.ok) redirect(303, `/people/${answer.personId}?new=1`);
    // What was refused is undone; those who are shown are asked for once more, so that an answer can name them.
    const facts = factsOf(newcomer);
    const { found, away } = await locals.read(async (ctx) => ({
      found: await askWho(ctx, facts),
      away: await warnOf(ctx, metOf(newcomer), language),
    }));
    const refused = sayRefusal(409, form.typed, { '': [answer.refusal] }, problemWords, language);
    return fail(409, {
      ...refused.data,
      who: showWho(found, { ...facts, nikSource: newcomer.nikSource }, language),
      away,
    });
  },
};
