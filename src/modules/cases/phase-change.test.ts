import { randomUUID } from 'node:crypto';
import { afterAll, expect, test } from 'vitest';
import { newId } from '#kernel/id';
import { plainDate, type PlainDate } from '#kernel/plain-date';
import type { Ctx } from '#platform/ctx';
import { aClient } from '#tests/support/cases';
import { layOut, ledgerOf } from '#tests/support/check-ins';
import { freshDatabase } from '#tests/support/database';
import { openOffice, type Officer } from '#tests/support/office';
import type { DecidedPhase } from './case.ts';
import { listCaseload } from './caseload.queries.server.ts';
import { decidePhase } from './decide-phase.server.ts';
import { notePhase } from './note-phase.server.ts';
import { listPhaseChanges } from './phase-changes.store.server.ts';
import { proposePhase } from './propose-phase.server.ts';
import { getCaseHeader } from './queries.server.ts';
import { withdrawPhase } from './withdraw-phase.server.ts';

const database = await freshDatabase('phase-change');
const office = await openOffice(database);
const [pk, head, section, otherPk, otherHead, counter] = await Promise.all([
  office.officer('pk', 'palembang'),
  office.officer('head_of_bapas', 'palembang'),
  office.officer('section_head', 'palembang'),
  office.officer('pk', 'palembang'),
  office.officer('head_of_bapas', 'musi'),
  office.officer('counter', 'palembang'),
]);
afterAll(() => office.close());

const today = plainDate('2026-11-20');
const { does } = office;
const guided = (over: { guidanceStart?: string; guidanceEnd?: string; ageGroup?: 'child' } = {}) =>
  aClient(office, { pk: pk.staffId, guidanceStart: '2026-01-05', guidanceEnd: '2027-12-05', ...over });
const proposal = (caseId: string, toPhase: DecidedPhase = 'advanced', version = 1) => ({
  caseId,
  version,
  toPhase,
  report: 'klien mengikuti program dengan baik',
});
const noted = (changeId: string, heldOn: PlainDate = today) => ({
  changeId,
  heldOn,
  document: 'BA TPP 12/2026',
  advice: 'approve' as const,
  note: 'disarankan pindah',
});
async function advised(caseId: string, toPhase: DecidedPhase = 'advanced', version = 1): Promise<string> {
  const asked = await does(pk, (ctx) => proposePhase(ctx, proposal(caseId, toPhase, version)));
  const { changeId } = asked as { changeId: string };
  expect(await does(pk, (ctx) => notePhase(ctx, noted(changeId)))).toEqual({ ok: true });
  return changeId;
}
const header = async (caseId: string) => (await office.as(head)).read((ctx) => getCaseHeader(ctx, caseId, 'phase'));
const listed = async (move: 'overdue' | 'never_decided') =>
  (await office.as(head)).read(async (ctx) => {
    const filter = { unitId: office.units.palembang, whose: 'office', state: 'open', sort: 'name', move } as const;
    return (await listCaseload(ctx, filter)).rows.map((row) => row.caseId);
  });

