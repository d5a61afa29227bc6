import { afterAll, expect, test } from 'vitest';
import { roles, type Role } from '#modules/access';
import { freshDatabase } from '#tests/support/database';
import { everything, inThisPart, ofThisPart } from '#tests/support/width';
import { appRoles } from './catalog.ts';
import { relationNames, type RelationName } from './relations.ts';
import { emptyWalk, otherCases, sayWrong, staffCases, walkCase } from './sql-matrix.ts';
import { setSqlScene } from './sql-scene.ts';
import { lines } from './tables.ts';

/**
 * Layer B of security b.6: with the application's own checks out of the way, under the role and the token that each asker's transaction
 * carries. Every denied read gives no row, every denied write is refused or meets no row, every allowed one works.
 */
const database = await freshDatabase('sql_matrix');
const scene = await setSqlScene(database);
afterAll(() => scene.close());
const hour = 3_600_000;

/** In `npm test` each relation once, by roles in turn, and those who work on cases in the relations they mostly have. */
function isInSample(role: Role, relation: RelationName): boolean {
  const usual: readonly RelationName[] = role === 'pk' ? ['assigned', 'same_unit', 'sibling'] : ['same_unit'];
  if (['pk', 'counter', 'head_of_bapas', 'registrar', 'kanwil'].includes(role) && usual.includes(relation)) return true;
  return (roles.indexOf(role) * 3 + relationNames.indexOf(relation)) % roles.length === 0;
}

test('tables.csv names every table, and the scene has a row in each', () => {
  const tables = [...scene.tables.keys()].sort();
  expect(tables.filter((table) => !lines.some((line) => line.table === table))).toEqual([]);
  expect(lines.filter((line) => !scene.tables.has(line.table))).toEqual([]);
  expect(tables.filter((table) => !scene.rows.some((row) => row.table === table))).toEqual([]);
});

test(
  'officers reach by SQL exactly the rows that the signed tables give them',
  async () => {
    const walk = emptyWalk();
    for (const one of ofThisPart(staffCases(scene, (role, relation) => everything || isInSample(role, relation))))
      await walkCase(scene, one, walk);
    expect(sayWrong(walk.wrong)).toEqual([]);
    expect(walk.cells).toBeGreaterThan(everything ? inThisPart(500_000) : 40_000);
    expect(walk.allowed).toBeGreaterThan(walk.cells / 20);
  },
  hour,
);

test(
  'clients, guarantors, jobs, the public and whoever has no live session reach exactly theirs',
  async () => {
    const walk = emptyWalk();
    for (const one of otherCases(scene)) await walkCase(scene, one, walk);
    expect(sayWrong(walk.wrong)).toEqual([]);
    expect(walk.allowed).toBeGreaterThan(100);
  },
  hour,
);

test('no role of the application empties a table, and none removes or rewrites what is only ever added to', async () => {
  const { db } = scene;
  const history = [
    'platform.journal',
    'platform.access_log',
    'platform.sealed_batch',
    'platform.verification',
    'people.change',
    'cases.contact_note',
    'check_ins.content',
    'check_ins.flag',
    'check_ins.review',
    'check_ins.period_close',
    'contacts.contact',
    'units.rule_option',
    'units.next_officer',
    'revocations.urgent_mark',
    'accounts.budget_release',
    'letters.template',
    'letters.letterhead',
    'letters.numbering',
  ];
  const says = async (role: string, statement: string) => {
    await db.query('begin');
    try {
      await db.query(`set local role ${role}`);
      await db.query(statement);
      return 'done';
    } catch (error) {
      return (error as { code?: string }).code;
    } finally {
      await db.query('rollback');
    }
  };
  for (const role of appRoles) {
    for (const table of scene.tables.keys())
      expect(await says(role, `truncate ${table} cascade`), `${role} truncate ${table}`).toBe('42501');
    for (const table of history) {
      const column = scene.tables.get(table)!.columns.find((one) => !one.made)!.name;
      expect(await says(role, `delete from ${table}`), `${role} delete ${table}`).toBe('42501');
      expect(await says(role, `update ${table} set ${column} = null`), `${role} update ${table}`).toBe('42501');
    }
  }
});
