import { redirect } from '@sveltejs/kit';
import { formatShortMoment } from '#kernel/format';
import {
  bandWords,
  decisionWords,
  DecideQuestionForm,
  linkStateWords,
  problemWords,
  questionWords,
  type LinkAnswer,
} from '#modules/people';
import { decideQuestion, getQuestion, questionAfter, type QuestionInFull } from '#modules/people/server';
import { m } from '#messages';
import type { RouteAccess } from '#web/route-access';
import { newSubmissionId, readForm } from '#web/form.server';
import { sayFailure, sayRefusal } from '#web/say-problems.server';
import { warnOfPerson } from '../../../away/shown.server.ts';
import { showOther } from '../../links.server.ts';
import { reasonsOf, sideBySide } from '../../shown.server.ts';
import { filterAsked, queryOf, withPeople } from '../filter.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['person:link', 'person:compare'] };

export const load: PageServerLoad = ({ locals, params, url }) =>
  locals.read(async (ctx) => {
    const { language } = locals;
    const filter = await withPeople(ctx, filterAsked(url));
    const one = await getQuestion(ctx, params.questionId, filter);
    const zone = ctx.actor.postings[0]?.zone ?? 'Asia/Jakarta';
    const to = (id: string | undefined) => id && `/people/questions/${id}${queryOf(filter)}`;
    const asked = [one.personId, ...(one.other ? [one.other.personId] : [])];
    const away = (await Promise.all(asked.map((id) => warnOfPerson(ctx, id, language)))).flat();
    return {
      // Both may be the same one who is away.
      away: [...new Map(away.map((found) => [found.id, found])).values()],
      submissionId: newSubmissionId(),
      saved: url.searchParams.has('saved'),
      back: `/people/questions${queryOf(filter)}`,
      action: queryOf(filter) || '?',
      previous: to(one.previous),
      next: to(one.next),
      person: { name: one.name, href: `/people/${one.personId}`, linksHref: `/people/${one.personId}/links` },
      unit: one.unitName,
      other: showOther(one, language),
      why: questionWords[one.why](),
      band: one.band ? m.people_dup_band({ band: bandWords[one.band]() }) : undefined,
      since: formatShortMoment(one.since, zone, language),
      answered: one.closedAt
        ? m.people_questions_answered_at({ at: formatShortMoment(one.closedAt, zone, language) })
        : undefined,
      state: linkStateWords[one.state](),
      needsTwo: one.needsTwo,
      opened: one.openUntil && {
        until: m.people_side_open_until({ at: formatShortMoment(one.openUntil, zone, language) }),
        name: one.beside!.other.name,
        photo: one.beside!.other.photoFileId ? `/files/${one.beside!.other.photoFileId}` : undefined,
      },
      photo: one.beside?.one.photoFileId ? `/files/${one.beside.one.photoFileId}` : undefined,
      reasons: one.beside ? reasonsOf(one.beside) : [],
      fields: one.beside ? sideBySide(one.beside, language) : [],
      answers: answersOf(one),
    };
  });

function answersOf({ answers, needsTwo }: QuestionInFull) {
  const effect: Partial<Record<LinkAnswer, string>> = {
    same: needsTwo ? m.people_question_same_effect_two() : m.people_question_same_effect_one(),
    not_same: m.people_question_not_same_effect(),
    unsure: m.people_question_unsure_effect(),
  };
  return answers.map((value) => ({ value, label: decisionWords[value](), hint: effect[value] ?? '' }));
}

export const actions: Actions = {
  default: async ({ request, locals, params, url }) => {
    const form = await readForm(request, DecideQuestionForm);
    if (!form.ok) return sayFailure(form.failure, problemWords, locals.language);
    const { answer, reason } = form.values;
    const filter = filterAsked(url);
    const decided = await locals.runOnce(form.submission, (ctx) =>
      decideQuestion(ctx, { questionId: params.questionId, answer, reason }),
    );
    if (!decided.ok) return sayRefusal(409, form.typed, { answer: [decided.refusal] }, problemWords, locals.language);
    // The next one of the list that he works through; behind the last one the list itself.
    const next = await locals.read(async (ctx) => questionAfter(ctx, params.questionId, await withPeople(ctx, filter)));
    redirect(303, `/people/questions${next ? `/${next}` : ''}${queryOf(filter, { saved: '1' })}`);
  },
};
