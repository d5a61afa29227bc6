import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { connect } from '#platform/database.server';
import { sealKeys } from '#platform/backup/key-file.server';
import { ConsoleProblem } from '#platform/console-problem.server';
import { publishEnv } from '#platform/env.server';
import { useHouseDatabase } from '#platform/journal/system-session.server';
import { backUp, settledWhere } from '#modules/backups/server';
import { dataOption, say, type Command } from './command.ts';
import { openDatabase, settleData } from './open-database.ts';
import { readPassphrase } from './passphrase.ts';

export const command: Command = {
  summary: {
    id: 'Membuat cadangan selagi kantor bekerja; dengan --keys menyimpan kuncinya terpisah.',
    en: 'Makes a backup while the office works; with --keys it saves the keys apart.',
  },
  options: {
    to: {
      type: 'string',
      value: 'folder',
      says: {
        id: 'folder tujuan (biasanya yang diatur administrator)',
        en: "destination folder (usually the administrator's)",
      },
    },
    keys: {
      type: 'string',
      value: 'file',
      says: {
        id: 'hanya menulis kunci, disandikan dengan kata sandi, ke berkas ini',
        en: 'only writes the keys, under a passphrase, to this file',
      },
    },
    ...dataOption,
  },
  async run(values) {
    const database = await openDatabase(settleData(values));
    const db = connect(database.databaseUrl, { size: 3, statementSeconds: 3600, name: 'simpul backup' });
    try {
      if (typeof values['keys'] === 'string') return await writeKeys(values['keys'], database.folder);
      if (database.backupUrl) publishEnv(database.isEmbedded ? {} : { DATABASE_BACKUP_URL: database.backupUrl });
      useHouseDatabase(db);
      const where = await settledWhere(typeof values['to'] === 'string' ? resolve(values['to']) : undefined);
      const run = await backUp(where);
      const megabytes = ((run.bytes ?? 0) / 1024 ** 2).toFixed(1);
      say({
        id: `Cadangan selesai: ${run.facts['file']} (${megabytes} MB). Kunci tidak ada di dalamnya: simpan dengan backup --keys <berkas>.`,
        en: `Backup made: ${run.facts['file']} (${megabytes} MB). The keys are not in it: save them with backup --keys <file>.`,
      });
    } finally {
      useHouseDatabase(undefined);
      await db.destroy();
      await database.close();
    }
  },
};

async function writeKeys(file: string, folder: Parameters<typeof sealKeys>[0]): Promise<void> {
  const passphrase = await readPassphrase({ twice: true });
  try {
    writeFileSync(resolve(file), sealKeys(folder, passphrase), { mode: 0o600, flag: 'wx', flush: true });
  } catch (error) {
    if (error instanceof RangeError)
      throw new ConsoleProblem({
        id: 'Kata sandi kunci paling sedikit 12 huruf.',
        en: 'The passphrase needs at least 12 characters.',
      });
    if ((error as NodeJS.ErrnoException).code === 'EEXIST')
      throw new ConsoleProblem({
        id: `Berkas ${file} sudah ada; sebut nama lain.`,
        en: `The file ${file} exists already; name another one.`,
      });
    throw error;
  }
  say({
    id: `Kunci disimpan di ${file}. Simpan terpisah dari cadangan; tanpa berkas ini dan kata sandinya cadangan tidak dapat dipakai.`,
    en: `The keys are saved in ${file}. Keep it apart from the backups; without this file and its passphrase they are of no use.`,
  });
}
