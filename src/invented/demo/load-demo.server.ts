import { createHash } from 'node:crypto';
import type pg from 'pg';
import sharp from 'sharp';
import { canonical } from '#platform/canonical';
import { macOf, type SealedFields } from '#platform/journal.server';
import { withConnection } from '#platform/one-connection.server';
import { copyRows, withCopy, type Row } from '../copy.server.ts';
import { Dice } from '../dice.ts';
import { drawFace } from '../faces.server.ts';
import { villagesOf } from '../villages.server.ts';
import { demoPassword } from './accounts.ts';
import { emptyTables } from './clients.ts';
import { atLargeTables, awayFromGili } from './at-large.ts';
import { contactRows } from './contacts.ts';
import { giliLestari } from './gili.ts';
import { outboxRows } from './outbox.ts';
import { accountRows, officeRows, staffRows, type DemoAccount } from './offices.ts';
import { prayaTables, rutanPraya, type Praya } from './praya.ts';
import { permitRows } from './permits.ts';
import { palembang, type OfficeScene } from './palembang.ts';
import { earlierRows, proceedingRows } from './proceedings.ts';
import { petitionRows } from './petitions.ts';
import { palembangToday } from './published.ts';

const tables = [
  'units.unit',
  'units.service_area',
  'units.staff',
  'units.posting',
  'accounts.account',
  'platform.file',
  'platform.journal',
  'people.word_key',
  'people.photo',
  'cases.register_series',
  'check_ins.excuse',
  'assessments.beginning',
  'assessments.assessment',
  'assessments.answer',
  'assessments.override',
  'assessments.standing',
  'breaches.breach',
  'breaches.ground',
  ...atLargeTables,
  'breaches.entry',
  'breaches.examination',
  'breaches.move',
  'revocations.proceeding',
  'revocations.move',
  'revocations.earlier_proposal',
  'petitions.petition',
  'petitions.petitioner',
  'permits.permit',
  'permits.move',
  'permits.statement',
  'tasks.task',
  'contacts.planned',
  'contacts.contact',
  'messages.outbox',
  ...prayaTables,
  ...Object.keys(emptyTables()).filter((table) => table !== 'people.photo'),
];

export type DemoOptions = {
  ownerUrl: string;
  journalKey: Buffer;
  /** As the office would hash it, with the data folder's pepper. */
  hashPassword: (password: string) => Promise<string>;
};

/** Loads the demo into an empty, migrated database: the same people, offices and figures every time. */
export async function loadDemo({ ownerUrl, journalKey, hashPassword }: DemoOptions): Promise<DemoAccount[]> {
  const dice = new Dice(20_220_613);
  const offices = officeRows();
  const { staff, postings, officers } = staffRows(dice, offices.ids);
  const { rows: accountList, accounts } = accountRows(dice, officers, await hashPassword(demoPassword));
  const scenes = [
    palembang(dice, offices.ids['bapas-palembang'], officers, await villagesOf('16.71')),
    giliLestari(dice, offices.ids['bapas-gili-lestari'], officers, accounts, await villagesOf('52.02')),
    awayFromGili(offices.ids['bapas-gili-lestari'], officers, accounts, await villagesOf('52.02')),
  ];
  const faces = await Promise.all(Array.from({ length: 24 }, () => drawFace(dice)));

  const shown = ({ username, role, unit, staffId }: DemoAccount) => ({
    username,
    role,
    unit: offices.units.find((one) => one['code'] === unit)!['name'],
    name: officers.find((officer) => officer.staffId === staffId)!.name,
  });

  await withConnection(ownerUrl, async (client) => {
    await withCopy(client, tables, async () => {
      await copyRows(client, 'units.unit', offices.units);
      await client.query(`select setval(pg_get_serial_sequence('units.unit', 'id'), (select max(id) from units.unit))`);
      await copyRows(client, 'units.service_area', offices.areas);
      await copyRows(client, 'units.staff', staff);
      await copyRows(client, 'units.posting', postings);
      await copyRows(client, 'accounts.account', accountList);
      const { rows: system } = await client.query<{ id: string }>(
        `select id from accounts.account where kind = 'system'`,
      );
      for (const scene of scenes) {
        await loadScene(client, dice, scene, faces, system[0]!.id);
        for (const [table, rows] of Object.entries(contactRows(scene, accounts))) await copyRows(client, table, rows);
      }
      await copyRows(client, 'messages.outbox', outboxRows(offices.ids['bapas-palembang']));
      for (const [table, rows] of Object.entries(proceedingRows(scenes[1]!.maker.clients, accounts)))
        await copyRows(client, table, rows);
      await restWhileRevoked(client);
      await copyRows(client, 'revocations.earlier_proposal', earlierRows(offices.ids['bapas-palembang']));
      for (const [code, above] of [
        ['bapas-palembang', 'kanwil-sumsel'],
        ['bapas-gili-lestari', 'kanwil-ntb'],
      ] as const) {
        const rows = petitionRows({ unitId: offices.ids[code], aboveId: offices.ids[above], code }, accounts);
        for (const [table, list] of Object.entries(rows)) await copyRows(client, table, list);
      }
      for (const [table, rows] of Object.entries(permitRows(scenes[1]!, accounts))) await copyRows(client, table, rows);
      const praya = rutanPraya(
        offices.ids['rutan-praya'],
        accounts.find(({ username }) => username === 'registrasi.praya')!,
      );
      await loadCustody(client, praya, faces, system[0]!.id);
      await loadWordKeys(client, [...scenes, praya]);
      await copyRows(client, 'platform.journal', sealedLines(dice, scenes, journalKey));
      await setting(
        client,
        'demo.accounts',
        accounts.map((account) => ({ ...shown(account), password: demoPassword })),
      );
      await setting(client, 'demo.today', palembangToday);
    });
    await client.query('analyze');
  });
  return accounts;
}

