import { formatNumber } from '#kernel/format';
import { excuseWords } from '#modules/check-ins';
import { readClient, readLedger } from '#modules/check-ins/server';
import { m } from '#messages';
import type { RouteAccess } from '#web/route-access';
import { daysWords, reportShown, stateShown } from '../../../ledger-shown.server.ts';
import { showLedgerHead } from './head.server.ts';
import type { PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['ledger:read'] };

export const load: PageServerLoad = ({ locals, params, url }) =>
  locals.read(async (ctx) => {
    const { language } = locals;
    const head = await showLedgerHead(ctx, params.caseId, language);
    const [client, ledger] = [await readClient(ctx, head.caseId), await readLedger(ctx, head.caseId)];
    const number = (value: number) => formatNumber(value, language);
    const { summary } = ledger;
    return {
      head,
      saved: url.searchParams.has('saved'),
      may: {
        record: client.mayRecord,
        excuse: client.mayExcuse,
        void: client.mayVoid,
        read: client.mayReadContent,
        answer: client.mayAnswer,
      },
      facts: [
        { label: m.check_ins_sum_on_time(), value: number(summary.onTime) },
        { label: m.check_ins_sum_late(), value: number(summary.late) },
        { label: m.check_ins_sum_missed(), value: number(summary.missed) },
        { label: m.check_ins_sum_excused(), value: number(summary.excused) },
        { label: m.check_ins_sum_waiting(), value: number(summary.waiting) },
        { label: m.check_ins_sum_not_recorded(), value: number(summary.notRecorded) },
        { label: m.check_ins_sum_row(), value: number(summary.missesInARow) },
        {
          label: m.check_ins_sum_in_person(),
          value: m.check_ins_sum_in_person_words({
            count: number(summary.inPerson.inPerson),
            of: number(summary.inPerson.of),
            oneIn: number(summary.inPerson.oneIn),
          }),
        },
        { label: m.check_ins_next_date(), value: summary.next ? daysWords(summary.next, language) : undefined },
      ],
      inPersonBelow: summary.inPerson.below,
      row: summary.missesInARow > 0 ? m.check_ins_misses_in_a_row({ count: number(summary.missesInARow) }) : '',
      periods: ledger.periods.map((one) => ({
        id: one.id,
        days: daysWords(one, language),
        ...stateShown(one.state, one.late),
        row: one.missedInARow > 0 ? m.check_ins_misses_in_a_row({ count: number(one.missedInARow) }) : '',
        canExcuse: one.state === 'missed' || one.state === 'scheduled',
        canReportLate: one.through < ledger.today && ['missed', 'excused', 'not_recorded'].includes(one.state),
        excuse: one.excuse && !one.excuse.withdrawn ? excuseWords[one.excuse.reason]() : '',
        disputes: one.disputes.map((dispute) => ({ id: dispute.id, text: dispute.text, answer: dispute.answer })),
        reports: one.reports.map((report) => reportShown(report, ledger.zone, language)),
      })),
      others: ledger.others.map((report) => reportShown(report, ledger.zone, language)),
    };
  });
