import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { BadArchive } from '#platform/backup/archive';
import { NotProved, restoreBackup, type Proof, type RestoreStep } from '#platform/backup/restore.server';
import { ConsoleProblem, fileProblem, type Sentence } from '#platform/console-problem.server';
import { formatNumber } from '#kernel/format';
import { badArchive, readKeys } from './archives.ts';
import { dataOption, Mistyped, say, type Command } from './command.ts';

export const command: Command = {
  summary: {
    id: 'Memulihkan cadangan ke folder kosong dan membuktikan isinya: jumlah baris, jurnal, dan masuk.',
    en: 'Restores a backup into an empty folder and proves it: rows, journal and a sign-in.',
  },
  operands: '<cadangan.simpul>',
  options: {
    ...dataOption,
    keys: {
      type: 'string',
      value: 'file',
      says: { id: 'berkas kunci dari backup --keys', en: 'the key file of backup --keys' },
    },
    'keys-lost': {
      type: 'boolean',
      says: {
        id: 'kuncinya hilang: jurnal lama tidak dapat diperiksa dan semua kata sandi harus dibuat ulang',
        en: 'the keys are lost: the old journal cannot be verified and every password must be set anew',
      },
    },
  },
  async run(values, [archive, ...more]) {
    if (!archive || more.length > 0 || typeof values['data'] !== 'string')
      throw new Mistyped({
        id: 'Sebut satu cadangan dan folder kosong: restore <cadangan.simpul> --data <folder> --keys <berkas>.',
        en: 'Name one backup and an empty folder: restore <backup.simpul> --data <folder> --keys <file>.',
      });
    if (!existsSync(archive))
      throw new ConsoleProblem({ id: `Berkas ${archive} tidak ada.`, en: `There is no file ${archive}.` });
    const keys = values['keys-lost'] === true ? undefined : await readKeys(values['keys'], { mayBeLost: true });
    try {
      const proof = await restoreBackup({
        archive: resolve(archive),
        data: values['data'],
        keys,
        onStep: (step) => say(steps[step]),
      });
      say(inWords(proof, values['data']));
    } catch (error) {
      throw worded(error, values['data']);
    }
  },
};

const steps: Record<RestoreStep, Sentence> = {
  examined: { id: 'Cadangan utuh dan milik Simpul.', en: 'The backup is whole and one of ours.' },
  unpacked: { id: 'Semua berkas sudah ditulis.', en: 'All files are written.' },
  counted: { id: 'Jumlah baris sudah dibandingkan.', en: 'The rows have been counted and compared.' },
  recovered: { id: 'Basis data sudah pulih.', en: 'The database has recovered.' },
  verified: { id: 'Jurnal sudah diperiksa.', en: 'The journal has been verified.' },
};

function inWords(
  { manifest, tables, rows, exact, journal, signIn, logFiles, lastCommit, ms }: Proof,
  data: string,
): Sentence {
  const seconds = (ms / 1000).toFixed(1);
  const counted = {
    id: exact
      ? 'sama dengan saat dicadangkan'
      : 'saat dicadangkan kantor sedang sibuk, sehingga jumlah itu hanya petunjuk',
    en: exact
      ? 'the same as when it was backed up'
      : 'the office was busy when it was backed up, so this count is a witness only',
  };
  return {
    id: [
      `TERBUKTI: ${formatNumber(rows, 'id')} baris dalam ${tables} tabel, ${counted.id}.`,
      journal === 'not_verified'
        ? 'Jurnal tidak diperiksa karena kuncinya hilang.'
        : `Jurnal: ${formatNumber(journal.lines, 'id')} baris, ${journal.found} temuan.`,
      signIn === 'signed_in' ? 'Seorang petugas dapat masuk.' : 'Belum ada petugas; pekerjaan latar dapat masuk.',
      `Catatan terakhir: ${lastCommit ?? '-'} (${logFiles} berkas log sesudah cadangan ikut dipulihkan). ${seconds} detik.`,
      `Jalankan: npm start -- ${manifest.kind === 'office' ? '--empty ' : ''}--data ${data}`,
    ].join('\n'),
    en: [
      `PROVED: ${formatNumber(rows, 'en')} rows in ${tables} tables, ${counted.en}.`,
      journal === 'not_verified'
        ? 'The journal was not verified because the keys are lost.'
        : `Journal: ${formatNumber(journal.lines, 'en')} lines, ${journal.found} findings.`,
      signIn === 'signed_in'
        ? 'An officer can sign in.'
        : 'There are no officers yet; the background jobs can sign in.',
      `Last record: ${lastCommit ?? '-'} (${logFiles} log files after the backup were recovered as well). ${seconds} seconds.`,
      `Run: npm start -- ${manifest.kind === 'office' ? '--empty ' : ''}--data ${data}`,
    ].join('\n'),
  };
}

function worded(error: unknown, data: string): unknown {
  if (error instanceof NotProved)
    return new ConsoleProblem(
      {
        id: `Cadangan tidak terbukti (${error.message}); folder ${data} dikosongkan lagi.`,
        en: `The backup was not proved (${error.message}); the folder ${data} was emptied again.`,
      },
      { cause: error },
    );
  if (!(error instanceof BadArchive)) return fileProblem(error, data);
  return badArchive(error);
}
