import { formatNumber, formatNumericDate, formatPercent, formatShortDate } from '#kernel/format';
import { isPlainDate, latest, plainDate, type PlainDate } from '#kernel/plain-date';
import { holds, unitsWhere } from '#modules/access';
import { stateWords as breachStates } from '#modules/breaches';
import { figuresBySteps, listStepsOf, timedSteps } from '#modules/breaches/server';
import { countClients } from '#modules/figures/server';
import { endStates, holders, holderWords, kindWords, proceedingStates, stateWords } from '#modules/revocations';
import {
  countAbove,
  countEnds,
  countProposals,
  figuresByHolder,
  figuresByStep,
  figuresStill,
  listEnds,
  listProposals,
  listStill,
  listStretches,
  proposalParts,
} from '#modules/revocations/server';
import { todayAt } from '#modules/units';
import { m } from '#messages';
import type { RouteAccess } from '#web/route-access';
import { listHref } from '../../figures/links.server.ts';
import { listOfBelow, showBelow } from './below.server.ts';
import type { PageServerLoad } from './$types';

export const _access: RouteAccess = {
  who: 'staff',
  any: ['revocation:handle', 'revocation:read', 'figures:aggregate'],
};

export const load: PageServerLoad = ({ locals, url }) =>
  locals.read(async (ctx) => {
    const { language } = locals;
    const asked = url.searchParams;
    // Whoever works with sums only is told sums, and no list behind them.
    const act = (['revocation:handle', 'revocation:read', 'figures:aggregate'] as const).find((one) =>
      holds(ctx.actor, one),
    )!;
    const unit = unitsWhere(ctx.actor, act)[0]!;
    const today = todayAt(unit, ctx.now);
    const day = (name: string, otherwise: PlainDate) => {
      const typed = asked.get(name) ?? '';
      const turned = /^(\d{2})-(\d{2})-(\d{4})$/.exec(typed);
      const plain = turned ? `${turned[3]}-${turned[2]}-${turned[1]}` : typed;
      return isPlainDate(plain) ? plain : otherwise;
    };
    const everything = { from: plainDate('1950-01-01'), through: plainDate('9999-12-31') };
    const { last } = await countProposals(ctx, everything);
    const period = {
      from: day('from', plainDate(`${Number(today.slice(0, 4)) - 2}-01-01`)),
      through: day('through', last ? latest(today, last) : today),
    };
    const seen = await countProposals(ctx, period);
    const sums =
      holds(ctx.actor, 'figures:read') || act === 'revocation:handle'
        ? undefined
        : await countAbove(ctx, period, today);
    const onlySums = act === 'figures:aggregate';
    const proposals = onlySums
      ? { all: sums?.proposals ?? null, earlier: sums?.earlier ?? null, caughtAndFinal: sums?.caught ?? null }
      : seen;
    // The centre counts no office's clients one by one: it is told how many there are together.
    const clients = holds(ctx.actor, 'figures:read')
      ? await countClients(ctx, { unitId: unit.unitId }, today)
      : (sums?.clients ?? null);
    const rows = await figuresByHolder(ctx, period);
    const kept = `from=${period.from}&through=${period.through}`;
    const holder = holders.find((one) => one === asked.get('holder'));
    const at = Number(asked.get('unit'));
    const list = asked.get('list');
    const count = (value: number) => formatNumber(value, language);
    const told = (value: number | null) => (value === null ? m.dossiers_similar_few() : count(value));
    const proposalsHref = (part: (typeof proposalParts)[number]) =>
      `/revocations/figures?${kept}&list=proposals${part === 'all' ? '' : `&of=${part}`}#list`;
    const part = proposalParts.find((one) => one === asked.get('of')) ?? 'all';
    const standing = proceedingStates.find((one) => one === asked.get('at'));
    const late = asked.has('late');
    const timed = timedSteps.find((one) => one === asked.get('step'));
    const daysOf = (row: Awaited<ReturnType<typeof figuresByHolder>>[number], of: string) => {
      const href = `/revocations/figures?${kept}&list=steps&${of}`;
      return {
        count: count(row.count),
        median: count(row.median),
        ninth: count(row.ninth),
        late: m.revocations_late_of({ count: count(row.late), days: count(row.lateDays) }),
        href: `${href}#list`,
        lateHref: row.late > 0 ? `${href}&late=1#list` : undefined,
      };
    };
    const isAbove = holds(ctx.actor, 'revocation:read') || onlySums;
    const asksBelow = { period, today, language, kept };
    const behindBelow = list === 'below' && isAbove ? await listOfBelow(ctx, asksBelow, asked) : undefined;
    const endState = endStates.find((one) => one === asked.get('state'));
    return {
      today: formatShortDate(today, language),
      period: { from: formatNumericDate(period.from), through: formatNumericDate(period.through) },
      proposals: {
        all: told(proposals.all),
        href: onlySums ? undefined : proposalsHref('all'),
        // A number of nothing leads nowhere.
        parts: [
          {
            text: m.revocations_of_before({ earlier: told(proposals.earlier) }),
            href: !onlySums && (proposals.earlier ?? 0) > 0 ? proposalsHref('earlier') : undefined,
          },
          {
            text: m.revocations_of_caught({ caught: told(proposals.caughtAndFinal) }),
            href: !onlySums && (proposals.caughtAndFinal ?? 0) > 0 ? proposalsHref('caught') : undefined,
          },
        ],
        clientsHref: holds(ctx.actor, 'figures:read') ? listHref(unit.unitId, { of: 'clients' }) : undefined,
        clients: typeof clients === 'number' ? count(clients) : undefined,
        share:
          typeof clients === 'number' && clients > 0 && proposals.all !== null
            ? formatPercent(proposals.all / clients, language, 2)
            : undefined,
      },
      ends: (await countEnds(ctx, period)).map((one) => ({
        state: one.state,
        text: m.revocations_ended_so({ count: count(one.count), state: stateWords[one.state]() }),
        href: `/revocations/figures?${kept}&list=ends&state=${one.state}#list`,
      })),
      rows: rows.map((row) => ({
        id: `${row.unitId} ${row.holder}`,
        unit: row.unitName,
        holder: holderWords[row.holder](),
        ...daysOf(row, `unit=${row.unitId}&holder=${row.holder}`),
      })),
      steps: (await figuresByStep(ctx, period)).map((row) => ({
        id: `${row.unitId} ${row.holder} ${row.state}`,
        unit: row.unitName,
        step: stateWords[row.state](),
        holder: holderWords[row.holder](),
        ...daysOf(row, `unit=${row.unitId}&holder=${row.holder}&at=${row.state}`),
      })),
      still: (await figuresStill(ctx, today)).map((row) => {
        const href = `/revocations/figures?${kept}&list=still&unit=${row.unitId}&holder=${row.holder}`;
        return {
          id: `${row.unitId} ${row.holder}`,
          unit: row.unitName,
          holder: holderWords[row.holder](),
          count: count(row.count),
          median: count(row.median),
          ninth: count(row.ninth),
          longest: count(row.longest),
          late: m.revocations_late_of({ count: count(row.late), days: count(row.lateDays) }),
          href: `${href}#list`,
          lateHref: row.late > 0 ? `${href}&late=1#list` : undefined,
        };
      }),
      onlySums,
      below: isAbove ? await showBelow(ctx, asksBelow) : undefined,
      unseen: behindBelow?.unseen,
      breaches: holds(ctx.actor, 'breach:handle')
        ? (await figuresBySteps(ctx, period)).map((row) => ({
            id: `${row.unitId} ${row.step}`,
            unit: row.unitName,
            step: row.step === 'whole' ? m.revocations_breach_whole() : breachStates[row.step](),
            count: count(row.count),
            median: count(row.median),
            ninth: count(row.ninth),
            href: `/revocations/figures?${kept}&list=breaches&unit=${row.unitId}&step=${row.step}#list`,
          }))
        : undefined,
      list:
        list === 'proposals'
          ? (await listProposals(ctx, period, part)).map((one, index) => ({
              id: String(index),
              href: one.proceedingId ? `/revocations/${one.proceedingId}` : undefined,
              what: one.proceedingId ? m.revocations_title() : m.revocations_earlier(),
              more: one.caughtAndFinal ? m.revocations_caught_and_final() : '',
              unit: one.unitName,
              day: formatShortDate(one.filedOn, language),
            }))
          : list === 'ends' && endState
            ? (await listEnds(ctx, period, endState)).map((one) => ({
                id: one.proceedingId,
                href: `/revocations/${one.proceedingId}`,
                what: kindWords[one.kind](),
                more: stateWords[endState](),
                unit: one.unitName,
                day: formatShortDate(one.endedOn, language),
              }))
            : list === 'steps' && holder && Number.isSafeInteger(at)
              ? (await listStretches(ctx, period, { unitId: at, holder, state: standing, late })).map((one, index) => ({
                  id: String(index),
                  href: `/revocations/${one.proceedingId}`,
                  what: stateWords[one.state](),
                  more: [
                    m.revocations_days({ count: count(one.days) }),
                    one.late > 0 ? m.revocations_stretch_late({ days: count(one.late) }) : '',
                  ]
                    .filter(Boolean)
                    .join(' · '),
                  unit: one.unitName,
                  day: `${formatShortDate(one.from, language)} – ${formatShortDate(one.through, language)}`,
                }))
              : list === 'breaches' && timed && Number.isSafeInteger(at)
                ? (await listStepsOf(ctx, period, { unitId: at, step: timed })).map((one, index) => ({
                    id: String(index),
                    href: `/clients/${one.caseId}/breaches/${one.breachId}`,
                    what: breachStates[one.state](),
                    more: m.revocations_days({ count: count(one.days) }),
                    unit: one.unitName,
                    day: `${formatShortDate(one.from, language)} – ${formatShortDate(one.through, language)}`,
                  }))
                : list === 'still' && holder && Number.isSafeInteger(at)
                  ? (await listStill(ctx, today, { unitId: at, holder, late })).map((one) => ({
                      id: one.proceedingId,
                      href: `/revocations/${one.proceedingId}`,
                      what: stateWords[one.state](),
                      more: [
                        m.revocations_days({ count: count(one.days) }),
                        one.late > 0 ? m.revocations_stretch_late({ days: count(one.late) }) : '',
                      ]
                        .filter(Boolean)
                        .join(' · '),
                      unit: one.unitName,
                      day: m.revocations_still_since({ day: formatShortDate(one.from, language) }),
                    }))
                  : behindBelow?.rows,
    };
  });
