import { afterAll, expect, test } from 'vitest';
import { newId } from '#kernel/id';
import { addDays, plainDate, type PlainDate } from '#kernel/plain-date';
import { dayAt } from '#kernel/zone';
import { rule } from '#kernel/rule';
import { NotAllowed, NotFound } from '#platform/errors';
import type { Answer, Ctx } from '#platform/ctx';
import { freshDatabase } from '#tests/support/database';
import { openOffice, type Officer } from '#tests/support/office';
import { addUnit, changeUnit, setModules, setServiceArea } from './administer-unit.server.ts';
import { closeUnit, correctClosing } from './close-unit.server.ts';
import { listClosings } from './endings.store.server.ts';
import { addHoliday, removeHoliday } from './holidays.server.ts';
import { nameNextOfficer } from './next-officer.server.ts';
import { findNextOfficer, listNextOfficers } from './next-officer.store.server.ts';
import { approvePosting, endPosting, grantPosting, withdrawPosting, type PostingInput } from './postings.server.ts';
import {
  getUnit,
  listHolidays,
  listServiceArea,
  listTree,
  officersOf,
  standsInFor,
  unitsBelow,
  workingCalendarOf,
} from './queries.server.ts';
import { isModuleOn, optionsOf } from './options.queries.server.ts';
import { setRuleOption } from './set-rule-option.server.ts';
import { changeStaff, setAbsence } from './staff.server.ts';
import type { UnitFields } from './store.server.ts';

const database = await freshDatabase('units');
const office = await openOffice(database);
afterAll(() => office.close());
const { units } = office;

/** What somebody does, once, as if from a form. */
async function does<T extends Answer>(who: Officer, work: (ctx: Ctx) => Promise<T>, id = newId()): Promise<T> {
  const runner = await office.as(who, new Date());
  return runner.runOnce({ id, body: {} }, work);
}
/** The officer has shown his second factor just now. */
async function proves(who: Officer): Promise<void> {
  await database.owner.query('update accounts.session set proved_at = now() where account_id = $1', [who.accountId]);
}
async function sees<T>(who: Officer, query: Parameters<Awaited<ReturnType<typeof office.as>>['read']>[0]): Promise<T> {
  return (await (await office.as(who, new Date())).read(query)) as T;
}

const admin = await office.officer('office_admin', 'palembang');
const topAdmin = await office.officer('office_admin', 'ditjenpas');
const head = await office.officer('head_of_bapas', 'palembang');
const accountAdmin = await office.officer('account_admin', 'palembang');
const strangeAdmin = await office.officer('account_admin', 'kupang');
await proves(head);
await proves(accountAdmin);
await proves(strangeAdmin);

const fields = (over: Partial<UnitFields> = {}): UnitFields => ({
  name: 'Bapas Kelas I Palembang',
  type: 'bapas',
  class: 'I',
  address: 'Jalan Jenderal Sudirman',
  areaCode: '16.71',
  phone: '',
  zone: 'Asia/Jakarta',
  workingDays: [1, 2, 3, 4, 5],
  ledgerStartsOn: plainDate('2020-01-01'),
  ...over,
});

test('the tree is read from the top, each unit below its own', async () => {
  const tree = await sees<Awaited<ReturnType<typeof listTree>>>(admin, (ctx) => listTree(ctx));
  expect(tree[0]).toMatchObject({ id: units.ditjenpas, depth: 0 });
  const names = tree.map((unit) => unit.id);
  expect(names.indexOf(units.palembang)).toBeGreaterThan(names.indexOf(units.kanwil));
  expect(await sees(admin, (ctx) => unitsBelow(ctx, units.kanwil))).toEqual([
    units.kanwil,
    units.palembang,
    units.musi,
  ]);
});

test('an office administrator changes his unit, and another office is turned away', async () => {
  expect(await does(admin, (ctx) => changeUnit(ctx, { unitId: units.palembang, fields: fields() }))).toEqual({
    ok: true,
  });
  expect(await sees(admin, (ctx) => getUnit(ctx, units.palembang))).toMatchObject({ class: 'I', areaCode: '16.71' });
  await expect(does(admin, (ctx) => changeUnit(ctx, { unitId: units.kupang, fields: fields() }))).rejects.toThrow(
    NotFound,
  );
  await expect(does(head, (ctx) => changeUnit(ctx, { unitId: units.palembang, fields: fields() }))).rejects.toThrow(
    NotAllowed,
  );
});

