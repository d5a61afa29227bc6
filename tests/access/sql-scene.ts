import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type pg from 'pg';
import type { TestDatabase } from '#tests/support/database';
import { openOffice } from '#tests/support/office';
import { Canaries } from './canaries.ts';
import { readCatalog, type Table } from './catalog.ts';
import { plantComplaint, type Complaint } from './complaints.ts';
import { mark, plantClient, Planter, type Planted, type Row } from './plant.ts';
import { kinds, type Kind } from './signed.ts';
import type { Subject } from './tables.ts';

export type PlantedRow = {
  table: string;
  row: Row;
  key: string;
  subject: Omit<Subject, 'isOwn'>;
  /** The account whose own row this is. */
  owner: string | undefined;
};
export type SqlScene = {
  db: pg.PoolClient;
  tables: Map<string, Table>;
  canaries: Canaries;
  rows: PlantedRow[];
  clients: Planted[];
  /** Petitions that complain of a counsellor of the office, and of its head: nobody there knows of them. */
  complaints: Record<'counsellor' | 'head', Complaint>;
  unitIds: Record<number, number>;
  asker: { staffId: string; accountId: string; sessionId: string; token: string };
  /** A client's and a guarantor's card for the plain and for the child's case. */
  cards: { as: 'client' | 'guarantor'; record: string; accountId: string; token: string }[];
  counsellorId: string;
  /** Under which jobs work. */
  systemAccountId: string;
  /** What each asker tries to add, in words. */
  attempts: Map<string, { text: string; statements: string[] }>;
  close: () => Promise<void>;
};

/** One office with a client of each kind, all that can hang on him, a colleague, and an officer without a post who will ask. */
export async function setSqlScene(database: TestDatabase): Promise<SqlScene> {
  const office = await openOffice(database);
  const { units } = office;
  const counsellor = await office.officer('pk', 'palembang');
  const colleague = await office.officer('office_admin', 'palembang');
  const asker = await office.officer('pk', 'palembang');
  await office.close();

  const db = await database.owner.connect();
  const tables = await readCatalog(db);
  await db.query(tryEach);
  const canaries = new Canaries();
  const planter = new Planter(db, tables, canaries);
  const rows: PlantedRow[] = [];
  const note: Note = (table, row, subject, owner) =>
    void rows.push({ table, row, key: keyOf(tables.get(table)!, row), subject, owner });

  const clients: Planted[] = [];
  for (const kind of Object.keys(kinds) as Kind[]) {
    const planted = await plantClient(planter, {
      record: kind,
      kind,
      unitId: units.palembang,
      toUnitId: units.musi,
      pkStaffId: counsellor.staffId,
      makerAccountId: counsellor.accountId,
    });
    await mark(planter, planted, { asker: asker.accountId, other: counsellor.accountId });
    clients.push(planted);
    for (const [table, list] of planted.rows)
      for (const row of list)
        note(
          table,
          row,
          subjectOf(table, row, kind, planted.rows),
          'actor_id' in row ? counsellor.accountId : undefined,
        );
    for (const row of await wordsOf(db, planted)) note('people.name_word', row, { kind, record: kind });
  }
  for (const kind of ['plain', 'restricted_unlisted'] as const)
    await plantAlone(planter, { kind, unitId: units.palembang, makerAccountId: counsellor.accountId, note });
  await plantOffice(planter, { unitId: units.palembang, colleague, asker, note });
  const complainOf = async (whom: string, about: 'officer' | 'office') => {
    const complaint = await plantComplaint(planter, {
      record: `plain, complaint of a ${whom}`,
      officeId: units.palembang,
      aboveId: units.kanwil,
      about,
      makerAccountId: counsellor.accountId,
    });
    for (const [table, row] of complaint.rows)
      note(table, row, { kind: 'plain', record: `of a ${whom}`, desk: 'complaint' });
    return complaint;
  };
  const complaints = {
    counsellor: await complainOf('counsellor', 'officer'),
    head: await complainOf('head', 'office'),
  };

  const cards: SqlScene['cards'] = [];
  for (const record of ['plain', 'guarded'] as const)
    for (const as of ['client', 'guarantor'] as const) cards.push(await aCard(db, clients, record, as));
  for (const card of cards) await plantOwn(planter, card, clients, note);
  await plantWritten(planter, asker, clients, note);
  const { rows: sessions } = await db.query<{ id: string }>('select id from accounts.session where account_id = $1', [
    asker.accountId,
  ]);
  const system = await db.query<{ id: string }>(`select id from accounts.account where kind = 'system'`);
  return {
    db,
    tables,
    canaries,
    rows,
    clients,
    complaints,
    unitIds: {
      1: units.ditjenpas,
      2: units.kanwil,
      3: units.palembang,
      4: units.musi,
      5: units.otherKanwil,
      6: units.kupang,
    },
    asker: { ...asker, sessionId: sessions[0]!.id },
    cards,
    counsellorId: counsellor.staffId,
    systemAccountId: system.rows[0]!.id,
    attempts: new Map(),
    close: async () => db.release(),
  };
}

