import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { newId } from '#kernel/id';
import { plainDate } from '#kernel/plain-date';
import { setRisk } from '#modules/cases/server';
import { recordCounterCheckIn } from '#modules/check-ins/server';
import { listBehind } from '#modules/figures/server';
import { listMyTasks } from '#modules/tasks/server';
import type { Ctx, ReadCtx } from '#platform/ctx';
import { freshDatabase } from '#tests/support/database';
import { aReportingClient, layOut, ledgerOf } from '#tests/support/check-ins';
import { defaultNow, openOffice, type Officer } from '#tests/support/office';
import { groups, partsAsked, sheetOf, unknown, type Answer } from './index.ts';
import {
  askOverride,
  countStandings,
  decideOverride,
  finishAssessment,
  listLastTwo,
  listStandings,
  noteOffence,
  readAssessment,
  readCaseAssessments,
  readCoverage,
  readRiskLine,
  savePart,
  setDraftAside,
  startAssessment,
  startCorrection,
  sweepOffice,
} from './index.server.ts';

vi.setConfig({ testTimeout: 60_000 });
const database = await freshDatabase('assessments');
const office = await openOffice(database);
afterAll(() => office.close());

let pk: Officer,
  otherPk: Officer,
  apk: Officer,
  counter: Officer,
  section: Officer,
  head: Officer,
  kanwil: Officer,
  stranger: Officer;
beforeAll(async () => {
  pk = await office.officer('pk', 'palembang');
  otherPk = await office.officer('pk', 'palembang');
  apk = await office.officer('apk', 'palembang');
  counter = await office.officer('counter', 'palembang');
  section = await office.officer('section_head', 'palembang');
  head = await office.officer('head_of_bapas', 'palembang');
  kanwil = await office.officer('kanwil', 'kanwil');
  stranger = await office.officer('head_of_bapas', 'musi');
});

type Work<T> = (ctx: Ctx) => Promise<T>;
async function as<T extends { ok: boolean }>(who: Officer, work: Work<T>, now = defaultNow): Promise<T> {
  return (await office.as(who, now)).runOnce({ id: newId(), body: {} }, work);
}
const reads = async <T>(who: Officer, query: (ctx: ReadCtx) => Promise<T>, now = defaultNow) =>
  (await office.as(who, now)).read(query);
const today = plainDate('2026-11-20');
const aClient = (over = {}) => aReportingClient(office, { pk: pk.staffId, receivedOn: '2026-07-10', ...over });

const start = (caseId: string, over = {}) => ({
  caseId,
  purpose: 'initial' as const,
  heldOn: today,
  meeting: 'office' as const,
  consent: 'given' as const,
  consentNote: '',
  drugCase: false,
  ...over,
});

/** Answers every page that is asked, with the least points but where told. */
async function answerAll(
  who: Officer,
  caseId: string,
  assessmentId: string,
  over: Record<string, string> = {},
  source: Answer['source'] = 'verdict',
) {
  const { assessment } = await reads(who, (ctx) => readAssessment(ctx, { caseId, id: assessmentId }, 'test'));
  const sheet = sheetOf(assessment);
  const answers: Record<string, string> = {};
  for (;;) {
    const part = partsAsked(sheet, answers).parts.find(({ items }) => items.some(({ id }) => !answers[id]));
    if (!part) return;
    const page = part.items.map(({ id, answers: options }): Answer => {
      const least = options.every(({ points }) => points === 0)
        ? 'no'
        : options.toSorted((a, b) => a.points - b.points)[0]!.code;
      const answer = over[id] ?? least;
      answers[id] = answer;
      return { item: id, answer, source: answer === unknown ? null : source, note: '', documentId: null };
    });
    expect(await as(who, (ctx) => savePart(ctx, { caseId, assessmentId, part: part.id, answers: page }))).toMatchObject(
      { ok: true },
    );
  }
}
async function begin(who: Officer, caseId: string, over = {}): Promise<string> {
  const begun = await as(who, (ctx) => startAssessment(ctx, start(caseId, over)));
  if (!begun.ok) throw new Error(begun.refusal);
  return begun.assessmentId;
}
async function assess(caseId: string, answers: Record<string, string> = {}, over = {}, who = pk): Promise<string> {
  const id = await begin(who, caseId, over);
  await answerAll(who, caseId, id, answers, 'consent' in over && over.consent === 'refused' ? 'police_file' : 'client');
  expect(await as(who, (ctx) => finishAssessment(ctx, { caseId, assessmentId: id }))).toEqual({ ok: true });
  return id;
}
const high = { a1: 'yes', a5: 'many', a9: 'both', a2: 'yes', a4: 'yes' };
const caseOf = (caseId: string) =>
  office.owner
    .selectFrom('cases.client_case')
    .select(['risk_band', 'risk_origin', 'version'])
    .where('id', '=', caseId)
    .executeTakeFirstOrThrow();
