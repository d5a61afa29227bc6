import { createHash, randomBytes, randomUUID } from 'node:crypto';
import pg from 'pg';
import { roles, type Role } from '#modules/access';
import type { AppRole, Command, Table } from './catalog.ts';
import type { Row } from './plant.ts';
import { enact, relationNames, relations, tiesOf, type RelationName } from './relations.ts';
import type { PlantedRow, SqlScene } from './sql-scene.ts';
import { isReached, type Asker } from './tables.ts';

/** Somebody with a session of his own (or none), by the role that his transaction takes and the token that it carries. */
export type Case = {
  name: string;
  role: AppRole;
  token: string;
  asker: Asker;
  accountId: string | undefined;
  staffId: string | undefined;
  /** Makes him what he is, as the owner, before he asks. */
  prepare: () => Promise<void>;
};

const nobody = async () => {};

/** Officers of every role in every relation, or in some of them. */
export function staffCases(scene: SqlScene, wanted: (role: Role, relation: RelationName) => boolean): Case[] {
  const cases: Case[] = [];
  for (const role of roles)
    for (const name of relationNames) {
      if (!wanted(role, name)) continue;
      const relation = relations[name];
      cases.push({
        name: `${role} ${name}`,
        role: 'app_staff',
        token: scene.asker.token,
        accountId: scene.asker.accountId,
        staffId: scene.asker.staffId,
        asker: { as: 'staff', role, ties: tiesOf(relation, role), signedIn: !('session' in relation) },
        prepare: () =>
          enact(
            scene.db,
            { ...scene.asker, counsellorId: scene.counsellorId, unitIds: scene.unitIds, clients: scene.clients },
            role,
            relation,
          ),
      });
    }
  return cases;
}

/** An officer of one role in one relation. */
export function officerOf(scene: SqlScene, role: Role, relation: RelationName): Case {
  return staffCases(scene, (one, name) => one === role && name === relation)[0]!;
}

/** Whoever is no officer, by his name among `otherCases`. */
export function otherOf(scene: SqlScene, name: string): Case {
  return otherCases(scene).find((one) => one.name === name)!;
}

/** Clients and guarantors with their card, a lost card, jobs of this unit and of another, the public, the matcher, and no session at all. */
export function otherCases(scene: SqlScene): Case[] {
  const base = { accountId: undefined, staffId: undefined, prepare: nobody };
  const cases: Case[] = [];
  for (const card of scene.cards) {
    const own = { ...base, role: 'app_client', token: card.token, accountId: card.accountId } as const;
    const asker = { as: card.as, record: card.record, signedIn: true } as const;
    cases.push({ ...own, name: `${card.as} ${card.record}`, asker });
    cases.push({
      ...own,
      name: `${card.as} ${card.record} whose session ended`,
      asker: { ...asker, signedIn: false },
      prepare: async () => {
        await scene.db.query('update accounts.session set ended_at = now() where account_id = $1', [card.accountId]);
      },
    });
  }
  for (const at of [3, 4, 0]) {
    const token = at === 0 ? 'forged' : randomBytes(32).toString('base64url');
    cases.push({
      ...base,
      accountId: at === 0 ? undefined : scene.systemAccountId,
      name: at === 0 ? 'job without a session' : `job at ${at}`,
      role: 'app_jobs',
      token,
      asker: { as: 'job', at, signedIn: at !== 0 },
      prepare: async () => {
        if (at !== 0)
          await scene.db.query('select platform.open_job_session($1, $2, 60)', [[scene.unitIds[at]], token]);
      },
    });
  }
  const ties = tiesOf(relations.assigned, 'head_of_bapas');
  cases.push({
    ...base,
    name: 'officer with a forged token',
    role: 'app_staff',
    token: 'forged',
    asker: { as: 'staff', role: 'head_of_bapas', ties, signedIn: false },
  });
  cases.push({
    ...base,
    name: 'client without a token',
    role: 'app_client',
    token: '',
    asker: { as: 'client', record: 'plain', signedIn: false },
  });
  cases.push({ ...base, name: 'public', role: 'app_public', token: '', asker: { as: 'public' } });
  cases.push({ ...base, name: 'matcher', role: 'app_match', token: '', asker: { as: 'match' } });
  return cases;
}

/** A cell where the database says something else than the signed tables. */
export type Wrong = { who: string; command: Command; table: string; about: string; isOpen: boolean };
export type Walk = { cells: number; allowed: number; wrong: Wrong[] };

