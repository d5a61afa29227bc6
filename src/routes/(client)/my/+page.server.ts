import { formatDate, formatDay, formatDays, formatNumber } from '#kernel/format';
import { conditionText, conditionWord, relationWords } from '#modules/cases';
import { findOwnPromise, listOwnConditions, readOwnCase } from '#modules/cases/server';
import { readLedger, readOwnReport } from '#modules/check-ins/server';
import { m } from '#messages';
import type { RouteAccess } from '#web/route-access';
import { sayPeriod } from '../ledger-words.server.ts';
import { readOwn } from '../own.server.ts';
import type { PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'own', action: 'own:read' };

/** The last half year; the rest is one step away. */
const SHOWN = 6;

export const load: PageServerLoad = async (event) => {
  const { language } = event.locals;
  const done = event.url.searchParams.get('done');
  return readOwn(event, async (ctx, card) => {
    const own = await readOwnCase(ctx);
    const ledger = await readLedger(ctx, own.caseId);
    const next = ledger.summary.next;
    const isOpen = own.state === 'received' || own.state === 'active';
    const shared = {
      done: done === 'pin' || done === 'sent' ? done : null,
      name: own.name,
      counsellor: own.counsellor,
      office: own.office,
      next:
        next && isOpen
          ? { by: formatDay(next.through, language), days: formatDays(next.from, next.through, language) }
          : null,
    };
    if (card.kind === 'guarantor') {
      const [conditions, promise] = [await listOwnConditions(ctx), await findOwnPromise(ctx)];
      return {
        ...shared,
        kind: 'guarantor' as const,
        relation: promise ? relationWords[promise.relation]() : null,
        signedOn: promise?.signedOn ? formatDate(promise.signedOn, language) : null,
        confirmedOn: promise?.confirmedOn ? formatDate(promise.confirmedOn, language) : null,
        conditions: conditions.map(({ id, code, text }) => ({
          id,
          text: code && text === conditionText(code) ? conditionWord(code) : text,
        })),
      };
    }
    const report = await readOwnReport(ctx);
    const current = ledger.periods.find((one) => one.from <= ledger.today && ledger.today <= one.through);
    const { summary } = ledger;
    const count = (value: number) => formatNumber(value, language);
    return {
      ...shared,
      kind: 'client' as const,
      situation: own.state === 'paused' ? ('paused' as const) : isOpen ? ('open' as const) : ('ended' as const),
      pausedSince: own.pausedSince ? formatDate(own.pausedSince, language) : null,
      current: current
        ? {
            days: formatDays(current.from, current.through, language),
            isDone: current.state === 'fulfilled',
            isWaiting: current.state === 'submitted',
          }
        : null,
      mayReport: report.closed === null,
      hasBegun: report.draft !== null && Object.keys(report.draft.answers).length > 0,
      figures: [
        { label: m.client_sum_on_time(), value: count(summary.onTime) },
        { label: m.client_sum_late(), value: count(summary.late) },
        { label: m.client_sum_missed(), value: count(summary.missed) },
        { label: m.client_sum_in_a_row(), value: count(summary.missesInARow) },
        { label: m.client_sum_excused(), value: count(summary.excused) },
        { label: m.client_sum_waiting(), value: count(summary.waiting) },
        { label: m.client_sum_not_recorded(), value: count(summary.notRecorded) },
      ],
      periods: ledger.periods
        .filter((one) => one.from <= ledger.today)
        .slice(0, SHOWN)
        .map((one) => sayPeriod(one, language)),
    };
  });
};
