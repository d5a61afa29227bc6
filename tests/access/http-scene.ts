import { createHash, randomBytes } from 'node:crypto';
import { codeOf } from '#kernel/codes';
import { actions, type Role } from '#modules/access';
import { privacyNotice } from '#modules/accounts';
import { Browser, type Answer } from '../corpus/forms/browser.ts';
import type { TestDatabase } from '../support/database.ts';
import { serveDatabase } from '../support/web.ts';
import type { Ids } from './http-routes.ts';
import { enact, relations, tiesOf, type RelationName } from './relations.ts';
import { kinds, type Kind } from './signed.ts';
import { setSqlScene, type SqlScene } from './sql-scene.ts';
import type { Asker, Subject } from './tables.ts';

/** The office of the SQL matrix, served: the same officer in turn as each role in each relation, now through a browser. */
export type HttpScene = {
  sql: SqlScene;
  url: string;
  /** The ids of each client and of what hangs on him. */
  ids: Record<Kind, Ids>;
  /** Nobody's. */
  absent: Ids;
  /** Makes the officer what he is; what he was before is forgotten. */
  become: (role: Role, relation: RelationName) => Promise<Extract<Asker, { as: 'staff' }>>;
  /** Cards whose holders signed in just now: a walk of every cell takes longer than a client's session lives. */
  takeCardsInHand: () => Promise<void>;
  /** Signed in as the officer, or with another token in his place. */
  asOfficer: (path: string, token?: string) => Promise<Answer>;
  asProgram: (path: string) => Promise<Answer>;
  asCard: (token: string, path: string) => Promise<Answer>;
  asNobody: (path: string) => Promise<Answer>;
  sendAsNobody: (path: string, fields: Readonly<Record<string, string>>) => Promise<Answer>;
  close: () => Promise<void>;
};

export async function setHttpScene(database: TestDatabase): Promise<HttpScene> {
  const sql = await setSqlScene(database);
  const { db, asker } = sql;
  const served = await serveDatabase(database);
  const browser = new Browser(served.url);
  const programToken = `simpul_${randomBytes(32).toString('base64url')}`;
  // Heads and administrators reach no page before they have a second factor.
  await db.query(`update accounts.account set totp_sealed = $2, totp_confirmed_at = now() where id = $1`, [
    asker.accountId,
    Buffer.alloc(40),
  ]);
  // A token that tells admissions from above is for nothing besides.
  await db.query(
    `insert into accounts.session (token_hash, account_id, kind, stage, scopes, idle_limit, expires_at)
     values ($1, $2, 'token', 'full', $3, '1 year', now() + interval '1 day')`,
    [
      createHash('sha256').update(programToken).digest(),
      asker.accountId,
      actions.filter((act) => act !== 'custody:feed'),
    ],
  );
  await readable(sql);
  for (const card of sql.cards)
    await db.query(
      `update accounts.client_access set pin_hash = 'chosen', consent_at = now(), consent_version = $2 where account_id = $1`,
      [card.accountId, privacyNotice.version],
    );

  const { rows: drafts } = await db.query<{ id: string }>(`select id from tpp.sitting where state = 'draft'`);
  const become: HttpScene['become'] = async (role, name) => {
    await forget(sql);
    // The sittings to which he was called are being prepared again.
    await db.query(`update tpp.sitting set state = 'draft' where state <> 'draft' and id = any ($1)`, [
      drafts.map(({ id }) => id),
    ]);
    await enact(
      db,
      { ...asker, counsellorId: sql.counsellorId, unitIds: sql.unitIds, clients: sql.clients },
      role,
      relations[name],
    );
    return { as: 'staff', role, ties: tiesOf(relations[name], role), signedIn: !('session' in relations[name]) };
  };
  const ids = await idsOf(sql);
  return {
    sql,
    url: served.url,
    ids,
    absent: nobodys(ids.plain),
    become,
    takeCardsInHand: async () => {
      await db.query(
        `update accounts.session set last_seen_at = now(), expires_at = now() + interval '2 hours' where account_id = any ($1)`,
        [sql.cards.map(({ accountId }) => accountId)],
      );
    },
    asOfficer: (path, token = asker.token) => browser.send({ path, headers: { cookie: `simpul_session=${token}` } }),
    asProgram: (path) => browser.send({ path, headers: { authorization: `Bearer ${programToken}` } }),
    asCard: (token, path) => browser.send({ path, headers: { cookie: `simpul_own=${token}` } }),
    asNobody: (path) => browser.send({ path }),
    sendAsNobody: (path, fields) => browser.send({ method: 'POST', path, body: new URLSearchParams(fields) }),
    close: async () => {
      browser.close();
      await sql.close();
    },
  };
}

