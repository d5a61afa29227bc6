import './every-module.server.ts';
import { noteWhatWasDenied, noteWhatWasSought } from './denied.server.ts';
import { error, isRedirect, redirect, type RequestEvent } from '@sveltejs/kit';
import type { Handle, HandleServerError, ServerInit } from '@sveltejs/kit/hooks';
import { decideOwn, holds } from '#modules/access';
import { BudgetSpent, countWholeList, mustEnrol, noteBudgetSpent } from '#modules/accounts/server';
import { startMatching } from '#modules/people/server';
import { m } from '#messages';
import { inLanguage } from '#messages/server';
import type { Actor } from '#platform/actor';
import { isAway, whenBack } from '#platform/database-away.server';
import { NotAllowed, NotFound, Stale, SubmissionRefused, TooMany } from '#platform/errors';
import { identify } from '#platform/identify.server';
import { logError } from '#platform/log.server';
import { runnerFor, type DatabaseRole } from '#platform/run.server';
import { application } from '#web/application.server';
import { errorWords } from '#web/error-words';
import { languageOf } from '#web/language';
import { nameProblems } from '#web/named-problems';
import { frameworkProblem, problemAnswer } from '#web/problem.server';
import { bringsKeptForm, carryOn, formBack, isOnTheWayIn, keepForm, rememberWhose } from '#web/kept-form.server';
import { atPlaceOfWork } from '#web/place-of-work';
import { refusal, refusedPage } from '#web/refused-page.server';
import { formAgain, refusedBefore, sentForm } from '#web/refused-submission.server';
import type { RouteAccess } from '#web/route-access';
import { keepOf } from '#web/route-keep';
import { accessOfRoute, isPage } from '#web/route-table.server';
import { sendAgain, type SendAgain } from '#web/send-again.server';
import { secureHeaders } from '#web/security-headers';
import { findToken, type SessionCookie } from '#web/session-cookie.server';

/** The first question of the morning finds everybody read. */
export const init: ServerInit = () => startMatching();

export const handle: Handle = async ({ event, resolve }) => {
  const access = accessOfRoute(event.route.id);
  const language = languageOf(event.cookies);
  event.locals.language = language;

  return inLanguage(language, async () => {
    try {
      await knowAsker(event, access);
      const instead = await refuseStrangers(event, access);
      if (instead) return secured(event, access, instead);
    } catch (thrown) {
      // The API says no in its own way, also before the route is reached.
      if (access?.who === 'api') return problemAnswer(thrown);
      const page = isRedirect(thrown) ? undefined : await refusedPage(event, thrown);
      if (!page) throw thrown;
      return secured(event, access, page);
    }
    // Nothing lies there: that, too, is said in the frame of whoever has one.
    if (event.route.id === null && event.locals.actor && !event.url.pathname.startsWith('/api/')) {
      const page = await refusedPage(event, new NotFound('no such address'));
      if (page) return secured(event, access, page);
    }
    let response = await resolve(event, {
      transformPageChunk: ({ html }) => nameProblems(html.replace('%simpul.lang%', language)),
    });
    const why = event.locals.refusedSubmission;
    if (why && access?.who !== 'api') response = (await formAgain(event, why)) ?? response;
    if (isOnTheWayIn(event.url)) response = await carryOn(event, response);
    // A program is answered within its route, where no page's error is met.
    if (access?.who === 'api' && response.status === 404) noteWhatWasDenied(event);
    noteWhatWasSought(event);
    if (isForeignToApi(event, response)) response = problemAnswer(frameworkProblem(response.status), response.headers);
    if (response.status === 503 && !response.headers.has('Retry-After')) response.headers.set('Retry-After', '5');
    return secured(event, access, response);
  });
};

function secured(event: RequestEvent, access: RouteAccess | undefined, response: Response): Response {
  secureHeaders(response.headers, {
    isPrivate: access?.who !== 'public',
    isHttps: event.url.protocol === 'https:',
    // A page that is refused, or that went wrong, is not the page that was chosen.
    keep: response.ok ? keepOf(event.route.id, access) : 'nothing',
  });
  return response;
}

/** Below /api the framework's own refusals (no such address, no such method) are problems, too. */
function isForeignToApi({ url }: RequestEvent, { status, headers }: Response): boolean {
  return (
    url.pathname.startsWith('/api/') &&
    status >= 400 &&
    headers.get('Content-Type')?.startsWith('application/problem+json') !== true
  );
}

