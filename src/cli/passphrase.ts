import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { ConsoleProblem, type Sentence } from '#platform/console-problem.server';
import { consoleLanguage } from '#platform/env.server';

/** From SIMPUL_PASSPHRASE, or typed without being shown. */
export async function readPassphrase({ twice }: { twice: boolean }): Promise<string> {
  const given = process.env['SIMPUL_PASSPHRASE'];
  if (given) return given;
  if (!process.stdin.isTTY)
    throw new ConsoleProblem({
      id: 'Kata sandi kunci diminta lewat terminal, atau lewat variabel SIMPUL_PASSPHRASE.',
      en: 'The passphrase is asked for at a terminal, or taken from the variable SIMPUL_PASSPHRASE.',
    });
  const ask =
    consoleLanguage() === 'en' ? ['Passphrase of the keys: ', 'Once more: '] : ['Kata sandi kunci: ', 'Sekali lagi: '];
  const first = await typeHidden(ask[0]!);
  if (twice && first !== (await typeHidden(ask[1]!)))
    throw new ConsoleProblem({ id: 'Kedua kata sandi berbeda.', en: 'The two passphrases differ.' });
  return first;
}

/** A secret of somebody who signs in at the console: from its variable, or typed without being shown. */
export async function readSecret(variable: string, question: Sentence): Promise<string> {
  const given = process.env[variable];
  if (given) return given;
  if (process.stdin.isTTY) return typeHidden(`${question[consoleLanguage()]}: `);
  throw new ConsoleProblem({
    id: `${question.id} diminta lewat terminal, atau lewat variabel ${variable}.`,
    en: `${question.en}: asked for at a terminal, or taken from the variable ${variable}.`,
  });
}

function typeHidden(question: string): Promise<string> {
  process.stdout.write(question);
  const silent = new Writable({ write: (_, __, done) => done() });
  const terminal = createInterface({ input: process.stdin, output: silent, terminal: true });
  return new Promise((tell) =>
    terminal.question('', (typed) => {
      terminal.close();
      process.stdout.write('\n');
      tell(typed);
    }),
  );
}
