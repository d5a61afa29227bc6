import { afterAll, expect, test } from 'vitest';
import { newId } from '#kernel/id';
import { plainDate } from '#kernel/plain-date';
import { NotFound } from '#platform/errors';
import { freshDatabase } from '#tests/support/database';
import { openOffice, type Officer } from '#tests/support/office';
import { pastTheApplication } from '#tests/support/past-the-application';
import { checkPapers } from './check-papers.server.ts';
import { clientKinds } from './case.ts';
import { papersOf } from './papers.ts';
import { listPapers } from './papers.queries.server.ts';

const database = await freshDatabase('papers');
const office = await openOffice(database);
afterAll(() => office.close());
const pk = await office.officer('pk', 'palembang');
const other = await office.officer('pk', 'palembang');
const head = await office.officer('head_of_bapas', 'palembang');
const stranger = await office.officer('head_of_bapas', 'kupang');

async function aClient(): Promise<string> {
  const { rows } = await database.owner.query<{ id: string }>(
    `with p as (insert into people.person (unit_id, name) values ($1, 'Rekaan Kenari') returning id)
     insert into cases.client_case (person_id, unit_id, kind, age_group, state, received_on, pk_staff_id)
     select p.id, $1, 'parole_pb', 'adult', 'received', '2026-11-02', $2 from p returning id`,
    [office.units.palembang, pk.staffId],
  );
  return rows[0]!.id;
}
const check = async (
  who: Officer,
  caseId: string,
  standings: Parameters<typeof checkPapers>[1]['standings'],
  id = newId(),
) => (await office.as(who)).runOnce({ id, body: {} }, (ctx) => checkPapers(ctx, { caseId, standings }));
const sees = async (who: Officer, caseId: string) => (await office.as(who)).read((ctx) => listPapers(ctx, caseId));

test('every kind of client brings his handover, his decree and who he is; integration brings its file, a child his litmas', () => {
  for (const kind of clientKinds)
    for (const ageGroup of ['adult', 'child'] as const) {
      const wanted = papersOf({ kind, ageGroup });
      expect(wanted).toEqual(expect.arrayContaining(['handover_minutes', 'decree', 'identity']));
      expect(new Set(wanted).size).toBe(wanted.length);
    }
  expect(papersOf({ kind: 'parole_pb', ageGroup: 'adult' })).toContain('register_f');
  expect(papersOf({ kind: 'diversion', ageGroup: 'child' })).toEqual([
    'handover_minutes',
    'decree',
    'identity',
    'litmas',
    'guarantee_letter',
  ]);
});

test('what was found is written once, also when the form comes twice; a later look counts and the earlier stays', async () => {
  const caseId = await aClient();
  expect((await sees(pk, caseId)).every(({ standing }) => standing === null)).toBe(true);
  const submission = newId();
  const first = { handover_minutes: 'present', decree: 'present', litmas: 'missing' } as const;
  expect(await check(pk, caseId, first, submission)).toEqual({ ok: true });
  expect(await check(pk, caseId, first, submission)).toEqual({ ok: true });
  const standingOf = async (paper: string) => (await sees(pk, caseId)).find((one) => one.paper === paper)?.standing;
  expect([await standingOf('litmas'), await standingOf('identity')]).toEqual(['missing', null]);
  expect(await check(head, caseId, { ...first, litmas: 'present' })).toEqual({ ok: true });
  expect(await standingOf('litmas')).toBe('present');
  const { rows } = await database.owner.query(
    `select paper, standing from cases.paper_check where case_id = $1 order by made_at, paper`,
    [caseId],
  );
  expect(rows).toHaveLength(4);
  const lines = await database.owner.query(
    `select about from platform.journal where what = 'case.papers-checked' and case_id = $1 order by seq`,
    [caseId],
  );
  expect(lines.rows.map(({ about }) => about)).toEqual([
    { papersThere: 2, papersMissing: 1 },
    { papersThere: 1, papersMissing: 0 },
  ]);
  // Nothing new is no line.
  expect(await check(pk, caseId, { litmas: 'present' })).toEqual({ ok: true });
  expect(
    (
      await database.owner.query(`select 1 from platform.journal where what = 'case.papers-checked' and case_id = $1`, [
        caseId,
      ])
    ).rows,
  ).toHaveLength(2);
});

test('papers are not looked for in a file that is closed, nor by another office; past the application neither', async () => {
  const caseId = await aClient();
  await expect(check(stranger, caseId, { decree: 'present' })).rejects.toThrow(NotFound);
  await expect(check(other, caseId, { decree: 'present' })).rejects.toThrow(NotFound);
  const insert = (by: Officer) =>
    pastTheApplication(
      database,
      by,
      `insert into cases.paper_check (case_id, unit_id, paper, standing, made_by) values ($1, $2, 'decree', 'present', $3)`,
      [caseId, office.units.palembang, by.accountId],
    );
  expect(await insert(stranger)).toEqual({ refused: '42501' });
  expect(await insert(other)).toEqual({ refused: '42501' });
  expect(await insert(pk)).toMatchObject({ count: 1 });
  expect(await pastTheApplication(database, pk, `update cases.paper_check set standing = 'missing'`)).toEqual({
    refused: '42501',
  });
  await database.owner.query(
    `update cases.client_case set state = 'ended', ended_on = $2, end_reason = 'period_completed' where id = $1`,
    [caseId, plainDate('2026-11-10')],
  );
  expect(await check(head, caseId, { decree: 'missing' })).toEqual({ ok: false, refusal: 'wrong_state' });
});
