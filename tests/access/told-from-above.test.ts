import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Action, Role } from '#modules/access';
import { aToken } from '#tests/support/api';
import { freshDatabase } from '#tests/support/database';
import { openOffice, type Officer } from '#tests/support/office';

/**
 * A program of the office above stands in the institutions below it as their registrar does: which ones, the database itself says. Nobody
 * else gains by it, whatever his post and whatever else his token may do.
 */
const database = await freshDatabase('told_from_above');
const office = await openOffice(database);
afterAll(() => office.close());
const { palembang, musi, kupang } = office.units;
type At = keyof typeof office.units;
let person: string;
beforeAll(async () => {
  await database.owner.query(
    `update units.unit set type = case id when $1 then 'lpka' else 'rutan' end where id = any ($2)`,
    [kupang, [musi, kupang]],
  );
  const { rows } = await database.owner.query<{ id: string }>(
    `insert into people.person (unit_id, name, guarded) values ($1, 'Anak Rekaan', true) returning id`,
    [musi],
  );
  person = rows[0]!.id;
});

/** What the database says under this token: where he stands as registrar, and whether he may write and see there. */
async function asked(token: string, unitId: number) {
  const db = await database.owner.connect();
  try {
    await db.query('begin');
    await db.query('set local role app_staff');
    await db.query(`select set_config('app.token', $1, true)`, [token]);
    const { rows } = await db.query<{ units: number[] }>(
      `select array(select distinct unnest(platform.ctx_units('registrar', 'head_of_custody')) order by 1) as units`,
    );
    const sees = await db.query('select from people.person where id = $1', [person]);
    await db.query('savepoint write');
    const writes = await db
      .query(`insert into people.person (unit_id, name) values ($1, 'Orang Rekaan')`, [unitId])
      .then(() => true)
      .catch((error: { code?: string }) => {
        if (error.code !== '42501') throw error;
        return false;
      });
    return { units: rows[0]!.units, sees: sees.rowCount === 1, writes };
  } finally {
    await db.query('rollback');
    db.release();
  }
}
async function program(role: Role, at: At, scopes: readonly Action[]): Promise<string> {
  const { accountId } = await office.officer(role, at);
  return aToken(office, accountId, scopes);
}

test('it stands in the institutions below its own office, and in no Bapas and nowhere else', async () => {
  const sumsel = await program('kanwil', 'kanwil', ['custody:feed']);
  expect(await asked(sumsel, musi)).toEqual({ units: [musi], sees: true, writes: true });
  expect(await asked(sumsel, kupang)).toMatchObject({ writes: false });
  expect(await asked(sumsel, palembang), 'a Bapas').toMatchObject({ writes: false });
  const ntt = await program('kanwil', 'otherKanwil', ['custody:feed']);
  expect(await asked(ntt, kupang)).toEqual({ units: [kupang], sees: false, writes: true });
  expect(await asked(ntt, musi)).toMatchObject({ writes: false });
});

test('the database keeps no token that has another scope beside it', async () => {
  const { accountId } = await office.officer('kanwil', 'kanwil');
  for (const scopes of [
    ['custody:feed', 'person:search'],
    ['custody:admit', 'custody:feed'],
  ] as const)
    await expect(aToken(office, accountId, scopes), scopes.join()).rejects.toMatchObject({
      constraint: 'session_feeds_alone',
    });
});

test('another scope, another post, a browser and a token that is over stand nowhere', async () => {
  const kanwil: Officer = await office.officer('kanwil', 'kanwil');
  const nowhere = { units: [], sees: false, writes: false };
  expect(await asked(kanwil.token, musi), 'a browser').toEqual(nowhere);
  for (const scopes of [['custody:admit'], ['custody:import'], ['person:search']] as const)
    expect(await asked(await aToken(office, kanwil.accountId, scopes), musi), scopes.join()).toEqual(nowhere);
  const over = await aToken(office, kanwil.accountId, ['custody:feed'], new Date(Date.now() - 1000));
  expect(await asked(over, musi)).toEqual(nowhere);
  for (const [role, at] of [
    ['ditjenpas', 'ditjenpas'],
    ['ditjen_analyst', 'ditjenpas'],
    ['auditor', 'kanwil'],
    ['account_admin', 'kanwil'],
    ['head_of_bapas', 'palembang'],
  ] as const)
    expect(await asked(await program(role, at, ['custody:feed']), musi), role).toMatchObject({
      units: [],
      writes: false,
    });
});
