import type { PlainDate } from '#kernel/plain-date';
import { hasProvedRecently, may, mustBeAllowed, takesTwo, type Role } from '#modules/access';
import type { Ctx } from '#platform/ctx';
import { NotFound } from '#platform/errors';
import { fitsUnit, judgeApproval, judgePosting, type PostingRefusal } from './postings.rules.ts';
import {
  countAdministrators,
  countApprovers,
  countApproversOfBeginning,
  findPosting,
  getStaff,
  getUnit,
  unitsToBegin,
  type Posting,
} from './queries.server.ts';
import {
  approvePostingRow,
  endPostingRow,
  holdsAlready,
  insertPosting,
  lockPostings,
  withdrawPostingRow,
} from './store.server.ts';
import { realTodayAt } from './today.ts';
import type { PostingKind, Section } from './unit.ts';

type Refused = { ok: false; refusal: PostingRefusal };

export type PostingInput = {
  staffId: string;
  unitId: number;
  role: Role;
  kind: PostingKind;
  section: Section | null;
  startsOn: PlainDate;
  endsOn: PlainDate | null;
  orderNumber: string;
};

/** Gives an officer a role at a unit for a time. A role that takes two people counts from its approval by the second. */
export async function grantPosting(
  ctx: Ctx,
  input: PostingInput,
): Promise<{ ok: true; postingId: string; standing: 'waits' | 'counts' | 'bootstrap' } | Refused> {
  const unit = await getUnit(ctx, input.unitId);
  const begins = (await unitsToBegin(ctx)).has(unit.id);
  if (!begins) mustBeAllowed(ctx.actor, 'posting:grant', { unitId: unit.id, unitPath: unit.path });
  if (!hasProvedRecently(ctx.actor, ctx.now)) return { ok: false, refusal: 'prove_first' };
  const staff = await getStaff(ctx, input.staffId);
  await lockPostings(ctx.tx);

  const today = realTodayAt(unit, ctx.now);
  const others = { accountId: ctx.actor.accountId, staffId: staff.id };
  const verdict = judgePosting({
    takesTwo: takesTwo.has(input.role),
    fits: fitsUnit(input.role, unit.type),
    begins,
    isAdministrator: input.role === 'account_admin' || input.role === 'office_admin',
    kind: input.kind,
    startsOn: input.startsOn,
    endsOn: input.endsOn,
    isForOneself: staff.id === ctx.actor.staffId,
    alreadyHeld: await holdsAlready(ctx.tx, input),
    hasLeft: staff.leftOn !== null && staff.leftOn <= input.startsOn,
    otherApprovers: begins
      ? await countApproversOfBeginning(ctx, unit.id, others)
      : await countApprovers(ctx, unit, today, others),
  });
  if (!verdict.ok) return verdict;

  const postingId = ctx.newId();
  await insertPosting(ctx.tx, {
    ...input,
    id: postingId,
    madeBy: ctx.actor.accountId,
    approvedAt: verdict.standing === 'waits' ? null : ctx.now,
  });
  ctx.journal({
    what: 'posting.granted',
    unitId: unit.id,
    about: { postingId, staffId: staff.id, role: input.role, kind: input.kind, standing: verdict.standing },
  });
  return { ok: true, postingId, standing: verdict.standing };
}

export async function approvePosting(ctx: Ctx, input: { postingId: string }): Promise<{ ok: true } | Refused> {
  const posting = await postingInReach(ctx, input.postingId, 'posting:approve');
  if (!hasProvedRecently(ctx.actor, ctx.now)) return { ok: false, refusal: 'prove_first' };
  const verdict = judgeApproval({
    madeByMe: posting.madeBy === ctx.actor.accountId,
    forMe: posting.staffId === ctx.actor.staffId,
    isApproved: posting.approvedAt !== null,
    isWithdrawn: posting.withdrawnAt !== null,
  });
  if (!verdict.ok) return verdict;
  if (!(await approvePostingRow(ctx.tx, posting.id, ctx.actor.accountId, ctx.now)))
    return { ok: false, refusal: 'already_approved' };
  ctx.journal({
    what: 'posting.approved',
    unitId: posting.unitId,
    about: { postingId: posting.id, staffId: posting.staffId, role: posting.role },
  });
  return { ok: true };
}

