import type { PlainDate } from '#kernel/plain-date';
import type { Presences } from '#kernel/presences';
import { endByDecree, moveEndByDecision, restByDecision, resumeByDecision } from '#modules/cases/server';
import { closeTasks, openTasks } from '#modules/tasks/server';
import { optionsOf } from '#modules/units/server';
import { m } from '#messages';
import type { Ctx } from '#platform/ctx';
import { freezeAnnex } from './annex.server.ts';
import { putFamilyBefore } from './call-family.server.ts';
import { restsMeanwhile } from './law.rules.ts';
import { writeForOffice } from './office-letters.server.ts';
import { findMinutes } from './outside-minutes.server.ts';
import { newPeriod, type NewPeriod } from './period.server.ts';
import { reachProceeding, stepDue, type About } from './reach.server.ts';
import type { Advice } from './revocation.ts';
import {
  callsGuardian,
  confirmsNote,
  isAnnexed,
  isDecree,
  isOver,
  judgeStep,
  needsNext,
  no,
  reprimands,
  type RevocationRefused,
} from './rules.ts';
import { nextState, stepRow, type ProceedingStep } from './routes.ts';
import {
  findStanding,
  holdProceeding,
  insertMove,
  isNumberUsed,
  listMoves,
  sitsHere,
  takeDecreeNumber,
  tiersAbove,
  type MoveRow,
  type ProceedingRow,
} from './store.server.ts';
import { askToPutBefore, putBefore } from './tasks.server.ts';
import { writeAbove } from './tier-letters.server.ts';

export type StepInput = {
  proceedingId: string;
  step: ProceedingStep;
  /** The day of another party's paper, or of the sitting; the office's own steps are of today. */
  day: PlainDate | undefined;
  reason: string;
  documentNumber: string;
  issuer: string;
  advice: Advice | undefined;
  told: string;
  /** With a refusal of the head: what he reprimands to, or that nothing is proven. */
  counselling: string;
  notProven: boolean;
  nextOn: PlainDate | undefined;
  nextPlace: string;
  /** The last day of guidance that a judge set. */
  newEnd: PlainDate | undefined;
  presences: Presences | undefined;
};

/** Who signs decrees at the centre, as it stands on them. */
const CENTRE = 'Direktur Jenderal Pemasyarakatan';

/** Takes one step of a proceeding: judged, written into its history, and with all that follows from it in the same transaction. */
export async function takeStep(
  ctx: Ctx,
  input: StepInput,
): Promise<{ ok: true; over: boolean; sealed: boolean } | RevocationRefused> {
  const { step } = input;
  const row = stepRow(step);
  await holdProceeding(ctx.tx, input.proceedingId);
  const { proceeding, of } = await reachProceeding(ctx, input.proceedingId, row.by);
  const moves = await listMoves(ctx.tx, proceeding.id);
  const last = moves.at(-1);
  const confirms = confirmsNote(step);
  const sits = await sitsHere(ctx.tx, proceeding.unitId);
  const noted = step === 'hear' && !sits ? await findMinutes(ctx.tx, proceeding) : undefined;
  if (step === 'hear' && !sits && nextState(proceeding.route, proceeding.state, step)) {
    if (!noted) return no('minutes_missing');
    if (noted.madeBy === ctx.actor.accountId) return no('second_person_needed');
  }
  const attempt = {
    ...input,
    // Minutes are confirmed as they were noted, to the last word.
    ...(noted && { ...noted, day: noted.heldOn }),
    ...(step === 'hear' ? {} : { day: row.outside ? input.day : of.today }),
    documentNumber: confirms ? (last?.documentNumber ?? '') : (noted ?? input).documentNumber,
    issuer: confirms ? (last?.issuer ?? '') : input.issuer,
  };
  const verdict = judgeStep(proceeding, attempt, {
    today: of.today,
    lastDay: proceeding.since,
    open: of.open,
    child: of.ageGroup === 'child',
    actorId: ctx.actor.accountId,
    takenBy: new Map(moves.map((move) => [move.step, move.madeBy])),
    tiers: await tiersAbove(ctx.tx, of.caseId),
    sits,
    standing: await findStanding(ctx.tx, proceeding.id, of.today),
  });
  if (!verdict.ok) return verdict;

  const { caseId } = proceeding;
  const moved = await newPeriod(ctx, { caseId, step, newEnd: input.newEnd, day: attempt.day!, noted: last });
  if (!moved.ok) return moved;

  const isOurs = isDecree(step) && !row.outside;
  if (isOurs) {
    attempt.documentNumber = await takeDecreeNumber(ctx.tx, proceeding.id, Number(of.today.slice(0, 4)));
    attempt.issuer = CENTRE;
  } else if ((isDecree(step) || confirms) && (await isNumberUsed(ctx.tx, attempt.documentNumber, attempt.issuer)))
    return no('number_used');

  if (isAnnexed(proceeding.kind, step) && !(await freezeAnnex(ctx, { proceeding, of, step })))
    return no('annex_not_set');

  const to = nextState(proceeding.route, proceeding.state, step)!;
  const dueOn = await stepDue(ctx, proceeding.unitId, { ...proceeding, state: to }, of.today);
  const next = needsNext(proceeding.kind, step);
  const counselling = reprimands(step) && !input.notProven ? input.counselling : '';
  await insertMove(ctx, proceeding, {
    step,
    from: proceeding.state,
    to,
    day: attempt.day!,
    reason: attempt.reason,
    documentNumber: row.numbered ? attempt.documentNumber : '',
    issuer: isDecree(step) || confirms ? attempt.issuer : '',
    advice: step === 'hear' ? (attempt.advice ?? null) : null,
    told: input.told,
    counselling,
    notProven: reprimands(step) && input.notProven,
    nextOn: next ? (input.nextOn ?? null) : null,
    nextPlace: next ? input.nextPlace : '',
    presences: callsGuardian(of.ageGroup === 'child', step) ? attempt.presences : undefined,
    dueOn,
    newEnd: moved.newEnd,
    endBefore: moved.endBefore,
  });
  const then = await followOn(ctx, { proceeding, of, moves, input, attempt, moved });
  if (!then.ok) return then;

  const now = { ...proceeding, state: to, dueOn, pkStaffId: of.pkStaffId };
  if (of.above) await askToPutBefore(ctx, now);
  else {
    await putBefore(ctx, now);
    // Nobody could do what waits on a file that is closed.
    if (then.sealed) await closeTasks(ctx, { unitId: now.unitId, kind: 'revocations.family', key: now.id });
    else if (of.ageGroup === 'child') await putFamilyBefore(ctx, now);
  }
  ctx.journal({
    what: 'revocation.moved',
    unitId: proceeding.unitId,
    caseId: of.caseId,
    personId: of.personId,
    about: {
      proceedingId: proceeding.id,
      step,
      before: proceeding.state,
      after: to,
      documentNumber: row.numbered ? attempt.documentNumber : '',
    },
  });
  return { ok: true, over: isOver(to), sealed: then.sealed };
}

