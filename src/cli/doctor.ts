import { examineDatabase, examineSurroundings } from '#platform/doctor.server';
import { env } from '#platform/env.server';
import { withConnection } from '#platform/one-connection.server';
import { dataOption, say, type Command } from './command.ts';
import { openDatabase, settleData } from './open-database.ts';

export const command: Command = {
  summary: {
    id: 'Memeriksa apakah pengaturan basis data aman, dan mengatakan apa yang harus diubah.',
    en: 'Checks that the database is set up safely, and says what to change.',
  },
  options: dataOption,
  async run(values) {
    const database = await openDatabase(settleData(values));
    try {
      const findings = [
        ...(await withConnection(database.databaseUrl, examineDatabase)),
        ...examineSurroundings({ secureContext: env().TRUST_PROXY !== undefined }),
      ];
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