const whats = async (caseId: string) =>
  (
    await office.owner
      .selectFrom('platform.journal')
      .select('what')
      .where('case_id', '=', caseId)
      .orderBy('seq')
      .execute()
  ).map(({ what }) => what);

describe('from consent to a band', () => {
  test('a finished assessment hands its band to the case, and more is owed from the next month on', async () => {
    const { caseId, unitId } = await aClient({ past: 'not_recorded' });
    const before = await ledgerOf(office, caseId);
    await assess(caseId, high);
    expect(await caseOf(caseId)).toMatchObject({ risk_band: 'high', risk_origin: 'assessment' });
    expect(await whats(caseId)).toEqual(
      expect.arrayContaining(['assessment.started', 'case.risk-assessed', 'assessment.finished']),
    );
    await layOut(office, unitId, caseId);
    const after = await ledgerOf(office, caseId);
    // What is past and what is under way stays as it was.
    expect(after.filter((line) => line < '2026-12')).toEqual(before.filter((line) => line < '2026-12'));
    expect(after.filter((line) => line.startsWith('2026-12'))).toEqual([
      '2026-12-01 scheduled 0',
      '2026-12-16 scheduled 0',
    ]);
  });

  test('what is not known leaves the result provisional, and the band as it was', async () => {
    const { caseId } = await aClient();
    await assess(caseId, { a1: unknown, a5: 'many' });
    expect(await caseOf(caseId)).toMatchObject({ risk_band: null, risk_origin: null });
    const { lines, due, state } = await reads(pk, (ctx) => readCaseAssessments(ctx, caseId));
    expect(lines[0]).toMatchObject({ low: 4, high: 7, band: null });
    expect(state).toBe('provisional');
    expect(due).toEqual({ on: '2026-12-20', why: 'provisional' });
  });

  test('whoever refuses is assessed by papers alone', async () => {
    const { caseId } = await aClient();
    expect(await as(pk, (ctx) => startAssessment(ctx, start(caseId, { consent: 'refused' })))).toEqual({
      ok: false,
      refusal: 'papers_only',
    });
    const id = await begin(pk, caseId, { consent: 'refused', meeting: 'documents' });
    const told = { item: 'a1', answer: 'yes', note: '', documentId: null };
    const save = (source: Answer['source']) =>
      as(pk, (ctx) => savePart(ctx, { caseId, assessmentId: id, part: 'risk-a', answers: [{ ...told, source }] }));
    expect(await save('client')).toEqual({ ok: false, refusal: 'source_needs_consent' });
    expect(await save('family')).toEqual({ ok: false, refusal: 'source_needs_consent' });
    expect(await save('police_file')).toEqual({ ok: true, next: null });
  });

  test('a child is refused, and whoever has turned eighteen is not', async () => {
    const bornOn = (birth: string) => async (client: { personId: string }) => {
      await office.owner
        .updateTable('people.person')
        .set({ birth_date: birth })
        .where('id', '=', client.personId)
        .execute();
    };
    const child = await aClient({ ageGroup: 'child' });
    await bornOn('2009-11-21')(child);
    expect(await as(pk, (ctx) => startAssessment(ctx, start(child.caseId)))).toEqual({
      ok: false,
      refusal: 'adult_instrument',
    });
    expect((await reads(pk, (ctx) => readCaseAssessments(ctx, child.caseId))).state).toBe('child');
    await bornOn('2008-11-20')(child);
    expect(await as(pk, (ctx) => startAssessment(ctx, start(child.caseId)))).toMatchObject({ ok: true });
  });

  test('nothing is finished before each item has an answer, and each known one a source', async () => {
    const { caseId } = await aClient();
    const id = await begin(pk, caseId);
    const finish = () => as(pk, (ctx) => finishAssessment(ctx, { caseId, assessmentId: id }));
    expect(await finish()).toEqual({ ok: false, refusal: 'incomplete' });
    await answerAll(pk, caseId, id, {}, null);
    expect(await finish()).toEqual({ ok: false, refusal: 'incomplete' });
    await answerAll(pk, caseId, id);
    expect(await finish()).toEqual({ ok: true });
  });

  test('one draft at a time, its assessor’s own; set aside it makes room', async () => {
    const { caseId } = await aClient();
    const id = await begin(pk, caseId);
    expect(await as(section, (ctx) => startAssessment(ctx, start(caseId)))).toEqual({
      ok: false,
      refusal: 'draft_open',
    });
    const page = { caseId, assessmentId: id, part: 'risk-a', answers: [] };
    expect(await as(section, (ctx) => savePart(ctx, page))).toEqual({ ok: false, refusal: 'not_the_assessor' });
    expect(await as(section, (ctx) => finishAssessment(ctx, page))).toEqual({ ok: false, refusal: 'not_the_assessor' });
    expect(
      await as(section, (ctx) => setDraftAside(ctx, { caseId, assessmentId: id, reason: 'PK pindah tugas' })),
    ).toEqual({ ok: true });
    expect(await as(pk, (ctx) => savePart(ctx, page))).toEqual({ ok: false, refusal: 'locked' });
    expect(await as(section, (ctx) => startAssessment(ctx, start(caseId)))).toMatchObject({ ok: true });
  });

  test('the same form sent twice is one assessment, and two officers at once begin one', async () => {
    const { caseId } = await aClient();
    const id = newId();
    const runner = await office.as(pk);
    const send = () => runner.runOnce({ id, body: { caseId } }, (ctx) => startAssessment(ctx, start(caseId)));
    expect(await send()).toEqual(await send());
    const other = await aClient();
    const both = await Promise.all(
      [pk, section].map((who) => as(who, (ctx) => startAssessment(ctx, start(other.caseId)))),
    );
    expect(both.map(({ ok }) => ok).sort()).toEqual([false, true]);
    expect(both.find(({ ok }) => !ok)).toEqual({ ok: false, refusal: 'draft_open' });
  });

  test('every deed sent twice happens once', async () => {
    const { caseId } = await aClient();
    const twice = async (who: Officer, work: Work<{ ok: boolean }>) => {
      const runner = await office.as(who);
      const id = newId();
      const answers = [await runner.runOnce({ id, body: {} }, work), await runner.runOnce({ id, body: {} }, work)];
      expect(answers[1]).toEqual(answers[0]);
      expect(answers[0]).toMatchObject({ ok: true });
    };
    const id = await begin(pk, caseId);
    await answerAll(pk, caseId, id);
    await twice(pk, (ctx) => finishAssessment(ctx, { caseId, assessmentId: id }));
    await twice(pk, (ctx) => noteOffence(ctx, { caseId, happenedOn: today, note: 'Dilaporkan polsek' }));
    await twice(pk, (ctx) =>
      askOverride(ctx, { caseId, assessmentId: id, band: 'high', reason: 'Keluarga takut kepada klien.' }),
    );
    const { overrides } = await reads(section, (ctx) => readAssessment(ctx, { caseId, id }, 'test'));
    await twice(section, (ctx) =>
      decideOverride(ctx, { caseId, overrideId: overrides[0]!.id, outcome: 'approved', note: '' }),
    );
    const lines = await whats(caseId);
    for (const what of [
      'assessment.finished',
      'assessment.offence-noted',
      'assessment.override-asked',
      'assessment.overridden',
    ])
      expect(
        lines.filter((one) => one === what),
        what,
      ).toHaveLength(1);
  });

  test('what is finished is locked, also past the application', async () => {
    const { caseId } = await aClient();
    const id = await assess(caseId);
    const answers = [{ item: 'a1', answer: 'yes', source: 'verdict' as const, note: '', documentId: null }];
    expect(await as(pk, (ctx) => savePart(ctx, { caseId, assessmentId: id, part: 'risk-a', answers }))).toEqual({
      ok: false,
      refusal: 'locked',
    });
    const past = (query: (ctx: Ctx) => Promise<unknown>) => as(pk, async (ctx) => (await query(ctx), { ok: true }));
    await expect(
      past((ctx) =>
        ctx.tx.updateTable('assessments.answer').set({ answer: 'yes' }).where('assessment_id', '=', id).execute(),
      ),
    ).rejects.toThrow(/belong to a draft/);
    await expect(
      past((ctx) =>
        ctx.tx.updateTable('assessments.assessment').set({ band: 'very_high' }).where('id', '=', id).execute(),
      ),
    ).rejects.toThrow(/stays as it is/);
  });
});

