import { error } from '@sveltejs/kit';
import { formatDay, formatDays, formatMoment } from '#kernel/format';
import { channelWords, gradeWords, outcomeWords } from '#modules/check-ins';
import { readLedger, readSlip } from '#modules/check-ins/server';
import { m } from '#messages';
import type { RouteAccess } from '#web/route-access';
import { readOwn } from '../../../own.server.ts';
import type { PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'own', action: 'own:report' };

export const load: PageServerLoad = (event) =>
  readOwn(event, async (ctx) => {
    const { language } = event.locals;
    const slip = await readSlip(ctx, event.params.receipt);
    const ledger = await readLedger(ctx, slip.caseId);
    const report = [...ledger.periods.flatMap(({ reports }) => reports), ...ledger.others].find(
      ({ id }) => id === slip.checkInId,
    );
    if (!report) error(404, m.errors_not_found());
    return {
      isJustSent: event.url.searchParams.has('sent'),
      office: slip.unitName,
      phone: slip.unitPhone,
      name: slip.name,
      code: slip.receiptShown,
      moment: formatMoment(report.happenedAt, slip.zone, language),
      happened: slip.channel === 'app' ? null : formatDay(slip.happenedOn, language),
      channel: channelWords[slip.channel](),
      grade: gradeWords[report.grade](),
      period: slip.period ? formatDays(slip.period.from, slip.period.through, language) : null,
      review: report.review
        ? outcomeWords[report.review]()
        : slip.channel === 'app' || slip.channel === 'helper'
          ? m.client_report_review_waiting()
          : null,
      isEnough: report.counts || report.review !== null,
      isVoided: slip.voided,
      next: slip.next ? formatDay(slip.next.through, language) : null,
    };
  });
