import type { PlainDate } from '#kernel/plain-date';
import type { Ctx } from '#platform/ctx';
import type { AcceptedFile } from '#platform/files/accept.server';
import { storeFile } from '#platform/files/store.server';
import { changedMeanwhile, lockSitting, type ChangedMeanwhile } from './access.server.ts';
import { nextState, no, type Refused } from './rules.ts';
import { sittingLabel } from './sitting.ts';
import { changeSitting, lockSigned } from './store.server.ts';

/** The signed paper is attached and locked with its hash: from now on nothing about the sitting changes. */
export async function signMinutes(
  ctx: Ctx,
  input: { sittingId: string; version: number; signedOn: PlainDate; file: AcceptedFile },
): Promise<{ ok: true } | Refused | ChangedMeanwhile> {
  const { sitting, today } = await lockSitting(ctx, input.sittingId);
  if (sitting.version !== input.version) return changedMeanwhile(sitting);
  const state = nextState(sitting.state, 'sign');
  if (!state) return no('wrong_state');
  if (input.signedOn > today) return no('day_in_future');
  if (input.signedOn < sitting.day) return no('period_upside_down');
  const stored = await storeFile(ctx, input.file, { unitId: sitting.unitId });
  if (!stored.ok) return no('file_refused');
  await lockSigned(ctx.tx, sitting.id, { fileId: stored.fileId, sha256: input.file.sha256, signedOn: input.signedOn });
  await changeSitting(ctx, sitting, 'signature', { state });
  ctx.journal({
    what: 'sitting.signed',
    unitId: sitting.unitId,
    about: {
      sittingId: sitting.id,
      label: sittingLabel(sitting),
      day: input.signedOn,
      sha256: input.file.sha256.toString('hex'),
      fileId: stored.fileId,
    },
  });
  return { ok: true };
}
