import { kinds, type Sample } from './kinds.ts';

/** What went wrong, and how often. */
export function countErrors(samples: readonly Sample[]): Record<string, number> {
  const errors: Record<string, number> = {};
  for (const { kind, problem } of samples) {
    if (!problem) continue;
    const what = `${kinds[kind].says.en}: ${problem}`;
    errors[what] = (errors[what] ?? 0) + 1;
  }
  return errors;
}
