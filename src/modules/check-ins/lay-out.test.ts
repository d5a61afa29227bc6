import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '#kernel/id';
import { addDays, addMonths, firstOfMonth, lastOfMonth, plainDate, type PlainDate } from '#kernel/plain-date';
import {
  changeKind,
  pauseCase,
  proposeEnding,
  reopenCase,
  resumeCase,
  setPeriod,
  setRisk,
} from '#modules/cases/server';
import { setRuleOption } from '#modules/units/server';
import type { Ctx } from '#platform/ctx';
import { aReportingClient, layOut, ledgerOf } from '#tests/support/check-ins';
import { freshDatabase } from '#tests/support/database';
import { openOffice, type Officer } from '#tests/support/office';
import { asMany } from '#tests/support/width';
import { missedInARow } from './misses.rules.ts';
import {
  frequency,
  planObligations,
  spanAround,
  type OptionsInTime,
  type Pace,
  type Standing,
  type Supervision,
} from './obligations.rules.ts';
import { closePeriods, jobs, recordCounterCheckIn } from './index.server.ts';

const start = plainDate('2026-01-10');

/** What somebody may do to what is owed, one after another, each some days later. */
type Deed =
  | { do: 'choose'; name: 'default' | 'kind_parole_pb' | 'risk_high' | 'phase_advanced'; pace: Pace; inDays: number }
  | { do: 'kind'; kind: 'parole_pb' | 'diversion' | 'aftercare' }
  | { do: 'risk'; risk: Supervision['risk'] }
  | { do: 'end'; inDays: number }
  | { do: 'report' };
const aPace = fc.constantFrom<Pace>('monthly', 'twice_a_month', 'by_default', 'none');
const aDeed: fc.Arbitrary<Deed> = fc.oneof(
  fc.record({
    do: fc.constant('choose' as const),
    name: fc.constantFrom(
      'default' as const,
      'kind_parole_pb' as const,
      'risk_high' as const,
      'phase_advanced' as const,
    ),
    pace: aPace,
    inDays: fc.constantFrom(0, 0, 3, 20, 45),
  }),
  fc.record({
    do: fc.constant('kind' as const),
    kind: fc.constantFrom('parole_pb' as const, 'diversion' as const, 'aftercare' as const),
  }),
  fc.record({ do: fc.constant('risk' as const), risk: fc.constantFrom(null, 'low' as const, 'high' as const) }),
  fc.record({ do: fc.constant('end' as const), inDays: fc.integer({ min: 0, max: 500 }) }),
  fc.constant({ do: 'report' as const }),
);
const aStory = fc.array(fc.tuple(fc.integer({ min: 1, max: 40 }), aDeed), { minLength: 3, maxLength: 14 });

type Choice = { name: string; pace: Pace; from: PlainDate };
const paceOn = (choices: readonly Choice[], name: string, day: PlainDate): Pace | undefined =>
  choices.filter((one) => one.name === name && one.from <= day).at(-1)?.pace;

/** How often a month asks for a report, reckoned apart from the rule. */
function askedIn(month: PlainDate, of: Supervision, choices: readonly Choice[]): 0 | 1 | 2 {
  if (of.kind === 'aftercare') return 0;
  const phase = phaseIn(month, of);
  const said = (name: string, standard: Pace) => {
    const chosen = paceOn(choices, name, month);
    // The default itself must be one or two a month; anything else is not among its choices.
    if (name === 'default') return chosen === 'monthly' || chosen === 'twice_a_month' ? chosen : standard;
    return chosen ?? standard;
  };
  const kind = of.kind === 'parole_pb' ? said('kind_parole_pb', 'by_default') : 'by_default';
  const inPhase =
    phase === 'advanced' ? said('phase_advanced', 'by_default') : phase === 'after' ? 'none' : 'by_default';
  if (kind === 'none' || inPhase === 'none') return 0;
  const base = kind === 'by_default' ? said('default', 'monthly') : kind;
  const risk = of.risk === 'high' ? said('risk_high', 'twice_a_month') : 'by_default';
  return base === 'twice_a_month' || inPhase === 'twice_a_month' || risk === 'twice_a_month' ? 2 : 1;
}
function phaseIn(month: PlainDate, { guidanceStart, guidanceEnd }: Supervision): 'other' | 'advanced' | 'after' {
  if (!guidanceStart || !guidanceEnd) return 'other';
  if (month > guidanceEnd) return 'after';
  const [from, until] = [guidanceStart, addDays(guidanceEnd, 1)].map((day) => Date.parse(day) / 86_400_000);
  const at = (Date.parse(month) / 86_400_000 - from!) / (until! - from!);
  // The rule rounds its limits to whole days; near them either is right, and the comparison leaves those months out.
  if (Math.abs(at - 0.25) < 0.02 || Math.abs(at - 0.75) < 0.02) return 'other';
  return at > 0.25 && at < 0.75 ? 'advanced' : 'other';
}

