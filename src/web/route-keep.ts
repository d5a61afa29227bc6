import type { RouteAccess } from './route-access.ts';

/**
 * What a device may keep of a page for a day without network. `nothing`: it lives only while it is shown. `form`: the empty form and its
 * words, nothing of anybody. `page`: what it shows, until its owner signs out.
 */
export type Keep = 'nothing' | 'form' | 'page';

/**
 * Chosen page by page, with the reason; every other page of Simpul may keep nothing. Never a client's file, never what somebody else
 * told about a client, never an answer of the API.
 */
const kept: Readonly<Record<string, { keep: Exclude<Keep, 'nothing'>; why: string }>> = {
  '/(public)/network-down': { keep: 'page', why: 'says that the line is down, to everybody the same' },
  '/(app)/counter': { keep: 'form', why: 'the desk goes on taking arrivals while the line is down' },
  '/(app)/counter/paper': { keep: 'form', why: 'the list of the day is typed in after an outage' },
  '/(app)/clients/[caseId]/contacts/record': {
    keep: 'form',
    why: 'what was seen on a visit is written down where it was seen',
  },
  '/(app)/visits': { keep: 'page', why: 'whom the officer visits today, by name and place, on his own device' },
  '/(client)/my': { keep: 'page', why: 'a client’s own next date, on his own phone' },
  '/(client)/my/duties': { keep: 'page', why: 'a client’s own duties' },
  '/(client)/my/rights': { keep: 'page', why: 'the same for everybody' },
  '/(client)/my/privacy': { keep: 'page', why: 'the same for everybody' },
  '/(client)/my/receipt/[receipt]': { keep: 'page', why: 'the proof that a client reported' },
  '/(client)/my/report/[question]': { keep: 'form', why: 'a report goes on where the line was lost' },
};

/** What the answer of a route tells the device, in the header `Simpul-Keep`. A route that is for nobody keeps nothing. */
export function keepOf(routeId: string | null, access: RouteAccess | undefined): Keep {
  if (routeId === null || access === undefined || access.who === 'api') return 'nothing';
  return kept[routeId]?.keep ?? 'nothing';
}

/** The routes that may keep something, for the device's part (src/service-worker keeps what it shows without a line) and for tests. */
export const keepingRoutes: readonly string[] = Object.keys(kept);
