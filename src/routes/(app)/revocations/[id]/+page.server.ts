import { holds } from '#modules/access';
import { dossierHref } from '#modules/dossiers';
import { getLetterKind } from '#modules/letters';
import { listLettersAbout } from '#modules/letters/server';
import { stepWords } from '#modules/revocations';
import type { RouteAccess } from '#web/route-access';
import { factsOf, movesOf, showProceeding, stretchesOf, turnOf } from './file.server.ts';
import type { PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['case:read_specific', 'revocation:read'] };

export const load: PageServerLoad = ({ locals, params, url }) =>
  locals.read(async (ctx) => {
    const { language } = locals;
    const { one, shown } = await showProceeding(ctx, params.id);
    const letters =
      one.of.above || !holds(ctx.actor, 'letter:read')
        ? undefined
        : await listLettersAbout(ctx, { thing: 'revocations.proceeding', id: one.id });
    return {
      shown,
      saved: url.searchParams.has('saved'),
      uncertain: one.route === 'authority',
      ended: one.state === 'revoked' || one.state === 'cancelled',
      turn: turnOf(one, language),
      facts: factsOf(one, language),
      breachHref: one.breachId && !one.of.above ? `/clients/${one.of.caseId}/breaches/${one.breachId}` : undefined,
      // A tier above sees no file of the client; what it decides on goes up as the annex.
      dossier: one.of.above ? undefined : dossierHref(one.of.caseId, one.breachId ?? undefined),
      steps: one.steps.map((step) => ({ step, label: stepWords[step](), href: `${shown.base}/${step}` })),
      moves: movesOf(one, language),
      stretches: stretchesOf(one, language),
      letters: letters?.map((letter) => ({
        id: letter.id,
        href: `/letters/${letter.id}`,
        name: getLetterKind(letter.kind).name(),
        label: letter.label ?? '',
      })),
    };
  });