test('whatever is chosen or changed, what has passed, was begun or was reported stays, and only what is to come is laid out anew', () => {
  let compared = 0;
  fc.assert(
    fc.property(aStory, (story) => {
      const choices: Choice[] = [];
      const options: OptionsInTime = (day) => ({
        [frequency.id]: Object.fromEntries(
          ['default', 'kind_parole_pb', 'risk_high', 'phase_advanced'].flatMap((name) => {
            const pace = paceOn(choices, name, day);
            return pace ? [[name, pace]] : [];
          }),
        ),
      });
      const of: Supervision = {
        kind: 'parole_pb',
        ageGroup: 'adult',
        risk: null,
        receivedOn: start,
        guidanceStart: start,
        guidanceEnd: addMonths(start, 14),
        endedOn: null,
        pauses: [],
        phases: [],
        ledgerFrom: start,
      };
      let today = start;
      let ledger: Standing[] = [];
      const lay = () => {
        const plan = planObligations(of, ledger, spanAround(today, 1), today, options);
        const lifted = ledger.filter((one) => plan.lift.includes(one.id));
        ledger = [
          ...ledger.filter((one) => !plan.lift.includes(one.id)),
          ...plan.add.map((one) => ({ ...one, id: `${one.from}/${newId()}` })),
        ].sort((a, b) => (a.from < b.from ? -1 : 1));
        return { lifted, added: plan.add };
      };
      lay();
      for (const [days, deed] of story) {
        // Every night in between is laid out and closed, as the jobs do.
        for (let night = 0; night < days; night++) {
          today = addDays(today, 1);
          lay();
          ledger = ledger.map((one) =>
            one.through < today && one.state === 'scheduled' ? { ...one, state: 'missed' as const } : one,
          );
        }
        if (deed.do === 'choose') choices.push({ name: deed.name, pace: deed.pace, from: addDays(today, deed.inDays) });
        if (deed.do === 'kind') of.kind = deed.kind;
        if (deed.do === 'risk') of.risk = deed.risk;
        if (deed.do === 'end') of.guidanceEnd = addDays(today, deed.inDays);
        if (deed.do === 'report')
          ledger = ledger.map((one) =>
            one.from <= today && today <= one.through && one.state === 'scheduled'
              ? { ...one, state: 'fulfilled' }
              : one,
          );

        const before = ledger;
        const { lifted, added } = lay();
        for (const one of lifted) {
          // Only the end of guidance touches a period that has begun, and only one that lasts longer than the guidance, or could grow again.
          expect(one.state).toBe('scheduled');
          expect(one.through >= today).toBe(true);
          if (one.from <= today && deed.do !== 'end') expect(one.through < lastOfMonth(one.from)).toBe(true);
        }
        expect(added.filter((one) => one.state === 'scheduled' && one.through < today)).toEqual([]);
        const passed = (list: readonly Standing[]) =>
          list.filter((one) => one.through < today || one.state === 'fulfilled');
        const known = new Set(before.map((one) => one.id));
        expect(passed(ledger).filter((one) => known.has(one.id))).toEqual(passed(before));
        // A kind or an end that was put right may show that something was owed of which nothing is known; that is never a miss.
        const found = passed(ledger).filter((one) => !known.has(one.id));
        expect(found.every((one) => one.state === 'not_recorded')).toBe(true);
        if (deed.do === 'choose' || deed.do === 'risk') expect(found).toEqual([]);

        for (
          let month = addMonths(firstOfMonth(today), 1);
          month <= addMonths(firstOfMonth(today), 2);
          month = addMonths(month, 1)
        ) {
          if (!of.guidanceEnd || of.guidanceEnd < lastOfMonth(month)) continue;
          const asked = askedIn(month, of, choices);
          if (phaseIn(month, of) === 'other' && paceOn(choices, 'phase_advanced', month)) continue;
          compared += 1;
          expect(ledger.filter((one) => one.from.slice(0, 7) === month.slice(0, 7))).toHaveLength(asked);
        }
      }
    }),
    { numRuns: asMany(300, 5000), endOnFailure: true },
  );
  expect(compared).toBeGreaterThan(1000);
});

