import { DecideLinkForm, OpenSideForm } from '#modules/people';
import { decideLink, listLinksOf, openSide } from '#modules/people/server';
import type { RouteAccess } from '#web/route-access';
import { act } from '../../details.server.ts';
import { showLink } from '../../links.server.ts';
import { showPerson } from '../../shown.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['person:read'] };

export const load: PageServerLoad = ({ locals, params, url }) =>
  locals.read(async (ctx) => {
    const { language } = locals;
    const shown = await showPerson(ctx, params.personId, url.pathname, language);
    const zone = ctx.actor.postings[0]?.zone ?? 'Asia/Jakarta';
    const links = await listLinksOf(ctx, params.personId);
    return {
      shown,
      saved: url.searchParams.has('saved'),
      links: links.map((link) => showLink(link, zone, language)),
    };
  });

export const actions: Actions = {
  decide: (event) =>
    act(
      event,
      DecideLinkForm,
      (ctx, { linkId, answer, reason }, personId) => decideLink(ctx, { personId, linkId, answer, reason }),
      { not_now: 'answer', own_proposal: 'answer', only_leaders: 'answer' },
    ),
  show: (event) =>
    act(
      event,
      OpenSideForm,
      (ctx, { linkId, openReason }, personId) => openSide(ctx, { personId, linkId, reason: openReason }),
      { nobody_to_show: 'openReason' },
    ),
};
