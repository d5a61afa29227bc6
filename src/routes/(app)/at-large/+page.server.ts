import { formatDate, formatNumber, formatShortDate } from '#kernel/format';
import { may, unitsWhere } from '#modules/access';
import { isRunning, searchStates, standingWords, stateWords, type SearchState } from '#modules/at-large';
import { exportHref } from '#modules/exports/server';
import { countSearches, listSearches, listUnopened } from '#modules/at-large/server';
import { todayAt } from '#modules/units';
import { m } from '#messages';
import type { RouteAccess } from '#web/route-access';
import { toneOf } from '../clients/[caseId]/at-large/shown.server.ts';
import { optionsOf } from '../clients/shown.server.ts';
import { pagesOf, partAsked } from '../today/list.server.ts';
import type { PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['at_large:keep'] };

const ages = ['30', '60', '90'] as const;

export const load: PageServerLoad = ({ locals, url }) =>
  locals.read(async (ctx) => {
    const { language } = locals;
    const asked = url.searchParams;
    const unit = unitsWhere(ctx.actor, 'at_large:keep')[0]!;
    const today = todayAt(unit, ctx.now);
    const leads = may(ctx.actor, 'at_large:confirm', { unitId: unit.unitId, unitPath: unit.unitPath });
    const wanted = asked.get('state') ?? 'running';
    const state = ([...searchStates, 'running'] as const).find((one) => one === wanted);
    const age = ages.find((one) => one === asked.get('age'));
    const scope = { unitId: unit.unitId, today, mine: !leads || asked.get('whose') === 'mine' };
    const filter = {
      ...scope,
      state: wanted === 'all' ? undefined : (state ?? ('running' as const)),
      olderThan: age ? Number(age) : undefined,
      waiting: asked.has('waiting'),
    };
    const part = partAsked(url);
    const list = await listSearches(ctx, filter, part);
    const counts = await countSearches(ctx, scope);
    const unopened = await listUnopened(ctx, scope);
    const words = (value: SearchState | 'running' | undefined) =>
      value === undefined
        ? m.at_large_state_all()
        : value === 'running'
          ? m.at_large_state_running()
          : stateWords[value]();
    const without = (name: string) => {
      const there = new URLSearchParams(asked);
      there.delete(name);
      there.delete('page');
      return `/at-large?${there}`;
    };
    const whose = scope.mine && leads ? '&whose=mine' : '';
    const number = (value: number) => formatNumber(value, language);
    return {
      summary: m.at_large_count({ count: number(list.total) }),
      leads,
      exportHref: await exportHref(
        ctx,
        'at-large',
        unit.unitId,
        { state: wanted, age, waiting: filter.waiting ? '1' : undefined },
        list.total,
      ),
      pages: pagesOf(url, part.offset, list.total),
      values: { state: wanted, age: age ?? '', waiting: filter.waiting, whose: scope.mine ? 'mine' : '' },
      states: [
        { value: 'running', label: m.at_large_state_running() },
        { value: 'all', label: m.at_large_state_all() },
        ...optionsOf(stateWords, searchStates),
      ],
      ages: ages.map((value) => ({ value, label: m.at_large_older({ days: value }) })),
      counts: [
        { label: m.at_large_state_running(), count: number(counts.running), href: `/at-large?state=running${whose}` },
        ...([30, 60, 90] as const).map((days) => ({
          label: m.at_large_older({ days: String(days) }),
          count: number(counts[`over${days}`]),
          href: `/at-large?state=running&age=${days}${whose}`,
        })),
        {
          label: m.at_large_state_located_elsewhere(),
          count: number(counts.elsewhere),
          href: `/at-large?state=located_elsewhere${whose}`,
        },
        {
          label: m.at_large_waits(),
          count: number(counts.waiting),
          href: `/at-large?state=running&waiting=1${whose}`,
        },
      ],
      active: [
        ...(filter.state === 'running' ? [] : [{ label: words(filter.state), removeHref: without('state') }]),
        ...(age ? [{ label: m.at_large_older({ days: age }), removeHref: without('age') }] : []),
        ...(filter.waiting ? [{ label: m.at_large_waits(), removeHref: without('waiting') }] : []),
        ...(leads && scope.mine ? [{ label: m.at_large_mine(), removeHref: without('whose') }] : []),
      ],
      unopened: unopened.map((one) => ({
        href: `/clients/${one.caseId}/at-large`,
        name: one.name,
        ended: formatDate(one.endedOn, language),
      })),
      rows: list.rows.map((one) => ({
        id: one.id,
        href: `/clients/${one.caseId}/at-large`,
        name: one.name,
        register: one.registerLabel ?? '',
        state: standingWords(one),
        tone: toneOf(one.state),
        waiting: one.waiting,
        since: formatShortDate(one.clockFrom, language),
        days: m.at_large_days({ count: number(one.days) }),
        long: isRunning(one.state) && one.days > 30,
        seen: one.lastSeen ? formatShortDate(one.lastSeen, language) : '–',
        pk: one.pkName ?? m.cases_no_counsellor(),
      })),
    };
  });