const database = await freshDatabase('lay_out');
const office = await openOffice(database);
afterAll(() => office.close());
let pk: Officer;
let head: Officer;
beforeAll(async () => {
  pk = await office.officer('pk', 'palembang');
  head = await office.officer('head_of_bapas', 'palembang');
});
const at = (day: PlainDate) => new Date(`${day}T02:00:00Z`);
const does = async <T extends { ok: boolean }>(who: Officer, day: PlainDate, work: (ctx: Ctx) => Promise<T>) =>
  (await office.as(who, at(day))).runOnce({ id: newId(), body: {} }, work);
const versionOf = async (caseId: string) =>
  (
    await office.owner
      .selectFrom('cases.client_case')
      .select('version')
      .where('id', '=', caseId)
      .executeTakeFirstOrThrow()
  ).version;
const night = async (day: PlainDate) => {
  await jobs['check-ins.lay-out'].run(office.work(at(day)), {});
  await office
    .work(at(day))
    .inUnit(office.units.palembang, (ctx) => closePeriods(ctx, [{ unitId: office.units.palembang, today: day }]));
};
const rowsOf = (caseId: string) =>
  office.owner
    .selectFrom('check_ins.obligation')
    .select(['id', 'period_from', 'period_until', 'state', 'missed_in_a_row', 'fulfilled_by'])
    .where('case_id', '=', caseId)
    .where('state', '<>', 'lifted')
    .orderBy('period_from')
    .execute();

