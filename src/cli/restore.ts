import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { BadArchive } from '#platform/backup/archive';
import { NotAKeyFile, openKeys, WrongPassphrase } from '#platform/backup/key-file.server';
import { NotProved, restoreBackup, type Proof, type RestoreStep } from '#platform/backup/restore.server';
import { ConsoleProblem, fileProblem, type Sentence } from '#platform/console-problem.server';
import { formatNumber } from '#kernel/format';
import { dataOption, Mistyped, say, type Command } from './command.ts';
import { readPassphrase } from './passphrase.ts';

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
    const keys = await readKeys(values['keys'], values['keys-lost'] === true);
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

async function readKeys(file: string | boolean | undefined, lost: boolean) {
  if (lost) return undefined;
  if (typeof file !== 'string')
    throw new ConsoleProblem({
      id: 'Sebut berkas kunci dengan --keys; kunci tidak ada di dalam cadangan. Bila benar-benar hilang: --keys-lost.',
      en: 'Name the key file with --keys; the keys are not in the backup. If they are truly lost: --keys-lost.',
    });
  if (!existsSync(file)) throw new ConsoleProblem({ id: `Berkas ${file} tidak ada.`, en: `There is no file ${file}.` });
  try {
    return openKeys(readFileSync(file, 'utf8'), await readPassphrase({ twice: false }));
  } catch (error) {
    if (error instanceof WrongPassphrase)
      throw new ConsoleProblem({
        id: 'Kata sandi kunci salah, atau berkas kuncinya rusak.',
        en: 'The passphrase is wrong, or the key file is damaged.',
      });
    if (error instanceof NotAKeyFile)
      throw new ConsoleProblem({ id: `${file} bukan berkas kunci Simpul.`, en: `${file} is not a Simpul key file.` });
    throw error;
  }
}

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
  const says: Record<BadArchive['why'], Sentence> = {
    foreign: { id: 'Berkas ini bukan cadangan Simpul.', en: 'This file is not a Simpul backup.' },
    truncated: {
      id: 'Cadangan ini terpotong; ambil salinan yang utuh.',
      en: 'This backup is cut short; take a whole copy.',
    },
    corrupt: { id: 'Cadangan ini rusak; ambil salinan lain.', en: 'This backup is damaged; take another copy.' },
    newer_format: {
      id: 'Cadangan ini dibuat oleh Simpul yang lebih baru; pasang versi itu dahulu.',
      en: 'This backup was made by a newer Simpul; install that version first.',
    },
    other_server: {
      id: 'Cadangan ini dari PostgreSQL versi lain; pakai export dan import.',
      en: 'This backup is from another version of PostgreSQL; use export and import.',
    },
    forged: {
      id: 'Cadangan ini tidak dibuat dengan kunci kantor ini.',
      en: "This backup was not made with this office's keys.",
    },
  };
  return new ConsoleProblem(
    { id: `${says[error.why].id} Tidak ada yang diubah.`, en: `${says[error.why].en} Nothing was touched.` },
    { cause: error },
  );
}
