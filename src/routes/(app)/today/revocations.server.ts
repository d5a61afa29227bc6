import { formatNumber, type Locale } from '#kernel/format';
import type { PlainDate } from '#kernel/plain-date';
import { holds, unitsWhere } from '#modules/access';
import { countProceedings, type ProceedingFilter } from '#modules/revocations/server';
import { m } from '#messages';
import type { Actor } from '#platform/actor';
import type { ReadCtx } from '#platform/ctx';

type Asked = { ctx: ReadCtx; today: PlainDate; language: Locale };

/** What of revocations lies with the asker's office or tier; each number is the length of the list that it opens. */
export async function revocationsOf({ ctx, today, language }: Asked, actor: Actor, leads: boolean) {
  const handles = holds(actor, 'revocation:handle');
  if (!handles && !holds(actor, 'revocation:read')) return null;
  const unit = handles ? unitsWhere(actor, 'revocation:handle')[0]! : undefined;
  const tier = actor.postings.some(({ role }) => role === 'kanwil') ? ('kanwil' as const) : ('ditjenpas' as const);
  const all: ProceedingFilter = {
    at: unit ? { unitId: unit.unitId } : 'above',
    today,
    state: 'running',
    mine: handles && !leads,
  };
  const lines: readonly (readonly [string, string, ProceedingFilter, string])[] = [
    ...(handles
      ? []
      : [
          [
            'here',
            m.revocations_today_here(),
            { ...all, holder: tier },
            `/revocations?state=running&holder=${tier}`,
          ] as const,
        ]),
    ['urgent', m.revocations_today_urgent(), { ...all, urgent: true }, '/revocations?state=running&urgent=on'],
    ['late', m.revocations_today_late(), { ...all, overdue: true }, '/revocations?state=running&overdue=on'],
    ['running', m.revocations_today_running(), all, '/revocations?state=running'],
  ];
  const shown: { key: string; label: string; href: string; total: string }[] = [];
  for (const [key, label, filter, href] of lines) {
    const count = await countProceedings(ctx, filter);
    // A number of nothing leads nowhere.
    if (count > 0) shown.push({ key, label, href, total: formatNumber(count, language) });
  }
  return shown.length > 0 ? shown : null;
}
