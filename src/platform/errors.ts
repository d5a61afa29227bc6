/** Refusals that every route treats alike; the edge turns them into 403, 404, 409, 422 and 429. */
export class NotAllowed extends Error {
  override readonly name = 'NotAllowed';
}

/** Absent, or hidden from the asker: the two are never told apart. */
export class NotFound extends Error {
  override readonly name = 'NotFound';
}

/** Somebody else changed it meanwhile. */
export class Stale extends Error {
  override readonly name = 'Stale';
}

/** The same submission id came with another body, from another account, or is older than our memory of ids. */
export class SubmissionRefused extends Error {
  override readonly name = 'SubmissionRefused';
  readonly why: 'other_body' | 'other_account' | 'too_old' | 'not_an_id';

  constructor(why: SubmissionRefused['why']) {
    super(why);
    this.why = why;
  }
}

/** Too many different people opened, or too many tries: `retryAfter` in seconds where waiting helps. */
export class TooMany extends Error {
  override readonly name = 'TooMany';
  readonly retryAfter: number | undefined;

  constructor(message: string, retryAfter?: number) {
    super(message);
    this.retryAfter = retryAfter;
  }
}