test('the counsellor proposes, a sitting advises, the head decides, and the client is in the phase decided', async () => {
  const { caseId } = await guided();
  expect(await header(caseId)).toMatchObject({ phase: 'advanced', phaseDecided: null, phaseStanding: 'never_decided' });
  expect(await listed('never_decided')).toContain(caseId);

  const asked = await does(pk, (ctx) => proposePhase(ctx, proposal(caseId, 'initial')));
  const { changeId } = asked as { changeId: string };
  expect(await does(pk, (ctx) => proposePhase(ctx, proposal(caseId, 'advanced', 2)))).toMatchObject({
    refusal: 'phase_change_running',
  });
  expect(await does(head, (ctx) => decidePhase(ctx, { changeId, step: 'approve', note: '' }))).toMatchObject({
    refusal: 'wrong_state',
  });
  expect(await does(pk, (ctx) => notePhase(ctx, noted(changeId, plainDate('2026-11-21'))))).toMatchObject({
    refusal: 'day_in_future',
  });
  await does(pk, (ctx) => notePhase(ctx, noted(changeId)));
  await expect(does(pk, (ctx) => decidePhase(ctx, { changeId, step: 'approve', note: '' }))).rejects.toMatchObject({
    name: 'NotAllowed',
  });
  expect(await does(head, (ctx) => decidePhase(ctx, { changeId, step: 'refuse', note: '' }))).toMatchObject({
    refusal: 'note_missing',
  });
  expect(await does(head, (ctx) => decidePhase(ctx, { changeId, step: 'approve', note: '' }))).toEqual({ ok: true });

  expect(await header(caseId)).toMatchObject({
    phase: 'initial',
    phaseDue: 'advanced',
    phaseDecided: 'initial',
    phaseStanding: 'overdue',
  });
  expect(await listed('overdue')).toEqual([caseId]);
  expect(await listed('never_decided')).not.toContain(caseId);

  const next = await advised(caseId, 'advanced', 3);
  await does(head, (ctx) => decidePhase(ctx, { changeId: next, step: 'approve', note: '' }));
  expect(await header(caseId)).toMatchObject({ phase: 'advanced', phaseStanding: 'in_time' });
  expect(await listed('overdue')).toEqual([]);
  const history = await (await office.as(pk)).read((ctx) => listPhaseChanges(ctx, caseId));
  expect(history.map((one) => [one.toPhase, one.state, one.document, one.decidedOn])).toEqual([
    ['advanced', 'approved', 'BA TPP 12/2026', today],
    ['initial', 'approved', 'BA TPP 12/2026', today],
  ]);
  const same = await does(pk, (ctx) => proposePhase(ctx, proposal(caseId, 'advanced', 5)));
  expect(same).toMatchObject({ refusal: 'same_phase' });
});

test('whoever proposed does not decide, also not behind the application', async () => {
  const { caseId } = await guided();
  const asked = await does(head, (ctx) => proposePhase(ctx, proposal(caseId)));
  const { changeId } = asked as { changeId: string };
  await does(section, (ctx) => notePhase(ctx, noted(changeId)));
  expect(await does(head, (ctx) => decidePhase(ctx, { changeId, step: 'approve', note: '' }))).toMatchObject({
    refusal: 'second_person_needed',
  });
  const writes = async (who: Officer, set: object) =>
    (await office.as(who)).runOnce({ id: newId(), body: {} }, async ({ tx }) => {
      await tx.updateTable('cases.phase_change').set(set).where('id', '=', changeId).execute();
      return { ok: true };
    });
  await expect(
    writes(head, { state: 'approved', decided_on: today, decided_by: head.accountId }),
  ).rejects.toMatchObject({ code: '42501' });
  await expect(writes(pk, { state: 'approved', decided_on: today, decided_by: pk.accountId })).rejects.toMatchObject({
    code: '42501',
  });
  await expect(
    (await office.as(pk)).runOnce({ id: newId(), body: {} }, async ({ tx }) => {
      const set = { phase_decided: 'final', phase_decided_on: today };
      await tx.updateTable('cases.client_case').set(set).where('id', '=', caseId).execute();
      return { ok: true };
    }),
  ).rejects.toMatchObject({ code: '42501' });
});

test('another office, another counsellor and the counter are turned away', async () => {
  const { caseId } = await guided({ ageGroup: 'child' });
  const changeId = await advised(caseId);
  for (const who of [otherHead, otherPk])
    await expect(does(who, (ctx) => decidePhase(ctx, { changeId, step: 'approve', note: '' }))).rejects.toMatchObject({
      name: 'NotFound',
    });
  for (const who of [otherHead, otherPk, counter]) {
    await expect(does(who, (ctx) => withdrawPhase(ctx, { changeId, note: 'coba' }))).rejects.toThrow();
    await expect(does(who, (ctx) => proposePhase(ctx, proposal(caseId)))).rejects.toThrow();
    expect(await (await office.as(who)).read((ctx) => listPhaseChanges(ctx, caseId))).toEqual([]);
  }
  expect(await does(pk, (ctx) => withdrawPhase(ctx, { changeId, note: 'keliru' }))).toEqual({ ok: true });
  expect(await does(pk, (ctx) => withdrawPhase(ctx, { changeId, note: 'keliru' }))).toMatchObject({
    refusal: 'wrong_state',
  });
});

