import { formatDate, formatNumericDate } from '#kernel/format';
import { RemoveForm, RestrictForm, listForm, listKindWords } from '#modules/people';
import {
  listForAccess,
  listListings,
  listOfficersToList,
  restrictPerson,
  standingTo,
  unlistForAccess,
} from '#modules/people/server';
import { m } from '#messages';
import { newSubmissionId } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { act } from '../../details.server.ts';
import { dayOf, optionsOf, showPerson } from '../../shown.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['case:restrict'] };

export const load: PageServerLoad = ({ locals, params, url }) =>
  locals.read(async (ctx) => {
    const { language } = locals;
    const shown = await showPerson(ctx, params.personId, url.pathname, language);
    const listings = await listListings(ctx, params.personId);
    const { header } = await standingTo(ctx, params.personId, false);
    const today = dayOf(ctx.actor, header.unitId);
    return {
      shown,
      saved: url.searchParams.has('saved'),
      restricted: header.restricted,
      submissionId: newSubmissionId(),
      restrictId: newSubmissionId(),
      kinds: optionsOf(listKindWords),
      officers: (await listOfficersToList(ctx, header.unitId, today)).map(({ accountId, name }) => ({
        value: accountId,
        label: name,
      })),
      today: formatNumericDate(today),
      listings: listings.map((one) => ({
        id: one.id,
        officer: one.officer,
        kind: listKindWords[one.kind](),
        dates: [
          formatDate(one.startsOn, language),
          one.endsOn && m.people_address_until({ day: formatDate(one.endsOn, language) }),
        ]
          .filter(Boolean)
          .join(' '),
        reason: one.reason,
        submissionId: newSubmissionId(),
      })),
    };
  });

export const actions: Actions = {
  restrict: (event) =>
    act(event, RestrictForm, (ctx, { restricted, reason }, personId) =>
      restrictPerson(ctx, { personId, restricted, reason, today: dayOf(ctx.actor) }),
    ),
  list: (event) =>
    act(
      event,
      listForm(dayOf(event.locals.actor)),
      (ctx, { submissionId: _, endsOn, ...listing }, personId) =>
        listForAccess(ctx, { personId, ...listing, accountId: listing.accountId, endsOn: endsOn ?? null }),
      {
        officer_missing: 'accountId',
        officer_unknown: 'officer',
        officer_yourself: 'officer',
        officer_listed: 'accountId',
        ends_before_start: 'endsOn',
      },
    ),
  remove: (event) => act(event, RemoveForm, (ctx, { id }, personId) => unlistForAccess(ctx, { personId, id })),
};
