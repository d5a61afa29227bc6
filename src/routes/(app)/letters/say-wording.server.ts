import { refusalWords, sayWordingProblem, type Refused } from '#modules/letters';
import type { WrongText } from '#modules/letters/server';
import type { Locale } from '#messages';
import type { Typed } from '#web/form.server';
import { sayRefusal } from '#web/say-problems.server';

/** A refused wording: beside each part what is wrong on which line of it; every other refusal in one sentence. */
export function sayWrong(
  answer: Refused | WrongText,
  typed: Typed,
  language: Locale,
  fieldOf: Partial<Record<Refused['refusal'], string>> = {},
) {
  if (!('problems' in answer))
    return sayRefusal(409, typed, { [fieldOf[answer.refusal] ?? '']: [answer.refusal] }, refusalWords, language);
  const own: Record<string, () => string> = {};
  const problems: Record<string, string[]> = {};
  for (const [part, found] of Object.entries(answer.problems)) {
    // More than a few at once help nobody; the others come up when these are mended.
    const keys = found.slice(0, 8).map((problem, index) => {
      own[`${part}_${index}`] = () => sayWordingProblem(problem);
      return `${part}_${index}`;
    });
    problems[part] = keys;
  }
  return sayRefusal(409, typed, problems, own, language);
}
