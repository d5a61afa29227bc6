import type { Role } from '#modules/access';
import type { Answer } from '../corpus/forms/browser.ts';
import type { Line, Told } from './http-routes.ts';
import { signed, type Kind } from './signed.ts';
import { reachesBy, type Asker, type Subject } from './tables.ts';

type Officer = Extract<Asker, { as: 'staff' }>;

/** What an officer is answered by a route about a record: worked out from access.csv and from what the route says of itself. */
export function expectedStatus(line: Line, told: Told, officer: Officer, subject: Subject, asProgram = false): number {
  const roles = officer.ties.filter(({ at }) => at !== 0).length > 0 ? [officer.role] : [];
  const holds = (act: string) => roles.some((role) => (signed.get(`${role} ${act}`) ?? '-') !== '-');
  if (told.any && !told.any.some(holds)) return 403;
  const { about, byTier } = line;
  if (byTier) {
    const act = byTier[tierOf(officer.ties[0]!.at)];
    // With a reason one opens a record, never a book.
    return !holds(act) ? 403 : signed.get(`${officer.role} ${act}`) === 'reason' ? 404 : 200;
  }
  if (!about) return line.opens ?? 200;

  const reaches = (act: NonNullable<Line['also']>) =>
    officer.ties.some((tie) => reachesBy(about, officer.role, act, tie, subject));
  const acts = line.by ?? told.any!;
  const needed = line.also && !acts.includes(line.also) ? [acts, [line.also]] : [acts];
  if (needed.every((any) => any.some(reaches))) return line.opens ?? 200;
  if (!asProgram && line.asks?.some(holds)) return 303;
  // Whoever sees in a list that there is such a record, and lacks the right altogether, is told so; to others it is absent.
  const isListed =
    !line.hides &&
    about !== 'office' &&
    about !== 'account' &&
    officer.ties.some((tie) => reachesBy('case', officer.role, 'case:list', tie, subject));
  return isListed && needed.some((any) => !any.some(holds)) ? 403 : 404;
}

/** Of the units that `paths` numbers: 0 the centre, 1 a Kanwil, 2 what is below it. */
const tierOf = (at: number) => (at === 1 ? 0 : at === 2 || at === 5 ? 1 : 2);

/** What somebody without a full session of an officer is answered instead of anything. */
export function turnedAway(relation: { session?: string }): string {
  return relation.session === 'half' ? '/sign-in/second-factor' : '/sign-in?back=';
}

/** The marks of planted records that stand in an answer, by the string. */
export function marksIn(text: string, marks: ReadonlyMap<string, unknown>): string[] {
  const found = new Set<string>();
  for (const pattern of [/(?=(q[a-z]{11}))/g, /(?=(\d{16}))/g, /(?=(\d{13}))/g])
    for (const [, one] of text.matchAll(pattern)) if (marks.has(one!)) found.add(one!);
  return [...found];
}

/**
 * An answer without what differs between two answers that say the same: the nonce of the page's own scripts, the address that was
 * asked (where the forms of the frame lead back to), and the moment.
 */
export function comparable(answer: Answer, asked: string): string {
  const headers = Object.entries(answer.headers)
    // The last two are reckoned from the body, which is compared itself.
    .filter(([name]) => !['date', 'keep-alive', 'connection', 'content-length', 'etag'].includes(name))
    .map(([name, value]) => `${name}: ${String(value)}`)
    .sort();
  const path = asked.split('?')[0]!;
  const [, id] = /([0-9a-f-]{36}|\/999999|\/[0-9A-Z-]{9,11})(?=\/|$|\?)/.exec(path) ?? [];
  let text = [answer.status, ...headers, answer.body.toString('latin1')].join('\n');
  text = text.replace(/nonce-[\w+/=]+|nonce="[^"]*"/g, 'nonce');
  for (const form of [encodeURIComponent(asked), asked, asked.replaceAll('&', '&amp;')])
    text = text.replaceAll(form, 'asked');
  return id ? text.replaceAll(id, 'id').replaceAll(encodeURIComponent(id), 'id') : text;
}

export type Wrong = { who: string; route: string; about: string; said: string };

/** One line for each route and kind of fault, with the first askers. */
export function sayWrong(wrong: readonly Wrong[]): string[] {
  const groups = new Map<string, string[]>();
  for (const { route, said, who, about } of wrong) {
    const key = `${route}: ${said}`;
    groups.set(key, [...(groups.get(key) ?? []), `${who} (${about})`]);
  }
  return [...groups].map(
    ([key, list]) => `${key}: ${list.slice(0, 6).join('; ')}${list.length > 6 ? `; and ${list.length - 6} more` : ''}`,
  );
}

export type Cell = { role: Role; relation: string; kind: Kind };
