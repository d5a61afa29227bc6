import { formatNumber, type Locale } from '#kernel/format';
import type { Comparison } from '#modules/people/server';
import { m } from '#messages';

/** How far a comparison is, in numbers and words; also for whoever comes back to the page later. */
export function progressOf(
  { state, done, total }: Comparison,
  language: Locale,
): { value: number; max: number; text: string; done: boolean } {
  const [soFar, all] = [formatNumber(done, language), formatNumber(total, language)];
  const text = total === 0 ? m.people_comparison_waits() : m.people_comparison_progress({ done: soFar, all });
  return { value: Math.min(done, total), max: total, text, done: state !== 'running' };
}
