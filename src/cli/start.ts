import { existsSync } from 'node:fs';
import { env } from '#platform/env.server';
import { refuseHeld } from '#platform/folder-lock.server';
import { dataOption, say, type Command } from './command.ts';
import { firstRun, sayHowToBegin } from './first-run.ts';
import { bringUpToDate, openDatabase, refuseUnsafe, settleData } from './open-database.ts';
import { pagesAreBuilt } from './pages-coming.ts';
import { answerWithApplication, runUntilStopped, startWorker } from './services.ts';
import { listenAsAsked, webOptions } from './web-options.ts';

export const command: Command = {
  summary: {
    id: 'Menjalankan Simpul seluruhnya: basis data, halaman web, dan pekerjaan latar.',
    en: 'Runs all of Simpul: database, web pages and background jobs.',
  },
  options: {
    ...webOptions,
    ...dataOption,
    empty: {
      type: 'boolean',
      says: { id: 'kantor sungguhan tanpa data contoh', en: 'a real office, without demo data' },
    },
  },
  async run(values) {
    const data = settleData(values);
    refuseHeld(data);
    const isFirst = !env().DATABASE_URL && !existsSync(data);
    const pages = pagesAreBuilt();
    return runUntilStopped(async (services, mayGoOn) => {
      const web = await listenAsAsked(values);
      services.push(web);
      mayGoOn();
      // An office that stands already keeps its tables as they are until the pages for the new ones can be built.
      if (!isFirst) await pages;
      mayGoOn();
      const database = await openDatabase(data, values.empty ? 'office' : 'demo');
      services.push({ stop: database.close });
      database.lock?.setAddress(web.address);
      mayGoOn();
      await bringUpToDate(database);
      await refuseUnsafe(database);
      await firstRun(database);
      await pages;
      mayGoOn();
      await answerWithApplication(web);
      // Stops after the pages and before the database.
      services.splice(1, 0, await startWorker(database));
      await sayHowToBegin(database, web.address);
      say({ id: `Simpul siap di ${web.address}`, en: `Simpul is ready at ${web.address}` });
    });
  },
};
