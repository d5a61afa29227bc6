import { formatDate, formatDays, type Locale } from '#kernel/format';
import { listOwnConditions, type OwnCondition } from '#modules/cases/server';
import { m } from '#messages';
import type { RouteAccess } from '#web/route-access';
import { sayCondition } from '../../condition-words.ts';
import { readOwn } from '../../own.server.ts';
import type { PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'own', action: 'own:read' };

export const load: PageServerLoad = (event) =>
  readOwn(event, async (ctx) => {
    const conditions = await listOwnConditions(ctx);
    const said = (type: OwnCondition['type']) =>
      conditions
        .filter((one) => one.type === type)
        .map((one) => ({
          id: one.id,
          text: sayCondition(one),
          days: daysOf(one, event.locals.language),
        }));
    return { general: said('general'), special: said('special') };
  });

function daysOf({ startsOn, endsOn }: OwnCondition, language: Locale): string | null {
  if (startsOn && endsOn) return m.client_conditions_days({ days: formatDays(startsOn, endsOn, language) });
  return startsOn ? m.client_conditions_from({ day: formatDate(startsOn, language) }) : null;
}