test('a Bapas of class IIA is refused', async () => {
  expect(
    await does(admin, (ctx) => changeUnit(ctx, { unitId: units.palembang, fields: fields({ class: 'IIA' }) })),
  ).toEqual({
    ok: false,
    refusal: 'class_not_for_type',
  });
});

test('a unit is added below the administrator of the top, once also when the form is sent twice', async () => {
  const id = newId();
  const add = (ctx: Ctx) =>
    addUnit(ctx, { parentId: units.kanwil, code: 'bapas-baru', fields: fields({ name: 'Bapas Baru' }) });
  const first = await does(topAdmin, add, id);
  expect(await does(topAdmin, add, id)).toEqual(first);
  expect(await does(topAdmin, add)).toEqual({ ok: false, refusal: 'code_taken' });
});

test('a service area holds real regencies only', async () => {
  const set = (regencies: string[]) =>
    does(admin, (ctx) => setServiceArea(ctx, { unitId: units.palembang, regencies }));
  expect(await set(['16.71', '16.10'])).toEqual({ ok: true });
  expect(await set(['16.71', '99.99'])).toEqual({ ok: false, refusal: 'unknown_area' });
  expect(await set(['16.71'])).toEqual({ ok: true });
  expect(await sees(admin, (ctx) => listServiceArea(ctx, units.palembang))).toEqual(['16.71']);
});

test('a module that nobody switched is on', async () => {
  expect(await sees(admin, (ctx) => isModuleOn(ctx, units.palembang, 'messages'))).toBe(true);
  await does(admin, (ctx) => setModules(ctx, { unitId: units.palembang, on: ['imports', 'exports', 'figures'] }));
  expect(await sees(admin, (ctx) => isModuleOn(ctx, units.palembang, 'messages'))).toBe(false);
});

test('the fixed national holidays are there, the moving ones are for an administrator to add', async () => {
  const year = [plainDate('2026-01-01'), plainDate('2026-12-31')] as const;
  const days = await sees<{ day: string }[]>(admin, (ctx) => listHolidays(ctx, units.palembang, ...year));
  expect(days.map(({ day }) => day)).toEqual(['2026-01-01', '2026-05-01', '2026-06-01', '2026-08-17', '2026-12-25']);
});

test('the national calendar is kept at the top; an office keeps its own days', async () => {
  const national = { day: plainDate('2026-03-20'), name: 'Idulfitri', unitId: null };
  await expect(does(admin, (ctx) => addHoliday(ctx, national))).rejects.toThrow(NotFound);
  const added = await does(topAdmin, (ctx) => addHoliday(ctx, national));
  expect(added.ok).toBe(true);
  expect(await does(topAdmin, (ctx) => addHoliday(ctx, national))).toEqual({ ok: false, refusal: 'already_a_holiday' });
  const own = await does(admin, (ctx) =>
    addHoliday(ctx, { day: plainDate('2026-06-17'), name: 'HUT Kota', unitId: units.palembang }),
  );
  const calendar = await sees<{ holidays: Set<string> }>(admin, (ctx) => workingCalendarOf(ctx, units.palembang));
  expect(calendar.holidays.has('2026-03-20') && calendar.holidays.has('2026-06-17')).toBe(true);
  if (!own.ok || !added.ok) throw new Error('not added');
  await expect(does(admin, (ctx) => removeHoliday(ctx, { holidayId: added.id }))).rejects.toThrow(NotFound);
  expect(await does(admin, (ctx) => removeHoliday(ctx, { holidayId: own.id }))).toMatchObject({ ok: true });
});

const missed = rule({
  id: 'check-ins.missed-in-a-row',
  says: 'x',
  sources: [],
  valid: { from: plainDate('2018-03-02') },
  options: {
    misses: { standard: 3, min: 2, max: 6, setBy: 'head_of_bapas' },
    joint: { standard: true, oneOf: [true, false], setBy: 'office_admin' },
  },
  judge: () => true,
});

