import { dataOption, say, type Command } from './command.ts';
import { openDatabase, refuseUnsafe, settleData } from './open-database.ts';
import { runUntilStopped, startWorker, stopAll, type Service } from './services.ts';

export const command: Command = {
  summary: {
    id: 'Menjalankan pekerjaan latar saja, di samping serve.',
    en: 'Runs the background jobs only, beside serve.',
  },
  options: dataOption,
  async run(values) {
    const database = await openDatabase(settleData(values));
    const services: Service[] = [{ stop: database.close }];
    try {
      await refuseUnsafe(database);
      services.unshift(await startWorker(database));
      say({ id: 'Pekerjaan latar berjalan.', en: 'The background jobs are running.' });
    } catch (error) {
      await stopAll(services);
      throw error;
    }
    return runUntilStopped(services);
  },
};
