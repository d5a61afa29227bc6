import { redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { isUuid } from '#kernel/id';
import { hasProvedRecently } from '#modules/access';
import { EndPostingForm, WithdrawForm } from '#modules/accounts';
import { approvePosting, endPosting, findPosting, mayPost, withdrawPosting } from '#modules/units/server';
import { NotFound } from '#platform/errors';
import { newSubmissionId, readForm } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { sayFailure, sayRefusal } from '#web/say-problems.server';
import { adminWords, showPosting } from '../../shown.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['posting:grant', 'posting:approve'] };

function idOf(params: { id: string }): string {
  if (!isUuid(params.id)) throw new NotFound('not a posting');
  return params.id.toLowerCase();
}

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const actor = locals.actor!;
  const { posting, mayGrant } = await locals.read(async (ctx) => {
    const posting = await findPosting(ctx, idOf(params));
    const mayGrant = posting !== undefined && (await mayPost(ctx, 'posting:grant', posting));
    if (!posting || (!mayGrant && !(await mayPost(ctx, 'posting:approve', posting))))
      throw new NotFound('posting of another unit');
    return { posting, mayGrant };
  });
  return {
    submissionId: newSubmissionId(),
    done: url.searchParams.get('done') ?? '',
    posting: showPosting(posting, actor, locals.language),
    mayGrant,
    isFresh: hasProvedRecently(actor, new Date()),
    prove: `/account/prove?back=${encodeURIComponent(url.pathname)}`,
  };
};

export const actions: Actions = {
  approve: async ({ request, locals, params }) => {
    const form = await readForm(request, v.object({}));
    if (!form.ok) return sayFailure(form.failure, adminWords, locals.language);
    const postingId = idOf(params);
    const answer = await locals.runOnce(form.submission, (ctx) => approvePosting(ctx, { postingId }));
    if (answer.ok) redirect(303, `/admin/postings/${postingId}?done=approved`);
    return sayRefusal(409, form.typed, { '': [answer.refusal] }, adminWords, locals.language);
  },
  withdraw: async ({ request, locals, params }) => {
    const form = await readForm(request, WithdrawForm);
    if (!form.ok) return sayFailure(form.failure, adminWords, locals.language);
    const postingId = idOf(params);
    const answer = await locals.runOnce(form.submission, (ctx) =>
      withdrawPosting(ctx, { postingId, why: form.values.why }),
    );
    if (answer.ok) redirect(303, `/admin/postings/${postingId}?done=withdrawn`);
    return sayRefusal(409, form.typed, { '': [answer.refusal] }, adminWords, locals.language);
  },
  end: async ({ request, locals, params }) => {
    const form = await readForm(request, EndPostingForm);
    if (!form.ok) return sayFailure(form.failure, adminWords, locals.language);
    const postingId = idOf(params);
    const answer = await locals.runOnce(form.submission, (ctx) =>
      endPosting(ctx, { postingId, endsOn: form.values.endsOn }),
    );
    if (answer.ok) redirect(303, `/admin/postings/${postingId}?done=ended`);
    return sayRefusal(409, form.typed, { endsOn: [answer.refusal] }, adminWords, locals.language);
  },
};
