import { formatDate, formatDay, formatNumber } from '#kernel/format';
import { excuseWords } from '#modules/check-ins';
import { readClient, readLedger, type LedgerDispute } from '#modules/check-ins/server';
import { m } from '#messages';
import { newSubmissionId } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { daysWords, reportShown, stateShown } from '../../../ledger-shown.server.ts';
import { showLedgerHead } from './head.server.ts';
import type { PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['ledger:read'] };

const disputeShown = ({ id, text, answer }: LedgerDispute) => ({ id, text, answer });

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
      // A call or a visit is recorded once, as a contact; what it fulfils comes back here.
      begin: [
        { kind: 'call', label: m.check_ins_remote_title(), submissionId: newSubmissionId() },
        { kind: 'home_visit', label: m.check_ins_visit_title(), submissionId: newSubmissionId() },
      ],
      revokedSince: client.revokedSince && m.cases_rests_revoked({ day: formatDate(client.revokedSince, language) }),
      next: summary.next ? formatDay(summary.next.through, language) : '',
      sums: [
        [m.check_ins_sum_on_time(), summary.onTime],
        [m.check_ins_sum_late(), summary.late],
        [m.check_ins_sum_missed(), summary.missed],
        [m.check_ins_sum_row(), summary.missesInARow],
        [m.check_ins_sum_excused(), summary.excused],
        [m.check_ins_sum_waiting(), summary.waiting],
        [m.check_ins_sum_not_recorded(), summary.notRecorded],
      ].map(([label, value]) => ({ label: String(label), value: number(Number(value)), none: value === 0 })),
      inPerson: m.check_ins_sum_in_person_words({
        count: number(summary.inPerson.inPerson),
        of: number(summary.inPerson.of),
        oneIn: number(summary.inPerson.oneIn),
      }),
      inPersonBelow: summary.inPerson.below,
      row: summary.missesInARow > 0 ? m.check_ins_misses_in_a_row({ count: number(summary.missesInARow) }) : '',
      periods: ledger.periods.map((one) => ({
        id: one.id,
        days: daysWords(one, language),
        ...stateShown(one.state, one.late, { from: one.from, today: ledger.today }),
        row: one.missedInARow > 0 ? m.check_ins_misses_in_a_row({ count: number(one.missedInARow) }) : '',
        canExcuse: one.state === 'missed' || one.state === 'scheduled',
        canReportLate: one.through < ledger.today && ['missed', 'excused', 'not_recorded'].includes(one.state),
        excuse: one.excuse && !one.excuse.withdrawn ? excuseWords[one.excuse.reason]() : '',
        disputes: one.disputes.map(disputeShown),
        reports: one.reports.map((report) => reportShown(report, ledger.zone, language)),
      })),
      lifted: ledger.lifted.map((one) => ({
        id: one.id,
        days: daysWords(one, language),
        ...stateShown(one.state, one.late),
        disputes: one.disputes.map(disputeShown),
      })),
      others: ledger.others.map((report) => reportShown(report, ledger.zone, language)),
    };
  });
