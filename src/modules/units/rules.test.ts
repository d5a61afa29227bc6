import { expect, test } from 'vitest';
import { plainDate } from '#kernel/plain-date';
import { officersAmong, type GuidingPosting } from './officers.rules.ts';
import { fitsUnit, judgeApproval, judgePosting, type PostingAttempt } from './postings.rules.ts';

const palembang = 1;
const musi = 2;
const aPosting = (staffId: string, over: Partial<GuidingPosting> = {}): GuidingPosting => ({
  staffId,
  name: `Petugas ${staffId}`,
  grade: 'pk_ahli_muda',
  unitId: palembang,
  kind: 'permanent',
  from: plainDate('2020-01-01'),
  ...over,
});

test('of 73 officers with 6 seconded and 4 rotating, 63 are active', () => {
  const staff = Array.from({ length: 73 }, (_, index) => aPosting(`p${index}`));
  const seconded = staff.slice(0, 6).map(({ staffId }) => aPosting(staffId, { unitId: musi, kind: 'secondment' }));
  const rotating = staff.slice(6, 10).map(({ staffId }) => aPosting(staffId, { unitId: musi, kind: 'rotation' }));
  const officers = officersAmong(palembang, [...staff, ...seconded, ...rotating], new Map());
  expect(officers).toMatchObject({ all: 73, active: 63, lentIn: 0 });
  // Lent to offices that do not use Simpul here they have no posting there, and are counted alike.
  const away = new Map(
    staff.slice(0, 10).map(({ staffId }, i) => [staffId, i < 6 ? 'secondment' : 'rotation'] as const),
  );
  expect(officersAmong(palembang, staff, away)).toMatchObject({ all: 73, active: 63, lentIn: 0 });
  expect(officersAmong(palembang, staff, away).officers.filter(({ state }) => state === 'seconded_out')).toHaveLength(
    6,
  );
});

test('an officer on leave is counted among all and not among the active', () => {
  expect(officersAmong(palembang, [aPosting('a'), aPosting('b')], new Map([['b', 'leave']]))).toMatchObject({
    all: 2,
    active: 1,
  });
});

test('someone lent to the office is named there and counted in his own office only', () => {
  const lent = [aPosting('a', { unitId: musi }), aPosting('a', { kind: 'secondment' })];
  expect(officersAmong(palembang, lent, new Map())).toMatchObject({ all: 0, active: 0, lentIn: 1 });
  expect(officersAmong(musi, lent, new Map())).toMatchObject({ all: 1, active: 0 });
});

const anAttempt = (over: Partial<PostingAttempt> = {}): PostingAttempt => ({
  takesTwo: true,
  fits: true,
  begins: false,
  isAdministrator: false,
  kind: 'permanent',
  startsOn: plainDate('2026-11-20'),
  endsOn: null,
  isForOneself: false,
  alreadyHeld: false,
  hasLeft: false,
  otherApprovers: 1,
  ...over,
});

test('a role that opens files waits for a second person', () => {
  expect(judgePosting(anAttempt())).toEqual({ ok: true, standing: 'waits' });
});
test('posts are given where an office has them: registers are kept in an institution, clients guided by a Bapas', () => {
  expect(judgePosting(anAttempt({ fits: false }))).toEqual({ ok: false, refusal: 'not_at_such_a_unit' });
  for (const type of ['lapas', 'rutan', 'lpka', 'lpas'] as const) {
    expect(['registrar', 'head_of_custody'].every((role) => fitsUnit(role as 'registrar', type))).toBe(true);
    for (const role of ['pk', 'apk', 'counter', 'section_head', 'head_of_bapas'] as const)
      expect(fitsUnit(role, type), `${role} ${type}`).toBe(false);
  }
  for (const type of ['bapas', 'kanwil', 'ditjenpas', 'rupbasan'] as const)
    expect(fitsUnit('registrar', type) || fitsUnit('head_of_custody', type)).toBe(false);
  expect(fitsUnit('pk', 'pos_bapas') && fitsUnit('office_admin', 'rutan')).toBe(true);
});
test('a role that opens no files counts at once', () => {
  expect(judgePosting(anAttempt({ takesTwo: false }))).toEqual({ ok: true, standing: 'counts' });
});
test('where nobody else could approve, it counts at once and is named so', () => {
  expect(judgePosting(anAttempt({ otherApprovers: 0 }))).toEqual({ ok: true, standing: 'bootstrap' });
});
test('nobody gives a role to himself, also where he is alone', () => {
  expect(judgePosting(anAttempt({ isForOneself: true, otherApprovers: 0 }))).toEqual({
    ok: false,
    refusal: 'to_oneself',
  });
});
test('a loan and an acting post need a last day', () => {
  expect(judgePosting(anAttempt({ kind: 'secondment' }))).toEqual({ ok: false, refusal: 'needs_an_end' });
  expect(judgePosting(anAttempt({ kind: 'acting', endsOn: plainDate('2026-12-01') }))).toMatchObject({ ok: true });
});
test('who made a posting or receives it does not approve it', () => {
  const waiting = { madeByMe: false, forMe: false, isApproved: false, isWithdrawn: false };
  expect(judgeApproval(waiting)).toEqual({ ok: true });
  expect(judgeApproval({ ...waiting, madeByMe: true })).toEqual({ ok: false, refusal: 'approver_made_it' });
  expect(judgeApproval({ ...waiting, forMe: true })).toEqual({ ok: false, refusal: 'approver_receives_it' });
  expect(judgeApproval({ ...waiting, isWithdrawn: true })).toEqual({ ok: false, refusal: 'withdrawn' });
});
