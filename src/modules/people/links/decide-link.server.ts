import { may } from '#modules/access';
import type { Ctx } from '#platform/ctx';
import { NotFound, Stale } from '#platform/errors';
import { isUuid } from '#kernel/id';
import { judgeLink, type LikenessAnswer, type LinkAnswer, type LinkRefusal, type LinkState } from '../links.rules.ts';
import { subjectFor } from '../queries.server.ts';
import { tellOfLink, type LinkMoved } from './followers.server.ts';
import { findLink, findQuestion, insertDecision, linkWithHit, sidesOf } from './links.store.server.ts';

export type Decided = { ok: true; linkId: string; state: LinkState } | { ok: false; refusal: LinkRefusal };

/** Says of somebody of one's own office whether the person of a hit is the same: whoever that is, also out of reach. */
export async function decideHit(
  ctx: Ctx,
  { personId, hitId, answer, reason }: { personId: string; hitId: string; answer: LikenessAnswer; reason: string },
): Promise<Decided> {
  await subjectFor(ctx, personId, 'person:link');
  if (!isUuid(hitId)) throw new NotFound('hit');
  const linkId = await linkWithHit(ctx, personId, hitId);
  if (!linkId) throw new NotFound('hit');
  return decide(ctx, { personId, linkId, answer, reason, hitId });
}

/** Answers a link of somebody: decides it, approves or refuses it as the second person, or undoes it. */
export async function decideLink(
  ctx: Ctx,
  { personId, linkId, answer, reason }: { personId: string; linkId: string; answer: LinkAnswer; reason: string },
): Promise<Decided> {
  return decide(ctx, { personId, linkId, answer, reason, hitId: null });
}

/** Answers the link that a question is about, as whoever works through a list of questions does. */
export async function decideQuestion(
  ctx: Ctx,
  { questionId, answer, reason }: { questionId: string; answer: LinkAnswer; reason: string },
): Promise<Decided> {
  const question = isUuid(questionId) ? await findQuestion(ctx, questionId) : undefined;
  if (!question) throw new NotFound('question');
  return decide(ctx, { ...question, answer, reason, hitId: null });
}

async function decide(
  ctx: Ctx,
  decision: { personId: string; linkId: string; answer: LinkAnswer; reason: string; hitId: string | null },
): Promise<Decided> {
  const { personId, linkId, answer, reason, hitId } = decision;
  const subject = await subjectFor(ctx, personId, 'person:link');
  const link = await findLink(ctx, linkId, personId);
  if (!link) throw new NotFound('link');
  const leads = may(ctx.actor, 'person:approve_link', subject);
  const verdict = judgeLink(link, answer, { accountId: ctx.actor.accountId, leads });
  if (!verdict.ok) return verdict;

  const state = await insertDecision(ctx, { linkId, unitId: subject.unitId, answer, reason, hitId }).catch(asStale);
  ctx.journal({ what: `person.link_${answer}`, unitId: subject.unitId, personId, about: { link: linkId, state } });
  const sides = await sidesOf(ctx, linkId);
  await tellOfLink(ctx, { what: movedBy[state], linkId, sides });
  for (const unitId of new Set(sides.map((side) => side.unitId)))
    await ctx.addJob('people.count-questions', { unitId }, { key: `people.count-questions/${unitId}` });
  return { ok: true, linkId, state };
}

/** One person's word before the second one's is as much as strong evidence; being unsure takes nothing back. */
const movedBy: Readonly<Record<LinkState, LinkMoved['what']>> = {
  open: 'likely',
  unsure: 'likely',
  proposed: 'likely',
  linked: 'linked',
  not_same: 'unlinked',
  undone: 'unlinked',
};

/** What the database refuses after the rules said yes has been decided by somebody else meanwhile. */
function asStale(error: unknown): never {
  if ((error as { code?: string }).code === '23514') throw new Stale('link');
  throw error;
}
