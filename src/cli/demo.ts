import { ConsoleProblem } from '#platform/console-problem.server';
import { dataFolder, findMarker } from '#platform/data-folder.server';
import { refuseHeld } from '#platform/folder-lock.server';
import { dataOption, say, type Command } from './command.ts';
import { emptyServer, firstRun } from './first-run.ts';
import { bringUpToDate, openDatabase, refuseUnsafe, settleData } from './open-database.ts';

export const command: Command = {
  summary: {
    id: 'Memuat kantor contoh tanpa menjalankan halaman web; dengan --reset memulainya dari awal.',
    en: 'Loads the demo office without running the web pages; with --reset it begins anew.',
  },
  options: {
    reset: {
      type: 'boolean',
      says: {
        id: 'menghapus semua isi kantor contoh dan memuatnya lagi',
        en: 'removes everything in the demo and loads it again',
      },
    },
    ...dataOption,
  },
  async run(values) {
    const data = settleData(values);
    refuseHeld(data);
    const known = findMarker(data);
    if (values.reset) refuseReset(data, known?.kind);
    if (known?.kind === 'demo' && known.demoLoadedAt && !values.reset)
      return say({
        id: `Kantor contoh sudah ada di ${data}; jalankan npm start -- --data ${data}, atau mulai dari awal dengan --reset.`,
        en: `The demo is already in ${data}; run npm start -- --data ${data}, or begin anew with --reset.`,
      });

    // A demo of which only half is there is discarded when it is opened, so a reset that is interrupted ends at the next start.
    if (values.reset) dataFolder(data).forgetDemo();
    const database = await openDatabase(data, 'demo');
    try {
      if (values.reset && !database.isEmbedded) await emptyServer(database);
      await bringUpToDate(database);
      await refuseUnsafe(database);
      await firstRun(database);
    } finally {
      await database.close();
    }
    say({
      id: `Kantor contoh siap di ${data}; jalankan npm start -- --data ${data}`,
      en: `The demo is ready in ${data}; run npm start -- --data ${data}`,
    });
  },
};

/** Whatever is not marked as a demo is never emptied, also not by somebody who is sure. */
function refuseReset(data: string, kind: 'demo' | 'office' | undefined): void {
  if (kind === 'demo') return;
  throw kind === 'office'
    ? new ConsoleProblem({
        id: `Folder ${data} adalah data kantor; hanya kantor contoh yang dapat dimulai dari awal.`,
        en: `The folder ${data} is an office's data; only a demo can begin anew.`,
      })
    : new ConsoleProblem({
        id: `${data} belum berisi kantor contoh; muat dengan npm run simpul -- demo tanpa --reset.`,
        en: `${data} holds no demo yet; load it with npm run simpul -- demo, without --reset.`,
      });
}
