import type { Cookies } from '@sveltejs/kit';
import { formatDay, formatDays, formatMoment, type Locale } from '#kernel/format';
import type { Slip } from '#modules/check-ins/server';
import { drawQr } from '#ui/qr.ts';

export type SlipSize = 'a6' | '58mm';
const cookie = 'simpul_slip';

/** The paper of this desk's printer: what was chosen here, else what was chosen the last time. */
export function slipSize(cookies: Cookies, url: URL): SlipSize {
  const chosen = url.searchParams.get('size');
  if (chosen === 'a6' || chosen === '58mm')
    cookies.set(cookie, chosen, {
      path: '/counter',
      maxAge: 400 * 86_400,
      sameSite: 'lax',
      httpOnly: true,
      secure: url.protocol === 'https:',
    });
  return (chosen ?? cookies.get(cookie)) === '58mm' ? '58mm' : 'a6';
}

/** What stands on the slip. No name: the paper may be lost, and the register number is enough for its owner. */
export function slipShown(slip: Slip, language: Locale) {
  return {
    office: slip.unitName,
    contact: slip.unitPhone || slip.unitAddress,
    receipt: slip.receiptShown,
    register: slip.registerLabel ?? '',
    at: formatMoment(slip.happenedAt, slip.zone, language),
    by: slip.receivedBy ?? '',
    period: slip.period ? formatDays(slip.period.from, slip.period.through, language) : '',
    next: slip.next ? formatDay(slip.next.through, language) : '',
    qr: drawQr(slip.receipt),
  };
}
export type ShownSlip = ReturnType<typeof slipShown>;