/** Whoever is revoked for the time being owes nothing from that day on, as where the office takes that step itself. */
async function restWhileRevoked(client: pg.ClientBase): Promise<void> {
  await client.query(`
    insert into cases.pause (case_id, unit_id, starts_on, reason, because, made_by, made_at)
    select m.case_id, m.unit_id, m.day, 'Pencabutan sementara, perkara ' || right(m.proceeding_id::text, 6), 'temporary_revocation', m.made_by, m.made_at
    from revocations.move m where m.step in ('revoke_temporarily', 'revoke_urgently')`);
  await client.query(`
    update cases.client_case c set state = 'paused' from cases.pause p where p.case_id = c.id and p.because = 'temporary_revocation'`);
  await client.query(`
    update check_ins.obligation o set state = 'lifted' from cases.pause p
    where p.case_id = o.case_id and p.because = 'temporary_revocation' and o.state in ('scheduled', 'missed') and o.period_until >= p.starts_on`);
  await client.query(`
    update tasks.task k set state = 'withdrawn', closed_at = k.opened_at from check_ins.obligation o
    where k.key = o.id::text and k.kind like 'check-ins.%' and k.state = 'open' and o.state = 'lifted'`);
}

async function loadScene(
  client: pg.ClientBase,
  dice: Dice,
  scene: OfficeScene,
  faces: readonly Buffer[],
  systemId: string,
): Promise<void> {
  const { tables, clients } = scene.maker;
  const unitId = clients[0]!.unitId;
  const fileRow = (id: string, face: Buffer, personId: string): Row =>
    faceRow(id, face, { personId, unitId, systemId });
  // Of its own, so that the rest of the demo stays as it is.
  const photoDice = new Dice(20_220_614);
  const photos = clients.map((one) => ({
    client: one,
    fileId: dice.id(new Date(`${one.registeredOn}T02:00:00Z`)),
    face: dice.pick(faces),
  }));
  const photoOf = new Map(photos.map((photo) => [photo.client.personId, photo.fileId]));
  await copyRows(
    client,
    'platform.file',
    photos.map(({ client: one, fileId, face }) => fileRow(fileId, face, one.personId)),
  );
  await copyRows(
    client,
    'people.person',
    tables['people.person'].map((row) => ({ ...row, photo_file_id: photoOf.get(row['id'] as string)! })),
  );
  for (const table of [
    'people.alias',
    'people.address',
    'people.phone',
    'people.family_member',
    'people.name_word',
  ] as const)
    await copyRows(client, table, tables[table]);
  await copyRows(
    client,
    'people.photo',
    photos.map(({ client: one, fileId }) => ({
      id: dice.id(new Date()),
      person_id: one.personId,
      unit_id: unitId,
      file_id: fileId,
      taken_on: one.registeredOn,
      kind: 'face',
    })),
  );
  const sent = await Promise.all(
    tables['check_ins.content']
      .filter((row) => row['challenge'])
      .map(async (row) => {
        const photo = photos.find(({ client: one }) => one.caseId === row['case_id'])!;
        const face = await sharp(photo.face).modulate({ brightness: 0.85 }).jpeg({ quality: 60 }).toBuffer();
        return {
          row,
          fileId: photoDice.id(new Date(`${palembangToday}T02:00:00Z`)),
          face,
          personId: photo.client.personId,
        };
      }),
  );
  await copyRows(
    client,
    'platform.file',
    sent.map(({ fileId, face, personId }) => fileRow(fileId, face, personId)),
  );
  for (const { row, fileId } of sent) row['photo_file_id'] = fileId;
  for (const table of [
    'cases.client_case',
    'cases.legal_basis',
    'cases.milestone',
    'cases.condition',
    'cases.guarantor',
    'cases.assignment',
    'cases.register_entry',
    'cases.ending',
    'check_ins.obligation',
    'check_ins.check_in',
    'check_ins.content',
  ] as const)
    await copyRows(client, table, tables[table]);
  await copyRows(
    client,
    'cases.register_series',
    scene.lastNumbers.map(({ year, last }) => ({ unit_id: unitId, year, last_number: last })),
  );
  for (const [table, rows] of Object.entries(scene.extra ?? {})) await copyRows(client, table, rows);
  if (!scene.ended) return;
  // Steps of the past stand as they are: nothing moves by them any more.
  await client.query('alter table breaches.move disable trigger move_on');
  for (const [table, rows] of Object.entries(scene.ended)) await copyRows(client, table, rows);
  await client.query('alter table breaches.move enable trigger move_on');
}

