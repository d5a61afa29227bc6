import { formatDay, formatShortDate } from '#kernel/format';
import { isUuid } from '#kernel/id';
import { addDays, parseRecordDate } from '#kernel/plain-date';
import { may } from '#modules/access';
import { listCounsellors } from '#modules/cases/server';
import { findingWords, kindWords, OrderForm, outcomeWords, sayTime } from '#modules/contacts';
import { listStops, moveStop } from '#modules/contacts/server';
import { todayAt } from '#modules/units';
import { getStaff } from '#modules/units/server';
import { m } from '#messages';
import type { Actor } from '#platform/actor';
import { NotFound } from '#platform/errors';
import { newSubmissionId } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { act } from '../contact-act.server.ts';
import { placeWords } from '../people/details.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['contact:record'] };

function dayOf(actor: Actor, url: URL) {
  const home = actor.postings[0];
  if (!home) throw new NotFound('no posting');
  const today = todayAt(home, new Date());
  return { home, today, day: parseRecordDate(url.searchParams.get('day') ?? '') ?? today };
}

export const load: PageServerLoad = async ({ locals, url }) => {
  const { language } = locals;
  const actor = locals.actor!;
  const { home, day, today } = dayOf(actor, url);
  const officer = url.searchParams.get('officer');
  const leads = may(actor, 'contact:approve', { unitId: home.unitId, unitPath: home.unitPath });
  const other = leads && isUuid(officer) ? officer : undefined;
  const { stops, name, officers } = await locals.read(async (ctx) => ({
    officers: leads ? await listCounsellors(ctx, home.unitId) : [],
    stops: await listStops(ctx, day, other ? { unitId: home.unitId, pkStaffId: other } : { mine: true }),
    name: other ? (await getStaff(ctx, other)).name : '',
  }));
  const at = (to: typeof day) =>
    `?${new URLSearchParams({ ...(to === today ? {} : { day: to }), ...(other ? { officer: other } : {}) })}`;
  const open = stops.filter(({ isDone }) => !isDone);
  return {
    title: m.contacts_visits_title({ day: formatDay(day, language) }),
    /** Whoever leads looks at the day of one officer after another. */
    officers: officers.map((one) => ({ value: one.staffId, label: one.name })),
    officer: other ?? '',
    kept: (day === today ? {} : { day }) as Readonly<Record<string, string>>,
    active: other ? [{ label: name, removeHref: `/visits${day === today ? '' : `?day=${day}`}` }] : [],
    whose: name ? m.contacts_visits_officer({ name }) : '',
    before: at(addDays(day, -1)),
    after: at(addDays(day, 1)),
    query: day === today ? '' : `&day=${day}`,
    mayOrder: !other,
    stops: stops.map((one) => ({
      id: one.id,
      caseId: one.caseId,
      name: one.name,
      register: one.registerLabel ?? '',
      kind: [kindWords[one.kind](), sayTime(one.atTime, home.zone)].filter(Boolean).join(', '),
      address: one.place || (one.address ? placeWords(one.address) : ''),
      phone: one.phone,
      purpose: one.purpose,
      isDone: one.isDone,
      isFirst: one.id === open[0]?.id,
      isLast: one.id === open.at(-1)?.id,
      recordId: newSubmissionId(),
      upId: newSubmissionId(),
      downId: newSubmissionId(),
      last: one.last && {
        day: m.contacts_visits_last({ day: formatShortDate(one.last.on, language) }),
        says: [
          kindWords[one.last.kind](),
          one.last.outcome && outcomeWords[one.last.outcome](),
          one.last.finding && findingWords[one.last.finding](),
        ]
          .filter(Boolean)
          .join(', '),
        note: one.last.note,
      },
    })),
  };
};

export const actions: Actions = {
  default: (event) => {
    const { day } = dayOf(event.locals.actor!, event.url);
    return act(
      event,
      OrderForm,
      (ctx, { plannedId, to }) => moveStop(ctx, day, { plannedId, to }),
      `/visits${event.url.search}#list`,
    );
  },
};