test('in an office of its own, months of choices and changes leave its past as it was', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.integer({ min: 3, max: 40 }), aDeed), { minLength: 4, maxLength: 7 }),
      async (story) => {
        await office.owner.deleteFrom('units.rule_option').execute();
        await office.owner.deleteFrom('check_ins.period_close').execute();
        let today = start;
        const { caseId } = await aReportingClient(office, {
          pk: pk.staffId,
          receivedOn: start,
          guidanceStart: start,
          guidanceEnd: addMonths(start, 14),
          past: 'not_recorded',
        });
        await office.owner.deleteFrom('check_ins.obligation').where('case_id', '=', caseId).execute();
        await layOut(office, office.units.palembang, caseId, at(today));
        for (const [days, deed] of story) {
          today = addDays(today, days);
          await night(today);
          const passedOf = async () =>
            (await rowsOf(caseId)).filter((one) => one.period_until < today || one.state === 'fulfilled');
          if (deed.do === 'report') await does(pk, today, (ctx) => recordCounterCheckIn(ctx, { caseId }));
          const before = await passedOf();
          const version = await versionOf(caseId);
          if (deed.do === 'choose')
            await does(head, today, (ctx) =>
              setRuleOption(ctx, {
                unitId: office.units.palembang,
                rule: frequency,
                name: deed.name,
                value: deed.pace,
                holdsFrom: addDays(today, deed.inDays),
                reason: 'Rapat kantor',
              }),
            );
          if (deed.do === 'kind')
            await does(pk, today, (ctx) =>
              changeKind(ctx, {
                caseId,
                version,
                kind: deed.kind === 'diversion' ? 'suspended_sentence' : deed.kind,
                ageGroup: 'adult',
                reason: 'Salah catat',
              }),
            );
          if (deed.do === 'risk')
            await does(pk, today, (ctx) =>
              setRisk(ctx, { caseId, version, riskBand: deed.risk, minimumGrade: 'D', reason: 'Asesmen RRI' }),
            );
          if (deed.do === 'end')
            await does(pk, today, (ctx) =>
              setPeriod(ctx, {
                caseId,
                version,
                start,
                end: addDays(today, deed.inDays),
                firstDetainedOn: null,
                sentence: null,
                remissionDays: 0,
                offence: '',
                offenceArticles: '',
              }),
            );
          await jobs['check-ins.lay-out'].run(office.work(at(today)), { unitId: office.units.palembang, caseId });
          await jobs['check-ins.lay-out'].run(office.work(at(today)), { under: office.units.kanwil });
          const known = new Set(before.map((one) => one.id));
          const after = await passedOf();
          expect(after.filter((one) => known.has(one.id))).toEqual(before);
          // What is found owed later is a miss for nobody; a report that was given in those days counts for them.
          const found = after.filter((one) => !known.has(one.id));
          expect(found.filter((one) => one.state !== 'not_recorded' && one.state !== 'fulfilled')).toEqual([]);
          const reports = await office.owner
            .selectFrom('check_ins.check_in')
            .select('happened_on')
            .where('case_id', '=', caseId)
            .execute();
          const counts = (one: (typeof after)[number]) =>
            reports.some(({ happened_on: day }) => one.period_from <= day && day <= one.period_until);
          expect((await rowsOf(caseId)).filter((one) => counts(one) !== (one.state === 'fulfilled'))).toEqual([]);
        }
      },
    ),
    {
      numRuns: asMany(8, 100),
      endOnFailure: true,
      // Reports in a month that is found owed only later, when the end of guidance moves away again.
      examples: [
        [
          [
            [38, { do: 'end', inDays: 7 }],
            [36, { do: 'report' }],
            [12, { do: 'end', inDays: 335 }],
            [32, { do: 'report' }],
            [12, { do: 'kind', kind: 'aftercare' }],
          ],
        ],
      ],
    },
  );
});

const monthsOf = async (caseId: string) =>
  (await ledgerOf(office, caseId)).map((line) => line.replace(/ \d+$/, '')).filter((line) => line >= '2026-03');

test('a choice that holds from a later month is laid out for that month already, and by the units below', async () => {
  await office.owner.deleteFrom('units.rule_option').execute();
  const today = plainDate('2026-03-20');
  const here = await aReportingClient(office, { receivedOn: '2026-01-10' });
  const there = await aReportingClient(office, { at: 'musi', receivedOn: '2026-01-10' });
  const elsewhere = await aReportingClient(office, { at: 'kupang', receivedOn: '2026-01-10' });
  const all = [here, there, elsewhere];
  await office.owner
    .deleteFrom('check_ins.obligation')
    .where(
      'case_id',
      'in',
      all.map((one) => one.caseId),
    )
    .execute();
  for (const one of all) await layOut(office, one.unitId, one.caseId, at(today));
  const admin = await office.officer('head_of_bapas', 'kanwil'); // the one who may choose, for the units below
  await office.owner
    .insertInto('units.rule_option')
    .values({
      unit_id: office.units.kanwil,
      rule_id: frequency.id,
      name: 'default',
      value: '"twice_a_month"',
      holds_from: '2026-05-01',
      reason: 'Edaran',
      set_by: admin.accountId,
    })
    .execute();
  await jobs['check-ins.lay-out'].run(office.work(at(today)), { under: office.units.kanwil });
  const twice = ['2026-03-01 scheduled', '2026-04-01 scheduled', '2026-05-01 scheduled', '2026-05-16 scheduled'];
  expect(await monthsOf(here.caseId)).toEqual(twice);
  expect(await monthsOf(there.caseId)).toEqual(twice);
  expect(await monthsOf(elsewhere.caseId)).toEqual(twice.slice(0, 3));
  await office.owner.deleteFrom('units.rule_option').execute();
});

