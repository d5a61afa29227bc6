import { formatNumber, type Locale } from '#kernel/format';
import { m } from '#messages';

export const runKindWords = { backup: m.backups_kind_backup, restore_drill: m.backups_kind_restore_drill } as const;
export const runStateWords = {
  running: m.backups_state_running,
  done: m.backups_state_done,
  failed: m.backups_state_failed,
} as const;

/** What a run came to: why it failed, or how much it holds. */
export function sayRun(
  { problem, facts }: { problem: string | null; facts: Record<string, unknown> },
  language: Locale,
): string {
  if (problem === 'interrupted') return m.backups_problem_interrupted();
  if (problem?.startsWith('#')) return m.backups_problem_number({ number: problem.slice(1) });
  if (problem) return problem;
  const { rows } = facts;
  return typeof rows === 'number' ? m.backups_detail_rows({ rows: formatNumber(rows, language) }) : '';
}
