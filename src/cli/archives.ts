import { existsSync, readFileSync } from 'node:fs';
import type { BadArchive } from '#platform/backup/archive';
import { NotAKeyFile, openKeys, WrongPassphrase } from '#platform/backup/key-file.server';
import { ConsoleProblem, type Sentence } from '#platform/console-problem.server';
import { readPassphrase } from './passphrase.ts';

/** The keys of an office, from the file that travels apart from its archives. */
export async function readKeys(file: string | boolean | undefined, { mayBeLost = false } = {}) {
  if (typeof file !== 'string')
    throw new ConsoleProblem({
      id: `Sebut berkas kunci dengan --keys; kunci tidak ada di dalam arsip.${mayBeLost ? ' Bila benar-benar hilang: --keys-lost.' : ''}`,
      en: `Name the key file with --keys; the keys are not in the archive.${mayBeLost ? ' If they are truly lost: --keys-lost.' : ''}`,
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

/** Why an archive cannot be used, in one sentence; in every case nothing has been touched. */
export function badArchive(error: BadArchive): ConsoleProblem {
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