test('choosing asks for the laying out of the units under it, and of no rule that lays nothing out', async () => {
  const choose = (rule: Parameters<typeof setRuleOption>[1]['rule'], name: string, value: unknown) =>
    does(head, plainDate('2026-03-20'), (ctx) =>
      setRuleOption(ctx, {
        unitId: office.units.palembang,
        rule,
        name,
        value,
        holdsFrom: plainDate('2026-03-20'),
        reason: 'Rapat kantor',
      }),
    );
  const asked = async () =>
    (
      await database.owner.query(
        `select payload from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
         where t.identifier = 'check-ins.lay-out' and j.key like '%:under:%'`,
      )
    ).rows;
  await database.owner.query(`delete from graphile_worker._private_jobs where key like '%:under:%'`);
  await choose(missedInARow, 'late_report', 'counts_as_missed');
  expect(await asked()).toEqual([]);
  await choose(frequency, 'default', 'monthly');
  expect(await asked()).toEqual([{ payload: { under: office.units.palembang } }]);
  await office.owner.deleteFrom('units.rule_option').execute();
});

test('a pause, its end, an end and a reopening each bring the ledger in line', async () => {
  await office.owner.deleteFrom('check_ins.period_close').execute();
  const { caseId } = await aReportingClient(office, {
    pk: pk.staffId,
    receivedOn: '2026-01-10',
    guidanceEnd: '2027-06-10',
  });
  await office.owner.deleteFrom('check_ins.obligation').where('case_id', '=', caseId).execute();
  const lay = (day: PlainDate) =>
    jobs['check-ins.lay-out'].run(office.work(at(day)), { unitId: office.units.palembang, caseId });
  const [march, april, june] = [plainDate('2026-03-02'), plainDate('2026-04-20'), plainDate('2026-06-03')];
  await lay(march);
  expect(await monthsOf(caseId)).toEqual(['2026-03-01 scheduled', '2026-04-01 scheduled', '2026-05-01 scheduled']);
  await does(pk, march, async (ctx) =>
    pauseCase(ctx, { caseId, version: await versionOf(caseId), startsOn: march, reason: 'Dirawat di rumah sakit' }),
  );
  await lay(march);
  expect(await monthsOf(caseId)).toEqual([]);
  await does(pk, april, async (ctx) => resumeCase(ctx, { caseId, version: await versionOf(caseId), endsOn: april }));
  await lay(april);
  expect(await monthsOf(caseId)).toEqual(['2026-04-01 scheduled', '2026-05-01 scheduled', '2026-06-01 scheduled']);

  await night(june);
  const rows = await rowsOf(caseId);
  expect(rows.map((one) => one.missed_in_a_row)).toEqual([0, 1, 2, 0, 0, 0]);
  const ended = await does(head, june, async (ctx) =>
    proposeEnding(ctx, {
      caseId,
      version: await versionOf(caseId),
      reason: 'deceased',
      day: june,
      note: 'Surat kematian RS',
      documentNumber: '474/12',
      decideNow: true,
    }),
  );
  expect(ended).toMatchObject({ ok: true });
  await lay(june);
  expect((await monthsOf(caseId)).filter((line) => line >= '2026-06')).toEqual([]);
  await does(head, june, async (ctx) =>
    reopenCase(ctx, { caseId, version: await versionOf(caseId), day: june, note: 'Salah orang' }),
  );
  await lay(june);
  expect((await monthsOf(caseId)).filter((line) => line >= '2026-06')).toEqual([
    '2026-06-01 scheduled',
    '2026-07-01 scheduled',
    '2026-08-01 scheduled',
  ]);
  const again = await rowsOf(caseId);
  expect(again.filter((one) => one.period_until < june)).toEqual(rows.filter((one) => one.period_until < june));
});
