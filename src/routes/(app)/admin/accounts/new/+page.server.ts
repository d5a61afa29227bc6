import { redirect } from '@sveltejs/kit';
import { formatNumericDate } from '#kernel/format';
import { dayAt } from '#kernel/zone';
import { NewAccountForm } from '#modules/accounts';
import { createAccount } from '#modules/accounts/server';
import { unitsToBegin } from '#modules/units/server';
import { newSubmissionId, readForm } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { sayFailure, sayRefusal } from '#web/say-problems.server';
import { mustBeFresh } from '../../../account/fresh.server.ts';
import { adminWords, chosenUnit, postingOptions, unitsToPostAt } from '../../shown.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['account:administer'] };

export const load: PageServerLoad = async ({ locals, url }) => {
  const actor = locals.actor!;
  mustBeFresh(actor, url);
  const { units, begins } = await locals.read(async (ctx) => {
    const units = await unitsToPostAt(ctx);
    return { units, begins: (await unitsToBegin(ctx)).has(chosenUnit(url, units)) };
  });
  return {
    submissionId: newSubmissionId(),
    units,
    unit: String(chosenUnit(url, units)),
    begins,
    options: postingOptions(),
    today: formatNumericDate(dayAt(actor.postings[0]?.zone ?? 'Asia/Jakarta', new Date())),
  };
};

const fieldOf: Record<string, string> = {
  username_taken: 'username',
  nip_taken: 'nip',
  administrators_first: 'role',
  not_at_such_a_unit: 'role',
  needs_an_end: 'endsOn',
  ends_before_it_starts: 'endsOn',
};

export const actions: Actions = {
  default: async ({ request, locals }) => {
    const form = await readForm(request, NewAccountForm);
    if (!form.ok) return sayFailure(form.failure, adminWords, locals.language);
    const { name, nip, grade, phone, email, username, ...posting } = form.values;
    const answer = await locals.runOnce(form.submission, (ctx) =>
      createAccount(ctx, {
        staff: { name, nip: nip ?? null, grade: grade ?? null, phone, email: email ?? '' },
        username,
        posting: { ...posting, section: posting.section ?? null, endsOn: posting.endsOn ?? null },
      }),
    );
    if (answer.ok) redirect(303, `/admin/accounts/${answer.accountId}?done=${answer.standing}`);
    return sayRefusal(
      409,
      form.typed,
      { [fieldOf[answer.refusal] ?? '']: [answer.refusal] },
      adminWords,
      locals.language,
    );
  },
};
