import { formatDate, formatDays, formatMoment } from '#kernel/format';
import { channelWords, standingWords } from '#modules/check-ins';
import { readSlip } from '#modules/check-ins/server';
import { drawQr } from '#ui/qr.ts';
import type { RouteAccess } from '#web/route-access';
import type { PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['ledger:read'] };

export const load: PageServerLoad = ({ locals, params, url }) =>
  locals.read(async (ctx) => {
    const { language } = locals;
    const slip = await readSlip(ctx, params.receipt);
    const size = url.searchParams.get('size') === '58mm' ? ('58mm' as const) : ('a6' as const);
    return {
      size,
      receipt: slip.receipt,
      receiptShown: slip.receiptShown,
      office: slip.unitName,
      address: slip.unitAddress,
      phone: slip.unitPhone,
      // The paper may be lost: the register number is enough for its owner.
      register: slip.registerLabel ?? '',
      at: formatMoment(slip.happenedAt, slip.zone, language),
      channel: channelWords[slip.channel](),
      standing: standingWords[slip.standing](),
      voided: slip.voided,
      by: slip.receivedBy ?? '',
      period: slip.period ? formatDays(slip.period.from, slip.period.through, language) : '',
      next: slip.next ? formatDate(slip.next.through, language) : '',
      nextDays: slip.next ? formatDays(slip.next.from, slip.next.through, language) : '',
      qr: drawQr(slip.receipt),
    };
  });
