import { mustBeAllowed } from '#modules/access';
import { keepsHouse, mustKeepHouse } from '#modules/units/server';
import type { Ctx, ReadCtx } from '#platform/ctx';
import { Stale } from '#platform/errors';
import { readParkedJobs, settleParkedJob, type ParkedJob } from './store.server.ts';

/** Jobs concern the whole installation, so every administrator and the auditor see them; who keeps the house settles them. */
export async function listParkedJobs(ctx: ReadCtx): Promise<{ jobs: ParkedJob[]; maySettle: boolean }> {
  mustBeAllowed(ctx.actor, 'backup:read');
  return { jobs: await readParkedJobs(ctx.tx), maySettle: await keepsHouse(ctx) };
}

export async function retryParkedJob(ctx: Ctx, input: { jobId: string }): Promise<{ ok: true }> {
  const job = await settle(ctx, input.jobId, true);
  ctx.journal({ what: 'jobs.tried-again', about: { ...job, jobId: input.jobId } });
  return { ok: true };
}

/** The job leaves the queue for good; which it was, how it failed and why nobody needs it any more stay in the journal. */
export async function leaveParkedJob(
  ctx: Ctx,
  input: { jobId: string; reason: string },
): Promise<{ ok: true } | { ok: false; refusal: 'reason_missing' }> {
  if (input.reason.trim().length < 3) return { ok: false, refusal: 'reason_missing' };
  const job = await settle(ctx, input.jobId, false);
  ctx.journal({ what: 'jobs.left', about: { ...job, jobId: input.jobId, reason: input.reason.trim() } });
  return { ok: true };
}

async function settle(ctx: Ctx, jobId: string, again: boolean) {
  mustBeAllowed(ctx.actor, 'backup:read');
  await mustKeepHouse(ctx);
  const job = await settleParkedJob(ctx.tx, jobId, again);
  if (!job) throw new Stale('this job is parked no longer');
  return job;
}
