import type { Ctx, ReadCtx } from '#platform/ctx';
import type { passingAnswers } from './form.ts';
import { lockPetition, reachPetition, takeStep } from './reach.server.ts';
import { judgePassing, nextState, no, type PetitionRefused } from './rules.ts';
import { listDesksElsewhere, readPetitioner } from './store.server.ts';

/** It is about a client of another office. From here on it is that office's, and this one keeps the line that it was passed on. */
export async function passOn(
  ctx: Ctx,
  input: { petitionId: string; toUnitId: number; reason: string },
): Promise<{ ok: true } | PetitionRefused> {
  const at = await lockPetition(ctx, input.petitionId, 'petition:handle');
  const desks = (await listDesksElsewhere(ctx.tx)).map(({ id }) => id);
  const petitioner = await readPetitioner(ctx.tx, at.petition.id);
  const verdict = judgePassing(at.petition, input, desks, petitioner);
  if (!verdict.ok) return verdict;
  const { toUnitId, reason } = input;
  await takeStep(ctx, at, { step: 'pass_on', to: nextState(at.petition.state, 'pass_on')!, reason, toUnitId });
  return { ok: true };
}

/** The office to which it was passed on takes it over, and reads from then on who petitioned; or it hands it back, with its reason. */
export async function answerPassing(
  ctx: Ctx,
  input: { petitionId: string; answer: (typeof passingAnswers)[number]; reason: string },
): Promise<{ ok: true } | PetitionRefused> {
  const at = await lockPetition(ctx, input.petitionId, 'petition:handle');
  const to = nextState(at.petition.state, input.answer);
  if (!to) return no('wrong_state');
  if (input.reason.length < 5) return no('reason_missing');
  await takeStep(ctx, at, { step: input.answer, to, reason: input.reason });
  return { ok: true };
}

/** Where this petition can be passed on. */
export async function listDesksFor(ctx: ReadCtx, petitionId: string): Promise<{ id: number; name: string }[]> {
  const { petition } = await reachPetition(ctx, petitionId, 'petition:handle');
  return nextState(petition.state, 'pass_on') ? listDesksElsewhere(ctx.tx) : [];
}
