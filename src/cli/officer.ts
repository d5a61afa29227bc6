import { readFileSync } from 'node:fs';
import { ConsoleProblem } from '#platform/console-problem.server';
import type { Database } from '#platform/database.server';
import { NotAllowed, NotFound } from '#platform/errors';
import { identify } from '#platform/identify.server';
import { runnerFor, type Runner } from '#platform/run.server';
import { Mistyped, type Option, type Values } from './command.ts';
import type { OpenDatabase } from './open-database.ts';

/** Nobody at a console has rights to clients' data by himself; a command acts under the token of an officer who has. */
export const tokenOption = {
  'token-file': {
    type: 'string',
    value: 'file',
    says: {
      id: 'berkas berisi token petugas yang berwenang',
      en: 'file holding the token of an officer who has the right',
    },
  },
} as const satisfies Record<string, Option>;

export async function asOfficer(db: Database, { folder }: OpenDatabase, values: Values): Promise<Runner> {
  const path = values['token-file'];
  if (typeof path !== 'string')
    throw new Mistyped({
      id: 'Sebutkan --token-file; token dibuat pengelola akun di halaman Token.',
      en: 'Name --token-file; an account administrator makes a token on the page Tokens.',
    });
  const token = readOperand(path).toString('utf8').trim();
  const actor = token === '' ? undefined : await identify(db, token);
  if (!actor || actor.kind !== 'staff' || actor.stage !== 'full')
    throw new ConsoleProblem({
      id: 'Token itu tidak berlaku atau sudah berakhir.',
      en: 'This token does not hold, or has ended.',
    });
  return runnerFor({
    db,
    asker: { role: 'app_staff', token, actor },
    now: new Date(),
    journalKey: folder.key('journal'),
  });
}

/** What lies outside the officer's rights is said, not logged as a fault; hidden and absent are the same. */
export async function withinRights<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof NotAllowed || error instanceof NotFound)) throw error;
    throw new ConsoleProblem(
      {
        id: 'Petugas pemilik token ini tidak berwenang untuk itu di kantor tersebut.',
        en: 'The officer behind this token has no right to that at this office.',
      },
      { cause: error },
    );
  }
}

/** A file that the caller named. */
export function readOperand(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code ?? '';
    throw new ConsoleProblem(
      { id: `Berkas ${path} tidak dapat dibaca (${why}).`, en: `The file ${path} cannot be read (${why}).` },
      { cause: error },
    );
  }
}