/** What is wrong, one line for each table and command, so that a hole reads as one thing and not as a hundred. */
export function sayWrong(wrong: readonly Wrong[]): string[] {
  const groups = new Map<string, Map<string, Set<string>>>();
  for (const { who, command, table, about, isOpen } of wrong) {
    const key = `${command} ${table} is ${isOpen ? 'open' : 'closed'}`;
    const group = groups.get(key) ?? new Map<string, Set<string>>();
    group.set(who, (group.get(who) ?? new Set()).add(about));
    groups.set(key, group);
  }
  return [...groups].map(([key, group]) => {
    const who = [...group].map(([name, abouts]) => `${name} (${[...abouts].join(', ')})`);
    return `${key} to ${who.slice(0, 12).join('; ')}${who.length > 12 ? `; and ${who.length - 12} more` : ''}`;
  });
}
export const emptyWalk = (): Walk => ({ cells: 0, allowed: 0, wrong: [] });

/** Asks the database everything in one transaction that is undone: what shows, what can be added, changed and removed. */
export async function walkCase(
  scene: SqlScene,
  one: Case,
  into: Walk,
  { tables, isEnough }: { tables?: ReadonlySet<string>; isEnough?: () => boolean } = {},
): Promise<void> {
  const { db } = scene;
  await db.query('begin');
  try {
    // Every cell takes longer to walk than a session may stand idle.
    await db.query('update accounts.session set last_seen_at = now()');
    await one.prepare();
    const session = new Session(scene, one);
    await session.writeReports();
    await db.query('savepoint asks');
    for (const [name, table] of scene.tables) {
      if (tables && !tables.has(name)) continue;
      if (isEnough?.()) return;
      const rows = scene.rows.filter((row) => row.table === name);
      const compare = (command: Command, got: Set<string> | 'refused', ofRow: (row: PlantedRow) => boolean) => {
        for (const row of rows) {
          const wanted = ofRow(row);
          const has = got !== 'refused' && got.has(row.key);
          into.cells += 1;
          if (has) into.allowed += 1;
          if (has !== wanted)
            into.wrong.push({ who: one.name, command, table: name, about: aboutOf(row), isOpen: has });
        }
      };
      const reached = (command: Command, row: PlantedRow) =>
        isReached(name, command, one.asker, { ...row.subject, isOwn: isOwn(row, one) }, 3);

      compare('select', await session.select(table), (row) => reached('select', row));
      compare('insert', await session.insert(table, rows), (row) =>
        isReached(name, 'insert', one.asker, { ...row.subject, isOwn: becomesOwn(scene, row, one) }, 3),
      );
      if (session.may(table, 'update')) {
        compare('update', await session.updateBlindly(table, rows), (row) => reached('update', row));
        compare('update', await session.update(table), (row) => reached('update', row) && reached('select', row));
      } else compare('update', 'refused', (row) => reached('update', row));
      compare('delete', session.may(table, 'delete') ? await session.remove(table) : 'refused', (row) =>
        reached('delete', row),
      );
    }
  } finally {
    await db.query('rollback');
  }
}

const isOwn = (row: PlantedRow, one: Case) => row.owner !== undefined && row.owner === one.accountId;
/** In a row that is written anew, whoever asks stands where its writer stood; a row of somebody else stays somebody else's. */
const becomesOwn = (scene: SqlScene, row: PlantedRow, one: Case) =>
  row.owner === undefined ||
  (one.asker.as === 'staff' || one.asker.as === 'job'
    ? row.owner === scene.asker.accountId
    : scene.cards.some((card) => card.accountId === row.owner));

function aboutOf(row: PlantedRow): string {
  const { record, face, held } = row.subject;
  return [record ?? 'the office', face ? 'face' : '', held ? 'held' : '', row.owner ? 'own' : '']
    .filter(Boolean)
    .join(' ');
}

/** What the database itself says no with; anything else is a mistake of these tests. */
const NOT_ALLOWED = '42501';
/** A row that got as far as a constraint has passed every policy. */
const passedPolicies = /^23/;

class Session {
  readonly scene: SqlScene;
  readonly one: Case;
  private reports = new Map<string, string>();

  constructor(scene: SqlScene, one: Case) {
    this.scene = scene;
    this.one = one;
  }

  may(table: Table, command: Command): boolean {
    return (table.granted.get(`${this.one.role} ${command}`)?.size ?? 0) > 0;
  }

