import { Mistyped, type Command } from './command.ts';

/** The measurements; each is a command of its own. */
const parts = {
  web: () => import('./bench/web.ts'),
  login: () => import('./bench/login.ts'),
  sweep: () => import('./bench/sweep.ts'),
  start: () => import('./bench/start.ts'),
  letters: () => import('./bench/letters.ts'),
  import: () => import('./bench/import.ts'),
  match: () => import('./bench/match.ts'),
  queues: () => import('./bench/queues.ts'),
} as const satisfies Record<string, () => Promise<{ command: Command }>>;

export const command: Command = {
  summary: {
    id: 'Mengukur apakah Simpul memenuhi sasaran kecepatannya di mesin ini.',
    en: 'Measures whether Simpul meets its goals of speed on this machine.',
  },
  operands: Object.keys(parts).join('|'),
  options: {},
  parts,
  run() {
    throw new Mistyped({
      id: `Sebut yang diukur: ${Object.keys(parts).join(', ')}.`,
      en: `Say what to measure: ${Object.keys(parts).join(', ')}.`,
    });
  },
};
