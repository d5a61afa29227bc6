import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';
import { ConsoleProblem, type Sentence } from '#platform/console-problem.server';
import { complain, helpOf, Mistyped, readOptions, say, type Command } from './command.ts';

/** Every command is a file that is loaded only when it is called, so that none slows another's start. */
const commands: Readonly<Record<string, () => Promise<{ command: Command }>>> = {
  start: () => import('./start.ts'),
  serve: () => import('./serve.ts'),
  worker: () => import('./worker.ts'),
  demo: () => import('./demo.ts'),
  migrate: () => import('./migrate.ts'),
  doctor: () => import('./doctor.ts'),
  verify: () => import('./verify.ts'),
  backup: () => import('./backup.ts'),
  restore: () => import('./restore.ts'),
  'verify-journal': () => import('./verify-journal.ts'),
  import: () => import('./import.ts'),
  export: () => import('./export.ts'),
  token: () => import('./token.ts'),
  bench: () => import('./bench.ts'),
};

// What Node has read and stripped of types once it takes up again the next time: half of what a command costs before it does anything.
// Where this folder cannot be written nothing is kept, and nothing else differs.
enableCompileCache(fileURLToPath(new URL('../../node_modules/.cache/node', import.meta.url)));

process.exitCode = await main(process.argv.slice(2));

async function main([name = '--help', ...all]: string[]): Promise<number> {
  try {
    if (name === '--help' || name === '-h' || name === 'help') return await listCommands();
    const load = commands[name];
    if (!load) throw new Mistyped(unknownCommand(name));
    const { command, called, typed } = await partOf(name, (await load()).command, all);
    if (typed.includes('--help') || typed.includes('-h')) {
      say(await helpOf(called, command));
      return 0;
    }
    const { values, operands } = readOptions(command, typed);
    return (await command.run(values, operands)) ?? 0;
  } catch (error) {
    if (error instanceof ConsoleProblem) {
      complain(error.sentence);
      return error instanceof Mistyped ? 2 : 1;
    }
    const { logError } = await import('#platform/log.server');
    const number = logError(error, { where: name });
    complain({
      id: `Perintah ${name} gagal; rincian tercatat dengan nomor ${number}.`,
      en: `The command ${name} failed; the details are logged under number ${number}.`,
    });
    return 1;
  }
}

/** The command itself, or the part of it that the next word names: `bench web`. */
async function partOf(called: string, command: Command, [next = '', ...typed]: string[]) {
  const load = command.parts && Object.hasOwn(command.parts, next) ? command.parts[next] : undefined;
  if (!load) return { called, command, typed: next === '' ? [] : [next, ...typed] };
  return { called: `${called} ${next}`, command: (await load()).command, typed };
}

async function listCommands(): Promise<number> {
  const rows = await Promise.all(
    Object.entries(commands).map(async ([name, load]) => ({ name, summary: (await load()).command.summary })),
  );
  const text = (language: keyof Sentence) =>
    rows.map(({ name, summary }) => `  ${name.padEnd(16)}${summary[language]}`).join('\n');
  say({
    id: `Perintah Simpul, masing-masing dengan --help:\n\n${text('id')}\n\n  npm run simpul -- <perintah>`,
    en: `Simpul's commands, each with --help:\n\n${text('en')}\n\n  npm run simpul -- <command>`,
  });
  return 0;
}

function unknownCommand(name: string): Sentence {
  return {
    id: `Tidak ada perintah ${name}; lihat npm run simpul -- --help.`,
    en: `There is no command ${name}; see npm run simpul -- --help.`,
  };
}
