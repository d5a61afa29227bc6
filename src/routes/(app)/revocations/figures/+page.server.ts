import { formatNumber, formatNumericDate, formatPercent, formatShortDate } from '#kernel/format';
import { isPlainDate, latest, plainDate, type PlainDate } from '#kernel/plain-date';
import { holds, unitsWhere } from '#modules/access';
import { countClients } from '#modules/figures/server';
import { endStates, holders, holderWords, kindWords, stateWords } from '#modules/revocations';
import {
  countEnds,
  countProposals,
  figuresByHolder,
  listEnds,
  listProposals,
  listStretches,
  proposalParts,
} from '#modules/revocations/server';
import { todayAt } from '#modules/units';
import { m } from '#messages';
import type { RouteAccess } from '#web/route-access';
import { listHref } from '../../figures/links.server.ts';
import type { PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['revocation:handle', 'revocation:read'] };

export const load: PageServerLoad = ({ locals, url }) =>
  locals.read(async (ctx) => {
    const { language } = locals;
    const asked = url.searchParams;
    const above = !holds(ctx.actor, 'revocation:handle');
    const unit = unitsWhere(ctx.actor, above ? 'revocation:read' : 'revocation:handle')[0]!;
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
    const proposals = await countProposals(ctx, period);
    // Whoever may not count the clients of offices is shown no share of them.
    const clients = holds(ctx.actor, 'figures:read') ? await countClients(ctx, { unitId: unit.unitId }, today) : null;
    const rows = await figuresByHolder(ctx, period);
    const kept = `from=${period.from}&through=${period.through}`;
    const holder = holders.find((one) => one === asked.get('holder'));
    const at = Number(asked.get('unit'));
    const list = asked.get('list');
    const count = (value: number) => formatNumber(value, language);
    const proposalsHref = (part: (typeof proposalParts)[number]) =>
      `/revocations/figures?${kept}&list=proposals${part === 'all' ? '' : `&of=${part}`}#list`;
    const part = proposalParts.find((one) => one === asked.get('of')) ?? 'all';
    const endState = endStates.find((one) => one === asked.get('state'));
    return {
      period: { from: formatNumericDate(period.from), through: formatNumericDate(period.through) },
      proposals: {
        all: count(proposals.all),
        href: proposalsHref('all'),
        // A number of nothing leads nowhere.
        parts: [
          {
            text: m.revocations_of_before({ earlier: count(proposals.earlier) }),
            href: proposals.earlier > 0 ? proposalsHref('earlier') : undefined,
          },
          {
            text: m.revocations_of_caught({ caught: count(proposals.caughtAndFinal) }),
            href: proposals.caughtAndFinal > 0 ? proposalsHref('caught') : undefined,
          },
        ],
        clientsHref: listHref(unit.unitId, { of: 'clients' }),
        clients: typeof clients === 'number' ? count(clients) : undefined,
        share:
          typeof clients === 'number' && clients > 0 ? formatPercent(proposals.all / clients, language, 2) : undefined,
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
        count: count(row.count),
        median: count(row.median),
        ninth: count(row.ninth),
        href: `/revocations/figures?${kept}&list=steps&unit=${row.unitId}&holder=${row.holder}#list`,
      })),
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
              ? (await listStretches(ctx, period, { unitId: at, holder })).map((one, index) => ({
                  id: String(index),
                  href: `/revocations/${one.proceedingId}`,
                  what: stateWords[one.state](),
                  more: m.revocations_days({ count: count(one.days) }),
                  unit: one.unitName,
                  day: `${formatShortDate(one.from, language)} – ${formatShortDate(one.through, language)}`,
                }))
              : undefined,
    };
  });