/** Many attempts in one journey to the server: each is undone, and what became of it is said. */
const tryEach = `
  create schema probe;
  create function probe.try_each(statements text[]) returns text[] language plpgsql as $$
  declare
    one text;
    said text[] := '{}';
  begin
    foreach one in array statements loop
      begin
        execute one;
        raise exception using errcode = 'ZZ999';
      exception when others then
        said := said || case sqlstate when 'ZZ999' then 'done' else sqlstate end;
      end;
    end loop;
    return said;
  end $$;
  grant usage on schema probe to app_staff, app_client, app_jobs, app_public, app_match;`;

/** A row's primary key as text, the way the database writes it. */
export function keyOf(table: Table, row: Row): string {
  return table.key.map((name) => String(row[name])).join(' ');
}

function subjectOf(
  table: string,
  row: Row,
  kind: Kind,
  all: ReadonlyMap<string, readonly Row[]>,
): PlantedRow['subject'] {
  const proposal = all.get('letters.letter')!.find((one) => one.kind === 'letters.revocation-proposal')!;
  const minutes = all.get('revocations.outside_minutes')![0]!;
  if ([proposal.id, proposal.file_id, minutes.file_id].includes(row.id))
    return { kind, record: kind, desk: 'proposal' };
  if (table === 'platform.file' && row.case_id === null && row.person_id === null) return {};
  if (table === 'letters.letter' && row.desk !== 'case')
    return { kind, record: kind, desk: row.desk as 'kanwil', sent: row.state === 'sent' };
  if (table === 'letters.sending' && row.case_id === null) return { kind, record: kind, desk: 'kanwil', sent: true };
  if (table === 'imports.import' && row.kind === 'admissions') return { kind, record: kind, desk: 'admissions' };
  if (table === 'imports.row' && row.person_id !== null) return { kind, record: kind, desk: 'admissions' };
  // A sitting is the office's; only what stands on its agenda is about somebody.
  if (table === 'tpp.sitting') return {};
  if (table === 'accounts.opening' && row.stay_id !== null) return { kind, record: kind, held: true };
  if (table !== 'platform.file' || row.case_id !== null) return { kind, record: kind };
  return { kind, record: kind, ...(row.stay_id === null ? { face: true } : { held: true }) };
}

/** The words of his name, by which he is searched. */
export async function wordsOf(db: pg.ClientBase, planted: Planted): Promise<Row[]> {
  const { rows } = await db.query<{ row: Row }>(
    `insert into people.name_word as w (word, person_id, unit_id) select lower(name), id, unit_id from people.person where id = $1 returning to_jsonb(w) as row`,
    [planted.personId],
  );
  await db.query(
    `insert into people.word_key (key, word) select lower(name), lower(name) from people.person where id = $1 on conflict do nothing`,
    [planted.personId],
  );
  return rows.map(({ row }) => row);
}

async function aCard(
  db: pg.ClientBase,
  clients: readonly Planted[],
  record: string,
  as: 'client' | 'guarantor',
): Promise<SqlScene['cards'][number]> {
  const one = clients.find((client) => client.record === record)!;
  const [accountId, token] = [randomUUID(), randomBytes(32).toString('base64url')];
  await db.query(`insert into accounts.account (id, kind) values ($1, $2)`, [accountId, as]);
  const guarantor = as === 'guarantor' ? one.rows.get('cases.guarantor')![0]!.id : null;
  await db.query(
    `insert into accounts.client_access (account_id, kind, case_id, unit_id, code_hash, guarantor_id) values ($1, $2, $3, $4, $5, $6)`,
    [accountId, as, one.caseId, one.unitId, randomBytes(32), guarantor],
  );
  await db.query(
    `insert into accounts.session (token_hash, account_id, kind, stage, idle_limit, expires_at)
     values ($1, $2, 'client', 'full', '15 minutes', now() + interval '2 hours')`,
    [createHash('sha256').update(token).digest(), accountId],
  );
  return { as, record, accountId, token };
}