test('an office chooses within the limits of a rule, from a day on; units below inherit', async () => {
  const today = dayAt('Asia/Jakarta', new Date());
  const on = (unitId: number, day: PlainDate) => sees(head, (ctx) => optionsOf(ctx.tx, unitId, missed, day));
  expect(await on(units.palembang, today)).toEqual({ misses: 3, joint: true });

  const choose = (who: Officer, over: object) =>
    does(who, (ctx) =>
      setRuleOption(ctx, {
        unitId: units.palembang,
        rule: missed,
        name: 'misses',
        value: 4,
        holdsFrom: today,
        reason: 'Rapat kantor',
        ...over,
      }),
    );
  expect(await choose(head, {})).toMatchObject({ ok: true });
  expect(await choose(head, { value: 7 })).toEqual({ ok: false, refusal: 'outside_the_limits' });
  expect(await choose(head, { holdsFrom: addDays(today, -1) })).toEqual({ ok: false, refusal: 'already_past' });
  expect(await choose(head, { name: 'joint', value: false })).toEqual({ ok: false, refusal: 'not_by_this_role' });
  expect(await choose(admin, {})).toEqual({ ok: false, refusal: 'not_by_this_role' });
  expect(await choose(topAdmin, { name: 'joint', value: false, unitId: units.kanwil })).toMatchObject({ ok: true });
  await expect(choose(head, { unitId: units.musi })).rejects.toThrow(NotFound);

  expect(await on(units.palembang, today)).toEqual({ misses: 4, joint: false });
  expect(await on(units.palembang, addDays(today, -1))).toEqual({ misses: 3, joint: true });
  expect(await on(units.musi, today)).toEqual({ misses: 3, joint: false });
});

const aNewOfficer = () => office.officer('office_admin', 'palembang');
const posting = (staffId: string, over: Partial<PostingInput> = {}): PostingInput => ({
  staffId,
  unitId: units.palembang,
  role: 'pk',
  kind: 'permanent',
  section: null,
  startsOn: plainDate('2020-01-01'),
  endsOn: null,
  orderNumber: '',
  ...over,
});

test('a role that opens files counts once a second person approved it, from the very next request', async () => {
  const newcomer = await aNewOfficer();
  const granted = await does(accountAdmin, (ctx) => grantPosting(ctx, posting(newcomer.staffId)));
  expect(granted).toMatchObject({ ok: true, standing: 'waits' });
  if (!granted.ok) return;
  const rolesNow = async () => (await office.as(newcomer)).actor.postings.map(({ role }) => role);
  expect(await rolesNow()).not.toContain('pk');

  await expect(does(newcomer, (ctx) => approvePosting(ctx, granted))).rejects.toThrow(NotFound);
  expect(await does(accountAdmin, (ctx) => approvePosting(ctx, granted))).toEqual({
    ok: false,
    refusal: 'approver_made_it',
  });
  await expect(does(strangeAdmin, (ctx) => approvePosting(ctx, granted))).rejects.toThrow(NotFound);
  expect(await does(head, (ctx) => approvePosting(ctx, granted))).toEqual({ ok: true });
  expect(await rolesNow()).toContain('pk');

  await does(accountAdmin, (ctx) => withdrawPosting(ctx, { postingId: granted.postingId, why: 'salah orang' }));
  expect(await rolesNow()).not.toContain('pk');
});

test('two people who approve at the same time approve once', async () => {
  const newcomer = await aNewOfficer();
  const granted = await does(accountAdmin, (ctx) => grantPosting(ctx, posting(newcomer.staffId, { role: 'counter' })));
  if (!granted.ok) throw new Error('not granted');
  const second = await office.officer('head_of_bapas', 'palembang');
  await proves(second);
  const answers = await Promise.all([head, second].map((who) => does(who, (ctx) => approvePosting(ctx, granted))));
  expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
});

