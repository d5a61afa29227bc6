import { AsyncLocalStorage } from 'node:async_hooks';
import { createHmac } from 'node:crypto';
import type { RequestEvent } from '@sveltejs/kit';
import type { Actor } from '#platform/actor';
import { keyFor, openSecret, sealSecret } from '#platform/keys.server';
import { wasSubmitted } from '#platform/submissions.server';
import { knownCard } from './card-cookie.server.ts';
import { formDataOf, isSecretField } from './form.server.ts';
import { formShown, sentForm } from './refused-submission.server.ts';
import type { SessionCookie } from './session-cookie.server.ts';
import { wayBack } from './way-back.ts';

/**
 * What somebody typed whose session had ended when he sent it. The page that asks him to sign in again carries it from step to step,
 * sealed for his account and for the address of the form; once he is in, his browser brings it there and the form comes back as he
 * filled it in. It is sent by him alone. Nothing is kept on the server, and files, passwords and codes are not kept at all.
 */
type Kept = { at: string; texts: [string, string][]; until: number };
type Carried = { sealed: string | null };

/** The longest of our forms, a paper list of a whole day, has some 40,000 characters. */
const MOST_CHARACTERS = 200_000;
const HOURS = 24;

const carried = new AsyncLocalStorage<Carried>();

/** Says which account was signed in on this browser last, also when its session is gone; nobody can tell the account from it. */
const WHOSE = { staff: 'simpul_whose', own: 'simpul_whose_own' } as const satisfies Record<SessionCookie, string>;
const markOf = ({ accountId }: Pick<Actor, 'accountId'>) =>
  createHmac('sha256', keyFor('whose form')).update(accountId).digest('base64url');

export function rememberWhose(event: RequestEvent, actor: Actor): void {
  const mark = markOf(actor);
  const cookie = WHOSE[actor.own ? 'own' : 'staff'];
  if (event.cookies.get(cookie) === mark) return;
  event.cookies.set(cookie, mark, {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: event.url.protocol === 'https:',
  });
}

/** What a page of signing in has to carry on: from the form that was sent to it, or from the one that led to it. */
export function carriedForm(request: Request): Carried | undefined {
  const sealed = sentForm(request)?.get('kept');
  return carried.getStore() ?? (typeof sealed === 'string' ? { sealed } : undefined);
}

/** Whether a form came to a step only to bring along what is kept, without the step's own field. */
export function arrives(request: Request, field: string): boolean {
  const form = sentForm(request);
  return form !== undefined && form.has('kept') && !form.has(field);
}

/** What a page of signing in shows of it; where all leads in the end, to stand behind the name of an action. */
export function carriedOn({ request, url }: Pick<RequestEvent, 'request' | 'url'>) {
  const back = wayBack(url.searchParams.get('back'));
  return { back: back === '/' ? '' : `&back=${encodeURIComponent(back)}`, kept: carriedForm(request) ?? null };
}

/**
 * The page of signing in as the answer to a form that came after its session's end; nothing where nobody was signed in here, or where
 * there was nothing to fill in. A client is asked for the PIN of the card that this device knows.
 */
export async function keepForm(
  event: RequestEvent,
  door: SessionCookie,
  at = event.url.pathname + event.url.search,
): Promise<Response | undefined> {
  const whose = event.cookies.get(WHOSE[door]);
  if (!whose) return undefined;
  const texts = [...(sentForm(event.request) ?? (await formDataOf(event.request)))].filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string' && !isSecretField(entry[0]),
  );
  if (texts.length === 0) return undefined;
  const isShort = texts.reduce((sum, [name, text]) => sum + name.length + text.length, 0) <= MOST_CHARACTERS;
  const kept: Kept = { at, texts, until: Date.now() + HOURS * 3_600_000 };
  const sealed = isShort ? sealSecret(JSON.stringify(kept), purposeFor(whose)).toString('base64url') : null;
  const card = knownCard(event);
  const entrance = door === 'staff' ? '/sign-in' : card ? `/l/${card}` : '/l';
  const page = await pageWith(event, `${entrance}?back=${encodeURIComponent(at)}`, { sealed });
  return new Response(page.body, { status: 401, headers: page.headers });
}

const purposeFor = (whose: string) => `form kept for ${whose}`;

const pageWith = (event: RequestEvent, address: string, what: Carried): Promise<Response> =>
  carried.run(what, () => event.fetch(address, { headers: { accept: 'text/html' }, redirect: 'manual' }));

/**
 * Steps on the way in: the next one, or what comes between it and the form. Whoever had to set up a second factor first reads of his
 * spare codes; a client says that the card is his.
 */
const steps = ['/sign-in/', '/account/spare-codes?', '/l/', '/my/who?'];
export const isOnTheWayIn = ({ pathname }: URL) => /^\/(sign-in|l)(\/|$)/.test(pathname);

/** On from a step of signing in, with the form: the next step's page, or the address of the form itself. */
export async function carryOn(event: RequestEvent, response: Response): Promise<Response> {
  const kept = event.request.method === 'POST' ? carriedForm(event.request) : undefined;
  const to = response.status === 303 ? response.headers.get('location') : null;
  if (!kept || !to) return response;
  if (steps.some((step) => to.startsWith(step))) {
    const page = await pageWith(event, to, kept);
    const headers = new Headers(page.headers);
    for (const cookie of response.headers.getSetCookie()) headers.append('set-cookie', cookie);
    return new Response(page.body, { status: page.status, headers });
  }
  if (to !== wayBack(event.url.searchParams.get('back')) || to === '/') return response;
  const headers = new Headers(response.headers);
  headers.set('location', bringingKept(to));
  // A browser sends the same form on to where a 307 leads, so that what is kept arrives there.
  return new Response(null, { status: 307, headers });
}

/** Where a form arrives that is carried to its own address. */
export const bringingKept = (address: string) => `${address}${address.includes('?') ? '&' : '?'}kept=1`;

export const bringsKeptForm = ({ request, url }: RequestEvent) =>
  request.method === 'POST' && url.searchParams.get('kept') === '1';

/**
 * The form as it was filled in before the session ended, with an id of its own, for its owner to look at and to send. Sent from there
 * it comes to the same address without anything kept, and is a form like any other.
 */
export async function formBack(event: RequestEvent, actor: Actor): Promise<Response | undefined> {
  const at = (event.url.pathname + event.url.search).replace(/[?&]kept=1$/, '');
  const form = await formDataOf(event.request.clone());
  if (!form.has('kept')) return undefined;
  const kept = openKept(form.get('kept'), markOf(actor));
  if (kept?.at !== at) return formShown(event, at, [], 'kept_not_shown');
  const id = kept.texts.find(([name]) => name === 'submissionId')?.[1] ?? '';
  const isDone = await event.locals.read((ctx) => wasSubmitted(ctx.tx, id));
  return formShown(event, at, kept.texts, isDone ? 'kept_but_done' : 'kept');
}

function openKept(sealed: unknown, whose: string): Kept | undefined {
  if (typeof sealed !== 'string') return undefined;
  try {
    const kept = JSON.parse(openSecret(Buffer.from(sealed, 'base64url'), purposeFor(whose))) as Kept;
    return kept.until > Date.now() ? kept : undefined;
  } catch {
    // Sealed for another account, or no seal of ours.
    return undefined;
  }
}
