import type { Ctx } from '#platform/ctx';
import { lockCase } from './reach.server.ts';
import { judgeReleaseDay, type Refused, type ReleaseAttempt } from './rules.ts';
import { changeCase } from './store.server.ts';

export type ReleaseInput = ReleaseAttempt & { caseId: string; version: number };

/** When the client left the institution, or is expected to, by which paper; what stood before is in the history of the case. */
export async function setRelease(ctx: Ctx, input: ReleaseInput): Promise<{ ok: true } | Refused> {
  const one = await lockCase(ctx, input.caseId, 'case:write', input.version);
  const verdict = judgeReleaseDay(one, input, one.today);
  if (!verdict.ok) return verdict;
  await changeCase(ctx.tx, one, {
    released_on: input.releasedOn,
    release_expected_on: input.expectedOn,
    release_document: input.document,
  });
  // Whether something runs that is possible only before release, or only after it, its owner looks up.
  await ctx.addJob(
    'revocations.released',
    { caseId: one.id, unitId: one.unitId },
    { key: `revocations.released:${one.id}` },
  );
  ctx.journal({
    what: 'case.release-set',
    unitId: one.unitId,
    caseId: one.id,
    personId: one.personId,
    about: {
      before: { releasedOn: one.releasedOn, expectedOn: one.releaseExpectedOn, document: one.releaseDocument },
      after: { releasedOn: input.releasedOn, expectedOn: input.expectedOn, document: input.document },
      reason: input.reason,
    },
  });
  return { ok: true };
}