test('without a fresh proof nobody grants or approves', async () => {
  const stale = await office.officer('account_admin', 'palembang');
  const newcomer = await aNewOfficer();
  expect(await does(stale, (ctx) => grantPosting(ctx, posting(newcomer.staffId)))).toEqual({
    ok: false,
    refusal: 'prove_first',
  });
});

test('an administrator posts nobody at another office where somebody works', async () => {
  await office.officer('pk', 'kupang');
  const newcomer = await aNewOfficer();
  await expect(
    does(accountAdmin, (ctx) => grantPosting(ctx, posting(newcomer.staffId, { unitId: units.kupang }))),
  ).rejects.toThrow(NotFound);
});

test('in an office with one administrator and nobody else, the first role counts at once and the journal says so', async () => {
  const newcomer = await office.officer('office_admin', 'kupang');
  const granted = await does(strangeAdmin, (ctx) =>
    grantPosting(ctx, posting(newcomer.staffId, { unitId: units.kupang, role: 'head_of_bapas' })),
  );
  expect(granted).toMatchObject({ ok: true, standing: 'bootstrap' });
  const { rows } = await database.owner.query(
    `select about from platform.journal where what = 'posting.granted' and unit_id = $1`,
    [units.kupang],
  );
  expect(rows.map(({ about }) => about.standing)).toEqual(['bootstrap']);
});

test('the last account administrator of an office stays', async () => {
  const { rows } = await database.owner.query(`select id from units.posting where staff_id = $1`, [
    strangeAdmin.staffId,
  ]);
  const postingId = rows[0].id as string;
  expect(await does(strangeAdmin, (ctx) => withdrawPosting(ctx, { postingId, why: 'pindah' }))).toEqual({
    ok: false,
    refusal: 'last_administrator',
  });
  expect(await does(strangeAdmin, (ctx) => endPosting(ctx, { postingId, endsOn: plainDate('2026-12-31') }))).toEqual({
    ok: false,
    refusal: 'last_administrator',
  });
});

test('an officer away is not active, and his substitute stands in for him', async () => {
  const pk = await office.officer('pk', 'palembang', { name: 'Andi' });
  const other = await office.officer('pk', 'palembang', { name: 'Budi' });
  const stranger = await office.officer('pk', 'kupang');
  const absence = { kind: 'leave' as const, startsOn: plainDate('2026-11-20'), endsOn: plainDate('2026-11-24') };
  const set = (who: Officer, staffId: string, substituteId: string | null) =>
    does(who, (ctx) => setAbsence(ctx, { ...absence, staffId, substituteId }));

  await expect(set(head, stranger.staffId, null)).rejects.toThrow(NotFound);
  await expect(set(head, pk.staffId, stranger.staffId)).rejects.toThrow(NotFound);
  expect(await set(head, pk.staffId, other.staffId)).toMatchObject({ ok: true });
  expect(await set(head, pk.staffId, other.staffId)).toEqual({ ok: false, refusal: 'already_absent' });

  const states = async (day: string) =>
    (
      await sees<Awaited<ReturnType<typeof officersOf>>>(head, (ctx) =>
        officersOf(ctx, units.palembang, plainDate(day)),
      )
    ).officers;
  expect((await states('2026-11-24')).find(({ name }) => name === 'Andi')?.state).toBe('absent');
  expect((await states('2026-11-25')).find(({ name }) => name === 'Andi')?.state).toBe('active');
  expect(await sees(head, (ctx) => standsInFor(ctx, other.staffId, plainDate('2026-11-22')))).toEqual([pk.staffId]);
});

