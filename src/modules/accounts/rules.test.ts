import { expect, test } from 'vitest';
import { judgeBudget } from './budget.rules.ts';
import { isPasswordExpired, judgePassword } from './password.rules.ts';
import { nextStage, type SignInState } from './sign-in.rules.ts';
import { waitBeforeTry, type Tries } from './throttle.rules.ts';

const siti = { username: 'siti.aminah', name: 'Siti Aminah', offices: ['Bapas Kelas I Palembang'] };
const judge = (password: string) => judgePassword(password, siti);

test('a few unrelated words are a good password', () => {
  expect(judge('gerobak biru menyanyi')).toBeUndefined();
  expect(judge('pQ7-tuwek,lampu')).toBeUndefined();
});
test.each([
  ['sebelas huru', undefined],
  ['sebelashuru', 'password_too_short'],
  ['password123456', 'password_common'],
  ['P4ssw0rd!!!!!', 'password_common'],
  ['Indonesia-2026', 'password_common'],
  ['rahasiasayang99', 'password_common'],
  ['qwertyuiop12', 'password_common'],
  ['aaaaaaaaaaaaaa', 'password_repeats'],
  ['123456789012', 'password_repeats'],
  ['kucingkucingkucing', 'password_repeats'],
  ['ab1ab1ab1ab1ab1', 'password_repeats'],
  ['SitiAminah2026', 'password_about_you'],
  ['palembang-siti-1', 'password_about_you'],
  ['siti menanam jagung', undefined],
  ['katak\0melompat jauh', 'password_broken'],
  ['x'.repeat(30) + 'abcdefgh'.repeat(30), 'password_too_long'],
] as const)('%j: %s', (password, problem) => {
  expect(judge(password)).toBe(problem);
});

test("BSSN's rule, where it is switched on, asks for four kinds of characters and a new one after 90 days", () => {
  expect(judgePassword('gerobak biru menyanyi', siti, 'bssn')).toBe('password_needs_kinds');
  expect(judgePassword('Gerobak-biru-4-menyanyi', siti, 'bssn')).toBeUndefined();
  const now = new Date('2026-11-20T00:00:00Z');
  expect(isPasswordExpired(new Date('2026-08-01T00:00:00Z'), now, 'bssn')).toBe(true);
  expect(isPasswordExpired(new Date('2026-11-01T00:00:00Z'), now, 'bssn')).toBe(false);
  expect(isPasswordExpired(new Date('2016-11-01T00:00:00Z'), now, 'ours')).toBe(false);
});

const now = new Date('2026-11-20T02:00:00Z');
const tries = (over: Partial<Tries> = {}): Tries => ({
  knownHere: false,
  byAccount: 0,
  accountLast: now,
  byAddress: 0,
  addressLast: now,
  ...over,
});

test('four failures cost nothing, the fifth begins a wait that grows and never becomes a lock', () => {
  const waits = [4, 5, 6, 7, 50].map((byAccount) => waitBeforeTry(tries({ byAccount }), now));
  expect(waits).toEqual([0, 15, 30, 60, 300]);
  expect(waitBeforeTry(tries({ byAccount: 5, accountLast: new Date(now.getTime() - 15_000) }), now)).toBe(0);
});
test('an address is slowed from its hundredth failure on, but not for whoever signed in from it before', () => {
  expect(waitBeforeTry(tries({ byAddress: 99 }), now)).toBe(0);
  expect(waitBeforeTry(tries({ byAddress: 104 }), now)).toBe(32);
  expect(waitBeforeTry(tries({ byAddress: 104, knownHere: true }), now)).toBe(0);
});

const aState = (over: Partial<SignInState> = {}): SignInState => ({
  mustChange: false,
  passwordSetAt: now,
  hasFactor: false,
  roles: ['pk'],
  ...over,
});
const step = (state: SignInState, over: { factorShown?: boolean; isDemo?: boolean } = {}) =>
  nextStage(state, { factorShown: false, isDemo: false, policy: 'ours', now, ...over });

test('after the password come the second factor, then a forced change, then the office', () => {
  expect(step(aState())).toBe('full');
  expect(step(aState({ mustChange: true }))).toBe('new_password');
  expect(step(aState({ mustChange: true, hasFactor: true }))).toBe('second_factor');
  expect(step(aState({ mustChange: true, hasFactor: true }), { factorShown: true })).toBe('new_password');
});
test('whoever leads or administers sets up a second factor first; in the demo nobody must', () => {
  for (const role of ['head_of_bapas', 'account_admin', 'office_admin', 'auditor', 'kanwil', 'ditjenpas']) {
    expect(step(aState({ roles: ['pk', role] }))).toBe('second_factor');
    expect(step(aState({ roles: [role] }), { isDemo: true })).toBe('full');
  }
});

test('the 151st person of an hour needs a reason, the 401st of a day the head', () => {
  const opened = { thisHour: 0, today: 0, hourExtra: 0, dayExtra: 0 };
  expect(judgeBudget({ ...opened, thisHour: 150, today: 400 })).toEqual({ ok: true });
  expect(judgeBudget({ ...opened, thisHour: 151, today: 151 })).toMatchObject({
    ok: false,
    limit: 'hour',
    opened: 150,
  });
  expect(judgeBudget({ ...opened, thisHour: 1, today: 401, hourExtra: 500 })).toMatchObject({
    ok: false,
    limit: 'day',
  });
  expect(judgeBudget({ ...opened, thisHour: 1, today: 401, dayExtra: 100 })).toEqual({ ok: true });
});
