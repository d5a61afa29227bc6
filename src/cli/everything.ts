import { resolve } from 'node:path';
import { formatNumber } from '#kernel/format';
import { BadArchive } from '#platform/backup/archive';
import { exportEverything } from '#platform/backup/export-everything.server';
import { importEverything, type ImportStep } from '#platform/backup/import-everything.server';
import { NotProved } from '#platform/backup/restore.server';
import { ConsoleProblem, fileProblem, type Sentence } from '#platform/console-problem.server';
import { env } from '#platform/env.server';
import { badArchive, readKeys } from './archives.ts';
import { Mistyped, say, type Values } from './command.ts';
import { openDatabase, settleData, version } from './open-database.ts';

/** Everything of the office as one file, while it works. */
export async function exportAll(file: string, values: Values): Promise<void> {
  const database = await openDatabase(settleData(values));
  try {
    if (!database.ownerUrl)
      throw new ConsoleProblem({
        id: 'DATABASE_OWNER_URL belum diisi; seluruh isi hanya terbaca oleh peran pemilik tabel.',
        en: 'DATABASE_OWNER_URL is not set; only the role that owns the tables can read everything.',
      });
    const path = resolve(file);
    const made = await exportEverything({
      ownerUrl: database.ownerUrl,
      folder: database.folder,
      version,
      file: path,
    }).catch((error: unknown) => {
      throw fileProblem(error, path);
    });
    const megabytes = (made.bytes / 1024 ** 2).toFixed(1);
    say({
      id: `Seluruh isi tertulis: ${path} (${formatNumber(made.rows, 'id')} baris dalam ${made.tables} tabel, ${megabytes} MB). Kunci tidak ada di dalamnya: simpan dengan backup --keys <berkas>.`,
      en: `Everything is written: ${path} (${formatNumber(made.rows, 'en')} rows in ${made.tables} tables, ${megabytes} MB). The keys are not in it: save them with backup --keys <file>.`,
    });
  } finally {
    await database.close();
  }
}

const steps: Record<ImportStep, Sentence> = {
  examined: { id: 'Arsip utuh dan milik kantor ini.', en: "The archive is whole and of this office's keys." },
  loaded: { id: 'Semua baris dimuat dan jumlahnya sama.', en: 'All rows are loaded, and they are as many.' },
  migrated: { id: 'Tabel sesuai versi ini.', en: 'The tables are those of this release.' },
  verified: { id: 'Jurnal sudah diperiksa.', en: 'The journal has been verified.' },
};

/** Everything of an office into an empty folder of this release, proved as a restore is. */
export async function importAll(archive: string, values: Values): Promise<void> {
  if (typeof values['data'] !== 'string')
    throw new Mistyped({
      id: 'Sebut folder kosong: import <berkas.simpul> --data <folder> --keys <berkas>.',
      en: 'Name an empty folder: import <file.simpul> --data <folder> --keys <file>.',
    });
  if (env().DATABASE_URL)
    throw new ConsoleProblem({
      id: 'Impor seluruh isi hanya ke PostgreSQL yang dibawa Simpul; kosongkan DATABASE_URL.',
      en: 'Everything is imported into the PostgreSQL that Simpul brings along only; leave DATABASE_URL empty.',
    });
  const data = values['data'];
  const keys = await readKeys(values['keys']);
  try {
    const { tables, rows, journal, signIn, migrations, manifest, ms } = await importEverything({
      archive: resolve(archive),
      data,
      keys,
      version,
      onStep: (step) => say(steps[step]),
    });
    const seconds = (ms / 1000).toFixed(1);
    const start = `npm start -- ${manifest.kind === 'office' ? '--empty ' : ''}--data ${data}`;
    say({
      id: [
        `TERBUKTI: ${formatNumber(rows, 'id')} baris dalam ${tables} tabel, sama dengan saat diekspor.`,
        `Jurnal: ${formatNumber(journal.lines, 'id')} baris, ${journal.found} temuan.`,
        signIn === 'signed_in' ? 'Seorang petugas dapat masuk.' : 'Belum ada petugas; pekerjaan latar dapat masuk.',
        `${migrations.length} perubahan tabel sejak versi ${manifest.version} diterapkan. ${seconds} detik.`,
        `Jalankan: ${start}`,
      ].join('\n'),
      en: [
        `PROVED: ${formatNumber(rows, 'en')} rows in ${tables} tables, the same as when they were exported.`,
        `Journal: ${formatNumber(journal.lines, 'en')} lines, ${journal.found} findings.`,
        signIn === 'signed_in'
          ? 'An officer can sign in.'
          : 'There are no officers yet; the background jobs can sign in.',
        `${migrations.length} changes of tables since version ${manifest.version} were applied. ${seconds} seconds.`,
        `Run: ${start}`,
      ].join('\n'),
    });
  } catch (error) {
    if (error instanceof BadArchive) throw badArchive(error);
    if (error instanceof NotProved)
      throw new ConsoleProblem(
        {
          id: `Arsip tidak terbukti (${error.message}); folder ${data} dikosongkan lagi.`,
          en: `The archive was not proved (${error.message}); the folder ${data} was emptied again.`,
        },
        { cause: error },
      );
    throw fileProblem(error, data);
  }
}
