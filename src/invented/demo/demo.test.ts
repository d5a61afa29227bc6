import { expect, test } from 'vitest';
import { milestones } from '#kernel/milestones';
import { type PlainDate } from '#kernel/plain-date';
import { evidenceGrade } from '#modules/check-ins';
import { Dice } from '../dice.ts';
import { giliLestari } from './gili.ts';
import { accountRows, officeRows, staffRows } from './offices.ts';
import { palembang } from './palembang.ts';
import { earlierRows, proceedingRows } from './proceedings.ts';

/** The demo against the figures as published (SDP 13 June 2022; the register book and the app from May 2019), typed here once more. */
const dice = new Dice(20_220_613);
const offices = officeRows();
const { officers } = staffRows(dice, offices.ids);
const { accounts } = accountRows(dice, officers, 'x');
const scene = palembang(dice, offices.ids['bapas-palembang'], officers, ['16.71.01.1001']);
const small = giliLestari(dice, offices.ids['bapas-gili-lestari'], officers, accounts, ['52.02.01.1001']);
const { tables } = scene.maker;

test('3,661 clients as 3,368 PB, 288 CB and 5 CMB, of whom 67 are children', () => {
  const active = tables['cases.client_case'].filter((row) => row['ended_on'] === null);
  const of = (key: string, value: string) => active.filter((row) => row[key] === value).length;
  expect(active).toHaveLength(3661);
  expect([of('kind', 'parole_pb'), of('kind', 'conditional_leave_cb'), of('kind', 'prerelease_leave_cmb')]).toEqual([
    3368, 288, 5,
  ]);
  expect([of('age_group', 'adult'), of('age_group', 'child')]).toEqual([3594, 67]);
});

test('58 proposals to revoke from 2020 to 27 June 2022, 1.58 % of the clients, all caught and final', () => {
  const rows = earlierRows(offices.ids['bapas-palembang']);
  const active = tables['cases.client_case'].filter((row) => row['ended_on'] === null);
  expect(rows).toHaveLength(58);
  expect(rows.every((row) => String(row['filed_on']) >= '2020-01-01' && String(row['filed_on']) <= '2022-06-27')).toBe(
    true,
  );
  expect(new Set(rows.map((row) => row['of_kind']))).toEqual(new Set(['caught_and_final']));
  expect(((rows.length / active.length) * 100).toFixed(2)).toBe('1.58');
});

test('the small office has proceedings with each tier, on clients of their own', () => {
  const rows = proceedingRows(small.maker.clients, accounts);
  expect(rows['revocations.proceeding']).toHaveLength(3);
  expect(new Set(rows['breaches.breach']!.map((row) => row['case_id'])).size).toBe(7);
  expect(rows['revocations.move']!.map((row) => row['to_state'])).toEqual(
    expect.arrayContaining(['at_kanwil', 'at_ditjenpas', 'revoked_unheard']),
  );
});

test('whatever was decided about a client was told to him in words for him', () => {
  const rows = proceedingRows(small.maker.clients, accounts);
  const decided = ['reprimanded', 'proposed_for_revocation', 'closed_unfounded'];
  const breaches = [
    ...rows['breaches.breach']!,
    ...small.ended!['breaches.breach'],
    ...small.extra!['breaches.breach']!,
  ].filter((row) => decided.includes(String(row['state'])));
  expect(breaches.length).toBeGreaterThan(10);
  for (const row of breaches) expect(String(row['decision_told']).length).toBeGreaterThanOrEqual(10);
  const moved = rows['revocations.move']!.filter((row) => row['step'] === 'revoke_temporarily');
  expect(moved).not.toEqual([]);
  for (const row of moved) expect(String(row['told']).length).toBeGreaterThanOrEqual(10);
});

test('37 months at the office and 13 by app, each client once a month', () => {
  const inPerson = [
    188, 186, 203, 158, 169, 216, 186, 139, 174, 163, 135, 2, 0, 0, 2, 0, 0, 2, 0, 0, 0, 0, 14, 14, 19,
  ].concat([19, 26, 32, 38, 54, 60, 61, 72, 62, 88, 67, 68]);
  const byApp = [56, 144, 93, 114, 125, 155, 199, 204, 167, 182, 271, 284, 243];
  const months = inPerson.map(
    (_, index) => `${2019 + Math.floor((index + 4) / 12)}-${String(((index + 4) % 12) + 1).padStart(2, '0')}`,
  );
  const reports = tables['check_ins.check_in'];
  const count = (month: string, channel: string) =>
    reports.filter((row) => row['channel'] === channel && String(row['happened_on']).startsWith(month)).length;
  expect(months.map((month) => count(month, 'in_person'))).toEqual(inPerson);
  expect(months.slice(-13).map((month) => count(month, 'app'))).toEqual(byApp);
  expect(reports).toHaveLength(2617 + 2237);
  expect(new Set(reports.map((row) => `${row['case_id']} ${String(row['happened_on']).slice(0, 7)}`)).size).toBe(
    reports.length,
  );
});

