import { formatDate, formatDay } from '#kernel/format';
import { dutyWords, itemKindWords } from '#modules/tpp';
import type { RouteAccess } from '#web/route-access';
import { showSitting } from '../../shown.server.ts';
import type { PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['sitting:read'] };

/** What is printed is Indonesian, whoever prints it. */
export const load: PageServerLoad = ({ locals, params }) =>
  locals.read(async (ctx) => {
    const shown = await showSitting(ctx, params.sittingId, locals.language);
    const { sitting, attendees, members, items } = shown;
    const called = attendees.length > 0 ? attendees : members;
    return {
      base: shown.base,
      unitId: sitting.unitId,
      sittingTitle: shown.title,
      office: shown.office,
      isDraft: sitting.state === 'draft',
      day: formatDay(sitting.day, 'id'),
      time: sitting.startsAt,
      place: sitting.place,
      invited: formatDate(sitting.invitedOn ?? shown.today, 'id'),
      called: called.map((one) => ({ name: one.name, duty: dutyWords[one.duty]({}, { locale: 'id' }) })),
      presenters: [...new Set(items.map((one) => one.presenter).filter((one) => one !== null))],
      chair: called.find((one) => one.duty === 'chair')?.name ?? '',
      secretary: called.find((one) => one.duty === 'secretary')?.name ?? '',
      items: items.map((one, index) => ({
        id: one.id,
        place: String(index + 1),
        name: one.name,
        register: one.registerLabel ?? '–',
        kind: itemKindWords[one.kind]({}, { locale: 'id' }),
        facts: one.facts,
        presenter: one.presenter ?? '–',
      })),
    };
  });
