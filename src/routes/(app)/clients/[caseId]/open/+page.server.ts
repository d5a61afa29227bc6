import { error, redirect } from '@sveltejs/kit';
import { isUuid } from '#kernel/id';
import { hasProvedRecently } from '#modules/access';
import { OpenForm, openingReasonWords, openingWords, openingsInThirtyDays } from '#modules/cases';
import { openingKindOf, openWithReason } from '#modules/cases/server';
import { m } from '#messages';
import { newSubmissionId } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { act } from '../../act.server.ts';
import { optionsOf } from '../../shown.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['case:open_with_reason', 'case:break_glass'] };

/** Says nothing about the file, not even that there is one: only the reason opens it, or the answer that it is absent. */
export const load: PageServerLoad = ({ locals, params, url }) => {
  const actor = locals.actor!;
  const kind = openingKindOf({ actor });
  if (!isUuid(params.caseId) || !kind) error(404, m.errors_not_found());
  if (!hasProvedRecently(actor, new Date())) redirect(303, `/account/prove?back=${encodeURIComponent(url.pathname)}`);
  return {
    submissionId: newSubmissionId(),
    way: openingWords[kind](),
    limit: kind === 'break_glass' ? m.cases_open_limit({ count: String(openingsInThirtyDays) }) : undefined,
    reasons: optionsOf(openingReasonWords),
  };
};

export const actions: Actions = {
  default: (event) =>
    act(event, OpenForm, (ctx, { code, reason }, caseId) => openWithReason(ctx, { caseId, code, reason }), {
      to: `/clients/${event.params.caseId}`,
      fieldOf: { note_missing: 'reason' },
    }),
};
