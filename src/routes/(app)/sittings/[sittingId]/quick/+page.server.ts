import { awayAmong } from '#modules/at-large/server';
import { itemKindWords, recommendations, recommendationWords, HearManyForm } from '#modules/tpp';
import { hearMany } from '#modules/tpp/server';
import { m } from '#messages';
import { NotFound } from '#platform/errors';
import { newSubmissionId } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { act } from '../../act.server.ts';
import { showSitting } from '../../shown.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['sitting:read'] };

export const load: PageServerLoad = ({ locals, params, url }) =>
  locals.read(async (ctx) => {
    const shown = await showSitting(ctx, params.sittingId, locals.language);
    if (!shown.mayKeep) throw new NotFound('no sitting to keep');
    const away = await awayAmong(
      ctx,
      shown.items.flatMap(({ personId }) => personId ?? []),
    );
    const isAway = new Set<string | null>(away.map(({ personId }) => personId));
    return {
      base: shown.base,
      unitId: shown.sitting.unitId,
      sittingTitle: shown.title,
      isHeld: shown.sitting.state === 'held',
      done: url.searchParams.get('done'),
      submissionId: newSubmissionId(),
      apart: shown.items.some((one) => one.recommendation === null && one.callsPeople),
      items: shown.items
        .map((one, index) => ({ ...one, place: index + 1 }))
        .filter((one) => one.recommendation === null && !one.callsPeople)
        .map((one) => ({
          value: one.id,
          label: [
            `${one.place}. ${one.name}, ${one.registerLabel ?? '–'}`,
            isAway.has(one.personId) ? m.at_large_tag() : '',
          ]
            .filter(Boolean)
            .join(' · '),
          hint: `${itemKindWords[one.kind]()}: ${one.facts}`,
        })),
      recommendations: recommendations.map((value) => ({ value, label: recommendationWords[value]() })),
    };
  });

export const actions: Actions = {
  default: (event) =>
    act(
      event,
      HearManyForm,
      (ctx, { submissionId: _, ...input }) => hearMany(ctx, { ...input, sittingId: event.params.sittingId }),
      (done) => `/sittings/${event.params.sittingId}/quick?done=${done.recorded}-${done.already}`,
      { nothing_chosen: 'items' },
    ),
};
