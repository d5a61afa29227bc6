import { error } from '@sveltejs/kit';
import { answersTo, answerWords, ownAnswerForm, questions, type Question } from '#modules/check-ins';
import { answerOwnReport } from '#modules/check-ins/server';
import { m } from '#messages';
import { newSubmissionId, readForm } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { sayFailure, sayRefusal } from '#web/say-problems.server';
import { readOwnToReport, reporting } from '../../../own.server.ts';
import { goOn, readStep } from '../step.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'own', action: 'own:report' };

const words: Readonly<Record<Question, { asks: () => string; hint?: () => string; note: () => string }>> = {
  address: { asks: m.client_question_address, note: m.client_note_address },
  phone: { asks: m.client_question_phone, note: m.client_note_phone },
  work: { asks: m.client_question_work, note: m.client_note_work },
  family: { asks: m.client_question_family, note: m.client_note_family },
  problem: { asks: m.client_question_problem, hint: m.client_question_problem_hint, note: m.client_note_problem },
};

function questionOf(text: string): Question {
  const question = questions.find((one) => one === text);
  if (!question) error(404, m.errors_not_found());
  return question;
}

export const load: PageServerLoad = (event) => {
  const question = questionOf(event.params.question);
  return readOwnToReport(event, async (ctx) => {
    const { draft, place } = await readStep(ctx, question);
    const { asks, hint, note } = words[question];
    return {
      question,
      place,
      asks: asks(),
      hint: hint?.(),
      noteLabel: note(),
      noteLength: question === 'problem' ? 2000 : 300,
      options: answersTo[question].map((value) => ({ value, label: answerWords[question][value]!() })),
      answer: draft?.answers[question] ?? '',
      note: draft?.answers.notes?.[question] ?? '',
    };
  });
};

export const actions: Actions = {
  default: async ({ request, locals, params }) => {
    const question = questionOf(params.question);
    const form = await readForm(request, ownAnswerForm(question));
    if (!form.ok) return sayFailure(form.failure, {}, locals.language);
    // An answer may be given again and the last one counts, so going back and pressing twice do no harm.
    const answer = await locals.runOnce(
      { id: newSubmissionId(), body: {} },
      reporting((ctx) => answerOwnReport(ctx, { question, ...form.values })),
    );
    if (!answer.ok)
      return sayRefusal(
        422,
        form.typed,
        { note: [answer.refusal] },
        { words_missing: m.client_problem_words_missing },
        locals.language,
      );
    return goOn((query) => locals.read(query));
  },
};
