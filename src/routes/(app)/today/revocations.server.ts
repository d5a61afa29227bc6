import { formatNumber, type Locale } from '#kernel/format';
import { daysBetween, type PlainDate } from '#kernel/plain-date';
import { holds, unitsWhere } from '#modules/access';
import { nextWords } from '#modules/revocations';
import {
  countProceedings,
  listClosedAbove,
  listLateBelow,
  listProceedings,
  type ProceedingFilter,
} from '#modules/revocations/server';
import { m } from '#messages';
import type { Actor } from '#platform/actor';
import type { ReadCtx } from '#platform/ctx';
import { leftWords } from '../../due.server.ts';
import { daysLeft, tierOf } from '../revocations/shown.server.ts';

type Asked = { ctx: ReadCtx; today: PlainDate; language: Locale };

/** Whoever decides for a tier, and keeps no office's proceedings himself. */
const isAbove = (actor: Actor) => !holds(actor, 'revocation:handle') && holds(actor, 'revocation:read');

/** What of revocations lies with the asker's office or tier; each number is the length of the list that it opens. */
export async function revocationsOf({ ctx, today, language }: Asked, actor: Actor, leads: boolean) {
  const handles = holds(actor, 'revocation:handle');
  const above = isAbove(actor);
  if (!handles && !above) return null;
  const unit = handles ? unitsWhere(actor, 'revocation:handle')[0]! : undefined;
  const tier = tierOf(actor);
  const all: ProceedingFilter = {
    at: unit ? { unitId: unit.unitId } : 'above',
    today,
    state: 'running',
    mine: handles && !leads,
  };
  const counted = async (key: string, label: string, filter: ProceedingFilter, href: string) => ({
    key,
    label,
    href,
    count: await countProceedings(ctx, filter),
  });
  const there = '/revocations?state=running';
  const lines = [
    ...(above
      ? [
          await counted('here', m.revocations_today_here(), { ...all, holder: tier }, `${there}&holder=${tier}`),
          {
            key: 'closed',
            label: m.revocations_today_closed(),
            href: '/revocations#closed',
            count: (await listClosedAbove(ctx)).length,
          },
          {
            key: 'below',
            label: m.revocations_today_late_below(),
            href: '/revocations#late-below',
            count: (await listLateBelow(ctx, today)).reduce((sum, one) => sum + one.count, 0),
          },
        ]
      : []),
    await counted('urgent', m.revocations_today_urgent(), { ...all, urgent: true }, `${there}&urgent=on`),
    await counted('late', m.revocations_today_late(), { ...all, overdue: true }, `${there}&overdue=on`),
    await counted('running', m.revocations_today_running(), all, there),
  ];
  // A number of nothing leads nowhere.
  const shown = lines
    .filter(({ count }) => count > 0)
    .map(({ count, ...line }) => ({ ...line, total: formatNumber(count, language) }));
  return shown.length > 0 ? shown : null;
}

/** The proceedings that wait for the asker's tier, one thing to do each: the urgent ones first, then what is due first. */
export async function proceedingsToDecide({ ctx, today, language }: Asked, actor: Actor, limit: number) {
  if (!isAbove(actor)) return [];
  const filter = { at: 'above' as const, today, state: 'running' as const, holder: tierOf(actor) };
  const { rows } = await listProceedings(ctx, filter, { limit });
  const leftOf = await daysLeft(ctx, rows, today);
  return rows.map((one) => {
    const left = leftOf(one.id);
    const age = m.revocations_age_days({ count: formatNumber(daysBetween(one.since, today), language) });
    return {
      id: one.id,
      what: `${one.urgent ? `${m.revocations_urgent()}. ` : ''}${one.name}: ${nextWords[one.state]()}`,
      why: [one.unitName, age, leftWords(left, one.serviceUntil, language)].join(' · '),
      href: `/revocations/${one.id}`,
      late: left < 0 || (one.dueOn !== null && one.dueOn < today),
    };
  });
}
