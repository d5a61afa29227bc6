import { fail, type ActionFailure } from '@sveltejs/kit';
import { m, type Locale } from '#messages';
import { formatLimits, readProblem } from '#kernel/problems';
import { fileProblems } from '#platform/files/file-kind';
import type { FormFailure, Problems, Typed } from './form.server.ts';
import type { Why } from './refused-submission.server.ts';

type OwnWords = Readonly<Record<string, () => string>>;
type Sentences = Record<string, string[]>;

/** A refused form as its page shows it: sentences beside their fields, and all of them for the summary at the top. */
export type SaidFailure = {
  typed: Typed;
  problems: Sentences;
  summary: { field?: string; message: string }[];
};

const fileWords: OwnWords = Object.fromEntries(
  fileProblems.map((key) => [
    key,
    () => (m as unknown as Record<string, () => string>)[`files_${key.slice('file_'.length)}`]!(),
  ]),
);

const submissionWords: Readonly<Record<`submission_${Why}`, () => string>> = {
  submission_other_body: m.errors_submission_other_body,
  submission_other_account: m.errors_submission_other_account,
  submission_too_old: m.errors_submission_too_old,
  submission_not_an_id: m.errors_submission_not_an_id,
  submission_kept: m.errors_submission_kept,
  submission_kept_but_done: m.errors_submission_kept_but_done,
  submission_kept_not_shown: m.errors_submission_kept_not_shown,
};

/** Keys become sentences on the server, so that a page carries only those it shows. */
export function sayProblems(problems: Problems, own: OwnWords, language: Locale): Sentences {
  const say = (key: string) => {
    const words = own[key] ?? fileWords[key] ?? (submissionWords as OwnWords)[key];
    if (words) return words();
    const problem = readProblem(key);
    const sentence = problem && (m as unknown as Record<string, (limits: object) => string>)[`problems_${problem.key}`];
    return sentence ? sentence(formatLimits(problem.limits, language)) : m.errors_bad_request();
  };
  return Object.fromEntries(Object.entries(problems).map(([field, keys]) => [field, [...new Set(keys.map(say))]]));
}

export function sayFailure(
  failure: ActionFailure<FormFailure>,
  own: OwnWords,
  language: Locale,
): ActionFailure<SaidFailure> {
  return sayRefusal(failure.status, failure.data.typed, failure.data.problems, own, language);
}

export function sayRefusal(
  status: number,
  typed: Typed,
  problems: Problems,
  own: OwnWords,
  language: Locale,
): ActionFailure<SaidFailure> {
  const sentences = sayProblems(problems, own, language);
  const summary = Object.entries(sentences).flatMap(([field, messages]) =>
    messages.map((message) => (field === '' || field === 'submissionId' ? { message } : { field, message })),
  );
  return fail(status, { typed, problems: sentences, summary });
}

/** A single text field as it was typed. */
export function typedText(typed: Typed | undefined, name: string): string | undefined {
  const value = typed?.[name];
  return typeof value === 'string' ? value : undefined;
}