/** While the database restarts, what somebody sends waits for it; whoever only looks is told soon. */
const WRITES_WAIT_MS = 15_000;
const READS_WAIT_MS = 1000;
const isWrite = ({ request }: RequestEvent) => request.method !== 'GET' && request.method !== 'HEAD';

/** Finds out who asks, and hands the page what he may read and write with. Nobody signed in: nothing but the public's. */
async function knowAsker(event: RequestEvent, access: RouteAccess | undefined): Promise<void> {
  const { db: dbToRead, dbToWrite, key } = application();
  const db = isWrite(event) ? dbToWrite : dbToRead;
  // Where the database is away, the page that says so does not ask it again.
  const token = isAway(refusal()?.why)
    ? undefined
    : findToken(event, access?.who === 'own' ? 'own' : access?.who === 'api' ? 'bearer' : 'staff');
  const waitUntil = performance.now() + (isWrite(event) ? WRITES_WAIT_MS : READS_WAIT_MS);
  const found = token ? await whenBack(waitUntil, () => identify(db, token)) : undefined;
  const actor = found && atPlaceOfWork(found, event.cookies);
  event.locals.actor = actor ?? null;
  event.locals.token = actor ? token! : null;

  const asked = actor?.stage === 'full' ? actor : undefined;
  const notSignedIn = (): never => {
    throw new NotAllowed('nobody is signed in');
  };
  if (!asked || !token) {
    event.locals.read = notSignedIn;
    event.locals.runOnce = notSignedIn;
    return;
  }
  const runner = runnerFor({
    db,
    asker: { role: roleOf(asked), token, actor: asked },
    now: new Date(),
    journalKey: key('journal'),
    waitUntil,
  });
  event.locals.read = (query) => runner.read(query);
  event.locals.runOnce = async (submission, work) => {
    // A form that is shown again has not been sent by anybody.
    if (refusedBefore()) throw new NotAllowed('a form that is shown again does nothing');
    try {
      return await runner.runOnce(submission, work);
    } catch (thrown) {
      if (thrown instanceof SubmissionRefused) event.locals.refusedSubmission = thrown.why;
      throw thrown;
    }
  };
}

function roleOf(actor: Actor): DatabaseRole {
  return actor.kind === 'staff' ? 'app_staff' : 'app_client';
}

/** What the route says of itself, before anything loads. The record itself is judged again by its use case or query. */
async function refuseStrangers(event: RequestEvent, access: RouteAccess | undefined): Promise<Response | undefined> {
  if (event.route.id === null) return undefined; // nothing there: SvelteKit answers 404
  if (!access) throw new NotAllowed(`route ${event.route.id} does not say who it is for`);
  if (access.who === 'public') return undefined;
  const { actor } = event.locals;

  if (access.who === 'api') {
    if (!actor || actor.sessionKind !== 'token') error(401, m.errors_token_missing());
    if (!access.any.some((action) => holds(actor, action))) throw new NotAllowed('outside the scopes of this token');
    return undefined;
  }
  if (access.who === 'own') {
    if (!actor || actor.stage !== 'full' || !actor.own)
      return (await keptForSignIn(event, 'own')) ?? redirect(303, '/l?said=ended');
    // Which pages are a client's and not his guarantor's is nobody's business but theirs.
    if (!decideOwn(actor, access.action, actor.own.caseId).allow) throw new NotFound('not for this kind of card');
    return formOfKnown(event, actor);
  }
  if (!actor || actor.kind !== 'staff' || actor.sessionKind !== 'browser')
    return (await keptForSignIn(event, 'staff')) ?? goToSignIn(event);
  if (actor.stage !== 'full') {
    const kept = await keptForSignIn(event, 'staff');
    if (kept) return kept;
  }
  if (actor.stage === 'second_factor') redirect(303, '/sign-in/second-factor');
  if (actor.stage === 'new_password') redirect(303, '/sign-in/new-password');
  // A role that asks for a second factor came while he was signed in: that comes before any other work.
  if (mustEnrol(actor) && !event.url.pathname.startsWith('/account')) redirect(303, '/account');
  if ('any' in access && !access.any.some((action) => holds(actor, action)))
    throw new NotAllowed('no posting gives this right');
  // Here and not on each page, so that no list is whole without being counted.
  if (!isWrite(event) && event.url.searchParams.get('rows') === 'all')
    await event.locals.read((ctx) => countWholeList(ctx, event.url.pathname));
  return formOfKnown(event, actor);
}

