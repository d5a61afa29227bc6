import { consoleLanguage } from '#platform/env.server';
import type { Sentence } from '#platform/console-problem.server';
import type { Machine } from './machine.ts';

/** What a measurement found: the rows of its table, the goals it is held against, and whatever went wrong. */
export type Report = {
  bench: 'web' | 'login' | 'sweep' | 'start' | 'letters' | 'queues' | 'import' | 'match';
  at: string;
  /** How much data and how long: a figure means nothing without it. */
  setting: Record<string, string | number | boolean>;
  machine: Machine;
  rows: Row[];
  goals: Goal[];
  /** Who used the cores while it was measured, as shares of all cores; null where the system does not tell. */
  cores: Record<string, number> | null;
  /** Each kind of error with how often it happened. A report without a single one is worth believing. */
  errors: Record<string, number>;
  notes: Sentence[];
};

export type Row = { what: Sentence; cells: Record<string, number | null> };

/** What is aimed at: never more than `atMost`, or never less than `atLeast`. */
export type Goal = { what: Sentence; unit: string; measured: number; holds: boolean } & (
  { atMost: number } | { atLeast: number }
);

export function goal(what: Sentence, unit: string, atMost: number, measured: number): Goal {
  return { what, unit, atMost, measured: rounded(measured), holds: measured <= atMost };
}

export function floor(what: Sentence, unit: string, atLeast: number, measured: number): Goal {
  return { what, unit, atLeast, measured: rounded(measured), holds: measured >= atLeast };
}

export type Spread = { count: number; median: number; p95: number; p99: number; max: number };

/** The middle and the tail of a set of times; nothing for an empty set. */
export function spreadOf(times: readonly number[]): Spread | null {
  if (times.length === 0) return null;
  const sorted = Float64Array.from(times).sort();
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)]!;
  return {
    count: sorted.length,
    median: rounded(at(0.5)),
    p95: rounded(at(0.95)),
    p99: rounded(at(0.99)),
    max: rounded(sorted.at(-1)!),
  };
}

export const rounded = (value: number) => Math.round(value * 100) / 100;

/** Prints a report for people: a table, the goals with whether each holds, the cores, the errors. */
export function printReport(report: Report): void {
  const language = consoleLanguage();
  const number = (value: number) =>
    new Intl.NumberFormat(language === 'en' ? 'en-GB' : 'id-ID', { maximumFractionDigits: value < 10 ? 2 : 1 }).format(
      value,
    );
  const words = ({ id, en }: Sentence) => (language === 'en' ? en : id);
  const lines: string[] = [];

  const columns = [...new Set(report.rows.flatMap(({ cells }) => Object.keys(cells)))];
  if (report.rows.length > 0) {
    const table = [
      ['', ...columns],
      ...report.rows.map(({ what, cells }) => [
        words(what),
        ...columns.map((column) => {
          const cell = cells[column];
          return cell === null || cell === undefined ? '' : number(cell);
        }),
      ]),
    ];
    const widths = table[0]!.map((_, index) => Math.max(...table.map((cells) => cells[index]!.length)));
    for (const cells of table)
      lines.push(
        cells.map((cell, index) => (index === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[index]!))).join('  '),
      );
    lines.push('');
  }
  for (const one of report.goals) {
    const verdict = one.holds ? { id: 'tercapai', en: 'holds' } : { id: 'TIDAK TERCAPAI', en: 'MISSED' };
    const aim = 'atMost' in one ? `<= ${number(one.atMost)}` : `>= ${number(one.atLeast)}`;
    lines.push(`${words(one.what)}: ${number(one.measured)} ${one.unit} (${aim}): ${words(verdict)}`);
  }
  if (report.cores)
    lines.push(
      `${words({ id: 'Bagian inti prosesor', en: 'Share of the cores' })}: ${Object.entries(report.cores)
        .map(([who, share]) => `${who} ${number(share * 100)} %`)
        .join(', ')}`,
    );
  lines.push(...report.notes.map(words));
  const errors = Object.entries(report.errors);
  lines.push(
    errors.length === 0
      ? words({ id: 'Tanpa kesalahan.', en: 'No errors.' })
      : `${words({ id: 'Kesalahan', en: 'Errors' })}: ${errors.map(([what, count]) => `${count} x ${what}`).join('; ')}`,
  );
  const { processor, cores, memoryMb, node } = report.machine;
  lines.push(
    `${processor}, ${cores} ${words({ id: 'inti', en: 'cores' })}, ${number(memoryMb / 1024)} GB, Node ${node}`,
  );
  console.log(lines.join('\n'));
}

/** 1 where something went wrong, or where a goal is missed and the caller asked to be strict; a missed goal alone is said, not failed. */
export function exitCode(report: Report, strict: boolean): number {
  if (Object.keys(report.errors).length > 0) return 1;
  return strict && report.goals.some((one) => !one.holds) ? 1 : 0;
}