describe('again', () => {
  test('a reassessment needs a meeting on record; a later one is compared with the one before', async () => {
    const { caseId } = await aClient();
    await assess(caseId, {}, { heldOn: plainDate('2026-09-01') });
    const again = start(caseId, { purpose: 'periodic' });
    expect(await as(pk, (ctx) => startAssessment(ctx, again))).toEqual({ ok: false, refusal: 'no_meeting_on_record' });
    expect(await as(counter, (ctx) => recordCounterCheckIn(ctx, { caseId }))).toMatchObject({ ok: true });
    await assess(caseId, high, { purpose: 'periodic' });
    expect(await caseOf(caseId)).toMatchObject({ risk_band: 'high' });
    const [newer, older] = await reads(pk, (ctx) => listLastTwo(ctx, caseId));
    const full = async (id: string) =>
      (await reads(pk, (ctx) => readAssessment(ctx, { caseId, id }, 'test'))).assessment;
    expect([(await full(newer!)).band, (await full(older!)).band]).toEqual(['high', 'low']);
  });

  test('a correction begins with the answers of the one it corrects, keeps its day, and takes its place', async () => {
    const { caseId } = await aClient();
    const wrong = await assess(caseId, high);
    const begun = await as(pk, (ctx) =>
      startCorrection(ctx, { caseId, assessmentId: wrong, reason: 'Salah baca putusan' }),
    );
    if (!begun.ok) throw new Error(begun.refusal);
    const { answers, assessment } = await reads(pk, (ctx) =>
      readAssessment(ctx, { caseId, id: begun.assessmentId }, 'test'),
    );
    expect(answers.find(({ item }) => item === 'a5')?.answer).toBe('many');
    expect(assessment).toMatchObject({ purpose: 'correction', heldOn: today, correctsId: wrong });
    await answerAll(pk, caseId, begun.assessmentId, {});
    await as(pk, (ctx) => finishAssessment(ctx, { caseId, assessmentId: begun.assessmentId }));
    expect(await caseOf(caseId)).toMatchObject({ risk_band: 'low', risk_origin: 'assessment' });
    expect(await as(pk, (ctx) => startCorrection(ctx, { caseId, assessmentId: wrong, reason: 'lagi' }))).toEqual({
      ok: false,
      refusal: 'already_corrected',
    });
    expect(await reads(pk, (ctx) => listLastTwo(ctx, caseId))).toEqual([begun.assessmentId]);
  });

  test('one of an earlier day than what is finished changes no band', async () => {
    const { caseId } = await aClient();
    await assess(caseId, high);
    await assess(caseId, {}, { heldOn: plainDate('2026-10-05'), meeting: 'institution', purpose: 'litmas' });
    expect(await caseOf(caseId)).toMatchObject({ risk_band: 'high' });
  });

  test('the night opens what is due for the counsellor, tells another day where the rule has one, and finishing closes it', async () => {
    const { caseId, unitId } = await aClient({ receivedOn: '2026-11-01' });
    const now = (day: string) => new Date(`${day}T02:00:00Z`);
    const night = (day: string) =>
      office.work(now(day)).inUnit(unitId, (ctx) => sweepOffice(ctx, { unitId, today: plainDate(day) }));
    const mine = async (day: string) =>
      (await reads(pk, (ctx) => listMyTasks(ctx, { kind: 'assessments.due', caseId }), now(day))).tasks.map(
        ({ dueOn, facts }) => [dueOn, facts['why']],
      );
    await office.owner.deleteFrom('assessments.beginning').execute();
    await office.owner
      .insertInto('assessments.beginning')
      .values({ unit_id: unitId, began_on: '2026-01-01' })
      .execute();
    await night('2026-11-10');
    expect(await mine('2026-11-10')).toEqual([]);
    await night('2026-11-20');
    await night('2026-11-20');
    expect(await mine('2026-11-20')).toEqual([['2026-12-01', 'first']]);
    await assess(caseId);
    expect(await mine('2026-11-20')).toEqual([]);
    await as(pk, (ctx) => noteOffence(ctx, { caseId, happenedOn: today, note: 'Ditangkap di Ilir Barat' }));
    expect((await reads(pk, (ctx) => readCaseAssessments(ctx, caseId))).due).toEqual({
      on: '2027-11-20',
      why: 'interval',
    });
    await as(
      pk,
      (ctx) => noteOffence(ctx, { caseId, happenedOn: plainDate('2026-11-25'), note: 'Ditangkap lagi' }),
      now('2026-11-26'),
    );
    await night('2026-11-27');
    expect(await mine('2026-11-27')).toEqual([['2026-12-09', 'new_offence']]);
    await office.owner.updateTable('cases.client_case').set({ state: 'paused' }).where('id', '=', caseId).execute();
    await night('2026-11-28');
    expect(await mine('2026-11-28')).toEqual([]);
  });
});