/** A client's card, and what he has begun and written himself. */
async function plantOwn(
  planter: Planter,
  card: SqlScene['cards'][number],
  clients: readonly Planted[],
  note: Note,
): Promise<void> {
  const { db } = planter;
  const { caseId, unitId, kind, record } = clients.find((client) => client.record === card.record)!;
  const client = { kind, record };
  const { rows } = await db.query<{ table: string; row: Row }>(
    `select 'accounts.account' as table, to_jsonb(a) as row from accounts.account a where a.id = $1
     union all select 'accounts.client_access', to_jsonb(a) from accounts.client_access a where a.account_id = $1
     union all select 'accounts.session', to_jsonb(s) from accounts.session s where s.account_id = $1`,
    [card.accountId],
  );
  for (const { table, row } of rows) note(table, row, client, card.accountId);
  const own = async (table: string, given: Row) =>
    note(table, await planter.put(`card ${card.as} ${record}`, table, given), client, card.accountId);
  const line = {
    id: randomUUID(),
    at: '2026-05-05',
    what: 'own.written',
    actor_id: card.accountId,
    unit_id: unitId,
    case_id: caseId,
    mac: Buffer.alloc(32, 1),
  };
  await own('platform.journal', line);
  await own('platform.access_log', line);
  await own('platform.submission', {
    id: randomUUID(),
    account_id: card.accountId,
    body_hash: Buffer.alloc(32),
    answer: null,
  });
  if (card.as === 'guarantor') return;
  await own('check_ins.challenge', { account_id: card.accountId, case_id: caseId, number: '4712' });
  await own('check_ins.draft', { account_id: card.accountId, id: randomUUID(), case_id: caseId, unit_id: unitId });
}

/** What the officer who asks has written about clients before: at the desk, and when he opened a file. */
async function plantWritten(planter: Planter, asker: Someone, clients: readonly Planted[], note: Note): Promise<void> {
  for (const { caseId, personId, unitId, kind, record, rows } of clients) {
    const of = { case_id: caseId, unit_id: unitId };
    const own = async (table: string, given: Row) => {
      const row = await planter.put(`written ${record}`, table, given);
      note(table, row, { kind, record }, asker.accountId);
      return row;
    };
    const report = await own('check_ins.check_in', {
      ...of,
      guarded: kind !== 'plain',
      channel: 'in_person',
      happened_on: '2026-05-20',
      happened_at: '2026-05-20T03:00:00Z',
      recorded_by: asker.accountId,
      grade: 'A',
      counts: true,
      standing: 'extra',
      void_reason: null,
    });
    await own('check_ins.content', { check_in_id: report.id, ...of });
    const [notice] = rows.get('notices.notice') ?? [];
    await own('notices.delivery', { notice_id: notice!.id, ...of, account_id: asker.accountId, post: 'pk' });
    await own('contacts.draft', { id: randomUUID(), account_id: asker.accountId, ...of, kind: 'call' });
    await own('accounts.opening', {
      ...of,
      person_id: personId,
      account_id: asker.accountId,
      kind: 'oversight',
      reason_code: 'supervision',
      reason: 'pemeriksaan berkas yang diminta',
      opened_at: '2026-05-05T03:00:00Z',
      until: '2026-05-05T04:00:00Z',
      review: null,
    });
  }
  const { unitId } = clients[0]!;
  const sheet = await planter.put('asker', 'platform.file', {
    sha256: Buffer.from(randomUUID()),
    media_type: 'text/csv',
    bytes: 4,
    content: Buffer.from('a;b\n'),
    uploaded_by: asker.accountId,
    unit_id: unitId,
    erased_why: null,
  });
  note('platform.file', sheet, {}, asker.accountId);
  const exported = await planter.put('asker', 'exports.export', {
    unit_id: unitId,
    format: 'csv',
    state: 'asked',
    second_role: 'head_of_bapas',
    made_by: asker.accountId,
    decision_note: null,
    problem: null,
  });
  note('exports.export', exported, {}, asker.accountId);
}

type Someone = { staffId: string; accountId: string };
type Note = (table: string, row: Row, subject: PlantedRow['subject'], owner?: string) => void;

