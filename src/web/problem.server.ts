import { isHttpError } from '@sveltejs/kit';
import { isAway } from '#platform/database-away.server';
import { NotAllowed, NotFound, Stale, SubmissionRefused, TooMany } from '#platform/errors';
import { logError } from '#platform/log.server';

/** Which part of a request is wrong, and how: a key of `problems.ts` or the name of a check. */
export type ProblemPart = { in: string; field: string; problem: string };

/** What the API answers when it says no (RFC 9457). `title` is always the same for a `type`; `detail` is about this request. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly status: number;
  readonly type: string;
  readonly detail: string | undefined;
  readonly errors: readonly ProblemPart[];

  constructor(
    status: number,
    type: string,
    title: string,
    { detail, errors = [] }: { detail?: string; errors?: readonly ProblemPart[] } = {},
  ) {
    super(title);
    this.status = status;
    this.type = type;
    this.detail = detail;
    this.errors = errors;
  }
}

/** Whatever was thrown on the way, as problem+json. A fault carries the number under which it is logged. */
export function problemAnswer(thrown: unknown, instead?: Headers): Response {
  const problem = problemOf(thrown);
  const headers = new Headers({ 'Content-Type': 'application/problem+json', 'Cache-Control': 'no-store' });
  const allowed = instead?.get('Allow');
  if (allowed) headers.set('Allow', allowed);
  if (problem.status === 401) headers.set('WWW-Authenticate', 'Bearer');
  if (problem.status === 503) headers.set('Retry-After', '5');
  if (thrown instanceof TooMany && thrown.retryAfter) headers.set('Retry-After', String(thrown.retryAfter));
  const { status, type, message: title, detail, errors } = problem;
  const body = {
    type: `/api/problems/${type}`,
    title,
    status,
    ...(detail ? { detail } : {}),
    ...(errors.length > 0 ? { errors } : {}),
    ...(problem instanceof Fault ? { number: problem.number } : {}),
  };
  return new Response(JSON.stringify(body), { status, headers });
}

/** What the framework itself refused below /api, such as a path or a method that is not there. */
export function frameworkProblem(status: number): Problem {
  if (status === 404) return new Problem(404, 'no-such-address', 'There is nothing at this address.');
  if (status === 405) return new Problem(405, 'method', 'This address does not take this method.');
  return new Problem(status, 'request', 'The request cannot be answered.');
}

class Fault extends Problem {
  readonly number: string;

  constructor(thrown: unknown) {
    super(500, 'fault', 'Something failed here.');
    this.number = logError(thrown);
  }
}

function problemOf(thrown: unknown): Problem {
  if (thrown instanceof Problem) return thrown;
  if (thrown instanceof NotAllowed) return new Problem(403, 'not-allowed', 'This token may not do this.');
  if (thrown instanceof NotFound) return new Problem(404, 'not-found', 'There is no such record for this token.');
  if (thrown instanceof Stale) return new Problem(409, 'stale', 'The record was changed meanwhile.');
  if (thrown instanceof TooMany) return new Problem(429, 'too-many', 'Too many requests.');
  if (thrown instanceof SubmissionRefused)
    return new Problem(
      submissionStatus[thrown.why],
      `idempotency-key/${thrown.why.replaceAll('_', '-')}`,
      submissionTitles[thrown.why],
    );
  if (isHttpError(thrown))
    return thrown.status === 401
      ? new Problem(401, 'token', 'There is no token, or it does not hold any more.', { detail: thrown.body.message })
      : new Problem(thrown.status, 'request', 'The request cannot be answered.', { detail: thrown.body.message });
  // The framework's own word while the body is read.
  if ((thrown as { status?: unknown } | undefined)?.status === 413)
    return new Problem(413, 'too-large', 'The body is too large.');
  if (isAway(thrown))
    return new Problem(503, 'away', 'The database is away for a moment; send the same request again.');
  const code = (thrown as { code?: string } | undefined)?.code ?? '';
  if (/^22/.test(code)) return new Problem(400, 'unreadable', 'A value cannot be read.');
  return new Fault(thrown);
}

const submissionStatus: Record<SubmissionRefused['why'], number> = {
  not_an_id: 400,
  other_body: 422,
  other_account: 409,
  too_old: 409,
};

const submissionTitles: Record<SubmissionRefused['why'], string> = {
  not_an_id: 'The idempotency key is not a UUID.',
  other_body: 'This idempotency key was used for another request.',
  other_account: 'This idempotency key was used with another token.',
  too_old: 'This idempotency key is older than 35 days, so whether it was used is not known any more.',
};
