import { ConsoleProblem } from '#platform/console-problem.server';
import { placeOf } from '#platform/one-connection.server';
import { say } from './command.ts';
import type { OpenDatabase } from './open-database.ts';

/** Fills a data folder that is new: the demo with its invented offices, an office with nothing but its first administrator. */
export async function firstRun(database: OpenDatabase): Promise<void> {
  if (database.folder.marker.kind === 'demo') return loadDemoOnce(database);
  if (!database.isEmbedded && database.ownerUrl) await refuseDemo(database.ownerUrl);
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

async function loadDemoOnce({ folder, databaseUrl, ownerUrl, isEmbedded }: OpenDatabase): Promise<void> {
  if (folder.marker.demoLoadedAt) return;
  if (!ownerUrl) throw ownerMissing();
  const [{ loadDemo }, { hashSecret }, { whatIsLoaded }] = await Promise.all([
    import('#invented/demo/load-demo.server'),
    import('#modules/accounts/server'),
    import('#invented/demo/loaded.server'),
  ]);
  // The folder is new, but a server outside may hold anything; an embedded database is as new as its folder.
  const loaded = isEmbedded ? 'nothing' : await whatIsLoaded(ownerUrl);
  if (loaded === 'office') throw isAnOffice(ownerUrl);
  if (loaded === 'nothing') {
    say({ id: 'Memuat data contoh …', en: 'Loading the demo …' });
    const journalKey = folder.key('journal');
    await loadDemo({ ownerUrl, journalKey, hashPassword: hashSecret });
    // Only now: whatever takes files from people shuts out drawings, of which the demo's faces are made.
    const { writeDemoLetters } = await import('#invented/demo/write-letters.server');
    await writeDemoLetters({ ownerUrl, databaseUrl, journalKey });
  }
  folder.markDemoLoaded();
}

/** An office's folder beside a server that holds a demo: invented people would pass for real ones. */
async function refuseDemo(ownerUrl: string): Promise<void> {
  const { whatIsLoaded } = await import('#invented/demo/loaded.server');
  if ((await whatIsLoaded(ownerUrl)) !== 'demo') return;
  throw new ConsoleProblem({
    id: `Basis data ${placeOf(ownerUrl)} berisi kantor contoh dan tidak dapat menjadi kantor; pakai basis data yang kosong.`,
    en: `The database ${placeOf(ownerUrl)} holds a demo and can never become an office; use an empty one.`,
  });
}

/** Removes the demo of a server outside; the database itself must say that it is one, and nobody else may be at work on it. */
export async function emptyServer({ ownerUrl }: OpenDatabase): Promise<void> {
  if (!ownerUrl) throw ownerMissing();
  const [{ whatIsLoaded }, { undoMigrations }] = await Promise.all([
    import('#invented/demo/loaded.server'),
    import('#platform/migrate.server'),
  ]);
  if ((await whatIsLoaded(ownerUrl)) === 'office') throw isAnOffice(ownerUrl);
  await undoMigrations(ownerUrl);
}

function ownerMissing(): ConsoleProblem {
  return new ConsoleProblem({
    id: 'Data contoh memerlukan DATABASE_OWNER_URL, atau jalankan tanpa DATABASE_URL.',
    en: 'The demo needs DATABASE_OWNER_URL, or run without DATABASE_URL.',
  });
}

function isAnOffice(ownerUrl: string): ConsoleProblem {
  return new ConsoleProblem({
    id: `Basis data ${placeOf(ownerUrl)} berisi data kantor; kantor contoh memerlukan basis data yang kosong.`,
    en: `The database ${placeOf(ownerUrl)} holds an office's data; the demo needs an empty one.`,
  });
}