describe('a band set aside', () => {
  const reason = 'Ancaman terhadap mantan istri tidak terlihat oleh instrumen.';

  test('the counsellor asks, the section head decides, and the case follows', async () => {
    const { caseId } = await aClient();
    const id = await assess(caseId);
    expect(await as(pk, (ctx) => askOverride(ctx, { caseId, assessmentId: id, band: 'low', reason }))).toEqual({
      ok: false,
      refusal: 'same_band',
    });
    expect(await as(pk, (ctx) => askOverride(ctx, { caseId, assessmentId: id, band: 'high', reason }))).toEqual({
      ok: true,
    });
    expect(await caseOf(caseId)).toMatchObject({ risk_band: 'low' });
    expect(await as(pk, (ctx) => askOverride(ctx, { caseId, assessmentId: id, band: 'high', reason }))).toEqual({
      ok: false,
      refusal: 'already_asked',
    });
    const waiting = await reads(section, (ctx) => listMyTasks(ctx, { kind: 'assessments.override', caseId }));
    const overrideId = waiting.tasks[0]!.key;
    await expect(
      as(pk, (ctx) => decideOverride(ctx, { caseId, overrideId, outcome: 'approved', note: '' })),
    ).rejects.toThrow(/assessment:override/);
    expect(
      await as(section, (ctx) => decideOverride(ctx, { caseId, overrideId, outcome: 'refused', note: '' })),
    ).toEqual({ ok: false, refusal: 'note_missing' });
    expect(
      await as(section, (ctx) => decideOverride(ctx, { caseId, overrideId, outcome: 'approved', note: '' })),
    ).toEqual({ ok: true });
    expect(
      await as(head, (ctx) => decideOverride(ctx, { caseId, overrideId, outcome: 'refused', note: 'tidak' })),
    ).toEqual({ ok: false, refusal: 'already_decided' });
    expect(await caseOf(caseId)).toMatchObject({ risk_band: 'high', risk_origin: 'assessment' });
    const risk = await reads(pk, (ctx) => readRiskLine(ctx, caseId));
    expect(risk?.line).toMatchObject({ band: 'low', overridden: 'high' });
    expect(risk?.due).toEqual({ on: '2027-02-20', why: 'interval' });
    expect((await reads(section, (ctx) => listMyTasks(ctx, { kind: 'assessments.override', caseId }))).total).toBe(0);
  });

  test('the section head sets aside at once what another one assessed, and never what he assessed himself', async () => {
    const { caseId } = await aClient();
    const id = await assess(caseId);
    expect(
      await as(section, (ctx) => askOverride(ctx, { caseId, assessmentId: id, band: 'moderate', reason })),
    ).toEqual({ ok: true });
    expect(await caseOf(caseId)).toMatchObject({ risk_band: 'moderate' });

    const own = await aClient();
    const his = await assess(own.caseId, {}, {}, section);
    expect(
      await as(section, (ctx) => askOverride(ctx, { caseId: own.caseId, assessmentId: his, band: 'high', reason })),
    ).toEqual({ ok: true });
    expect(await caseOf(own.caseId)).toMatchObject({ risk_band: 'low' });
    const { overrides } = await reads(section, (ctx) => readAssessment(ctx, { caseId: own.caseId, id: his }, 'test'));
    const decide = (who: Officer) =>
      as(who, (ctx) =>
        decideOverride(ctx, { caseId: own.caseId, overrideId: overrides[0]!.id, outcome: 'approved', note: '' }),
      );
    expect(await decide(section)).toEqual({ ok: false, refusal: 'second_person_needed' });
    expect(await decide(head)).toEqual({ ok: true });
  });

  test('a newer assessment counts, and the older band is set aside no more', async () => {
    const { caseId } = await aClient();
    const id = await assess(caseId, {}, { heldOn: plainDate('2026-11-02') });
    await as(pk, (ctx) => askOverride(ctx, { caseId, assessmentId: id, band: 'high', reason }));
    await assess(caseId, high, { meeting: 'institution', purpose: 'periodic' });
    expect(
      await as(section, (ctx) => askOverride(ctx, { caseId, assessmentId: id, band: 'moderate', reason })),
    ).toEqual({ ok: false, refusal: 'newer_there' });
    expect((await reads(section, (ctx) => listMyTasks(ctx, { kind: 'assessments.override', caseId }))).total).toBe(0);
  });
});

