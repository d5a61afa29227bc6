import { dataOption, say, type Command } from './command.ts';
import { openDatabase, refuseUnsafe, settleData } from './open-database.ts';
import { runUntilStopped, startWorker } from './services.ts';

export const command: Command = {
  summary: {
    id: 'Menjalankan pekerjaan latar saja, di samping serve.',
    en: 'Runs the background jobs only, beside serve.',
  },
  options: dataOption,
  async run(values) {
    const data = settleData(values);
    return runUntilStopped(async (services, mayGoOn) => {
      const database = await openDatabase(data);
      services.push({ stop: database.close });
      mayGoOn();
      await refuseUnsafe(database);
      services.unshift(await startWorker(database));
      say({ id: 'Pekerjaan latar berjalan.', en: 'The background jobs are running.' });
    });
  },
};