/** Where the application reads structure, the planted strings stand inside of what it understands. */
async function readable({ db }: SqlScene): Promise<void> {
  for (const table of ['exports.export', 'imports.import', 'imports.row', 'cases.transfer', 'tpp.sitting'])
    await db.query(`alter table ${table} disable trigger user`);
  await db.query(
    `update exports.export set list = 'caseload', filters = '{}', columns = array['name'], needs = '{}', problem = null`,
  );
  await db.query(
    `update assessments.assessment set state = 'finished', risk_low = 3, risk_high = 3, band = 'low', needs_route = 'not_required', finished_at = now(),
       outcome = '{"risk":{"part":"risk-a","low":3,"high":3,"bandLow":"low","bandHigh":"low","unknown":0},"band":"low","route":"not_required","because":[],"needs":null}'`,
  );
  await db.query(`update cases.transfer set decided_on = '2026-03-05'`);
  await db.query(
    `update messages.gateway set settings = '{"url":"https://gerbang.example","method":"POST","headers":[],"body":"","bodyType":"application/json","successContains":""}'`,
  );
  await db.query(
    `update imports.import set mapping = '{"sheet":0,"headerRow":0,"columns":{"name":0},"mend":false}', problem = null,
       preview = jsonb_build_array(jsonb_build_object('name', 'Lembar', 'rows', 1, 'first', jsonb_build_array(jsonb_build_array(file_name))))`,
  );
  await db.query(
    `update imports.row set raw = jsonb_build_array(raw ->> 'note'), clean = null, state = 'bad',
       problems = '[{"column":"name","problem":"name_missing"}]', warnings = '[]'`,
  );
}

/** As he was before: at his desk, signed in, in no team, with nothing opened, asked or looked up today. */
async function forget({ db, asker, counsellorId, clients, unitIds }: SqlScene): Promise<void> {
  const cases = clients.map(({ caseId }) => caseId);
  await db.query('update cases.client_case set pk_staff_id = $1 where id = any ($2)', [counsellorId, cases]);
  await db.query('delete from units.absence where substitute_id = $1', [asker.staffId]);
  const team = [asker.staffId, unitIds[3]];
  await db.query(`delete from tpp.member where staff_id = $1 and unit_id = $2 and duty = 'secretary'`, team);
  await db.query('delete from tpp.attendee where staff_id = $1 and unit_id = $2', team);
  await db.query(`delete from accounts.opening where account_id = $1 and opened_at > now() - interval '1 day'`, [
    asker.accountId,
  ]);
  await db.query('delete from accounts.opened_person where account_id = $1', [asker.accountId]);
  await db.query(
    `update platform.access_log set at = at - interval '2 hours' where actor_id = $1 and at > now() - interval '1 hour'`,
    [asker.accountId],
  );
  await db.query(`update accounts.account set state = 'active' where id = $1`, [asker.accountId]);
  await db.query(
    `update accounts.session set stage = 'full', ended_at = null, ended_why = null, last_seen_at = now(), proved_at = now(),
       expires_at = now() + interval '8 hours' where account_id = $1 and (id = $2 or kind = 'token')`,
    [asker.accountId, asker.sessionId],
  );
}

async function idsOf(sql: SqlScene): Promise<Record<Kind, Ids>> {
  const first = async (text: string, values: unknown[]) =>
    String((await sql.db.query<{ id: unknown }>(text, values)).rows[0]!.id);
  const colleague = sql.rows.find(({ table, owner }) => table === 'units.staff' && owner !== sql.asker.accountId)!;
  const office = {
    unit: String(sql.unitIds[3]),
    account: colleague.owner!,
    posting: await first('select id from units.posting where staff_id = $1', [colleague.key]),
    export: await first('select id from exports.export where made_by = $1', [colleague.owner]),
    run: await first('select id from letters.run limit 1', []),
    complaintOfCounsellor: sql.complaints.counsellor.id,
    complaintOfHead: sql.complaints.head.id,
    complaintAttachment: sql.complaints.head.attachment,
    complaintHearing: sql.complaints.head.hearing,
    ownExport: await first('select id from exports.export where made_by = $1', [sql.asker.accountId]),
  };
  const found = {} as Record<Kind, Ids>;
  for (const [at, one] of sql.clients.entries()) {
    const receipt = codeOf([at + 1, 2, 3, 5, 7, 11, 13, 17]);
    await sql.db.query('update check_ins.check_in set receipt = $2 where id = $1', [one.ids.checkIn, receipt]);
    found[one.kind] = {
      ...office,
      case: one.caseId,
      person: one.personId,
      photo: one.ids.photo,
      paper: one.ids.paper,
      assessment: one.ids.assessment,
      checkIn: one.ids.checkIn,
      receipt,
      obligation: one.ids.obligation,
      dispute: String(one.rows.get('check_ins.dispute')![0]!.id),
      batch: one.ids.batch,
      search: one.ids.search,
      stay: one.ids.stay,
      comparison: one.ids.comparison,
      question: one.ids.question,
      breach: one.ids.breach,
      proceeding: one.ids.proceeding,
      annex: one.ids.annex,
      outsideMinutes: one.ids.outsideMinutes,
      petition: one.ids.petition,
      attachment: one.ids.attachment,
      hearing: one.ids.hearing,
      permit: one.ids.permit,
      summons: one.ids.summons,
      import: one.ids.import,
      letter: one.ids.letter,
      sitting: one.ids.sitting,
      item: one.ids.item,
    };
  }
  return found;
}

/** Ids of the same shape that belong to nothing. */
function nobodys(like: Ids): Ids {
  const uuid = 'abcdef01-2345-4678-9abc-def012345678';
  return Object.fromEntries(
    Object.entries(like).map(([name, id]) => [
      name,
      name === 'receipt' ? codeOf([30, 2, 3, 5, 7, 11, 13, 17]) : /^\d+$/.test(id) ? '999999' : uuid,
    ]),
  ) as Ids;
}

export const subjectOf = (kind: Kind): Subject => ({ kind, record: kind });
export const kindNames = Object.keys(kinds) as Kind[];
