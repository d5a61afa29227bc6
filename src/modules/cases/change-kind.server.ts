import type { Ctx } from '#platform/ctx';
import type { AgeGroup, ClientKind } from './case.ts';
import { listHoldingKind } from './hindrances.server.ts';
import { hasRelease, mayConcern } from './kinds.ts';
import { judgeAge } from './judge-age.ts';
import { layOutAnew, lockCase } from './reach.server.ts';
import { isOpen, no, type Refused } from './rules.ts';
import { changeCase } from './store.server.ts';
import { findBirth, lockOpenKinds } from './reception.store.server.ts';

export type KindChange = {
  caseId: string;
  version: number;
  kind: ClientKind;
  ageGroup: AgeGroup;
  ageChecked?: boolean;
  reason: string;
};

/** Received under the wrong kind or age group: mended with a reason. A case that turns out to be a child's is guarded at once. */
export async function changeKind(ctx: Ctx, input: KindChange): Promise<{ ok: true } | Refused> {
  const one = await lockCase(ctx, input.caseId, 'case:write', input.version);
  if (!isOpen(one.state)) return no('wrong_state');
  const changes = input.kind !== one.kind || input.ageGroup !== one.ageGroup;
  // What runs goes by the rules of the kind under which it began.
  if (changes && (await listHoldingKind(ctx, one.id)).length > 0) return no('matter_running');
  if (!mayConcern(input.kind, input.ageGroup)) return no('kind_not_for_age');
  const ofAge = judgeAge({ ...input, receivedOn: one.receivedOn }, await findBirth(ctx.tx, one.personId));
  if (!ofAge.ok) return ofAge;
  if (input.kind !== one.kind && (await lockOpenKinds(ctx.tx, one)).includes(input.kind)) return no('already_a_client');
  // A case once guarded stays so until somebody who may unguard it looks; the age group alone never opens it.
  const guarded = one.guarded || input.ageGroup === 'child';
  // Whoever leaves no institution has no day of release; what was known of it stays in the line below.
  const release = hasRelease(input.kind) ? {} : { released_on: null, release_expected_on: null, release_document: '' };
  await changeCase(ctx.tx, one, { kind: input.kind, age_group: input.ageGroup, guarded, ...release });
  await layOutAnew(ctx, one);
  ctx.journal({
    what: 'case.kind-changed',
    unitId: one.unitId,
    caseId: one.id,
    personId: one.personId,
    about: {
      before: {
        kind: one.kind,
        ageGroup: one.ageGroup,
        ...(hasRelease(input.kind) ? {} : { releasedOn: one.releasedOn, expectedOn: one.releaseExpectedOn }),
      },
      after: { kind: input.kind, ageGroup: input.ageGroup },
      reason: input.reason,
    },
  });
  return { ok: true };
}
