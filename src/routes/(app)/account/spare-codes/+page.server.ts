import { formatCode } from '#kernel/codes';
import { formatDate } from '#kernel/format';
import { dayAt } from '#kernel/zone';
import { accountProblemWords } from '#modules/accounts';
import { makeSpareCodes, spareCodesOf } from '#modules/accounts/server';
import { newSubmissionId, readForm } from '#web/form.server';
import { bringingKept, carriedForm } from '#web/kept-form.server';
import type { RouteAccess } from '#web/route-access';
import { sayFailure, sayRefusal } from '#web/say-problems.server';
import { wayBack } from '#web/way-back';
import * as v from 'valibot';
import { mustBeFresh } from '../fresh.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', why: 'everybody prints his own spare codes' };

export const load: PageServerLoad = ({ locals, url, request }) => {
  mustBeFresh(locals.actor!, url);
  const back = wayBack(url.searchParams.get('back'), '/account');
  const kept = carriedForm(request);
  return {
    submissionId: newSubmissionId(),
    first: url.searchParams.has('first'),
    username: locals.actor!.username,
    /** This page, also where it is the answer to the last step of signing in. */
    here: url.pathname + url.search,
    back: kept?.sealed ? bringingKept(back) : back,
    kept: kept ?? null,
  };
};

export const actions: Actions = {
  default: async ({ request, locals }) => {
    const form = await readForm(request, v.object({}));
    if (!form.ok) return sayFailure(form.failure, accountProblemWords, locals.language);
    const answer = await locals.runOnce(form.submission, (ctx) => makeSpareCodes(ctx));
    if (!answer.ok) return sayRefusal(409, form.typed, { '': [answer.refusal] }, accountProblemWords, locals.language);
    const { accountId, postings } = locals.actor!;
    return {
      codes: spareCodesOf(accountId, form.submission.id.toLowerCase()).map(formatCode),
      day: formatDate(dayAt(postings[0]?.zone ?? 'Asia/Jakarta', new Date()), locals.language),
    };
  },
};