test('a promoted officer is counted under his new grade; a number that another officer bears is refused', async () => {
  const pk = await office.officer('pk', 'palembang');
  const other = await office.officer('pk', 'palembang');
  const fields = { name: 'Nama Rekaan', nip: null, grade: 'pk_ahli_muda' as const, phone: '', email: '' };
  const change = { id: newId(), body: {} };
  const promote = async () =>
    (await office.as(accountAdmin)).runOnce(change, (ctx) => changeStaff(ctx, { staffId: pk.staffId, fields }));
  expect(await promote()).toEqual({ ok: true });
  expect(await promote()).toEqual({ ok: true });
  const lines = await database.owner.query(
    `select about->'fields' as fields from platform.journal where what = 'staff.changed' and about->>'staffId' = $1`,
    [pk.staffId],
  );
  expect(lines.rows).toEqual([{ fields: ['name', 'grade'] }]);
  const { officers } = await (
    await office.as(accountAdmin)
  ).read((ctx) => officersOf(ctx, office.units.palembang, plainDate('2026-11-20')));
  expect(officers.find(({ staffId }) => staffId === pk.staffId)).toMatchObject({ grade: 'pk_ahli_muda' });

  const nip = '198001012005011001';
  const number = (staffId: string) =>
    does(accountAdmin, (ctx) => changeStaff(ctx, { staffId, fields: { ...fields, nip } }));
  expect(await number(pk.staffId)).toEqual({ ok: true });
  expect(await number(other.staffId)).toEqual({ ok: false, refusal: 'nip_taken' });
});

test("another office's administrator does not change an officer's facts", async () => {
  const pk = await office.officer('pk', 'palembang');
  const change = (who: Officer) =>
    does(who, (ctx) =>
      changeStaff(ctx, {
        staffId: pk.staffId,
        fields: { name: 'Nama Baru', nip: null, grade: null, phone: '', email: '' },
      }),
    );
  await expect(change(strangeAdmin)).rejects.toThrow(NotFound);
  expect(await change(accountAdmin)).toEqual({ ok: true });
});

test('an office closes once nothing hangs on it, and says how much still does', async () => {
  const closes = (who: Officer, unitId: number, closedOn = '2026-06-01') =>
    does(who, (ctx) => closeUnit(ctx, { unitId, closedOn: plainDate(closedOn), reason: 'digabung dengan Bapas lain' }));
  const made = await does(topAdmin, (ctx) =>
    addUnit(ctx, { parentId: units.kanwil, code: 'bapas-lama', fields: fields({ name: 'Bapas Lama', class: 'II' }) }),
  );
  if (!made.ok) throw new Error('refused');
  await database.owner.query(
    `insert into units.posting (staff_id, unit_id, role, kind, starts_on, approved_at) values ($1, $2, 'pk', 'secondment', '2026-01-01', now())`,
    [head.staffId, made.unitId],
  );
  expect(await closes(topAdmin, made.unitId)).toEqual({
    ok: false,
    refusal: 'still_at_work',
    still: { clients: 0, held: 0, officers: 1, below: 0 },
  });
  await database.owner.query(`update units.posting set ends_on = '2026-05-31' where unit_id = $1`, [made.unitId]);
  expect(await closes(topAdmin, made.unitId, '2999-01-01')).toEqual({ ok: false, refusal: 'closes_in_future' });
  await expect(closes(admin, made.unitId)).rejects.toThrow(NotFound);
  await expect(closes(head, made.unitId)).rejects.toThrow(NotAllowed);
  expect(await closes(topAdmin, made.unitId)).toEqual({ ok: true });
  expect(await sees(topAdmin, (ctx) => getUnit(ctx, made.unitId))).toMatchObject({ closedOn: '2026-06-01' });
  expect(await closes(topAdmin, made.unitId)).toEqual({ ok: false, refusal: 'closed_already' });
  expect(await closes(topAdmin, units.kanwil)).toMatchObject({ refusal: 'still_at_work' });

  // It was the wrong office: what was recorded stays, with the reason why it does not hold.
  const corrects = (who: Officer, unitId = made.unitId) =>
    does(who, (ctx) => correctClosing(ctx, { unitId, reason: 'yang ditutup kantor lain' }));
  await expect(corrects(head)).rejects.toThrow(NotAllowed);
  await expect(corrects(admin)).rejects.toThrow(NotFound);
  expect(await corrects(topAdmin, units.kanwil)).toEqual({ ok: false, refusal: 'not_closed' });
  expect(await corrects(topAdmin)).toEqual({ ok: true });
  expect(await sees(topAdmin, (ctx) => getUnit(ctx, made.unitId))).toMatchObject({ closedOn: null });
  expect(await sees(topAdmin, (ctx) => listClosings(ctx, made.unitId))).toMatchObject([
    { on: '2026-06-01', corrected: { reason: 'yang ditutup kantor lain' } },
  ]);
  expect(await closes(topAdmin, made.unitId)).toEqual({ ok: true });
});