/** Takes a posting back at once: the very next request of its holder is judged without it. */
export async function withdrawPosting(
  ctx: Ctx,
  input: { postingId: string; why: string },
): Promise<{ ok: true } | Refused> {
  const posting = await postingInReach(ctx, input.postingId, 'posting:grant');
  await lockPostings(ctx.tx);
  if (await isLastAdministrator(ctx, posting)) return { ok: false, refusal: 'last_administrator' };
  if (!(await withdrawPostingRow(ctx.tx, posting.id, input.why, ctx.now))) return { ok: false, refusal: 'withdrawn' };
  ctx.journal({
    what: 'posting.withdrawn',
    unitId: posting.unitId,
    about: { postingId: posting.id, staffId: posting.staffId, role: posting.role },
  });
  return { ok: true };
}

/** Sets or moves the last day of a posting. */
export async function endPosting(
  ctx: Ctx,
  input: { postingId: string; endsOn: PlainDate },
): Promise<{ ok: true } | Refused> {
  const posting = await postingInReach(ctx, input.postingId, 'posting:grant');
  if (input.endsOn < posting.startsOn) return { ok: false, refusal: 'ends_before_it_starts' };
  await lockPostings(ctx.tx);
  if (await isLastAdministrator(ctx, posting)) return { ok: false, refusal: 'last_administrator' };
  // Moving the end of a role later gives it for longer, which is a grant.
  const isLonger = posting.endsOn !== null && input.endsOn > posting.endsOn;
  if (isLonger && posting.staffId === ctx.actor.staffId) return { ok: false, refusal: 'to_oneself' };
  if (isLonger && takesTwo.has(posting.role)) return { ok: false, refusal: 'already_held' };
  if (!(await endPostingRow(ctx.tx, posting.id, input.endsOn))) return { ok: false, refusal: 'withdrawn' };
  ctx.journal({
    what: 'posting.ended',
    unitId: posting.unitId,
    about: { postingId: posting.id, staffId: posting.staffId, role: posting.role, endsOn: input.endsOn },
  });
  return { ok: true };
}

/** In his own reach, or at an office that he begins. */
export async function mayPost(
  ctx: Pick<Ctx, 'tx' | 'actor'>,
  action: 'posting:approve' | 'posting:grant',
  posting: Posting,
): Promise<boolean> {
  return may(ctx.actor, action, posting) || (await unitsToBegin(ctx, action)).has(posting.unitId);
}

async function postingInReach(ctx: Ctx, id: string, action: 'posting:approve' | 'posting:grant'): Promise<Posting> {
  const posting = await findPosting(ctx, id);
  // Whoever neither grants nor approves there is not told that there is such a posting.
  const isInReach =
    posting !== undefined &&
    ((await mayPost(ctx, 'posting:grant', posting)) || (await mayPost(ctx, 'posting:approve', posting)));
  if (!isInReach) throw new NotFound('posting');
  if (!(await mayPost(ctx, action, posting)))
    mustBeAllowed(ctx.actor, action, { unitId: posting.unitId, unitPath: posting.unitPath });
  return posting;
}

/** An office whose last account administrator is gone could never mend itself (security T9). */
async function isLastAdministrator(ctx: Ctx, posting: Posting): Promise<boolean> {
  if (posting.role !== 'account_admin' || posting.approvedAt === null || posting.withdrawnAt !== null) return false;
  const unit = await getUnit(ctx, posting.unitId);
  return (await countAdministrators(ctx, posting.unitPath, realTodayAt(unit, ctx.now), null, posting.id)) === 0;
}
