import { sql } from 'kysely';
import { afterAll, expect, test } from 'vitest';
import { freshDatabase } from '#tests/support/database';
import { openOffice } from '#tests/support/office';

const database = await freshDatabase('system');
const office = await openOffice(database);
afterAll(() => office.close());

const types = ['bapas'];
const { rows: all } = await database.owner.query<{ id: number }>(
  `select id from units.unit where type = 'bapas' and closed_on is null order by id`,
);
const everyUnit = all.map(({ id }) => id);
const linesOf = async (note: string) =>
  (
    await database.owner.query<{ unit_id: number }>(
      `select unit_id from platform.journal where about ->> 'note' = $1 order by unit_id`,
      [note],
    )
  ).rows.map(({ unit_id }) => unit_id);

test('units share a transaction, and its session opens the rows of these units and of no other', async () => {
  expect(everyUnit.length).toBeGreaterThan(1);
  const opened: number[][] = [];
  const met: number[][] = [];
  await office.work().perUnits({ types }, async (ctx, units) => {
    met.push(units.map(({ id }) => id));
    const { rows } = await sql<{ units: number[] }>`select platform.ctx_units('system') as units`.execute(ctx.tx);
    opened.push(rows[0]!.units.toSorted((a, b) => a - b));
  });
  expect(opened).toEqual(met);
  expect(met.flat().toSorted((a, b) => a - b)).toEqual(everyUnit);
  expect(met.length).toBeLessThan(everyUnit.length);
});

test('a unit whose work fails keeps none of its own and lets the others keep theirs', async () => {
  const faulty = everyUnit[1]!;
  const run = office.work().perUnits({ types }, async (ctx, units) => {
    for (const { id } of units) ctx.journal({ what: 'case.noted', unitId: id, about: { note: 'bersama' } });
    if (units.some(({ id }) => id === faulty)) throw new Error(`unit ${faulty} is out of order`);
  });
  await expect(run).rejects.toThrow(`unit ${faulty} is out of order`);
  expect(await linesOf('bersama')).toEqual(everyUnit.filter((id) => id !== faulty));
});

test('no session of a job is left behind it', async () => {
  const { rows } = await database.owner.query(`select from accounts.session where kind = 'job'`);
  expect(rows).toHaveLength(0);
});
