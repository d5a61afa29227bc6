import { isUuid } from '#kernel/id';
import { weekFrom, type PlainDate } from '#kernel/plain-date';
import { may } from '#modules/access';
import { type Listing } from '#modules/check-ins/server';
import { todayAt } from '#modules/units';
import type { Actor } from '#platform/actor';
import { NotFound } from '#platform/errors';
import { rowsAsked, wholeHref } from '../whole-list.server.ts';

const PAGE = 50;

/** Whose clients a list of the day is about: one's own, the whole office for who leads it, or one officer of it. */
export function scopeOf(
  actor: Actor,
  url: URL,
): Listing & { today: PlainDate; through: PlainDate; offset: number; limit: number } {
  const home = actor.postings[0];
  if (!home) throw new NotFound('no posting');
  const today = todayAt(home, new Date());
  const leads = may(actor, 'case:assign', { unitId: home.unitId, unitPath: home.unitPath });
  const officer = url.searchParams.get('officer');
  const whose = !leads
    ? { mine: true }
    : isUuid(officer)
      ? { unitId: home.unitId, pkStaffId: officer }
      : { unitId: home.unitId };
  return {
    ...whose,
    today,
    through: weekFrom(today).through,
    ...partAsked(url),
  };
}

/** Which part of a list the address asks for: a page of it, or as much as is printed whole. */
export function partAsked(url: URL): { offset: number; limit: number } {
  const page = Math.min(Math.max(1, Number.parseInt(url.searchParams.get('page') ?? '1', 10) || 1), 10_000);
  const whole = rowsAsked(url.searchParams);
  return { offset: whole ? 0 : (page - 1) * PAGE, limit: whole ?? PAGE };
}

/** The addresses of the pages before and after, and of the whole list where it is longer than a page. */
export function pagesOf(
  url: URL,
  offset: number,
  total: number,
): { previous?: string; next?: string; whole?: string | undefined } {
  const page = offset / PAGE + 1;
  const at = (number: number) => {
    const there = new URLSearchParams(url.searchParams);
    there.delete('rows');
    there.set('page', String(number));
    return `${url.pathname}?${there}`;
  };
  const shown = rowsAsked(url.searchParams) ?? PAGE;
  return {
    whole: wholeHref(url, shown, total),
    ...(page > 1 ? { previous: at(page - 1) } : {}),
    ...(offset + shown < total ? { next: at(offset / PAGE + 1 + shown / PAGE) } : {}),
  };
}