test('sent twice, a decision is one decision', async () => {
  const { caseId } = await guided();
  const changeId = await advised(caseId);
  const runner = await office.as(head);
  const sent = { id: newId(), body: {} };
  const deed = (ctx: Ctx) => decidePhase(ctx, { changeId, step: 'approve', note: '' });
  expect(await runner.runOnce(sent, deed)).toEqual(await runner.runOnce(sent, deed));
  const lines = await office.owner
    .selectFrom('platform.journal')
    .select('what')
    .where('case_id', '=', caseId)
    .where('what', '=', 'case.phase-decided')
    .execute();
  expect(lines).toHaveLength(1);
});

test('duties follow the phase decided from the next month on, and what has passed stays as it was', async () => {
  const choose = (name: string) =>
    office.owner
      .insertInto('units.rule_option')
      .values({
        unit_id: office.units.palembang,
        rule_id: 'check-ins.frequency',
        name,
        value: '"twice_a_month"',
        holds_from: '2020-01-01',
        reason: 'uji',
        set_by: head.accountId,
      })
      .execute();
  await choose('phase_final');
  const { caseId } = await guided({ guidanceEnd: '2029-12-05' });
  await layOut(office, office.units.palembang, caseId);
  const before = await ledgerOf(office, caseId);
  expect(before.slice(-3)).toEqual(['2026-11-01 scheduled 0', '2026-12-01 scheduled 0', '2027-01-01 scheduled 0']);

  const changeId = await advised(caseId, 'final');
  await does(head, (ctx) => decidePhase(ctx, { changeId, step: 'approve', note: '' }));
  await layOut(office, office.units.palembang, caseId);
  expect(await ledgerOf(office, caseId)).toEqual([
    ...before.slice(0, -2),
    '2026-12-01 scheduled 0',
    '2026-12-16 scheduled 0',
    '2027-01-01 scheduled 0',
    '2027-01-16 scheduled 0',
  ]);

  // A second decision does not rewrite the months in which the first one held.
  const later = new Date('2027-03-10T02:00:00Z');
  await layOut(office, office.units.palembang, caseId, later);
  const held = await ledgerOf(office, caseId);
  const { version } = await office.owner
    .selectFrom('cases.client_case')
    .select('version')
    .where('id', '=', caseId)
    .executeTakeFirstOrThrow();
  const back = await (
    await office.as(pk, later)
  ).runOnce({ id: randomUUID(), body: {} }, (ctx) => proposePhase(ctx, proposal(caseId, 'initial', version)));
  const { changeId: second } = back as { changeId: string };
  const run = async (who: Officer, deed: (ctx: Ctx) => Promise<{ ok: boolean }>) =>
    (await office.as(who, later)).runOnce({ id: randomUUID(), body: {} }, deed);
  await run(pk, (ctx) => notePhase(ctx, noted(second)));
  expect(await run(head, (ctx) => decidePhase(ctx, { changeId: second, step: 'approve', note: '' }))).toEqual({
    ok: true,
  });
  await layOut(office, office.units.palembang, caseId, later);
  const now = await ledgerOf(office, caseId);
  const past = (lines: string[]) => lines.map((line) => line.slice(0, 10)).filter((day) => day < '2027-04-01');
  expect(past(now)).toEqual(past(held));
  expect(now.filter((line) => line >= '2027-04-01')).toEqual(['2027-04-01 scheduled 0', '2027-05-01 scheduled 0']);
});
