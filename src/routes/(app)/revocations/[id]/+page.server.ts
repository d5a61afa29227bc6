import { redirect } from '@sveltejs/kit';
import { holds } from '#modules/access';
import { dossierHref } from '#modules/dossiers';
import { getLetterKind, stateWords as letterStateWords } from '#modules/letters';
import { listLettersAbout } from '#modules/letters/server';
import { MarkForm, refusalWords, RewriteForm, stepWords, urgency, urgentBoxWords } from '#modules/revocations';
import {
  draftAgain,
  listEnclosed,
  markUrgent,
  missingAbove,
  missingHere,
  readFamily,
} from '#modules/revocations/server';
import { m } from '#messages';
import { newSubmissionId, readForm } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { sayFailure, sayRefusal } from '#web/say-problems.server';
import { enclosedOf, factsOf, meanwhileOf, movesOf, showProceeding, stretchesOf, turnOf } from './file.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['case:read_specific', 'revocation:read'] };

export const load: PageServerLoad = ({ locals, params, url }) =>
  locals.read(async (ctx) => {
    const { language } = locals;
    const { one, shown } = await showProceeding(ctx, params.id, locals.language);
    const letters =
      one.of.above || holds(ctx.actor, 'letter:read')
        ? await listLettersAbout(ctx, { thing: 'revocations.proceeding', id: one.id })
        : undefined;
    const enclosed = await listEnclosed(ctx, { proceeding: one, of: one.of });
    // A tier sees no file of the client, and writes to nobody's family.
    const family = !one.of.above && one.of.ageGroup === 'child' ? await readFamily(ctx, one) : undefined;
    const missing = one.of.above ? await missingAbove(ctx, one.id) : await missingHere(ctx, one.id);
    return {
      shown,
      saved: url.searchParams.has('saved'),
      uncertain: one.route === 'authority',
      ended: one.state === 'revoked' || one.state === 'cancelled',
      meanwhile: meanwhileOf(one),
      turn: turnOf(one, language),
      facts: factsOf(one, language),
      breachHref: one.breachId && !one.of.above ? `/clients/${one.of.caseId}/breaches/${one.breachId}` : undefined,
      // A tier above sees no file of the client; what it decides on came up as the annex.
      dossier: one.of.above ? undefined : dossierHref(one.of.caseId, one.breachId ?? undefined),
      mark: one.mayMark ? { submissionId: newSubmissionId(), label: urgentBoxWords[urgency[one.route]]() } : undefined,
      steps: one.steps.map((step) => ({ step, label: stepWords[step](), href: `${shown.base}/${step}` })),
      moves: movesOf(one, family, language),
      family: family && {
        href: `${shown.base}/family`,
        untold: family.untold.length > 0 ? m.revocations_family_untold({ count: String(family.untold.length) }) : '',
        mayTell: holds(ctx.actor, 'revocation:handle'),
      },
      missing: missing && { name: stepWords[missing](), submissionId: newSubmissionId() },
      stretches: stretchesOf(one, language),
      enclosed: enclosedOf(enclosed, shown.base, language),
      letters: letters?.map((letter) => ({
        id: letter.id,
        href: `/letters/${letter.id}`,
        name: getLetterKind(letter.kind).name(),
        label: letter.label ?? '',
        state: letterStateWords[letter.state](),
      })),
    };
  });

export const actions: Actions = {
  urgent: async ({ request, locals, params }) => {
    const form = await readForm(request, MarkForm);
    if (!form.ok) return sayFailure(form.failure, refusalWords, locals.language);
    const { danger } = form.values;
    const answer = await locals.runOnce(form.submission, (ctx) => markUrgent(ctx, { proceedingId: params.id, danger }));
    if (!answer.ok) {
      const beside = answer.refusal === 'danger_missing' ? 'danger' : '';
      return sayRefusal(409, form.typed, { [beside]: [answer.refusal] }, refusalWords, locals.language);
    }
    redirect(303, `/revocations/${params.id}?saved=1`);
  },
  letter: async ({ request, locals, params }) => {
    const form = await readForm(request, RewriteForm);
    if (!form.ok) return sayFailure(form.failure, refusalWords, locals.language);
    const answer = await locals.runOnce(form.submission, (ctx) => draftAgain(ctx, { proceedingId: params.id }));
    if (!answer.ok) return sayRefusal(409, form.typed, { '': [answer.refusal] }, refusalWords, locals.language);
    redirect(303, `/revocations/${params.id}?saved=1`);
  },
};
