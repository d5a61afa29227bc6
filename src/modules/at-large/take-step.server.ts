import type { PlainDate } from '#kernel/plain-date';
import type { Ctx } from '#platform/ctx';
import type { AcceptedFile } from '#platform/files/accept.server';
import { keepScan, lockSearch, takeStep } from './reach.server.ts';
import { judgeStep, nextState, no, type SearchRefused } from './rules.ts';
import type { ReportedStep } from './search.ts';

export type StepInput = {
  caseId: string;
  step: ReportedStep;
  day: PlainDate;
  number: string;
  place: string;
  reason: string;
  file: AcceptedFile | null;
};

/** What police or prosecutor did, or the office asked of them, written down as one hears of it. */
export async function recordStep(ctx: Ctx, input: StepInput): Promise<{ ok: true } | SearchRefused> {
  const at = await lockSearch(ctx, input.caseId, 'at_large:keep');
  const verdict = judgeStep(at.search, input, at.of.today);
  if (!verdict.ok) return verdict;
  const scan = await keepScan(ctx, at.of, input.file);
  if (!scan.ok) return no('file_refused');
  const to = nextState(at.search.state, input.step)!;
  await takeStep(ctx, at, { ...input, to, fileId: scan.fileId });
  return { ok: true };
}
