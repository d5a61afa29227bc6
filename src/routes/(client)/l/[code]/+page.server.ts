import { fail, redirect } from '@sveltejs/kit';
import { parseCode } from '#kernel/codes';
import { accountProblemWords, PinForm, sayWait } from '#modules/accounts';
import { isCardCode, officeOfLockedCard, signInClient } from '#modules/accounts/server';
import { findUnit } from '#modules/units/server';
import { m } from '#messages';
import { deviceTokenOf, rememberCard } from '#web/card-cookie.server';
import { readForm } from '#web/form.server';
import { carriedOn } from '#web/kept-form.server';
import type { RouteAccess } from '#web/route-access';
import { sayFailure } from '#web/say-problems.server';
import { giveToken } from '#web/session-cookie.server';
import { visitorOf } from '#web/visitor.server';
import { wayBack } from '#web/way-back';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = {
  who: 'public',
  why: 'the address on a card: whoever holds it has only a PIN to show',
};

/** Wrong, replaced and closed codes read alike, and nobody learns whose card it is. */
export const load: PageServerLoad = async (event) => {
  event.setHeaders({ 'Cache-Control': 'private, no-store' });
  const visitor = visitorOf(event);
  if (!(await isCardCode(visitor, event.params.code))) return { card: 'unknown' as const };
  const locked = await officeOfLockedCard(visitor, event.params.code);
  if (!locked)
    return { card: 'open' as const, door: `/l/${encodeURIComponent(event.params.code)}`, ...carriedOn(event) };
  const office = await visitor.enter((ctx) => findUnit(ctx, locked.unitId));
  return { card: 'locked' as const, office: office?.name ?? '', phone: office?.phone ?? '' };
};

export const actions: Actions = {
  default: async (event) => {
    const form = await readForm(event.request, PinForm);
    if (!form.ok) return sayFailure(form.failure, accountProblemWords, event.locals.language);
    const answer = await signInClient(visitorOf(event), {
      code: event.params.code,
      pin: form.values.pin,
      deviceToken: deviceTokenOf(event),
    });
    // A locked card is shown by the page itself, with the office to call.
    if (!answer.ok && answer.refusal === 'locked') redirect(303, `/l/${encodeURIComponent(event.params.code)}`);
    if (!answer.ok) {
      const message =
        answer.refusal === 'wait'
          ? sayWait(answer.waitSeconds ?? 60)
          : answer.triesLeft === undefined
            ? m.client_pin_wrong_plain()
            : m.client_pin_wrong({ tries: String(answer.triesLeft) });
      return fail(answer.refusal === 'wait' ? 429 : 409, {
        typed: {},
        problems: { pin: [message] },
        summary: [{ field: 'pin', message }],
      });
    }
    giveToken(event, 'own', answer.token);
    rememberCard(event, { deviceToken: answer.deviceToken, code: parseCode(event.params.code)! });
    const back = wayBack(event.url.searchParams.get('back'));
    const asks = new URLSearchParams({
      ...(answer.device === 'changed' ? { device: 'changed' } : {}),
      ...(back === '/' ? {} : { back }),
    });
    redirect(303, asks.size > 0 ? `/my/who?${asks}` : '/my/who');
  },
};
