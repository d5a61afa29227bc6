import { dataOption, say, type Command } from './command.ts';
import { bringUpToDate, openDatabase, settleData } from './open-database.ts';

export const command: Command = {
  summary: {
    id: 'Membawa tabel basis data ke versi program ini.',
    en: "Brings the database's tables to this program's version.",
  },
  options: dataOption,
  async run(values) {
    const database = await openDatabase(settleData(values));
    try {
      const applied = await bringUpToDate(database);
      for (const name of applied) say({ id: `Diterapkan: ${name}`, en: `Applied: ${name}` });
      if (applied.length === 0)
        say({ id: 'Basis data sudah sesuai versi ini.', en: 'The database is up to date already.' });
    } finally {
      await database.close();
    }
  },
};
