import { dataOption, say, type Command } from './command.ts';
import { openDatabase, refuseUnsafe, settleData } from './open-database.ts';
import { answerWithApplication, runUntilStopped } from './services.ts';
import { listenAsAsked, webOptions } from './web-options.ts';

export const command: Command = {
  summary: {
    id: 'Menjalankan halaman web saja; boleh beberapa di belakang satu proksi.',
    en: 'Runs the web pages only; several may stand behind one proxy.',
  },
  options: { ...webOptions, ...dataOption },
  async run(values) {
    const data = settleData(values);
    return runUntilStopped(async (services, mayGoOn) => {
      const web = await listenAsAsked(values);
      services.push(web);
      const database = await openDatabase(data);
      services.push({ stop: database.close });
      database.lock?.setAddress(web.address);
      mayGoOn();
      await refuseUnsafe(database);
      await answerWithApplication(web);
      say({ id: `Halaman web siap di ${web.address}`, en: `The web pages are ready at ${web.address}` });
    });
  },
};
