import { accountsRefusalWords, sayWait } from '#modules/accounts';
import { mustEnrol, showCode, signIn, signOut, type SignInRefusal } from '#modules/accounts/server';
import { inLanguage } from '#messages/server';
import { ConsoleProblem } from '#platform/console-problem.server';
import type { Database } from '#platform/database.server';
import { identify } from '#platform/identify.server';
import { runnerFor, type Runner } from '#platform/run.server';
import { visitorAt } from '#platform/visitor.server';
import { Mistyped, type Option, type Values } from './command.ts';
import type { OpenDatabase } from './open-database.ts';
import { readSecret } from './passphrase.ts';

export const administratorOption = {
  as: {
    type: 'string',
    value: 'username',
    says: {
      id: 'nama pengguna pengelola akun; kata sandi dan kode ditanyakan (atau SIMPUL_PASSWORD, SIMPUL_CODE)',
      en: "an account administrator's username; password and code are asked for (or SIMPUL_PASSWORD, SIMPUL_CODE)",
    },
  },
} as const satisfies Record<string, Option>;

/**
 * Signs an administrator in at the console as his browser would, second factor included, lets him work and signs him out: what he
 * does stands in the journal under his name, and whoever owns the machine gains nothing by owning it.
 */
export async function asAdministrator<T>(
  db: Database,
  { folder }: OpenDatabase,
  values: Values,
  work: (runner: Runner) => Promise<T>,
): Promise<T> {
  const username = values['as'];
  if (typeof username !== 'string')
    throw new Mistyped({
      id: 'Sebutkan --as <nama pengguna> pengelola akun.',
      en: "Name --as <username>, an account administrator's.",
    });
  const journalKey = folder.key('journal');
  const visitor = (token: string | null) =>
    visitorAt({ db, journalKey, now: new Date(), token, address: 'console', label: 'console' });

  const password = await readSecret('SIMPUL_PASSWORD', { id: 'Kata sandi', en: 'Password' });
  const entered = await signIn(visitor(null), { username, password });
  if (!entered.ok) throw refused(entered);
  const { token } = entered;
  try {
    let { stage } = entered;
    if (stage === 'second_factor') {
      const code = await readSecret('SIMPUL_CODE', { id: 'Kode faktor kedua', en: 'Code of the second factor' });
      const shown = await showCode(visitor(token), code);
      if (!shown.ok) throw refused(shown);
      stage = shown.stage;
    }
    const actor = stage === 'full' ? await identify(db, token) : undefined;
    if (!actor || mustEnrol(actor))
      throw new ConsoleProblem({
        id: 'Selesaikan dahulu masuk lewat halaman (kata sandi baru atau faktor kedua), lalu ulangi.',
        en: 'Finish signing in on the pages first (a new password or a second factor), then try again.',
      });
    const asker = { role: 'app_staff', token, actor } as const;
    return await work(runnerFor({ db, asker, now: new Date(), journalKey }));
  } finally {
    await signOut(visitor(token));
  }
}

function refused({ refusal, waitSeconds = 0 }: { refusal: SignInRefusal; waitSeconds?: number }): ConsoleProblem {
  const words = refusal === 'wait' ? () => sayWait(waitSeconds) : accountsRefusalWords[refusal];
  return new ConsoleProblem({ id: inLanguage('id', words), en: inLanguage('en', words) });
}
