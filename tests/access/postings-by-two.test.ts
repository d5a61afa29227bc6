import { afterAll, expect, test } from 'vitest';
import { newId } from '#kernel/id';
import { takesTwo, roles, type Role } from '#modules/access';
import { freshDatabase } from '#tests/support/database';
import { openOffice, type Officer } from '#tests/support/office';
import { pastTheApplication, type Said } from '#tests/support/past-the-application';

/** Postings by raw SQL, as somebody would try who reached the database past the application (security T4, T9). */
const database = await freshDatabase('postings');
const office = await openOffice(database);
afterAll(() => office.close());
const { units } = office;
const admin = await office.officer('account_admin', 'palembang');
const head = await office.officer('head_of_bapas', 'palembang');
const otherHead = await office.officer('head_of_bapas', 'kupang');
const newcomer = await office.officer('office_admin', 'palembang');

const says = (who: Officer, sql: string, values: unknown[] = [], keep = false): Promise<Said> =>
  pastTheApplication(database, { token: who.token, keep }, sql, values);
const refused = { refused: '42501' };

function grant(who: Officer, over: Partial<Record<string, unknown>> = {}, keep = false): Promise<Said> {
  const row = {
    id: newId(),
    staff_id: newcomer.staffId,
    unit_id: units.palembang,
    role: 'pk',
    kind: 'permanent',
    starts_on: '2020-01-01',
    made_by: who.accountId,
    ...over,
  };
  const columns = Object.keys(row);
  return says(
    who,
    `insert into units.posting (${columns.join(', ')}) values (${columns.map((_, i) => `$${i + 1}`).join(', ')})`,
    Object.values(row),
    keep,
  );
}
async function waiting(over: Partial<Record<string, unknown>> = {}): Promise<string> {
  const id = newId();
  expect(await grant(admin, { id, ...over }, true)).toMatchObject({ count: 1 });
  return id;
}
const rolesOf = async (who: Officer) => (await office.as(who)).actor.postings.map(({ role }) => role);
async function unitsAs(who: Officer, role: Role): Promise<unknown> {
  const said = await says(who, `select platform.ctx_units($1) as units`, [role]);
  return 'rows' in said ? said.rows[0]!.units : said;
}

test.each(roles)('a posting as %s counts at once only where the role opens no files', async (role) => {
  const approved = await grant(admin, { role, approved_at: new Date() });
  expect(approved).toMatchObject(takesTwo.has(role) ? refused : { count: 1 });
  expect(await grant(admin, { role })).toMatchObject({ count: 1 });
});

test('a posting that waits counts neither for the policies nor for the application', async () => {
  await waiting();
  expect(await unitsAs(newcomer, 'pk')).toEqual([]);
  expect(await rolesOf(newcomer)).toEqual(['office_admin']);
});

test('nobody approves what he granted, receives or does not lead; nobody approves in somebody else’s name', async () => {
  const id = await waiting({ role: 'counter' });
  const approve = (who: Officer, by: Officer, extra = '') =>
    says(who, `update units.posting set approved_at = now(), approved_by = $2 ${extra} where id = $1`, [
      id,
      by.accountId,
    ]);
  expect(await approve(admin, admin)).toEqual(refused);
  expect(await approve(admin, head)).toEqual(refused);
  expect(await approve(newcomer, newcomer)).toMatchObject({ count: 0 });
  expect(await approve(otherHead, otherHead)).toMatchObject({ count: 0 });
  expect(await says(admin, `update units.posting set approved_at = now() where id = $1`, [id])).toEqual(refused);
  const second = await waiting({ staff_id: head.staffId, role: 'counter' });
  const own = `update units.posting set approved_at = now(), approved_by = $2 where id = $1`;
  expect(await says(head, own, [second, head.accountId])).toEqual(refused);
  expect(await approve(head, head)).toMatchObject({ count: 1 });
});

test('nobody brings an approval along, posts himself, or posts in somebody else’s name', async () => {
  expect(await grant(admin, { approved_by: head.accountId, approved_at: new Date() })).toEqual(refused);
  expect(await grant(admin, { staff_id: admin.staffId, role: 'office_admin' })).toEqual(refused);
  expect(await grant(admin, { made_by: head.accountId })).toEqual(refused);
  expect(await grant(head)).toEqual(refused);
  expect(await grant(admin, { unit_id: units.kupang })).toEqual(refused);
});

test('an approved posting is neither prolonged nor revived, and its approval is never rewritten', async () => {
  const id = await waiting({ role: 'apk', ends_on: '2020-06-30' });
  await says(
    head,
    `update units.posting set approved_at = now(), approved_by = $2 where id = $1`,
    [id, head.accountId],
    true,
  );
  for (const change of [
    `ends_on = '2099-12-31'`,
    'ends_on = null',
    'approved_by = null',
    'approved_at = now()',
    `approved_by = '${admin.accountId}'`,
  ])
    expect(await says(admin, `update units.posting set ${change} where id = $1`, [id]), change).toEqual(refused);
  expect(await says(admin, `update units.posting set ends_on = '2020-03-31' where id = $1`, [id])).toMatchObject({
    count: 1,
  });
  expect(await says(head, `update units.posting set withdrawn_at = now() where id = $1`, [id])).toEqual(refused);
  await says(admin, `update units.posting set withdrawn_at = now() where id = $1`, [id], true);
  expect(await says(admin, `update units.posting set withdrawn_at = null where id = $1`, [id])).toEqual(refused);
});

test('where nobody else could approve, the first posting counts at once', async () => {
  const alone = await office.officer('account_admin', 'musi');
  const first = await office.officer('office_admin', 'musi');
  const beginning = {
    unit_id: units.musi,
    staff_id: first.staffId,
    role: 'head_of_bapas',
    approved_at: new Date(),
  };
  expect(await grant(alone, beginning, true)).toMatchObject({ count: 1 });
  // Now there is somebody: the next one waits.
  expect(await grant(alone, { ...beginning, role: 'pk', staff_id: newcomer.staffId })).toEqual(refused);
});