/** Everybody in the Rutan with his face; what follows from a row (states, numbers, who is guarded) the database carries over as for anybody. */
async function loadCustody(
  client: pg.ClientBase,
  { unitId, tables: made, people }: Praya,
  faces: readonly Buffer[],
  systemId: string,
): Promise<void> {
  const dice = new Dice(20_221_013);
  const photos = people.map(({ personId, admittedOn }) => ({
    personId,
    admittedOn,
    fileId: dice.id(new Date(`${admittedOn}T02:00:00Z`)),
    face: dice.pick(faces),
  }));
  await copyRows(
    client,
    'platform.file',
    photos.map(({ personId, fileId, face }) => faceRow(fileId, face, { personId, unitId, systemId })),
  );
  const photoOf = new Map(photos.map((photo) => [photo.personId, photo.fileId]));
  await copyRows(
    client,
    'people.person',
    made['people.person'].map((row) => ({ ...row, photo_file_id: photoOf.get(row['id'] as string)! })),
  );
  await copyRows(
    client,
    'people.photo',
    photos.map(({ personId, fileId, admittedOn }) => ({
      id: dice.id(new Date(`${admittedOn}T02:00:00Z`)),
      person_id: personId,
      unit_id: unitId,
      file_id: fileId,
      taken_on: admittedOn,
      kind: 'face',
    })),
  );
  for (const table of ['people.alias', 'people.name_word', ...prayaTables] as const)
    await copyRows(client, table, made[table]);
}

function faceRow(id: string, face: Buffer, of: { personId: string; unitId: number; systemId: string }): Row {
  return {
    id,
    sha256: createHash('sha256').update(face).digest(),
    media_type: 'image/jpeg',
    bytes: face.length,
    width: 180,
    height: 220,
    content: face,
    unit_id: of.unitId,
    person_id: of.personId,
    uploaded_by: of.systemId,
  };
}

async function loadWordKeys(client: pg.ClientBase, scenes: readonly Pick<Praya, 'maker'>[]): Promise<void> {
  const seen = new Set<string>();
  function* keys(): Generator<Row> {
    for (const scene of scenes)
      for (const row of scene.maker.wordKeys()) {
        const mark = `${String(row['key'])} ${String(row['word'])}`;
        if (!seen.has(mark)) yield row;
        seen.add(mark);
      }
  }
  await copyRows(client, 'people.word_key', keys());
}

function* sealedLines(dice: Dice, scenes: readonly OfficeScene[], key: Buffer): Generator<Row> {
  const told = scenes.flatMap((scene) => scene.maker.told).sort((a, b) => a.at.getTime() - b.at.getTime());
  for (const line of told) {
    const fields: SealedFields = {
      id: dice.id(line.at),
      at: line.at,
      what: line.what,
      actor_id: line.by?.accountId ?? null,
      actor_role: line.by?.role ?? null,
      session_id: null,
      submission_id: null,
      unit_id: line.unitId,
      case_id: line.caseId,
      person_id: line.personId,
      about: JSON.parse(canonical(line.about)),
    };
    yield { ...fields, at: line.at.toISOString(), about: canonical(line.about), mac: macOf(key, 'journal', fields) };
  }
}

async function setting(client: pg.ClientBase, key: string, value: unknown): Promise<void> {
  await client.query('insert into platform.setting (key, value) values ($1, $2)', [key, JSON.stringify(value)]);
}
