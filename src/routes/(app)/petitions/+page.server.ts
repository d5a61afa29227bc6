import { formatMonth, formatNumber, formatShortDate, type Locale } from '#kernel/format';
import type { Month } from '#kernel/plain-date';
import { holds, unitsWhere } from '#modules/access';
import { aboutWords, channels, channelWords, petitionStates, stateWords } from '#modules/petitions';
import { countPetitions, listPetitions, todayOfDesk } from '#modules/petitions/server';
import { m } from '#messages';
import type { RouteAccess } from '#web/route-access';
import { pagesOf, partAsked } from '../today/list.server.ts';
import { dueWords } from '../../due.server.ts';
import { optionsOf, toneOf } from './shown.server.ts';
import type { PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['petition:handle', 'petition:record'] };

/** A year, or a month of one. */
const periodAsked = (typed: string | null) =>
  typed && /^(19|20)\d\d(-(0[1-9]|1[0-2]))?$/.test(typed) ? typed : undefined;
const sayPeriod = (period: string, language: Locale) =>
  period.length === 4 ? period : formatMonth(period as Month, language);

export const load: PageServerLoad = ({ locals, url }) =>
  locals.read(async (ctx) => {
    const { language } = locals;
    const mayRecord = holds(ctx.actor, 'petition:record');
    const unit = unitsWhere(ctx.actor, 'petition:handle')[0];
    // Who only takes petitions down does not read them.
    if (!unit) return { mayRecord, list: null };
    const asked = url.searchParams;
    const receivedIn = periodAsked(asked.get('received'));
    const endedIn = periodAsked(asked.get('ended'));
    const wanted = asked.get('state') ?? (receivedIn || endedIn ? 'all' : 'waiting');
    const state = ([...petitionStates, 'waiting'] as const).find((one) => one === wanted);
    const channel = channels.find((one) => one === asked.get('channel'));
    const today = await todayOfDesk(ctx, unit.unitId);
    const filter = {
      unitId: unit.unitId,
      today,
      state: wanted === 'all' ? undefined : (state ?? 'waiting'),
      channel,
      overdue: asked.has('overdue'),
      receivedIn,
      endedIn,
    };
    const part = partAsked(url);
    const list = await listPetitions(ctx, filter, part);
    const counts = await countPetitions(ctx, unit.unitId, today);
    const without = (name: string) => {
      const there = new URLSearchParams(asked);
      there.delete(name);
      there.delete('page');
      return `/petitions?${there}`;
    };
    const stateLabel =
      filter.state === undefined
        ? m.petitions_state_all()
        : filter.state === 'waiting'
          ? ''
          : stateWords[filter.state]();
    const count = (value: number) => formatNumber(value, language);
    return {
      mayRecord,
      list: {
        forwarded: asked.has('forwarded'),
        desk: unit.unitName,
        summary: m.petitions_count({ count: count(list.total) }),
        pages: pagesOf(url, part.offset, list.total),
        counts: [
          {
            label: m.petitions_count_waiting(),
            value: counts.waiting,
            count: count(counts.waiting),
            href: '/petitions',
          },
          {
            label: stateWords.received(),
            value: counts.received,
            count: count(counts.received),
            href: '/petitions?state=received',
          },
          {
            label: stateWords.passed_on(),
            value: counts.passedOn,
            count: count(counts.passedOn),
            href: '/petitions?state=passed_on',
          },
          {
            label: stateWords.refusal_proposed(),
            value: counts.toDecide,
            count: count(counts.toDecide),
            href: '/petitions?state=refusal_proposed',
          },
          {
            label: stateWords.accepted(),
            value: counts.accepted,
            count: count(counts.accepted),
            href: '/petitions?state=accepted',
          },
          {
            label: m.petitions_late(),
            value: counts.overdue,
            count: count(counts.overdue),
            href: '/petitions?state=all&overdue=on',
          },
        ].filter(({ value }) => value > 0),
        values: { state: wanted, channel: channel ?? '', overdue: filter.overdue },
        states: [
          { value: 'waiting', label: m.petitions_state_waiting() },
          { value: 'all', label: m.petitions_state_all() },
          ...optionsOf(stateWords, petitionStates),
        ],
        channels: optionsOf(channelWords, channels),
        active: [
          ...(stateLabel ? [{ label: stateLabel, removeHref: without('state') }] : []),
          ...(channel ? [{ label: channelWords[channel](), removeHref: without('channel') }] : []),
          ...(receivedIn
            ? [
                {
                  label: m.petitions_received_in({ period: sayPeriod(receivedIn, language) }),
                  removeHref: without('received'),
                },
              ]
            : []),
          ...(endedIn
            ? [{ label: m.petitions_ended_in({ period: sayPeriod(endedIn, language) }), removeHref: without('ended') }]
            : []),
          ...(filter.overdue ? [{ label: m.petitions_late(), removeHref: without('overdue') }] : []),
        ],
        rows: list.rows.map((one) => ({
          id: one.id,
          href: `/petitions/${one.id}`,
          reference: one.reference,
          about: aboutWords[one.about](),
          client: one.about === 'client' ? one.clientName : one.office,
          state: stateWords[one.state](),
          tone: toneOf(one.state),
          channel: channelWords[one.channel](),
          received: formatShortDate(one.receivedOn, language),
          due: (one.endedOn ? undefined : dueWords(one, today, language)) ?? '–',
          late: !one.endedOn && one.dueOn !== null && one.dueOn < today,
        })),
      },
    };
  });
