import { lookAround } from '#modules/installation/server';
import { connect } from '#platform/database.server';
import { examineDatabase, examineSurroundings, type Surroundings } from '#platform/doctor.server';
import { asHouse } from '#platform/journal/system-session.server';
import { withConnection } from '#platform/one-connection.server';
import { dataOption, say, type Command } from './command.ts';
import { openDatabase, settleData, type OpenDatabase } from './open-database.ts';

export const command: Command = {
  summary: {
    id: 'Memeriksa apakah pengaturan basis data aman, dan mengatakan apa yang harus diubah.',
    en: 'Checks that the database is set up safely, and says what to change.',
  },
  options: dataOption,
  async run(values) {
    const database = await openDatabase(settleData(values));
    try {
      const ofDatabase = await withConnection(database.databaseUrl, examineDatabase);
      // Without its working roles the application cannot look at what the office has settled; that is then what has to be said.
      const mayLook = !ofDatabase.some(({ id }) => id === 'lacks_group_roles');
      const findings = [...ofDatabase, ...(mayLook ? examineSurroundings(await look(database)) : [])];
      for (const { severity, says, remedy } of findings)
        say({
          id: `${severity === 'refuse' ? 'DITOLAK' : 'perhatian'}: ${says.id} ${remedy.id}`,
          en: `${severity === 'refuse' ? 'REFUSED' : 'warning'}: ${says.en} ${remedy.en}`,
        });
      const isRefused = findings.some((finding) => finding.severity === 'refuse');
      if (!isRefused) say({ id: 'Basis data aman dipakai.', en: 'The database is safe to use.' });
      return isRefused ? 1 : 0;
    } finally {
      await database.close();
    }
  },
};

/** What an office has settled lies in tables that a database before its first migration does not have. */
async function look({ databaseUrl }: OpenDatabase): Promise<Partial<Surroundings>> {
  const isMigrated = await withConnection(databaseUrl, async (client) => {
    const { rows } = await client.query<{ there: boolean }>(
      `select to_regclass('platform.setting') is not null as there`,
    );
    return rows[0]!.there;
  });
  if (!isMigrated) return {};
  const db = connect(databaseUrl, { size: 1, name: 'simpul doctor' });
  try {
    return await asHouse(db, (tx) => lookAround(tx, new Date()));
  } finally {
    await db.destroy();
  }
}