  /** What belongs to a report goes with one that the asker has just written, so each client gets one. */
  async writeReports(): Promise<void> {
    if (!this.one.accountId) return;
    for (const client of this.scene.clients) {
      const id = uuidOf(`${client.record} ${this.one.accountId}`);
      await this.scene.db.query(
        `insert into check_ins.check_in (id, case_id, unit_id, guarded, channel, happened_on, happened_at, recorded_by, grade, counts, standing)
         select $1, c.id, c.unit_id, c.guarded, 'in_person', '2026-05-25', '2026-05-25', $3, 'A', true, 'extra' from cases.client_case c where c.id = $2`,
        [id, client.caseId, this.one.accountId],
      );
      this.reports.set(client.record, id);
    }
  }

  async select(table: Table): Promise<Set<string> | 'refused'> {
    return this.say(`select ${keyList(table)} as key from ${table.name}`, keysOf);
  }

  async insert(table: Table, rows: readonly PlantedRow[]): Promise<Set<string> | 'refused'> {
    const granted = table.granted.get(`${this.one.role} insert`);
    if (!granted) return 'refused';
    const { text, statements } = this.attempts(table, rows, granted);
    const said = await this.tryEach(text, statements);
    return new Set(rows.filter((_, i) => said[i] === 'done' || passedPolicies.test(said[i]!)).map(({ key }) => key));
  }

  /** The same for whoever asks as this account, so they are put into words once. */
  private attempts(table: Table, rows: readonly PlantedRow[], granted: ReadonlySet<string>) {
    const known = this.scene.attempts.get(`${this.one.role} ${this.one.accountId} ${table.name}`);
    if (known) return known;
    const statements = rows.map((planted) => {
      const row = this.asNew(table, planted);
      const names = table.columns
        .filter(({ name, made }) => !made && granted.has(name) && row[name] !== null && row[name] !== undefined)
        .map(({ name }) => name);
      return `insert into ${table.name} (${names.map((name) => `"${name}"`).join(', ')}) values (${names.map((name) => literal(row[name])).join(', ')})`;
    });
    const attempts = { statements, text: `select unnest(probe.try_each(${literal(statements)}::text[])) as key` };
    this.scene.attempts.set(`${this.one.role} ${this.one.accountId} ${table.name}`, attempts);
    return attempts;
  }

  /** Changes rows that it need not look at: only the policies for changing hold, so nothing else may be what protects a row. */
  async updateBlindly(table: Table, rows: readonly PlantedRow[]): Promise<Set<string> | 'refused'> {
    const change = blindly[table.name] ?? this.anyChange(table, rows);
    if (!change) return 'refused';
    return this.hit(table, `update ${table.name} set ${change}`);
  }

  /** Changes rows as a use case does, which reads what it changes. */
  async update(table: Table): Promise<Set<string> | 'refused'> {
    const readable = table.granted.get(`${this.one.role} select`);
    const column = [...(table.granted.get(`${this.one.role} update`) ?? [])].find((name) => readable?.has(name));
    if (!column || !table.key.every((name) => readable?.has(name))) return 'refused';
    const same = blindly[table.name] ? blindly[table.name] : `"${column}" = "${column}"`;
    return this.say(`update ${table.name} set ${same} returning ${keyList(table)} as key`, keysOf);
  }

  async remove(table: Table): Promise<Set<string> | 'refused'> {
    const before = await this.keysNow(table);
    const said = await this.say(`delete from ${table.name}`, async () => this.keysNow(table));
    if (said === 'refused') return 'refused';
    return new Set([...before].filter((key) => !said.has(key)));
  }

  private anyChange(table: Table, rows: readonly PlantedRow[]): string | undefined {
    const granted = table.granted.get(`${this.one.role} update`)!;
    const column = table.columns.find(({ name, unique }) => granted.has(name) && !unique);
    if (!column) return undefined;
    const value = rows.map(({ row }) => row[column.name]).find((one) => one !== null) ?? null;
    return `"${column.name}" = ${literal(value)}`;
  }

  /** A copy of a planted row that the asker would write in his own name. */
  private asNew(table: Table, planted: PlantedRow): Row {
    const { row, subject, owner } = planted;
    const next: Row = { ...row };
    for (const column of table.columns)
      if (column.unique && table.key.includes(column.name) && column.type === 'uuid' && column.name === 'id')
        next[column.name] = randomUUID();
    const { accountId } = this.one;
    if (accountId) {
      for (const name of actorColumns) if (name in next && next[name] !== null) next[name] = accountId;
      const mine = becomesOwn(this.scene, planted, this.one);
      if (mine && 'actor_id' in next) next.actor_id = accountId;
      if (mine && (owner || this.one.role === 'app_client') && 'account_id' in next) next.account_id = accountId;
    }
    const report = subject.record && this.reports.get(subject.record);
    return {
      ...next,
      ...newRow[table.name]?.(next, { report: report ?? null, one: this.one, isOwn: next.account_id === accountId }),
    };
  }

