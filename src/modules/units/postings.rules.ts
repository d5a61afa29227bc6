import type { PlainDate } from '#kernel/plain-date';
import type { Role } from '#modules/access';
import type { PostingKind, UnitType } from './unit.ts';

/** What speaks for or against a posting that somebody wants to grant. */
export type PostingAttempt = {
  takesTwo: boolean;
  /** An office of this kind has such a post (`fitsUnit`). */
  fits: boolean;
  /** The office has nobody yet: its first administrators are posted from another one, and nobody else is. */
  begins: boolean;
  isAdministrator: boolean;
  kind: PostingKind;
  startsOn: PlainDate;
  endsOn: PlainDate | null;
  isForOneself: boolean;
  /** Whether the same person already holds this role at this unit on some of these days. */
  alreadyHeld: boolean;
  hasLeft: boolean;
  /** Others who could approve: neither who grants nor who receives. */
  otherApprovers: number;
};

export type PostingRefusal =
  | 'to_oneself'
  | 'already_held'
  | 'ends_before_it_starts'
  | 'needs_an_end'
  | 'has_left'
  | 'not_at_such_a_unit'
  | 'administrators_first'
  | 'approver_made_it'
  | 'approver_receives_it'
  | 'already_approved'
  | 'withdrawn'
  | 'prove_first'
  | 'last_administrator';

/** `waits`: counts from a second person's approval. `counts`: at once. `bootstrap`: at once, because nobody else could approve. */
export type PostingVerdict =
  { ok: true; standing: 'waits' | 'counts' | 'bootstrap' } | { ok: false; refusal: PostingRefusal };

const guidance: readonly UnitType[] = ['bapas', 'pos_bapas'];
const custody: readonly UnitType[] = ['lapas', 'rutan', 'lpka', 'lpas'];
/** Posts that only some kinds of offices have; whoever oversees or administers is posted anywhere. */
const postsOf: Readonly<Partial<Record<Role, readonly UnitType[]>>> = {
  pk: guidance,
  apk: guidance,
  counter: guidance,
  section_head: guidance,
  head_of_bapas: guidance,
  registrar: custody,
  head_of_custody: custody,
};

/** Whether an office of this kind has this post: nobody guides clients in an institution, and nobody is booked at a Bapas. */
export function fitsUnit(role: Role, type: UnitType): boolean {
  return postsOf[role]?.includes(type) ?? true;
}

/** Some roles need two people (security T9); nobody gives one to himself, however small the office. */
export function judgePosting(attempt: PostingAttempt): PostingVerdict {
  if (!attempt.fits) return { ok: false, refusal: 'not_at_such_a_unit' };
  if (attempt.begins && !attempt.isAdministrator) return { ok: false, refusal: 'administrators_first' };
  if (attempt.hasLeft) return { ok: false, refusal: 'has_left' };
  if (attempt.endsOn && attempt.endsOn < attempt.startsOn) return { ok: false, refusal: 'ends_before_it_starts' };
  // A loan and a stand-in are for a time; one without an end would outlive its order unseen.
  if (!attempt.endsOn && (attempt.kind === 'secondment' || attempt.kind === 'acting'))
    return { ok: false, refusal: 'needs_an_end' };
  if (attempt.isForOneself) return { ok: false, refusal: 'to_oneself' };
  if (attempt.alreadyHeld) return { ok: false, refusal: 'already_held' };
  if (!attempt.takesTwo && !attempt.begins) return { ok: true, standing: 'counts' };
  return { ok: true, standing: attempt.otherApprovers > 0 ? 'waits' : 'bootstrap' };
}

export function judgeApproval(posting: {
  madeByMe: boolean;
  forMe: boolean;
  isApproved: boolean;
  isWithdrawn: boolean;
}): { ok: true } | { ok: false; refusal: PostingRefusal } {
  if (posting.isWithdrawn) return { ok: false, refusal: 'withdrawn' };
  if (posting.isApproved) return { ok: false, refusal: 'already_approved' };
  if (posting.madeByMe) return { ok: false, refusal: 'approver_made_it' };
  if (posting.forMe) return { ok: false, refusal: 'approver_receives_it' };
  return { ok: true };
}