test('every report belongs to the period of its month, and no period before June 2022 is missed', () => {
  const periods = new Map(tables['check_ins.obligation'].map((row) => [row['id'], row]));
  for (const report of tables['check_ins.check_in']) {
    const period = periods.get(report['obligation_id']!);
    expect(period).toMatchObject({ case_id: report['case_id'], state: 'fulfilled', fulfilled_by: report['id'] });
    expect(String(report['happened_on']).slice(0, 7)).toBe(String(period!['period_from']).slice(0, 7));
  }
  expect(tables['check_ins.obligation'].some((row) => row['state'] === 'missed')).toBe(false);
});

test('73 officers by grade, 6 of them lent and 4 rotating', () => {
  const { staff, postings } = staffRows(new Dice(20_220_613), offices.ids);
  const unit = offices.ids['bapas-palembang'];
  const guiding = postings.filter(
    (row) => row['unit_id'] === unit && row['kind'] === 'permanent' && (row['role'] === 'pk' || row['role'] === 'apk'),
  );
  const gradeOf = new Map(staff.map((row) => [row['id'], row['grade']]));
  const of = (grade: string) => guiding.filter((row) => gradeOf.get(row['staff_id']!) === grade).length;
  expect([of('pk_ahli_madya'), of('pk_ahli_muda'), of('pk_ahli_pertama'), of('apk')]).toEqual([8, 20, 43, 2]);
  const away = (kind: string) => postings.filter((row) => row['kind'] === kind).length;
  expect([away('secondment'), away('rotation')]).toEqual([6, 4]);
});

test('what the demo says of a report and of a sentence is what the rules say', () => {
  const contents = new Map(small.maker.tables['check_ins.content'].map((row) => [row['check_in_id'], row]));
  const waiting = small.maker.tables['check_ins.check_in'].filter(
    ({ channel, review }) => channel === 'app' && review === null,
  );
  expect(waiting.length).toBeGreaterThan(3);
  expect(waiting.filter(({ id }) => !contents.get(id)?.['challenge'])).toEqual([]);
  const ended = [...tables['cases.client_case'], ...small.maker.tables['cases.client_case']].filter(
    ({ state }) => state === 'ended',
  );
  expect(ended.length).toBeGreaterThan(100);
  expect(ended.filter((one) => one['sealed'] !== (one['age_group'] === 'child'))).toEqual([]);
  for (const report of small.maker.tables['check_ins.check_in']) {
    const { channel, medium, grade } = report as { channel: 'app'; medium: null; grade: string };
    const photo = Boolean(contents.get(report['id'])?.['challenge']);
    const facts = { channel, medium, photo, challenge: photo };
    expect(grade, `${channel} ${medium}`).toBe(evidenceGrade.decide(facts).result);
  }
  const days = new Map(tables['cases.milestone'].map((row) => [`${row['case_id']} ${row['name']}`, row['day']]));
  for (const one of tables['cases.client_case'].slice(0, 200)) {
    const counted = milestones(
      one['first_detained_on'] as PlainDate,
      { years: one['sentence_years'] as number, months: one['sentence_months'] as number, days: 0 },
      one['remission_days'] as number,
    );
    expect(days.get(`${one['id']} two_thirds`)).toBe(counted.twoThirds);
  }
  const verdicts = small.maker.tables['cases.legal_basis'].filter((row) => row['kind'] === 'verdict');
  expect(verdicts.length).toBeGreaterThan(10);
  expect(verdicts.every((row) => String(row['issuer']).startsWith('Pengadilan'))).toBe(true);
});

test('a name of the demo is found by its sound', () => {
  const keys = [...scene.maker.wordKeys()];
  expect(keys).toContainEqual({ key: '~suharto', word: 'suharto' });
});
