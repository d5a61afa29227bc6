import { fail, type ActionFailure } from '@sveltejs/kit';
import { formatDate } from '#kernel/format';
import { PlaceForm, RemoveForm, VerifyForm, addressForm, addressWords, problemWords } from '#modules/people';
import {
  addAddress,
  findPlace,
  listAddresses,
  removeAddress,
  searchPlaces,
  verifyAddress,
} from '#modules/people/server';
import { listServiceArea } from '#modules/units/server';
import { m } from '#messages';
import { newSubmissionId, readForm, type Problems } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { sayFailure, sayRefusal, type SaidFailure } from '#web/say-problems.server';
import { act, placeWords } from '../../details.server.ts';
import { dayOf, optionsOf, showPerson } from '../../shown.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['person:read'] };

export const load: PageServerLoad = ({ locals, params, url }) =>
  locals.read(async (ctx) => {
    const { language } = locals;
    return {
      shown: await showPerson(ctx, params.personId, url.pathname, language),
      saved: url.searchParams.has('saved'),
      submissionId: newSubmissionId(),
      kinds: optionsOf(addressWords),
      addresses: (await listAddresses(ctx, params.personId)).map((address) => ({
        id: address.id,
        kind: addressWords[address.kind](),
        words: placeWords(address),
        now: address.until === null,
        dates: [
          address.since && m.people_address_since_day({ day: formatDate(address.since, language) }),
          address.until && m.people_address_until({ day: formatDate(address.until, language) }),
          address.verifiedOn
            ? m.people_verified_on({ day: formatDate(address.verifiedOn, language) })
            : m.people_verified_never(),
        ]
          .filter(Boolean)
          .join(' · '),
        submissionId: newSubmissionId(),
        verifyId: newSubmissionId(),
      })),
    };
  });

/** The form as it was, with the places to choose from. */
function withPlaces({ status, data }: ActionFailure<SaidFailure>, places: { value: string; label: string }[]) {
  return fail(status, { ...data, places });
}

export const actions: Actions = {
  /** One step on the way: the form comes back with the places of that name, everything typed kept. */
  find: async ({ request, locals }) => {
    const form = await readForm(request, PlaceForm);
    if (!form.ok) return withPlaces(sayFailure(form.failure, problemWords, locals.language), []);
    const { typed } = form;
    const near = await locals.read(async (ctx) => {
      const unitId = ctx.actor.postings[0]?.unitId;
      return unitId === undefined ? [] : listServiceArea(ctx, unitId);
    });
    const places = (await searchPlaces(form.values.place, near)).map(({ code, names }) => ({
      value: code,
      label: names.join(', '),
    }));
    const problems: Problems = places.length === 0 ? { place: ['none'] } : {};
    const status = places.length === 0 ? 422 : 409;
    return withPlaces(
      sayRefusal(status, typed, problems, { none: m.people_address_no_place }, locals.language),
      places,
    );
  },
  add: async (event) => {
    const today = dayOf(event.locals.actor);
    const answer = await act(
      event,
      addressForm(today),
      (ctx, { submissionId: _, verified, areaCode, since, ...address }, personId) =>
        addAddress(ctx, {
          personId,
          today,
          ...address,
          areaCode: areaCode || null,
          since: since ?? null,
          verifiedOn: verified ? today : null,
        }),
      { area_unknown: 'place', address_empty: 'line' },
    );
    const code = answer.data.typed['areaCode'];
    const chosen = typeof code === 'string' ? await findPlace(code) : undefined;
    return withPlaces(answer, chosen ? [{ value: chosen.code, label: chosen.names.join(', ') }] : []);
  },
  verify: async (event) => {
    const answer = await act(event, VerifyForm, (ctx, { id }, personId) =>
      verifyAddress(ctx, { personId, id, day: dayOf(ctx.actor) }),
    );
    return withPlaces(answer, []);
  },
  remove: async (event) => {
    const answer = await act(event, RemoveForm, (ctx, { id, reason }, personId) =>
      removeAddress(ctx, { personId, id, reason }),
    );
    return withPlaces(answer, []);
  },
};
