import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { ConsoleProblem } from './console-problem.server.ts';

export type Account = { uid: number; gid: number };

const ownAccount = 'simpul-postgres';

/**
 * PostgreSQL refuses to run as root. Started as root we give it the account that owns the cluster already,
 * else an account of its own, else one that the machine has. Nothing for an ordinary user.
 */
export function accountForDatabase(cluster: string): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const owner = statSync(cluster, { throwIfNoEntry: false });
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };

  const account = findAccount(ownAccount) ?? createAccount() ?? findAccount('postgres') ?? findAccount('nobody');
  if (account) return account;
  throw new ConsoleProblem({
    id: `Basis data tidak boleh berjalan sebagai root dan akun ${ownAccount} tidak dapat dibuat; buat dengan: useradd --system ${ownAccount}`,
    en: `The database may not run as root and the account ${ownAccount} could not be created; create it with: useradd --system ${ownAccount}`,
  });
}

/** The nearest folder that keeps the account from reaching a path, by the permission to pass through. */
export function findClosedFolder(path: string, account: Account): string | undefined {
  const closed: string[] = [];
  for (let folder = dirname(resolve(path)); ; folder = dirname(folder)) {
    const { mode, uid, gid } = statSync(folder);
    const mayPass = uid === account.uid ? mode & 0o100 : gid === account.gid ? mode & 0o010 : mode & 0o001;
    if (!mayPass) closed.push(folder);
    if (folder === dirname(folder)) return closed.at(-1);
  }
}

export function refuseClosedFolder(path: string, account: Account | undefined): void {
  const closed = account && findClosedFolder(path, account);
  if (!closed) return;
  throw new ConsoleProblem({
    id: `Dijalankan sebagai root, basis data memakai akun tanpa hak istimewa yang tidak dapat melewati folder ${closed}; jalankan: chmod o+x ${closed}, atau pindahkan Simpul ke /opt/simpul, atau jalankan sebagai pengguna biasa.`,
    en: `Started as root, the database uses an unprivileged account that cannot pass through the folder ${closed}; run: chmod o+x ${closed}, or move Simpul to /opt/simpul, or start it as an ordinary user.`,
  });
}

function findAccount(name: string): Account | undefined {
  try {
    const ask = (flag: string) =>
      Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
    return { uid: ask('-u'), gid: ask('-g') };
  } catch {
    return undefined;
  }
}

function createAccount(): Account | undefined {
  try {
    execFileSync(
      'useradd',
      ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', ownAccount],
      {
        stdio: 'ignore',
      },
    );
  } catch {
    return undefined;
  }
  return findAccount(ownAccount);
}
