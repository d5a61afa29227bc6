import { formatDay } from '#kernel/format';
import { checkedWords } from '#modules/permits';
import { checkPermit } from '#modules/permits/server';
import { findUnit } from '#modules/units/server';
import { m } from '#messages';
import type { RouteAccess } from '#web/route-access';
import { visitorOf } from '#web/visitor.server';
import type { PageServerLoad } from './$types';

export const _access: RouteAccess = {
  who: 'public',
  why: 'somebody to whom a printed permit is shown: he sees what stands on it and whether it holds, and nothing of the file',
};

export const load: PageServerLoad = async (event) => {
  event.setHeaders({ 'Cache-Control': 'private, no-store', 'X-Robots-Tag': 'noindex' });
  const visitor = visitorOf(event);
  const found = await checkPermit(visitor, event.params.code);
  if (found.state === 'wait' || found.state === 'unknown') return { at: found.state, shown: null };
  const { language } = event.locals;
  const unit = await visitor.enter((ctx) => findUnit(ctx, found.unitId));
  const day = (on: typeof found.fromOn) => formatDay(on, language);
  return {
    at: found.state,
    shown: {
      says: checkedWords[found.state](),
      phone: unit?.phone ?? '',
      facts: [
        { label: m.permits_check_number(), value: found.label },
        { label: m.permits_check_office(), value: unit?.name ?? '' },
        { label: m.permits_check_issued(), value: day(found.issuedOn) },
        { label: m.permits_check_initials(), value: found.initials },
        { label: m.permits_destination(), value: found.destination },
        { label: m.permits_from(), value: day(found.fromOn) },
        { label: m.permits_until(), value: day(found.untilOn) },
      ],
    },
  };
};