describe('by hand', () => {
  test('a band is set by hand only until an assessment has found one; the evidence may still be set', async () => {
    const { caseId } = await aClient();
    const byHand = async (riskBand: 'low' | 'high' | null) => {
      const { version } = await caseOf(caseId);
      return as(pk, (ctx) =>
        setRisk(ctx, { caseId, version, riskBand, minimumGrade: 'B', reason: 'Rencana bimbingan' }),
      );
    };
    expect(await byHand('high')).toEqual({ ok: true });
    expect(await caseOf(caseId)).toMatchObject({ risk_band: 'high', risk_origin: 'hand' });
    await assess(caseId);
    expect(await caseOf(caseId)).toMatchObject({ risk_band: 'low', risk_origin: 'assessment' });
    expect(await byHand('high')).toEqual({ ok: false, refusal: 'risk_from_assessment' });
    expect(await byHand(null)).toEqual({ ok: true });
    expect(await caseOf(caseId)).toMatchObject({ risk_band: 'low', risk_origin: 'assessment' });
  });
});

describe('who may', () => {
  test('another office, another counsellor, the assistant and the desk are turned away', async () => {
    const { caseId } = await aClient();
    const id = await assess(caseId);
    for (const who of [stranger, otherPk, apk, counter, kanwil]) {
      await expect(reads(who, (ctx) => readAssessment(ctx, { caseId, id }, 'test'))).rejects.toThrow();
      await expect(reads(who, (ctx) => readCaseAssessments(ctx, caseId))).rejects.toThrow();
      await expect(as(who, (ctx) => startAssessment(ctx, start(caseId)))).rejects.toThrow();
      await expect(
        as(who, (ctx) => startCorrection(ctx, { caseId, assessmentId: id, reason: 'salah' })),
      ).rejects.toThrow();
      await expect(as(who, (ctx) => noteOffence(ctx, { caseId, happenedOn: today, note: 'x' }))).rejects.toThrow();
      await expect(
        as(who, (ctx) =>
          askOverride(ctx, { caseId, assessmentId: id, band: 'high', reason: 'panjang sekali alasannya' }),
        ),
      ).rejects.toThrow();
    }
    expect(await reads(apk, (ctx) => readRiskLine(ctx, caseId)).catch(() => 'hidden')).toBe('hidden');
  });

  test('an assessment of one client is not opened by the address of another', async () => {
    const [one, other] = [await aClient(), await aClient()];
    const id = await assess(one.caseId);
    await expect(reads(pk, (ctx) => readAssessment(ctx, { caseId: other.caseId, id }, 'test'))).rejects.toThrow(
      /assessment/,
    );
  });

  test('every reading leaves a line', async () => {
    const { caseId } = await aClient();
    const id = await assess(caseId);
    const count = async () =>
      Number(
        (
          await office.owner
            .selectFrom('platform.access_log')
            .select(({ fn }) => fn.countAll().as('n'))
            .where('case_id', '=', caseId)
            .where('what', '=', 'assessment.viewed')
            .executeTakeFirstOrThrow()
        ).n,
      );
    const before = await count();
    await reads(section, (ctx) => readAssessment(ctx, { caseId, id }, 'result'));
    await reads(pk, (ctx) => readRiskLine(ctx, caseId));
    expect(await count()).toBe(before + 2);
  });

  test('lists and counts are as long as each other; the region sees numbers alone', async () => {
    const scope = { unitId: office.units.palembang };
    const soon = plainDate('2026-12-04');
    const counts = await reads(section, (ctx) => countStandings(ctx, today, scope, soon));
    const due = await reads(section, (ctx) => listStandings(ctx, today, { ...scope, dueBy: soon, limit: 1000 }));
    expect(due.total).toBe(counts.due);
    let all = 0;
    for (const group of ['current', 'overdue', 'provisional', 'never', 'child'] as const) {
      const { total, rows } = await reads(section, (ctx) =>
        listStandings(ctx, today, { unitId: office.units.palembang, group, limit: 1000 }),
      );
      expect(total, group).toBe(counts[group]);
      expect(rows).toHaveLength(total);
      all += total;
    }
    expect(all).toBe(counts.all);
    expect(all).toBeGreaterThan(10);
    const [told] = await reads(kanwil, (ctx) => readCoverage(ctx, office.units.kanwil, today));
    expect(told).toMatchObject({
      unitId: office.units.palembang,
      clients: counts.all,
      current: counts.current,
      never: counts.never,
    });
    await expect(reads(kanwil, (ctx) => listStandings(ctx, today, {}))).rejects.toThrow(/assessment:read/);
    // Who reads no assessment is told whom each number means, as behind every other figure, and nothing else of them.
    for (const [who, unitId] of [
      [kanwil, office.units.kanwil],
      [pk, office.units.palembang],
    ] as const) {
      for (const group of [undefined, ...groups]) {
        const list = await reads(who, (ctx) =>
          listBehind(ctx, { unitId }, { of: 'assessments', today, ...(group ? { group } : {}) }, null, 'name', 1000),
        );
        const those = await reads(head, (ctx) => listStandings(ctx, today, { group, limit: 1000 }));
        const listed = list.rows.map((row) => row.caseId);
        expect(list.visible).toBe(listed.length);
        expect(told![group ?? 'clients']).toBe(those.total);
        const counted = those.rows.map((row) => row.caseId);
        expect(counted, group ?? 'all').toEqual(expect.arrayContaining(listed));
        // Only guarded files are closed to them.
        const closed = await office.owner
          .selectFrom('cases.client_case')
          .select('guarded')
          .where('id', 'in', [newId(), ...counted.filter((id) => !listed.includes(id))])
          .execute();
        expect([closed.length + listed.length, closed.every((one) => one.guarded)]).toEqual([counted.length, true]);
      }
    }
    await expect(
      reads(apk, (ctx) => listBehind(ctx, { unitId: office.units.palembang }, { of: 'assessments', today }, null)),
    ).rejects.toThrow('figures');
    const byHand = await reads(apk, (ctx) =>
      sql`select 1 from assessments.standings(${office.units.palembang}, ${today})`.execute(ctx.tx),
    );
    expect(byHand.rows).toEqual([]);
    expect(
      (await reads(pk, (ctx) => listStandings(ctx, today, { limit: 1000 }))).rows.every(({ pkName }) => pkName),
    ).toBe(true);
    await expect(reads(counter, (ctx) => listStandings(ctx, today, {}))).rejects.toThrow(/assessment:read/);
  });
});