type At = {
  proceeding: ProceedingRow;
  of: About;
  moves: readonly MoveRow[];
  input: StepInput;
  attempt: { documentNumber: string; issuer: string };
  moved: NewPeriod;
};

/** What a step brings with it: guidance rests or goes on, the supervision ends, a letter is drafted, the client is expected. */
async function followOn(ctx: Ctx, at: At): Promise<{ ok: true; sealed: boolean } | RevocationRefused> {
  const { step, nextOn } = at.input;
  if (step === 'revoke_urgently' || step === 'revoke_temporarily') {
    await restMeanwhile(ctx, at);
    await ctx.addJob('permits.settle', { caseId: at.of.caseId, unitId: at.proceeding.unitId });
  }
  if (needsNext(at.proceeding.kind, step)) {
    await resumeByDecision(ctx, { caseId: at.of.caseId, endsOn: at.of.today });
    if (nextOn)
      await openTasks(ctx, [
        {
          unitId: at.proceeding.unitId,
          caseId: at.of.caseId,
          kind: 'revocations.appointment',
          key: at.proceeding.id,
          forRole: 'pk',
          staffId: at.of.pkStaffId,
          due: { on: nextOn, counts: 'named' },
          facts: { day: nextOn },
        },
      ]);
  }
  if (step === 'confirm_period') {
    const set = await moveEnd(ctx, at);
    if (!set.ok) return set;
  }
  await draftItsLetter(ctx, at);
  if (step !== 'carry_out' && step !== 'confirm_decree') return { ok: true, sealed: false };
  return endSupervision(ctx, at);
}

/** The supervision goes on to the last day that the judge set; what is owed until then is laid out by its rules. */
async function moveEnd(ctx: Ctx, { proceeding, moves, attempt, moved }: At): Promise<{ ok: true } | RevocationRefused> {
  const noted = moves.findLast(({ step }) => step === 'note_period')!;
  const set = await moveEndByDecision(ctx, {
    caseId: proceeding.caseId,
    end: moved.newEnd!,
    day: noted.day,
    documentNumber: attempt.documentNumber,
    issuer: attempt.issuer,
    preparedBy: noted.madeBy,
  });
  return set.ok ? set : no('case_not_open');
}

async function endSupervision(ctx: Ctx, at: At): Promise<{ ok: true; sealed: boolean } | RevocationRefused> {
  const { proceeding, moves, input, attempt } = at;
  const isNoted = input.step === 'confirm_decree';
  const prepared = moves.findLast(({ step }) => step === (isNoted ? 'note_decree' : 'sign_decree'))!;
  const ended = await endByDecree(ctx, {
    caseId: proceeding.caseId,
    reason: proceeding.kind === 'revocation' ? 'breach' : 'cancelled',
    day: isNoted ? prepared.day : proceeding.decreeOn!,
    decreeNumber: isNoted ? attempt.documentNumber : proceeding.decreeNumber,
    issuer: isNoted ? attempt.issuer : proceeding.decreeIssuer,
    note: proceeding.reason,
    preparedBy: prepared.madeBy,
  });
  if (ended.ok) return ended;
  return no(
    ended.refusal === 'already_proposed'
      ? 'ending_running'
      : ended.refusal === 'transfer_running'
        ? 'transfer_running'
        : ended.refusal === 'day_before_reception'
          ? 'day_before_reception'
          : 'case_not_open',
  );
}

/** Nothing is owed while guidance is revoked for the time being, where the office has it so. */
async function restMeanwhile(ctx: Ctx, { proceeding, of }: At): Promise<void> {
  const { rests } = await optionsOf(ctx.tx, proceeding.unitId, restsMeanwhile, of.today);
  if (!rests) return;
  const reason = m.revocations_rests_because({ id: proceeding.id.slice(-6) }, { locale: 'id' });
  await restByDecision(ctx, { caseId: of.caseId, startsOn: of.today, reason });
}

/** The letter that belongs to a step, drafted from the record by whoever takes it: a tier, or the office. */
async function draftItsLetter(ctx: Ctx, { proceeding, of, moves, input }: At): Promise<void> {
  const { step, reason, nextOn = null, nextPlace } = input;
  if (of.above) return writeAbove(ctx, { proceeding, of, moves, step, reason });
  const counselling = reprimands(step) && !input.notProven ? input.counselling : '';
  await writeForOffice(ctx, { proceeding, of, moves, step, reason, counselling, nextOn, nextPlace });
}