/** A person whom somebody registered and of whom there is no case. */
async function plantAlone(
  planter: Planter,
  { kind, unitId, makerAccountId, note }: { kind: Kind; unitId: number; makerAccountId: string; note: Note },
): Promise<void> {
  const { db } = planter;
  const record = `${kind} without a case`;
  const personId = randomUUID();
  const whose = { person_id: personId, unit_id: unitId, made_by: makerAccountId };
  const own = async (table: string, given: Row) =>
    note(table, await planter.put(record, table, given), { kind, record, caseless: true });
  await own('people.person', { id: personId, unit_id: unitId, nik: null, birth_date: null, made_by: makerAccountId });
  await own('people.alias', { ...whose, kind: 'alias' });
  await own('people.address', {
    ...whose,
    kind: 'residence',
    rt: '001',
    rw: '002',
    area_code: '16.71',
    postal_code: '',
  });
  await own('people.phone', { ...whose, number: '081234567890', for_notices: false });
  await own('people.family_member', { ...whose, relation: 'mother', phone: '' });
  if (kind !== 'restricted_unlisted') return;
  await db.query(
    `insert into people.access_list (person_id, unit_id, account_id, kind, starts_on, reason, made_by) values ($1, $2, $3, 'restriction', '2026-01-01', 'uji', $3)`,
    [personId, unitId, makerAccountId],
  );
  await db.query('update people.person set restricted = true where id = $1', [personId]);
}