  private async keysNow(table: Table): Promise<Set<string>> {
    const { rows } = await this.scene.db.query<{ key: string }>(`select ${keyList(table)} as key from ${table.name}`);
    return new Set(rows.map(({ key }) => key));
  }

  /** The rows that a statement has written, seen by the owner. */
  private async hit(table: Table, statement: string): Promise<Set<string> | 'refused'> {
    return this.say(statement, async () => {
      const { rows } = await this.scene.db.query<{ key: string }>(
        `select ${keyList(table)} as key from ${table.name} where xmin::text::bigint > (select pg_current_xact_id()::text::bigint)`,
      );
      return new Set(rows.map(({ key }) => key));
    });
  }

  /** Each statement by itself under the asker's role, undone at once; answers `done` or what the database said. */
  private async tryEach(text: string, statements: readonly string[]): Promise<string[]> {
    const said = await this.say(text, async (results) => results.rows.map(({ key }) => key));
    if (said === 'refused') throw new Error(`${this.one.name} may not even try`);
    const strange = said.findIndex((one) => one !== 'done' && one !== NOT_ALLOWED && !passedPolicies.test(one));
    if (strange >= 0) throw new Error(`${this.one.name}: ${said[strange]}: ${statements[strange]?.slice(0, 400)}`);
    return said;
  }

  /** One statement under the asker's role and token, undone before the next one. `look` is the owner's, before it is. */
  private async say<T extends Iterable<string>>(
    statement: string,
    look: (result: pg.QueryResult<{ key: string }>) => Promise<T>,
  ): Promise<T | 'refused'> {
    const { db } = this.scene;
    const take = `rollback to savepoint asks; set local role ${this.one.role}; select set_config('app.token', ${literal(this.one.token)}, true);`;
    try {
      const results = (await db.query(`${take} ${statement}; reset role`)) as unknown as pg.QueryResult<{
        key: string;
      }>[];
      return await look(results[3]!);
    } catch (error) {
      const { code } = error as { code?: string };
      if (code === NOT_ALLOWED) return 'refused';
      throw new Error(`${this.one.name}: ${statement.slice(0, 300)}`, { cause: error });
    }
  }
}

