import { keysOf } from '#kernel/person-name';
import { withConnection } from '#platform/one-connection.server';
import { copyRows, withCopy, type Row } from '../copy.server.ts';
import { demoPassword } from '../demo/accounts.ts';
import { Dice } from '../dice.ts';
import { drawFace } from '../faces.server.ts';
import { villagesOf } from '../villages.server.ts';
import { countryToday } from './days.ts';
import { fillAround, fillFaces, fillTasks } from './fill.server.ts';
import { fillJournal, fillNotes } from './history.server.ts';
import { fillLedger } from './ledger.server.ts';
import { officeRows, planOffices, type CountrySize } from './offices.ts';
import { inventPeople } from './people.ts';
import { fillQueues } from './queues.server.ts';
import { staffRows } from './staff.ts';
import { withoutIndexes } from './without-indexes.server.ts';

export type CountryOptions = {
  ownerUrl: string;
  journalKey: Buffer;
  /** As the office would hash it, with the data folder's pepper. */
  hashPassword: (password: string) => Promise<string>;
  size: CountrySize;
  /** Called when a part is done. */
  tell?: (part: string) => void;
};

const copied = [
  'units.unit',
  'units.staff',
  'units.posting',
  'accounts.account',
  'people.person',
  'people.alias',
  'people.name_word',
  'people.word_key',
  'cases.client_case',
];
const filled = [
  'people.person',
  'people.alias',
  'people.name_word',
  'people.word_key',
  'people.address',
  'people.phone',
  'people.family_member',
  'people.photo',
  'platform.file',
  'platform.journal',
  'cases.client_case',
  'cases.legal_basis',
  'cases.condition',
  'cases.guarantor',
  'cases.assignment',
  'cases.register_entry',
  'cases.ending',
  'cases.contact_note',
  'cases.phase_change',
  'breaches.breach',
  'breaches.ground',
  'letters.letter',
  'check_ins.obligation',
  'check_ins.check_in',
  'check_ins.content',
  'tasks.task',
];

/** Fills an empty, migrated database with a country of invented people, for measurements: offices, staff, clients, two years of history. */
export async function loadCountry({ ownerUrl, journalKey, hashPassword, size, tell }: CountryOptions): Promise<void> {
  const done = tell ?? (() => {});
  const dice = new Dice(20_260_624);
  const offices = planOffices(size);
  const { staff, postings, accounts, officers } = staffRows(dice, offices, await hashPassword(demoPassword));
  const faces = await Promise.all(Array.from({ length: 24 }, () => drawFace(dice)));
  const villages = await villagesOf('16.71');

  await withConnection(ownerUrl, async (client) => {
    await client.query(`set statement_timeout = 0; set maintenance_work_mem = '512MB'; set work_mem = '256MB'`);
    await withoutIndexes(client, filled, async () => {
      await withCopy(client, copied, async () => {
        await copyRows(client, 'units.unit', officeRows(offices));
        await client.query(
          `select setval(pg_get_serial_sequence('units.unit', 'id'), (select max(id) from units.unit))`,
        );
        await copyRows(client, 'units.staff', staff);
        await copyRows(client, 'units.posting', postings);
        await copyRows(client, 'accounts.account', accounts);
        const words = new Set<string>();
        for (const chunk of inventPeople(size, dice, offices, officers, words))
          for (const [table, rows] of Object.entries(chunk)) await copyRows(client, table, rows);
        await copyRows(client, 'people.word_key', wordKeys(words));
      });
      done('people');
      await client.query('analyze people.person, people.name_word, cases.client_case, units.posting, accounts.account');
      await fillAround(client, villages);
      const { rows } = await client.query<{ id: string }>(`select id from accounts.account where kind = 'system'`);
      await fillFaces(client, faces, rows[0]!.id);
      done('cases');
      await fillLedger(client);
      await fillNotes(client);
      await fillTasks(client);
      done('ledger');
      // One open case for every twenty clients.
      await fillQueues(client, Math.round(size.clients / 20));
      done('queues');
      await fillJournal(client, journalKey);
      done('journal');
    });
    done('indexes');
    await client.query(`insert into platform.setting (key, value) values ('demo.accounts', $1), ('demo.today', $2)`, [
      JSON.stringify(
        officers
          .filter((_, index) => index < 24)
          .map((officer) => ({
            username: officer.username,
            role: officer.role,
            name: officer.name,
            unit: offices.find((office) => office.id === officer.unitId)!.name,
            password: demoPassword,
          })),
      ),
      JSON.stringify(countryToday),
    ]);
    await client.query('vacuum (analyze)');
    done('statistics');
  });
}

function* wordKeys(words: ReadonlySet<string>): Generator<Row> {
  for (const word of words) for (const key of new Set(keysOf(word))) yield { key, word };
}
