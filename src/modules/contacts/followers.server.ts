import type { PlainDate } from '#kernel/plain-date';
import type { Ctx } from '#platform/ctx';
import type { ContactKind } from './contact.ts';

/** A contact was given its day, another day in place of one before, or was called off. */
export type PlanMoved = {
  caseId: string;
  /** The plan that holds now; none where it was called off. */
  plan: { id: string; kind: ContactKind; on: PlainDate; place: string } | undefined;
  /** The plan that holds no longer. */
  before: string | undefined;
};

type Follower = (ctx: Ctx, moved: PlanMoved) => Promise<void>;
const followers = new Map<string, Follower>();

/** A module that has something to do with where an officer goes learns of it in the same transaction. Called once, in its index.server.ts. */
export function followPlans(module: string, follower: Follower): void {
  followers.set(module, follower);
}

export async function tellOfPlan(ctx: Ctx, moved: PlanMoved): Promise<void> {
  for (const follower of followers.values()) await follower(ctx, moved);
}
