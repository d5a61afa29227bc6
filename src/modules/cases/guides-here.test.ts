import { afterAll, expect, test } from 'vitest';
import { pastTheApplication } from '#tests/support/past-the-application';
import { aClient } from '#tests/support/cases';
import { freshDatabase } from '#tests/support/database';
import { openOffice } from '#tests/support/office';

/** Past the application, with the session of whoever leads the office: a client is given to nobody who does not guide there today. */
const database = await freshDatabase('guides_here');
const office = await openOffice(database);
afterAll(() => office.close());
const head = await office.officer('head_of_bapas', 'palembang');
const before = await office.officer('pk', 'palembang');

const says = (statement: string, values: unknown[], keep = false) =>
  pastTheApplication(database, { token: head.token, keep }, statement, values);

/** Whether the client goes to this officer: in the history, in the case itself, and as the counsellor of somebody received anew. */
async function given(staffId: string) {
  const { caseId, personId } = await aClient(office, { pk: before.staffId });
  const unitId = office.units.palembang;
  await database.owner.query(
    `update cases.assignment set ends_on = '2026-05-31', ended_at = now() where case_id = $1`,
    [caseId],
  );
  return Promise.all([
    says(
      `insert into cases.assignment (case_id, unit_id, staff_id, starts_on, made_by) values ($1, $2, $3, '2026-06-01', $4)`,
      [caseId, unitId, staffId, head.accountId],
    ),
    says('update cases.client_case set pk_staff_id = $2 where id = $1', [caseId, staffId]),
    says(
      `insert into cases.client_case (person_id, unit_id, kind, age_group, state, pk_staff_id, received_on, made_by)
       values ($1, $2, 'conditional_leave_cb', 'adult', 'received', $3, '2026-06-01', $4)`,
      [personId, unitId, staffId, head.accountId],
    ),
  ]);
}

test.each(['pk', 'apk'] as const)('whoever guides there as %s is given one', async (role) => {
  const { staffId } = await office.officer(role, 'palembang');
  for (const said of await given(staffId)) expect(said).toMatchObject({ count: 1 });
});

test.each([
  ['has left the service', `update units.staff set left_on = '2026-01-31' where id = $1`],
  ['whose posting has ended', `update units.posting set ends_on = '2026-01-31' where staff_id = $1`],
  ['whose posting was withdrawn', 'update units.posting set withdrawn_at = now() where staff_id = $1'],
  ['whose posting nobody approved', 'update units.posting set approved_at = null where staff_id = $1'],
  ['who begins next week', 'update units.posting set starts_on = current_date + 7 where staff_id = $1'],
  ['who has another post there', `update units.posting set role = 'counter' where staff_id = $1`],
])('nobody is given one who %s', async (_, change) => {
  const { staffId } = await office.officer('pk', 'palembang');
  await database.owner.query(change, [staffId]);
  for (const said of await given(staffId)) expect(said).toEqual({ refused: '23514' });
});

test('nor is somebody of another office; who guided before stays in the history, and an end is written down', async () => {
  const { staffId } = await office.officer('pk', 'musi');
  for (const said of await given(staffId)) expect(said).toEqual({ refused: '23514' });
  const { caseId } = await aClient(office, { pk: before.staffId });
  const leaves = `update units.posting set ends_on = '2026-05-31' where staff_id = $1`;
  await database.owner.query(leaves, [before.staffId]);
  expect(
    await says(`update cases.assignment set ends_on = '2026-05-31', ended_at = now() where case_id = $1`, [caseId]),
  ).toMatchObject({ count: 1 });
  expect(await says(`update cases.client_case set pk_staff_id = null where id = $1`, [caseId])).toMatchObject({
    count: 1,
  });
});