/** Somebody who may be here: from now on his forms are kept for him, and one that was kept comes back. */
async function formOfKnown(event: RequestEvent, actor: Actor): Promise<Response | undefined> {
  rememberWhose(event, actor);
  return bringsKeptForm(event) ? formBack(event, actor) : undefined;
}

async function keptForSignIn(event: RequestEvent, door: SessionCookie): Promise<Response | undefined> {
  return event.request.method === 'POST' && isPage(event.route.id) && !asksForData(event)
    ? keepForm(event, door)
    : undefined;
}

const asksForData = ({ request }: RequestEvent) => request.headers.get('accept')?.includes('application/json') ?? false;

function goToSignIn(event: RequestEvent): never {
  if (event.request.method === 'GET' && (!asksForData(event) || event.isDataRequest))
    redirect(303, `/sign-in?back=${encodeURIComponent(event.url.pathname + event.url.search)}`);
  error(401, m.errors_signed_out());
}

export const handleError: HandleServerError = async (caught) => {
  const { event, error: thrown } = caught;
  const language = event.locals.language ?? languageOf(event.cookies);
  // The refused transaction is undone, so the line that says so needs one of its own.
  if (thrown instanceof BudgetSpent)
    await event.locals.read(async (ctx) => noteBudgetSpent(ctx, thrown)).catch(logError);
  if (thrown instanceof NotFound) noteWhatWasDenied(event);
  return inLanguage(language, () => {
    const said = whatHappened(caught);
    const words = errorWords(said.status);
    const asked = refusal()?.at;
    return { ...words, ...(said.status === 409 ? { help: said.message } : {}), ...said, ...(asked ? { asked } : {}) };
  });
};

type Caught = Parameters<HandleServerError>[0];

/** Status and message for machines, the number where a fault was logged; the page's own words follow from the status. */
function whatHappened({ error: thrown, kind, event }: Caught): {
  status: number;
  message: string;
  title?: string;
  help?: string;
  number?: string;
  again?: SendAgain;
} {
  // A page may bring words of its own, such as which part of the house is switched off.
  if (kind === 'app') return thrown;
  if (thrown instanceof NotAllowed) return { status: 403, message: m.errors_not_allowed() };
  if (thrown instanceof NotFound) return { status: 404, message: m.errors_not_found() };
  if (thrown instanceof Stale) return { status: 409, message: m.errors_stale() };
  if (thrown instanceof BudgetSpent)
    return {
      status: 429,
      message: m.errors_too_many_opened(),
      help: thrown.limit === 'hour' ? m.errors_opened_hour() : m.errors_opened_day(),
    };
  if (thrown instanceof TooMany) return { status: 429, message: m.errors_too_many() };
  if (thrown instanceof SubmissionRefused) return { status: 422, message: submissionWords(thrown) };
  if (kind === 'framework') {
    const { status } = thrown;
    return { status, message: status === 404 ? m.errors_not_found() : m.errors_bad_request() };
  }
  if (isAway(thrown)) return whileAway(event);
  if (isBadInput(thrown)) return { status: 400, message: m.errors_bad_request() };
  return { status: 500, message: m.errors_fault(), number: logError(thrown) };
}

/** Whoever only looked tries again; whoever sent something sends it again, with what he typed. */
function whileAway(event: RequestEvent): App.Error & { status: number } {
  const { at, sent } = refusal() ?? { at: event.url.pathname + event.url.search, sent: sentForm(event.request) };
  if (!sent && !isWrite(event)) return { status: 503, message: m.errors_away(), help: m.errors_away() };
  const again = sendAgain(sent, at);
  const message = again ? m.errors_away_again() : m.errors_away_sent();
  return { status: 503, message, help: message, ...(again ? { again } : {}) };
}

function submissionWords(refused: SubmissionRefused): string {
  switch (refused.why) {
    case 'other_body':
      return m.errors_submission_other_body();
    case 'other_account':
      return m.errors_submission_other_account();
    case 'too_old':
      return m.errors_submission_too_old();
    case 'not_an_id':
      return m.errors_submission_not_an_id();
  }
}

/** What PostgreSQL refuses because of what was typed (a NUL, a number too large, a broken uuid) is the asker's to mend. */
const badInput = new Set(['22P02', '22P05', '22003', '22007', '22008', '22021', '22001']);
function isBadInput(thrown: unknown): boolean {
  return badInput.has((thrown as { code?: string } | undefined)?.code ?? '');
}
