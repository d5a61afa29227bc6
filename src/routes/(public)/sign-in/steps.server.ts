import { fail, redirect, type ActionFailure } from '@sveltejs/kit';
import { accountProblemWords, sayWait, type Stage } from '#modules/accounts';
import type { SignInRefusal } from '#modules/accounts/server';
import type { Typed } from '#web/form.server';
import { sayRefusal, type SaidFailure } from '#web/say-problems.server';
import { wayBack } from '#web/way-back';

/** On to the next step of signing in, keeping where somebody wanted to go. */
export function goOn(stage: Stage, url: URL): never {
  const back = wayBack(url.searchParams.get('back'));
  const kept = back === '/' ? '' : `?back=${encodeURIComponent(back)}`;
  if (stage === 'second_factor') redirect(303, `/sign-in/second-factor${kept}`);
  if (stage === 'new_password') redirect(303, `/sign-in/new-password${kept}`);
  redirect(303, back);
}

/** For somebody who only comes by with the form that is kept for him. */
export const nothingSaid = (): ActionFailure<SaidFailure> => fail(422, { typed: {}, problems: {}, summary: [] });

/** A refused step in words; how long to wait is said with its length. */
export function sayNo(
  refused: { refusal: SignInRefusal; waitSeconds?: number },
  field: string,
  typed: Typed,
  language: 'id' | 'en',
): ActionFailure<SaidFailure> {
  if (refused.refusal === 'wait') {
    const message = sayWait(refused.waitSeconds ?? 60);
    return fail<SaidFailure>(429, { typed, problems: { '': [message] }, summary: [{ message }] });
  }
  return sayRefusal(409, typed, { [field]: [refused.refusal] }, accountProblemWords, language);
}
