import type { Code } from '#kernel/codes';
import type { PlainDate } from '#kernel/plain-date';
import { beginTryAt, confirmTry } from '#modules/accounts/server';
import type { Visitor } from '#platform/visitor.server';
import { attachmentBytes } from './record-petition.server.ts';
import type { Ending, Passed, Stage } from './petition.ts';
import { findByCode, listOffices, takeAttachment, takePetition, type PublicInput } from './public.store.server.ts';
import { parseReceipt, receiptOf } from './receipt.server.ts';
import { endingOf, judgePetition, no, stageOf, type PetitionRefused } from './rules.ts';

/** A whole village shares one address; whoever sends more than this in a quarter of an hour waits a little longer each time. */
const FREE_SENDINGS = 20;

export type Sent = { ok: true; code: Code } | PetitionRefused;

/** Takes what somebody sends without an account. The id that the page brought makes a second press the same petition and the same code. */
export async function sendPetition(visitor: Visitor, input: PublicInput): Promise<Sent> {
  const verdict = judgePetition(
    // The day is the office's own and is set where it is taken.
    { ...input.text, channel: 'public', readBack: false, receivedOn: '0001-01-01' as PlainDate },
    input.petitioner,
    '9999-12-31' as PlainDate,
  );
  if (!verdict.ok) return verdict;
  if (input.file && input.file.content.length > attachmentBytes) return no('file_too_big');
  const code = receiptOf(input.sendingId);
  return visitor.enter(async (ctx): Promise<Sent> => {
    const attempt = await beginTryAt(visitor, ctx, 'link', `petition from ${visitor.address}`, FREE_SENDINGS);
    if ('waitSeconds' in attempt) return no('too_many_today');
    const { said, unitId, petitionId } = await takePetition(ctx.tx, input, code);
    if (said === 'no_office' || said === 'nobody_above') return no(said);
    if (said === 'too_many') return no('too_many_today');
    if (said === 'again') return { ok: true, code };
    if (input.file) await takeAttachment(ctx.tx, input.sendingId, input.file);
    ctx.journal({ what: 'petition.received', unitId, about: { petitionId, channel: 'public' } });
    return { ok: true, code };
  });
}

export type Progress = {
  office: string;
  receivedOn: PlainDate;
  stage: Stage;
  ending?: Ending | undefined;
  endedOn: PlainDate | null;
  answer: string;
  /** It was passed on to another office; not to which: that would tell a stranger where somebody is guided. */
  passed: { on: PlainDate; as: Passed } | null;
};
export type ProgressDoor =
  { state: 'found'; progress: Progress } | { state: 'unknown' } | { state: 'wait'; waitSeconds: number };

/** What the holder of a code is told. A wrong code and one that never was read alike, and whoever tries many waits. */
export async function readProgress(visitor: Visitor, typed: string): Promise<ProgressDoor> {
  const code = parseReceipt(typed);
  return visitor.enter(async (ctx): Promise<ProgressDoor> => {
    const attempt = await beginTryAt(visitor, ctx, 'link', `petition ${code ?? typed.slice(0, 64)}`);
    if ('waitSeconds' in attempt) return { state: 'wait', waitSeconds: attempt.waitSeconds };
    const found = code && (await findByCode(ctx.tx, code));
    if (!found) return { state: 'unknown' };
    await confirmTry(ctx.tx, attempt.tryId);
    const { office, receivedOn, state, outcome, answer, endedOn, passedOn, isTaken } = found;
    return {
      state: 'found',
      progress: {
        office,
        receivedOn,
        stage: stageOf(state, outcome),
        ending: endingOf(state, outcome),
        endedOn,
        answer,
        passed: passedOn && { on: passedOn, as: isTaken ? 'taken_over' : 'under_way' },
      },
    };
  });
}

export function officesToPetition(visitor: Visitor): Promise<{ id: number; name: string }[]> {
  return visitor.enter((ctx) => listOffices(ctx.tx));
}