/** What an office and its officers have besides clients. */
async function plantOffice(
  planter: Planter,
  { unitId, colleague, asker, note }: { unitId: number; colleague: Someone; asker: Someone; note: Note },
): Promise<void> {
  const { db } = planter;
  const office = async (table: string, given: Row) => note(table, await planter.put('office', table, given), {});
  const at = { unit_id: unitId };
  await office('units.holiday', { ...at, day: '2026-12-24' });
  await office('units.module_switch', { ...at, module: 'exports', is_on: true });
  await office('units.rule_option', { ...at, value: '3', holds_from: '2026-01-01', set_by: colleague.accountId });
  const next = { staff_id: colleague.staffId, holds_from: '2026-01-01', set_by: colleague.accountId };
  await office('units.next_officer', { ...at, ...next });
  await office('units.service_area', { ...at, regency_code: '16.71' });
  const ending = { ...at, corrects: null, made_by: colleague.accountId };
  await office('units.service_end', { ...ending, staff_id: colleague.staffId, left_on: '2026-05-01' });
  await office('units.closing', { ...ending, closed_on: '2026-05-01' });
  await office('units.absence', {
    made_by: colleague.accountId,
    staff_id: colleague.staffId,
    kind: 'leave',
    starts_on: '2026-01-01',
    ends_on: '2026-01-03',
  });
  await office('messages.gateway', { ...at, kind: 'http', channel: 'sms' });
  await office('messages.template', { ...at, locale: 'id', body: 'Silakan melapor {link}' });
  await office('letters.template', { ...at, kind: 'letters.cover', set_by: colleague.accountId });
  await office('letters.letterhead', { ...at, set_by: colleague.accountId });
  await office('letters.numbering', { ...at, set_by: colleague.accountId });
  await office('letters.series', { ...at, year: 2026, last_number: 7 });
  await office('letters.run', {
    ...at,
    kind: 'letters.cover',
    total: 3,
    signer: null,
    made_by: colleague.accountId,
  });
  await office('cases.register_series', { ...at, year: 2026, last_number: 7 });
  await office('custody.register_series', { ...at, register: 'reg_a1', year: 2026, last_number: 7 });
  await office('custody.capacity', { ...at, from_on: '2026-01-01', places: 97, made_by: colleague.accountId });
  await office('tpp.member', {
    ...at,
    staff_id: colleague.staffId,
    duty: 'member',
    starts_on: '2026-01-01',
    ends_on: '2026-01-31',
    made_by: colleague.accountId,
  });
  await office('tpp.series', { ...at, year: 2026, last_number: 1 });
  await office('revocations.earlier_proposal', {
    ...at,
    filed_on: '2026-01-07',
    of_kind: 'other',
    made_by: colleague.accountId,
  });
  await db.query('alter table revocations.series disable trigger user');
  await office('revocations.series', { ...at, year: 2026, last_number: 1 });
  await db.query('alter table revocations.series enable trigger user');
  const sitting = await planter.put('office', 'tpp.sitting', {
    ...at,
    year: null,
    number: null,
    state: 'invited',
    day: '2026-12-11',
    starts_at: '09:00',
    quorum: null,
    cancel_reason: null,
  });
  note('tpp.sitting', sitting, {});
  await office('tpp.attendee', { ...at, sitting_id: sitting.id, staff_id: colleague.staffId, duty: 'member' });
  await db.query(
    `update tpp.sitting set state = 'held', number = 1, year = 2026, chair_id = $2, secretary_id = $2, quorum = '{}' where id = $1`,
    [sitting.id, colleague.staffId],
  );
  await office('check_ins.period_close', {
    ...at,
    day: '2026-05-31',
    closed: 1,
    missed: 0,
    third: 0,
    digest: Buffer.alloc(32),
  });
  await office('assessments.beginning', { ...at, began_on: '2026-05-01' });
  await office('exports.export', {
    ...at,
    format: 'csv',
    state: 'asked',
    second_role: 'head_of_bapas',
    made_by: colleague.accountId,
    decision_note: null,
    problem: null,
  });
  await office('platform.backup_run', { kind: 'backup', state: 'done' });
  await office('platform.checkpoint', {
    journal_number: 1,
    journal_head: Buffer.alloc(32),
    access_number: 1,
    access_head: Buffer.alloc(32),
    mac: Buffer.alloc(32),
  });
  await office('platform.verification', { started_at: '2026-05-05', lines: 1 });
  await office('platform.sealed_batch', {
    log: 'journal',
    number: 1,
    seqs: '{1}',
    macs: Buffer.alloc(32),
    until_xid: '1',
    previous: Buffer.alloc(32),
    head: Buffer.alloc(32),
  });
  await office('platform.setting', {});
  await office('accounts.attempt', { account_key: Buffer.alloc(32), purpose: 'password', succeeded: false });
  await office('people.word_key', {});

  for (const whose of [colleague, asker]) {
    const record = whose === asker ? 'asker' : 'colleague';
    const own = async (table: string, given: Row) =>
      note(table, await planter.put(record, table, given), {}, whose.accountId);
    const mine = { account_id: whose.accountId };
    await own('accounts.passkey', { ...mine, public_key: Buffer.alloc(8), counter: 1 });
    await own('accounts.spare_code', { ...mine, code_hash: Buffer.from(randomUUID()) });
    const { rows: people } = await db.query<{ id: string }>('select id from people.person limit 1');
    const asking = { id: randomUUID(), ...mine, unit_id: unitId };
    await own('people.asking', { ...asking, searched: '0'.repeat(24), people: 1, everybody: true });
    await own('people.asking_hit', {
      asking_id: asking.id,
      ...mine,
      unit_id: unitId,
      person_id: people[0]!.id,
      place: 0,
      in_reach: true,
      bits: 1,
      certainty: 1,
      band: 'likely',
      doubts: '{}',
      agrees: '{}',
      differs: '{}',
    });
    await own('accounts.opened_person', { ...mine, day: '2026-05-05', person_id: randomUUID() });
    await own('accounts.budget_release', {
      ...mine,
      day: '2026-05-05',
      kind: 'hour_reason',
      made_by: whose.accountId,
      extra: 5,
      reason: 'pemeriksaan berkas',
    });
    await own('accounts.one_time_link', {
      ...mine,
      made_by: whose.accountId,
      token_hash: Buffer.from(randomUUID()),
      purpose: 'reset_password',
      expires_at: '2099-01-01',
    });
    await own('platform.submission', { id: randomUUID(), ...mine, body_hash: Buffer.alloc(32), answer: null });
    const line = {
      id: randomUUID(),
      at: '2026-05-05',
      what: 'office.opened',
      actor_id: whose.accountId,
      unit_id: unitId,
      mac: Buffer.alloc(32, 1),
    };
    await own('platform.journal', line);
    await own('platform.access_log', line);
    for (const table of ['units.staff', 'accounts.account'])
      for (const { row } of (
        await db.query<{ row: Row }>(`select to_jsonb(t) as row from ${table} t where id = $1`, [
          table === 'units.staff' ? whose.staffId : whose.accountId,
        ])
      ).rows)
        note(table, row, {}, whose.accountId);
    for (const { row } of (
      await db.query<{ row: Row }>(`select to_jsonb(t) as row from accounts.session t where account_id = $1`, [
        whose.accountId,
      ])
    ).rows)
      note('accounts.session', row, {}, whose.accountId);
  }
  for (const { row } of (
    await db.query<{ row: Row }>(`select to_jsonb(t) as row from units.posting t where staff_id = $1`, [
      colleague.staffId,
    ])
  ).rows)
    note('units.posting', row, {});
  for (const { row } of (
    await db.query<{ row: Row }>(`select to_jsonb(t) as row from units.unit t where id = $1`, [unitId])
  ).rows)
    note('units.unit', row, {});
}
