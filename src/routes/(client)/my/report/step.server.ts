import { redirect } from '@sveltejs/kit';
import { nextStep, stepsOf, type OwnReport, type ReportStep } from '#modules/check-ins';
import { readOwnReport } from '#modules/check-ins/server';
import type { ReadCtx } from '#platform/ctx';

/** Where a page stands among the others. A report that cannot be sent says so on its first page. */
export async function readStep(ctx: ReadCtx, step: ReportStep): Promise<OwnReport & { place: StepPlace }> {
  const report = await readOwnReport(ctx);
  if (report.closed) redirect(303, '/my/report');
  const steps = stepsOf(report.asked);
  const at = steps.indexOf(step);
  if (at < 0) redirect(303, pageOf(report));
  const before = steps[at - 1];
  return {
    ...report,
    place: { step: at + 1, steps: steps.length + 1, back: `/my/report${before ? `/${before}` : ''}` },
  };
}
export type StepPlace = { step: number; steps: number; back: string };

/** The first page without an answer, else the one where everything is looked at once more. */
export function pageOf(report: Pick<OwnReport, 'draft' | 'asked'>): string {
  return `/my/report/${nextStep(report.draft, report.asked) ?? 'check'}`;
}

/** On to wherever something is still missing. */
export async function goOn(read: <T>(query: (ctx: ReadCtx) => Promise<T>) => Promise<T>): Promise<never> {
  redirect(303, pageOf(await read(readOwnReport)));
}
