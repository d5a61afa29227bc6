import type { PlainDate } from '#kernel/plain-date';
import { reachCase } from '#modules/cases/server';
import { isOpen } from '#modules/cases';
import { openFromPetition } from '#modules/breaches/server';
import type { GroundCode } from '#modules/breaches';
import { draftLetter } from '#modules/letters/server';
import type { Ctx } from '#platform/ctx';
import { NotFound } from '#platform/errors';
import { lockPetition, takeStep } from './reach.server.ts';
import {
  decisionIn,
  judgeAcceptance,
  judgeDecision,
  judgeHearing,
  judgeProposal,
  nextState,
  no,
  proposalFrom,
  type PetitionRefused,
} from './rules.ts';
import { insertHearing, lastProposal, officeAbove, readPetitioner, setClient } from './store.server.ts';
import { sayReporter } from './words.ts';

type Answer = { ok: true } | PetitionRefused;

/** The desk has found whom the petition means: a client of this office. */
export async function identifyClient(
  ctx: Ctx,
  input: { petitionId: string; caseId: string; reason: string },
): Promise<Answer> {
  const at = await lockPetition(ctx, input.petitionId, 'petition:handle');
  const to = nextState(at.petition.state, 'identify');
  if (!to) return no('wrong_state');
  const client = await findClient(ctx, input.caseId, at.petition.unitId);
  if (!client) return no('client_not_here');
  if (!isOpen(client.state)) return no('case_not_open');
  if (input.reason.length < 5) return no('reason_missing');
  await setClient(ctx, at.petition.id, client.id);
  await takeStep(ctx, at, { step: 'identify', to, reason: input.reason });
  return { ok: true };
}
/** A client of the office where the petition lies; one who has gone to another office is none. */
async function findClient(ctx: Ctx, caseId: string | null, unitId: number) {
  if (caseId === null) return undefined;
  try {
    const found = await reachCase(ctx, caseId, 'breach:handle');
    return found.unitId === unitId ? found : undefined;
  } catch (thrown) {
    if (thrown instanceof NotFound) return undefined;
    throw thrown;
  }
}

/** It complains of an officer or of the office after all: from here on nobody in this office sees it. */
export async function forwardUp(ctx: Ctx, input: { petitionId: string; reason: string }): Promise<Answer> {
  const at = await lockPetition(ctx, input.petitionId, 'petition:handle');
  const to = nextState(at.petition.state, 'forward_up');
  if (!to) return no('wrong_state');
  if (input.reason.length < 5) return no('reason_missing');
  const above = await officeAbove(ctx.tx, at.petition.unitId);
  if (above === null) return no('nobody_above');
  await takeStep(ctx, at, { step: 'forward_up', to, reason: input.reason }, above);
  return { ok: true };
}

export type HearingInput = {
  petitionId: string;
  number: string;
  heldOn: PlainDate;
  place: string;
  statement: string;
  present: string;
};
/** Writes the minutes of hearing whoever petitioned. They stay with the petition. */
export async function hearPetitioner(ctx: Ctx, input: HearingInput): Promise<Answer> {
  const { petition, today } = await lockPetition(ctx, input.petitionId, 'petition:handle');
  const verdict = judgeHearing(petition, input.heldOn, today);
  if (!verdict.ok) return verdict;
  const hearingId = ctx.newId();
  await insertHearing(ctx, { ...input, id: hearingId, petitionId: petition.id });
  ctx.journal({
    what: 'petition.heard',
    unitId: petition.unitId,
    about: { petitionId: petition.id, hearingId, day: input.heldOn },
  });
  return { ok: true };
}

/** There is something in it: a breach is proposed, with a summary that says nothing of who petitioned. The counsellor confirms it or not. */
export async function acceptPetition(
  ctx: Ctx,
  input: { petitionId: string; grounds: readonly GroundCode[]; summary: string },
): Promise<{ ok: true; breachId: string } | PetitionRefused> {
  const at = await lockPetition(ctx, input.petitionId, 'petition:handle');
  const { petition } = at;
  const verdict = judgeAcceptance(petition, input, await readPetitioner(ctx.tx, petition.id));
  if (!verdict.ok) return verdict;
  if (!(await findClient(ctx, petition.caseId, petition.unitId))) return no('client_not_here');
  const opened = await openFromPetition(ctx, {
    caseId: petition.caseId!,
    grounds: input.grounds,
    note: `${sayReporter(petition.reference)}: ${input.summary}`,
  });
  if (!opened.ok) return no(opened.refusal === 'case_not_open' ? 'case_not_open' : 'client_not_here');
  await takeStep(ctx, at, {
    step: 'accept',
    to: nextState(petition.state, 'accept')!,
    reason: input.summary,
    documentId: opened.breachId,
  });
  return { ok: true, breachId: opened.breachId };
}

/** Proposes that it be closed, refused or answered, with what the petitioner will read. Another officer decides. */
export async function proposeEnd(
  ctx: Ctx,
  input: { petitionId: string; reason: string; answer: string },
): Promise<Answer> {
  const at = await lockPetition(ctx, input.petitionId, 'petition:handle');
  const verdict = judgeProposal(at.petition, input, await readPetitioner(ctx.tx, at.petition.id));
  if (!verdict.ok) return verdict;
  // Asked only where it matters: the level above has no right to anybody's client.
  const clientIsHere =
    at.petition.state === 'identified' && (await findClient(ctx, at.petition.caseId, at.petition.unitId)) !== undefined;
  const step = proposalFrom(at.petition.state, clientIsHere)!.propose;
  await takeStep(ctx, at, {
    step,
    to: nextState(at.petition.state, step)!,
    reason: input.reason,
    answer: input.answer,
  });
  return { ok: true };
}

/** Agrees with what was proposed, or sends it back. A refusal ends with a letter, addressed to the number of whoever petitioned. */
export async function decideEnd(
  ctx: Ctx,
  input: { petitionId: string; agree: boolean; reason: string },
): Promise<Answer> {
  const at = await lockPetition(ctx, input.petitionId, 'petition:decide');
  const { petition } = at;
  const proposal = await lastProposal(ctx.tx, petition.id);
  const verdict = judgeDecision(petition, input, { proposedBy: proposal.by, deciderId: ctx.actor.accountId });
  if (!verdict.ok) return verdict;
  const step = input.agree ? decisionIn(petition.state)! : 'send_back';
  if (step === 'refuse' && !(await findClient(ctx, petition.caseId, petition.unitId))) return no('client_not_here');
  const letter =
    step === 'refuse'
      ? await draftLetter(ctx, {
          kind: 'petitions.refusal',
          caseId: petition.caseId!,
          fields: { addressee: sayReporter(petition.reference), reason: proposal.answer },
          concerns: { thing: 'petitions.petition', id: petition.id },
        })
      : undefined;
  await takeStep(ctx, at, {
    step,
    to: nextState(petition.state, step)!,
    reason: input.reason,
    ...(letter ? { documentId: letter.letterId } : {}),
  });
  return { ok: true };
}
