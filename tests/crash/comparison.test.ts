import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { newId } from '#kernel/id';
import { getComparison, jobs, listQuestions, startComparison } from '#modules/people/server';
import { freshDatabase } from '#tests/support/database';
import { openOffice } from '#tests/support/office';

const database = await freshDatabase('crash_comparison');
const office = await openOffice(database);
afterAll(() => office.close());
const head = await office.officer('head_of_bapas', 'palembang');
const unitId = office.units.palembang;
const root = fileURLToPath(new URL('../..', import.meta.url));

/** Everybody twice, the second time under a name that was heard otherwise, and in between people who are like nobody. */
let drawn = 20_261_130;
const draw = (below: number) => (drawn = (drawn * 48_271) % 2_147_483_647) % below;
const word = () =>
  Array.from({ length: 3 }, () => `${'bcdfghjklmnprstw'[draw(16)]}${'aeiou'[draw(5)]}`).join('') + 'ngskr'[draw(5)];
const somebody = () => ({
  unit_id: unitId,
  name: `${word()}en ${word()}`,
  mother_name: word(),
  birth_date: `${1950 + draw(55)}-${String(1 + draw(12)).padStart(2, '0')}-${String(1 + draw(28)).padStart(2, '0')}`,
  birth_precision: 'day',
  ask_due: false,
});
const PAIRS = 40;
const twice = Array.from({ length: PAIRS }, somebody);
const again = twice.map((one) => ({ ...one, name: one.name.replace('en ', 'em ') }));
const register = [...twice.flatMap((one) => [one, ...Array.from({ length: 9 }, somebody)]), ...again];
await office.owner.insertInto('people.person').values(register).execute();

/** Killed as a power cut would, in the middle of a chunk. */
async function killedAfter(comparisonId: string, questions: number): Promise<void> {
  const child = spawn(
    join(root, 'node_modules/.bin/node'),
    ['tests/crash/compare-and-stop.ts', database.appUrl, comparisonId, String(unitId), String(questions)],
    { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let said = '';
  const ended = new Promise<string | null>((tell) => child.once('exit', (_, signal) => tell(signal)));
  await new Promise<void>((go, fail) => {
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => {
        said += chunk.toString();
        if (said.includes('in the middle')) go();
      });
    void ended.then(() => fail(new Error(`it ended by itself:\n${said}`)));
  });
  child.kill('SIGKILL');
  expect(await ended).toBe('SIGKILL');
}

test('a comparison that is killed in the middle goes on where it stood: everybody is compared once, each pair is asked about once', async () => {
  const answer = await (
    await office.as(head, new Date())
  ).runOnce({ id: newId(), body: {} }, (ctx) => startComparison(ctx, { unitId }));
  if (!answer.ok) throw new Error(answer.refusal);
  const { comparisonId } = answer;
  const look = async () => (await office.as(head, new Date())).read((ctx) => getComparison(ctx, comparisonId));

  // In its third chunk, and once more in the next try of the same one.
  await killedAfter(comparisonId, 30);
  const stood = await look();
  expect(stood).toMatchObject({ state: 'running', total: register.length });
  expect(stood.done).toBeGreaterThan(0);
  expect(stood.done).toBeLessThan(register.length);
  const before = (await (await office.as(head, new Date())).read((ctx) => listQuestions(ctx, { comparisonId }))).total;
  await killedAfter(comparisonId, 1);
  expect((await look()).done).toBe(stood.done);
  expect(
    (await (await office.as(head, new Date())).read((ctx) => listQuestions(ctx, { comparisonId }))).total,
    'what an unfinished chunk wrote is gone with it',
  ).toBe(before);

  await jobs['people.compare'].run(office.work(new Date()), { comparisonId, unitId });
  expect(await look()).toMatchObject({ state: 'done', done: register.length, total: register.length });
  const { rows, total } = await (
    await office.as(head, new Date())
  ).read((ctx) => listQuestions(ctx, { comparisonId }, { limit: 500 }));
  expect(total).toBe(PAIRS);
  expect(new Set(rows.map(({ name }) => name.replace('em ', 'en ')))).toEqual(new Set(twice.map(({ name }) => name)));
});
