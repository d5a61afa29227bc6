import { existsSync, readFileSync } from 'node:fs';
import { ConsoleProblem } from '#platform/console-problem.server';
import { connect } from '#platform/database.server';
import { readCheckpoints, type SignedCheckpoint } from '#platform/journal/chain.server';
import { describeFinding, verifyJournal } from '#platform/journal/verify.server';
import { dataOption, say, type Command } from './command.ts';
import { openDatabase, settleData } from './open-database.ts';

export const command: Command = {
  summary: {
    id: 'Memeriksa jurnal dan log akses baris demi baris; menyebut setiap baris yang diubah, dihapus, disisipkan, atau dipindahkan.',
    en: 'Verifies the journal and the access log line by line; names every line that was changed, deleted, inserted or moved.',
  },
  options: {
    against: {
      type: 'string',
      value: 'file',
      says: {
        id: 'berkas titik periksa yang disimpan di luar mesin ini',
        en: 'a file of checkpoints that was kept outside this machine',
      },
    },
    ...dataOption,
  },
  async run(values) {
    const against = typeof values['against'] === 'string' ? readAgainst(values['against']) : undefined;
    const database = await openDatabase(settleData(values));
    const db = connect(database.databaseUrl, { size: 2, statementSeconds: 3600, name: 'simpul verify-journal' });
    try {
      let shownAt = performance.now();
      const result = await verifyJournal(db, database.folder.key('journal'), {
        against,
        onProgress(lines) {
          if (performance.now() - shownAt < 5000) return;
          shownAt = performance.now();
          say({ id: `${lines} baris diperiksa ...`, en: `${lines} lines verified ...` });
        },
      });
      for (const finding of result.findings) {
        const line = describeFinding(finding);
        say({ id: line, en: line });
      }
      const seconds = (result.finishedAt.getTime() - result.startedAt.getTime()) / 1000;
      say({
        id: `${result.lines} baris dalam ${seconds.toFixed(1)} detik: ${result.found} temuan; ${result.unsealed} baris menunggu disegel.`,
        en: `${result.lines} lines in ${seconds.toFixed(1)} seconds: ${result.found} findings; ${result.unsealed} lines wait to be sealed.`,
      });
      say(
        result.against
          ? {
              id: `Dibandingkan dengan ${result.against.checkpoints} titik periksa, terakhir ${result.against.last}; ${result.younger} baris lebih muda dan hanya dilindungi segelnya sendiri (HMAC).`,
              en: `Compared with ${result.against.checkpoints} checkpoints, the last of ${result.against.last}; ${result.younger} lines are younger and are protected by their own seal (HMAC) only.`,
            }
          : {
              id: 'Tanpa titik periksa dari luar mesin ini (--against), ekor yang dihapus tidak dapat dibuktikan.',
              en: 'Without checkpoints from outside this machine (--against) a deleted tail cannot be proved.',
            },
      );
      return result.found === 0 ? 0 : 1;
    } finally {
      await db.destroy();
      await database.close();
    }
  },
};

function readAgainst(file: string): SignedCheckpoint[] {
  if (!existsSync(file)) throw new ConsoleProblem({ id: `Berkas ${file} tidak ada.`, en: `There is no file ${file}.` });
  const { checkpoints, unreadable } = readCheckpoints(readFileSync(file, 'utf8'));
  if (checkpoints.length > 0 && unreadable === 0) return checkpoints;
  throw new ConsoleProblem({
    id: `${file} bukan berkas titik periksa Simpul atau rusak (${unreadable} baris tidak terbaca).`,
    en: `${file} is not a file of Simpul checkpoints or is damaged (${unreadable} lines cannot be read).`,
  });
}
