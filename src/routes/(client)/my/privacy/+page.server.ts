import { formatMoment } from '#kernel/format';
import type { RouteAccess } from '#web/route-access';
import { readOwn } from '../../own.server.ts';
import type { PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'own', action: 'own:read' };

export const load: PageServerLoad = ({ locals }) =>
  readOwn({ locals }, async (ctx, card) => ({
    agreedOn:
      card.consented && card.consentAt ? formatMoment(card.consentAt, ctx.actor.own!.zone, locals.language) : null,
  }));