test('the database itself closes no office at which somebody works, and none on a day to come', async () => {
  const writes = (unitId: number, on: string) =>
    does(topAdmin, async (ctx) => {
      await ctx.tx
        .insertInto('units.closing')
        .values({ unit_id: unitId, closed_on: on, reason: 'uji', made_by: topAdmin.accountId })
        .execute();
      return { ok: true };
    });
  await expect(writes(units.palembang, '2026-06-01')).rejects.toThrow(/something still hangs/);
  await expect(writes(units.palembang, '2999-01-01')).rejects.toThrow(/on a day to come/);
  await expect(
    does(topAdmin, async (ctx) => {
      await ctx.tx
        .updateTable('units.unit')
        .set({ closed_on: '2026-06-01' })
        .where('id', '=', units.palembang)
        .execute();
      return { ok: true };
    }),
  ).rejects.toThrow(/permission denied/);
});

test('a tier names before whom comes first what is late; no other office does, and nobody without a post there is named', async () => {
  const today = dayAt('Asia/Jakarta', new Date());
  const [first, second, elsewhere] = [
    await office.officer('kanwil', 'kanwil', { name: 'Pejabat Pertama' }),
    await office.officer('kanwil', 'kanwil', { name: 'Pejabat Kedua' }),
    await office.officer('kanwil', 'otherKanwil'),
  ];
  const naming = { unitId: units.kanwil, staffId: first.staffId, holdsFrom: today, reason: 'pembagian tugas' };
  const names = (who: Officer, over: object = {}) => does(who, (ctx) => nameNextOfficer(ctx, { ...naming, ...over }));
  const now = () => sees<{ name: string } | undefined>(first, (ctx) => findNextOfficer(ctx, units.kanwil));
  expect(await now()).toBeUndefined();

  await expect(names(admin)).rejects.toThrow(NotFound);
  await expect(names(first)).rejects.toThrow(NotAllowed);
  expect(await names(topAdmin, { unitId: units.palembang })).toEqual({ ok: false, refusal: 'not_a_tier' });
  expect(await names(topAdmin, { staffId: elsewhere.staffId })).toEqual({ ok: false, refusal: 'no_post_there' });
  expect(await names(topAdmin, { staffId: head.staffId })).toEqual({ ok: false, refusal: 'no_post_there' });
  expect(await names(topAdmin, { holdsFrom: addDays(today, -1) })).toEqual({ ok: false, refusal: 'already_past' });

  expect(await names(topAdmin)).toEqual({ ok: true });
  expect(await now()).toMatchObject({ name: 'Pejabat Pertama' });
  // From a later day on it is somebody else, and until then it is not.
  expect(await names(topAdmin, { staffId: second.staffId, holdsFrom: addDays(today, 2) })).toEqual({ ok: true });
  expect(await now()).toMatchObject({ name: 'Pejabat Pertama' });
  expect(await names(topAdmin, { staffId: second.staffId })).toEqual({ ok: true });
  expect(await now()).toMatchObject({ name: 'Pejabat Kedua' });
  expect(await names(topAdmin, { staffId: null })).toEqual({ ok: true });
  expect(await now()).toBeUndefined();
  const kept = await sees<{ officer: string | null }[]>(admin, (ctx) => listNextOfficers(ctx, units.kanwil));
  expect(kept.map(({ officer }) => officer)).toEqual([null, 'Pejabat Kedua', 'Pejabat Kedua', 'Pejabat Pertama']);
  // The database refuses by itself who has no post there.
  await expect(
    does(topAdmin, async (ctx) => {
      await ctx.tx
        .insertInto('units.next_officer')
        .values({
          unit_id: units.kanwil,
          staff_id: head.staffId,
          holds_from: today,
          reason: 'bukan di sana',
          set_by: ctx.actor.accountId,
        })
        .execute();
      return { ok: true };
    }),
  ).rejects.toThrow('no post there');
});