/** Always the same for the same words. */
function uuidOf(words: string): string {
  return createHash('md5')
    .update(words)
    .digest('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

const keysOf = async (result: pg.QueryResult<{ key: string }>) => new Set(result.rows.map(({ key }) => key));

function keyList(table: Table): string {
  return `concat_ws(' ', ${table.key.map((name) => `"${name}"::text`).join(', ')})`;
}

function literal(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (Array.isArray(value)) return pg.escapeLiteral(`{${value.map((one) => JSON.stringify(String(one))).join(',')}}`);
  return pg.escapeLiteral(typeof value === 'object' ? JSON.stringify(value) : String(value));
}

/** Who wrote a row stands in one of these. */
const actorColumns = [
  'made_by',
  'recorded_by',
  'uploaded_by',
  'typed_by',
  'set_by',
  'changed_by',
  'reviewed_by',
  'requested_by',
  'proposed_by',
  'issued_by',
];

/** Where a trigger or a check looks at what is changed, a change that it has nothing against. */
const blindly: Record<string, string> = {
  'units.posting': 'withdrawn_why = null',
  'exports.export': `state = 'withdrawn'`,
  'units.absence': 'withdrawn_at = now()',
  'units.holiday': 'removed_at = now()',
  'cases.transfer': `state = 'declined', arrived_by = platform.ctx_account(), arrived_on = '2026-05-30', decision_note = 'tidak datang'`,
  'check_ins.obligation': `state = 'submitted'`,
  'check_ins.challenge': 'used_at = now()',
  'tpp.sitting': `place = 'aula'`,
  'cases.ending': `decided_by = platform.ctx_account()`,
  'assessments.override': `decided_by = platform.ctx_account(), decided_at = now(), outcome = 'refused', decision_note = 'tidak sesuai'`,
  'at_large.search': 'decree_number = decree_number',
  'at_large.correction': `decided_by = platform.ctx_account(), decided_at = now(), outcome = 'refused'`,
  'at_large.closure': `decided_by = platform.ctx_account(), decided_at = now(), outcome = 'refused'`,
  'custody.register_entry': `voided_by = platform.ctx_account(), voided_at = now(), void_reason = 'salah tulis'`,
  'custody.property': `returned_by = platform.ctx_account(), returned_on = '2026-05-30', returned_to = 'keluarga'`,
  'custody.scan': `removed_by = platform.ctx_account(), removed_at = now(), remove_reason = 'salah surat'`,
  'assessments.assessment': 'set_aside_why = null',
  'accounts.opening': `reviewed_by = platform.ctx_account()`,
  'check_ins.paper_batch': `state = 'proposed'`,
  'letters.letter': 'version = 1',
  'permits.permit': 'due_on = null, due_counts = null',
  'permits.slip': `voided_on = '2026-05-30'`,
  'check_ins.dispute': `answered_by = platform.ctx_account()`,
  'contacts.observation': `decided_by = platform.ctx_account(), decided_at = now(), decision = 'set_aside', decision_note = 'bukan klien ini'`,
  'contacts.late_request': `decided_by = platform.ctx_account(), decided_at = now(), decision = 'refused', decision_note = 'tidak ada bukti'`,
};

type NewRow = (row: Row, about: { report: string | null; one: Case; isOwn: boolean }) => Row;
/** What a row that somebody writes today does not have yet, or must have. */
const newRow: Record<string, NewRow> = {
  'accounts.account': () => ({ username: null, staff_id: null }),
  'accounts.budget_release': (_, { isOwn }) => ({ kind: isOwn ? 'hour_reason' : 'day_unlock' }),
  'accounts.session': () => ({ kind: 'token', stage: 'full', token_hash: `\\x${randomBytes(32).toString('hex')}` }),
  'accounts.client_access': () => ({ code_hash: `\\x${randomBytes(32).toString('hex')}` }),
  'accounts.one_time_link': () => ({ token_hash: `\\x${randomBytes(32).toString('hex')}` }),
  'check_ins.check_in': (row, { one }) =>
    one.role === 'app_client'
      ? { channel: 'app', helper_relation: null, helper_name: null, grade: 'D', review: null }
      : { channel: row.channel },
  'check_ins.content': (_, { report }) => ({ check_in_id: report }),
  'check_ins.excuse': (_, { one }) => ({ decided_by: one.accountId ?? null }),
  'check_ins.flag': (_, { report }) => ({ check_in_id: report }),
  'cases.assignment': (row, { one }) => ({ staff_id: one.staffId ?? row.staff_id }),
  'cases.transfer': () => ({ state: 'requested', noted_by: null, arrived_by: null, withdrawn_by: null }),
  'cases.client_case': (row, { one }) => ({ pk_staff_id: one.staffId ?? row.pk_staff_id }),
  'breaches.breach': (_, { one }) => ({ source: one.role === 'app_jobs' ? 'system' : 'petition', state: 'proposed' }),
  'petitions.petition': (row) => ({
    state: row.accused_unit_id === null ? 'received' : 'forwarded',
    answer: '',
    submission_hash: `\\x${randomBytes(32).toString('hex')}`,
    code_hash: `\\x${randomBytes(32).toString('hex')}`,
  }),
  'permits.permit': (_, { one }) => ({ state: 'asked', asked_how: one.role === 'app_client' ? 'own_page' : 'counter' }),
  'permits.move': (_, { one }) =>
    one.role === 'app_client'
      ? { step: 'withdraw', from_state: 'granted', to_state: 'withdrawn', document: 'withdrawal' }
      : {
          step: 'propose_revocation',
          from_state: 'granted',
          to_state: 'revocation_proposed',
          document: 'revocation_proposal',
        },
  'units.posting': (_, { one }) => ({ approved_at: null, made_by: one.accountId ?? null }),
  'units.unit': (row) => ({ code: 'pos-baru', type: 'pos_bapas', class: null, parent_id: row.id, path: null }),
  'exports.export': () => ({ file_id: null }),
  // What was put before somebody by the house is unread; whoever reads it newly has read it.
  'notices.delivery': (_, { one }) => ({ read_at: one.role === 'app_jobs' ? null : '2026-05-10T04:00:00Z' }),
  'people.link_decision': (_, { one }) => ({ decided_by: one.accountId ?? null }),
  'people.link_opening': (_, { one }) => ({ opened_by: one.accountId ?? null }),
  'letters.letter': () => ({
    state: 'draft',
    ...Object.fromEntries(
      ['origin', 'year', 'label', 'dated', 'signer', 'numbered_by', 'numbered_at', 'file_id', 'sha256']
        .concat(['signed_way', 'signed_on', 'signed_file_id', 'signed_sha256', 'signed_by', 'signed_at'])
        .map((name) => [name, null]),
    ),
  }),
  'contacts.observer': () => ({ code_hash: `\\x${randomBytes(32).toString('hex')}` }),
};
