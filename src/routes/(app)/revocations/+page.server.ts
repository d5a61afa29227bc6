import { formatNumber, formatShortDate } from '#kernel/format';
import { daysBetween } from '#kernel/plain-date';
import { inSentence } from '#kernel/text';
import { holds, may, unitsWhere } from '#modules/access';
import { listBreaches } from '#modules/breaches/server';
import { kindWords as clientKindWords, type ClientKind } from '#modules/cases';
import { exportHref } from '#modules/exports/server';
import {
  holderAt,
  holders,
  holderWords,
  isOver,
  kindWords,
  proceedingStates,
  sayState,
  stateWords,
} from '#modules/revocations';
import { listClosedAbove, listLateBelow, listProceedings } from '#modules/revocations/server';
import { todayAt } from '#modules/units';
import { m } from '#messages';
import type { RouteAccess } from '#web/route-access';
import { leftWords, shortDueWords } from '../../due.server.ts';
import { optionsOf } from '../clients/shown.server.ts';
import { pagesOf, partAsked } from '../today/list.server.ts';
import { daysLeft, tierOf, toneOf } from './shown.server.ts';
import type { PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['revocation:handle', 'revocation:read'] };

const ages = ['3', '7', '14', '30'] as const;

export const load: PageServerLoad = ({ locals, url }) =>
  locals.read(async (ctx) => {
    const { language } = locals;
    const asked = url.searchParams;
    const above = !holds(ctx.actor, 'revocation:handle');
    const unit = unitsWhere(ctx.actor, above ? 'revocation:read' : 'revocation:handle')[0]!;
    const today = todayAt(unit, ctx.now);
    const leads = may(ctx.actor, 'case:assign', { unitId: unit.unitId, unitPath: unit.unitPath });
    const wanted = asked.get('state') ?? 'running';
    const state = ([...proceedingStates, 'running'] as const).find((one) => one === wanted);
    // A tier opens its own queue; what lies elsewhere is one choice away.
    const tier = tierOf(ctx.actor);
    const holderAsked = asked.get('holder') ?? (above && !asked.has('state') ? tier : '');
    const holder = holders.find((one) => one === holderAsked);
    const age = ages.find((one) => one === asked.get('age'));
    const filter = {
      at: above ? ('above' as const) : { unitId: unit.unitId },
      today,
      state: wanted === 'all' ? undefined : (state ?? ('running' as const)),
      holder,
      olderThan: age ? Number(age) : undefined,
      urgent: asked.has('urgent'),
      overdue: asked.has('overdue'),
      mine: !above && !leads,
    };
    const part = partAsked(url);
    const list = await listProceedings(ctx, filter, part);
    const leftOf = await daysLeft(ctx, list.rows, today);
    const closed = above ? await listClosedAbove(ctx) : [];
    const lateBelow = above ? await listLateBelow(ctx, today) : [];
    const toBegin = above
      ? { rows: [], total: 0 }
      : await listBreaches(ctx, { unitId: unit.unitId, today, state: 'to_begin', mine: !leads }, { limit: 20 });
    const without = (name: string) => {
      const there = new URLSearchParams(asked);
      // An empty choice says "everybody" where leaving it out would choose one's own tier.
      if (name === 'holder') there.set('holder', '');
      else there.delete(name);
      if (!there.has('state')) there.set('state', 'running');
      there.delete('page');
      return `/revocations?${there}`;
    };
    const stateLabel =
      wanted === 'all' ? m.revocations_all() : state && state !== 'running' ? stateWords[state]() : undefined;
    return {
      above,
      exportHref: above
        ? undefined
        : await exportHref(
            ctx,
            'revocations',
            unit.unitId,
            {
              state: wanted,
              holder,
              age,
              urgent: filter.urgent ? '1' : undefined,
              overdue: filter.overdue ? '1' : undefined,
            },
            list.total,
          ),
      summary: m.revocations_count({ count: formatNumber(list.total, language) }),
      pages: pagesOf(url, part.offset, list.total),
      values: {
        state: wanted,
        holder: holder ?? '',
        age: age ?? '',
        urgent: filter.urgent,
        overdue: filter.overdue,
      },
      states: [
        { value: 'running', label: m.revocations_running() },
        { value: 'all', label: m.revocations_all() },
        ...optionsOf(stateWords, proceedingStates),
      ],
      holders: optionsOf(holderWords, holders),
      ages: ages.map((value) => ({ value, label: m.revocations_older({ days: value }) })),
      active: [
        ...(stateLabel ? [{ label: stateLabel, removeHref: without('state') }] : []),
        ...(holder ? [{ label: holderWords[holder](), removeHref: without('holder') }] : []),
        ...(age ? [{ label: m.revocations_older({ days: age }), removeHref: without('age') }] : []),
        ...(filter.urgent ? [{ label: m.revocations_urgent(), removeHref: without('urgent') }] : []),
        ...(filter.overdue ? [{ label: m.revocations_late(), removeHref: without('overdue') }] : []),
      ],
      closed: closed.map((one) => ({
        href: `/clients/${one.caseId}`,
        urgent: one.urgent,
        words: m.revocations_closed_line({
          unit: one.unitName,
          state: inSentence(stateWords[one.state]()),
          day: formatShortDate(one.since, language),
        }),
      })),
      late: lateBelow.map((one, index) => ({
        id: index,
        urgent: one.urgent,
        words: m.revocations_late_below_line({
          count: formatNumber(one.count, language),
          kanwil: one.kanwil || '–',
          unit: one.unitName,
          since: formatShortDate(one.since, language),
          days: formatNumber(daysBetween(one.dueOn, today), language),
        }),
      })),
      lateTitle: m.revocations_late_below_title({
        count: formatNumber(
          lateBelow.reduce((sum, one) => sum + one.count, 0),
          language,
        ),
      }),
      toBegin: toBegin.rows.map((one) => ({
        href: `/clients/${one.caseId}/breaches/${one.id}`,
        late: one.dueOn !== null && one.dueOn < today,
        words: m.revocations_to_begin_line({
          name: one.name,
          proposed: one.endedOn ? formatShortDate(one.endedOn, language) : '–',
          due: shortDueWords(one, language) || '–',
        }),
      })),
      toBeginTitle: m.revocations_to_begin_title({ count: formatNumber(toBegin.total, language) }),
      closedTitle: m.revocations_closed_title({ count: formatNumber(closed.length, language) }),
      rows: list.rows.map((one) => {
        const with_ = holderAt(one.route, one.state);
        const left = leftOf(one.id);
        return {
          id: one.id,
          href: `/revocations/${one.id}`,
          name: one.name,
          register: one.registerLabel ?? '',
          kind: `${kindWords[one.kind]()} · ${clientKindWords[one.clientKind as ClientKind]()}`,
          state: sayState(one),
          tone: toneOf(one.state, one.lifted),
          urgent: one.urgent,
          holder: with_ ? holderWords[with_]() : '–',
          age: isOver(one.state)
            ? formatShortDate(one.since, language)
            : m.revocations_age_days({ count: formatNumber(daysBetween(one.since, today), language) }),
          left: isOver(one.state) ? '–' : leftWords(left, one.serviceUntil, language),
          late: !isOver(one.state) && (left < 0 || (one.dueOn !== null && one.dueOn < today)),
          unit: one.unitName,
        };
      }),
    };
  });
