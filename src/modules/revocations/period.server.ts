import type { PlainDate } from '#kernel/plain-date';
import { reachCase } from '#modules/cases/server';
import type { ReadCtx } from '#platform/ctx';
import { periodByJudge } from './law.rules.ts';
import type { SupervisionPeriod } from './period.rules.ts';
import { no, type RevocationRefused } from './rules.ts';
import type { ProceedingStep } from './routes.ts';
import { findImposedEnd, type MoveRow } from './store.server.ts';

/** The supervision as it was imposed and as it stands; undefined where its days are not on record. */
export async function periodOf(ctx: ReadCtx, caseId: string): Promise<SupervisionPeriod | undefined> {
  const { guidanceStart, guidanceEnd } = await reachCase(ctx, caseId, 'case:read_specific');
  if (guidanceStart === null || guidanceEnd === null) return undefined;
  const imposedUntil = (await findImposedEnd(ctx.tx, caseId)) ?? guidanceEnd;
  return { from: guidanceStart, imposedUntil, until: guidanceEnd };
}

export type NewPeriod = { newEnd: PlainDate | null; endBefore: PlainDate | null };
/**
 * The last day that a judge set, for the step that notes it and the one that confirms it; none for any other. What is confirmed is judged once
 * more on the file as it is that day.
 */
export async function newPeriod(
  ctx: ReadCtx,
  {
    caseId,
    step,
    newEnd,
    day,
    noted,
  }: {
    caseId: string;
    step: ProceedingStep;
    newEnd: PlainDate | undefined;
    day: PlainDate;
    noted: MoveRow | undefined;
  },
): Promise<({ ok: true } & NewPeriod) | RevocationRefused> {
  if (step !== 'note_period' && step !== 'confirm_period') return { ok: true, newEnd: null, endBefore: null };
  const period = await periodOf(ctx, caseId);
  const asked =
    step === 'note_period'
      ? { newEnd, decidedOn: day }
      : { newEnd: noted?.newEnd ?? undefined, decidedOn: noted?.day ?? day };
  if (step === 'confirm_period' && period && period.until !== noted?.endBefore) return no('period_moved');
  const { result } = periodByJudge.decide({ period, ...asked });
  return result.ok ? { ok: true, newEnd: asked.newEnd!, endBefore: period!.until } : result;
}
