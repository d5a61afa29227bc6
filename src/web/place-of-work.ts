import type { Cookies } from '@sveltejs/kit';
import type { Actor } from '#platform/actor';

/** Of several offices, the one somebody works for now, chosen in the head of every page. It gives no right: only posts that he holds count. */
const COOKIE = 'simpul_place';
const ONE_YEAR = 365 * 24 * 60 * 60;

/** The asker with the posts at the chosen office first, which pages take for his office; anything else leaves them as they were. */
export function atPlaceOfWork(actor: Actor, cookies: Pick<Cookies, 'get'>): Actor {
  const chosen = Number(cookies.get(COOKIE));
  const isHere = ({ unitId }: { unitId: number }) => unitId === chosen;
  if (!actor.postings.some(isHere)) return actor;
  const others = actor.postings.filter((posting) => !isHere(posting));
  return { ...actor, postings: [...actor.postings.filter(isHere), ...others] };
}

export function rememberPlaceOfWork(event: { cookies: Pick<Cookies, 'set'>; url: URL }, unitId: number): void {
  const secure = event.url.protocol === 'https:';
  event.cookies.set(COOKIE, String(unitId), { path: '/', maxAge: ONE_YEAR, httpOnly: true, sameSite: 'lax', secure });
}
