import { ConsoleProblem } from '#platform/console-problem.server';
import { say } from './command.ts';
import type { OpenDatabase } from './open-database.ts';

/** Fills a data folder that is new: the demo with its invented offices, an office with nothing but its first administrator. */
export async function firstRun(database: OpenDatabase): Promise<void> {
  if (database.folder.marker.kind === 'demo') await loadDemoOnce(database);
}

/** How to begin, below the address: the demo's accounts, or the one-time address of an office's first administrator. */
export async function sayHowToBegin({ folder, ownerUrl }: OpenDatabase, address: string): Promise<void> {
  if (folder.marker.kind === 'demo') {
    const { demoPassword, demoUsernames } = await import('#invented/demo/accounts');
    const names = demoUsernames.map((name) => `  ${name}`).join('\n');
    return say({
      id: `Akun untuk dicoba, semua dengan kata sandi ${demoPassword}:\n${names}`,
      en: `Accounts to try, all with the password ${demoPassword}:\n${names}`,
    });
  }
  if (!ownerUrl) return;
  const { makeFirstAdministratorLink } = await import('#modules/accounts/server');
  const link = await makeFirstAdministratorLink(ownerUrl);
  if (!link) return;
  say({
    id: `Buka alamat ini sekali untuk membuat kata sandi pengelola pertama (berlaku 24 jam):\n  ${address}${link.path}`,
    en: `Open this address once to set the first administrator's password (valid for 24 hours):\n  ${address}${link.path}`,
  });
}

async function loadDemoOnce({ folder, ownerUrl }: OpenDatabase): Promise<void> {
  if (folder.marker.demoLoadedAt) return;
  if (!ownerUrl)
    throw new ConsoleProblem({
      id: 'Data contoh memerlukan DATABASE_OWNER_URL, atau jalankan tanpa DATABASE_URL.',
      en: 'The demo needs DATABASE_OWNER_URL, or run without DATABASE_URL.',
    });
  say({ id: 'Memuat data contoh …', en: 'Loading the demo …' });
  const [{ loadDemo }, { hashSecret }] = await Promise.all([
    import('#invented/demo/load-demo.server'),
    import('#modules/accounts/server'),
  ]);
  await loadDemo({ ownerUrl, journalKey: folder.key('journal'), hashPassword: hashSecret });
  folder.markDemoLoaded();
}
