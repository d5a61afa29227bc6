import { afterAll, expect, test } from 'vitest';
import { plainDate } from '#kernel/plain-date';
import { dayAt } from '#kernel/zone';
import { wordTask } from '#modules/tasks';
import { listMyTasks } from '#modules/tasks/server';
import { nameNextOfficer } from '#modules/units/server';
import type { Ctx } from '#platform/ctx';
import { acceptFile } from '#platform/files/accept.server';
import { aPdf } from '#tests/corpus/files';
import { aClient, type ClientScene } from '#tests/support/cases';
import { freshDatabase } from '#tests/support/database';
import { openOffice, type Officer, type TestOffice } from '#tests/support/office';
import { aBeginning, aProposedBreach, aStep } from '#tests/support/revocations';
import { beginProceeding, jobs, noteMinutes, takeStep, type StepInput } from './index.server.ts';
import type { ProceedingStep } from './routes.ts';

/** What is late goes on to the next officer, within the office and above it, and stays where it is. */
const database = await freshDatabase('revocations_late');
const office = await openOffice(database);
const [pk, section, head, kanwil, leader, centre, director] = await Promise.all([
  office.officer('pk', 'palembang'),
  office.officer('section_head', 'palembang'),
  office.officer('head_of_bapas', 'palembang'),
  office.officer('kanwil', 'kanwil'),
  office.officer('kanwil', 'kanwil', { name: 'Kepala Kanwil Rekaan' }),
  office.officer('ditjenpas', 'ditjenpas'),
  office.officer('ditjenpas', 'ditjenpas', { name: 'Direktur Rekaan' }),
]);
const admin = await office.officer('office_admin', 'ditjenpas');
const kupangPk = await office.officer('pk', 'kupang');
afterAll(() => office.close());
// The office is closed on Wednesday 2 December.
await office.owner
  .insertInto('units.holiday')
  .values({ day: '2026-12-02', name: 'Libur kantor', unit_id: office.units.palembang })
  .execute();

const at = (day: string) => new Date(`${day}T02:00:00Z`);
/** Everything here is begun on Friday 20 November 2026. */
const does = <T extends { ok: boolean }>(who: Officer, deed: (ctx: Ctx) => Promise<T>, day = '2026-11-20') =>
  office.does(who, deed, at(day));
const takes = (who: Officer, proceedingId: string, name: ProceedingStep, over: Partial<StepInput> = {}, day?: string) =>
  does(who, (ctx) => takeStep(ctx, { ...aStep(proceedingId, name), ...over }), day);
async function begun(scene: ClientScene = {}, over: object = {}, counsellor = pk) {
  const { caseId, personId } = await aClient(office, { pk: counsellor.staffId, ...scene });
  const unitId = office.units[scene.at ?? 'palembang'];
  const breachId = await aProposedBreach(office, caseId, { unitId });
  const answer = await does(counsellor, (ctx) => beginProceeding(ctx, { ...aBeginning(caseId, breachId), ...over }));
  return { caseId, personId, id: (answer as { proceedingId: string }).proceedingId };
}
/** Minutes of a sitting elsewhere are noted by one and confirmed by another. */
async function hear(id: string, day: string) {
  const paper = await acceptFile(new Uint8Array(aPdf()), 'document');
  if (!paper.ok) throw new Error(paper.problem);
  const note = {
    proceedingId: id,
    day: plainDate(day),
    documentNumber: '3/TPP/2026',
    advice: 'approve' as const,
    reason: 'alasan yang cukup panjang',
    presences: undefined,
    file: paper.file,
  };
  expect(await does(head, (ctx) => noteMinutes(ctx, note), day)).toEqual({ ok: true });
  expect(await takes(section, id, 'hear', {}, day)).toMatchObject({ ok: true });
}
/** A decree that is called off before release goes up without a file of the office. */
async function atKanwil(scene: ClientScene = {}) {
  const { caseId, personId } = await aClient(office, {
    pk: pk.staffId,
    state: 'received',
    releasedOn: null,
    releaseExpectedOn: '2027-01-05',
    ...scene,
  });
  const cancelling = {
    ...aBeginning(caseId, undefined),
    kind: 'cancellation' as const,
    finding: 'verdict' as const,
    documentNumber: 'PTS-1',
  };
  const answer = await does(pk, (ctx) => beginProceeding(ctx, cancelling));
  const id = (answer as { proceedingId: string }).proceedingId;
  expect(await takes(pk, id, 'note_lapas_sitting', { documentNumber: 'TPP-L-1' })).toMatchObject({ ok: true });
  expect(await takes(pk, id, 'note_lapas_proposal', { documentNumber: 'W6-1' })).toMatchObject({ ok: true });
  return { caseId, personId, id };
}
const run = (day: string) => jobs['revocations.late'].run(office.work(at(day)), {});
const told = async (id: string) =>
  (
    await office.owner
      .selectFrom('tasks.task')
      .select(['kind', 'unit_id', 'for_role', 'staff_id', 'facts', 'case_id'])
      .where('key', '=', id)
      .where('kind', 'like', 'revocations.late%')
      .where('state', '=', 'open')
      .orderBy('kind')
      .execute()
  ).map(({ facts, ...task }) => ({ ...task, facts: facts as Record<string, unknown> }));
const kindsTold = async (id: string) => (await told(id)).map(({ kind, for_role: role }) => `${kind} ${role}`);
const mine = async (who: Officer, id: string) =>
  (await office.reads(who, (ctx) => listMyTasks(ctx, {}))).tasks.filter(
    ({ key, kind }) => key === id && kind.startsWith('revocations.late'),
  );
const journalled = async (id: string) => {
  const { rows } = await database.owner.query<{ told: string }>(
    `select about ->> 'told' as told from platform.journal where what = 'revocation.late-told' and about ->> 'proceedingId' = $1 order by at, seq`,
    [id],
  );
  return rows.map((row) => row.told);
};
const stateOf = async (id: string) =>
  (
    await office.owner
      .selectFrom('revocations.proceeding')
      .select('state')
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
  ).state;
const names = (unit: keyof TestOffice['units'], staffId: string | null) =>
  office.does(
    admin,
    (ctx) =>
      nameNextOfficer(ctx, {
        unitId: office.units[unit],
        staffId,
        holdsFrom: dayAt('Asia/Jakarta', ctx.now),
        reason: 'pembagian tugas',
      }),
    new Date(),
  );

test('what the office leaves lying comes before the section head, and days later, of its own working days, before the head', async () => {
  const { id } = await begun();
  await run('2026-11-27');
  expect(await kindsTold(id)).toEqual([]);
  for (const day of ['2026-11-28', '2026-11-28', '2026-12-03']) await run(day);
  expect(await kindsTold(id)).toEqual(['revocations.late-section section_head']);
  await run('2026-12-04');
  expect(await kindsTold(id)).toEqual(['revocations.late head_of_bapas', 'revocations.late-section section_head']);
  expect(await journalled(id)).toEqual(['section_head', 'head_of_bapas']);
  expect(await stateOf(id)).toBe('begun');

  // Whoever acts as head from a day on finds it, and whoever was head before does not.
  const before = await office.officer('head_of_bapas', 'palembang', { until: '2020-12-31' });
  const acting = await office.officer('head_of_bapas', 'palembang');
  expect(await mine(acting, id)).toHaveLength(1);
  expect(await mine(before, id)).toEqual([]);
  expect(await mine(section, id)).toHaveLength(1);

  await hear(id, '2026-12-04');
  expect(await kindsTold(id)).toEqual([]);
});

test('what the head leaves lying comes before the Kanwil, of which office it is and of nobody in particular', async () => {
  // A diversion waits for the head from its first day: until Tuesday 24 November.
  const { id, caseId, personId } = await begun({ kind: 'supervision_sentence' });
  expect(await takes(pk, id, 'consider', { documentNumber: 'P-1' })).toMatchObject({ ok: true });
  await run('2026-11-24');
  expect(await kindsTold(id)).toEqual([]);
  await run('2026-11-25');
  const [task] = await told(id);
  expect(await kindsTold(id)).toEqual(['revocations.late-below kanwil']);
  expect(task).toMatchObject({ unit_id: office.units.kanwil, staff_id: null, case_id: null });
  expect(task!.facts).toEqual({
    state: 'considered',
    day: '2026-11-24',
    office: 'Bapas Kelas I Palembang',
    closed: false,
    caseId,
  });
  expect(await journalled(id)).toEqual(['kanwil']);
  for (const who of [kanwil, leader]) {
    const [one] = await mine(who, id);
    expect(one).toMatchObject({ name: null, registerLabel: null });
    expect(wordTask(one!).says).toMatch(/^Bapas Kelas I Palembang: .*24 November 2026/);
  }
  const otherKanwil = await office.officer('kanwil', 'otherKanwil');
  for (const who of [otherKanwil, centre, pk]) expect(await mine(who, id)).toEqual([]);

  // Whoever is kept from the client is told of nothing about him.
  await office.owner
    .insertInto('people.access_list')
    .values({
      person_id: personId,
      unit_id: office.units.palembang,
      account_id: leader.accountId,
      kind: 'exclusion',
      starts_on: '2020-01-01',
      reason: 'keluarga klien',
      made_by: head.accountId,
    })
    .execute();
  expect(await mine(leader, id)).toEqual([]);
  expect(await mine(kanwil, id)).toHaveLength(1);

  expect(await takes(head, id, 'send_to_prosecutor', {}, '2026-11-25')).toMatchObject({ ok: true });
  expect(await kindsTold(id)).toEqual([]);
});

test('whom a tier named is told first; when he leaves the post, everybody who holds it is', async () => {
  const successor = await office.officer('kanwil', 'kanwil');
  expect(await names('kanwil', leader.staffId)).toEqual({ ok: true });
  const { id } = await begun({ kind: 'supervision_sentence' });
  expect(await takes(pk, id, 'consider', { documentNumber: 'P-2' })).toMatchObject({ ok: true });
  await run('2026-11-25');
  expect(await told(id)).toMatchObject([{ staff_id: leader.staffId }]);
  expect([await mine(leader, id), await mine(successor, id)].map((tasks) => tasks.length)).toEqual([1, 0]);
  // While he is away, whoever stands in for him and holds the post as well.
  const away = await office.owner
    .insertInto('units.absence')
    .values({
      staff_id: leader.staffId,
      kind: 'leave',
      starts_on: '2020-01-01',
      ends_on: '2200-01-01',
      substitute_id: successor.staffId,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await run('2026-11-26');
  expect(await told(id)).toMatchObject([{ staff_id: successor.staffId }]);
  await office.owner.deleteFrom('units.absence').where('id', '=', away.id).execute();
  await run('2026-11-26');
  expect(await told(id)).toMatchObject([{ staff_id: leader.staffId }]);
  await office.owner
    .updateTable('units.posting')
    .set({ ends_on: '2020-12-31' })
    .where('staff_id', '=', leader.staffId)
    .execute();
  await run('2026-11-27');
  expect(await told(id)).toMatchObject([{ kind: 'revocations.late-below', staff_id: null }]);
  expect(await mine(successor, id)).toHaveLength(1);
  expect(await mine(leader, id)).toEqual([]);
  // It was told once, whoever holds the post meanwhile.
  expect(await journalled(id)).toEqual(['kanwil']);
});

test('what lies at the Kanwil comes before its next officer and the head at once, and before the centre days later', async () => {
  expect(await names('ditjenpas', director.staffId)).toEqual({ ok: true });
  const { id } = await atKanwil();
  await run('2026-11-27');
  expect(await kindsTold(id)).toEqual([]);
  await run('2026-11-28');
  expect(await kindsTold(id)).toEqual(['revocations.late head_of_bapas', 'revocations.late-here kanwil']);
  const here = await mine(kanwil, id);
  expect(here.map((task) => wordTask(task).href)).toEqual([`/revocations/${id}`]);
  // 2 December is no working day of the office that began it.
  await run('2026-12-03');
  expect(await kindsTold(id)).toHaveLength(2);
  await run('2026-12-04');
  expect(await kindsTold(id)).toEqual([
    'revocations.late head_of_bapas',
    'revocations.late-below ditjenpas',
    'revocations.late-here kanwil',
  ]);
  expect([await mine(director, id), await mine(centre, id)].map((tasks) => tasks.length)).toEqual([1, 0]);
  expect(await stateOf(id)).toBe('at_kanwil');

  // The tier's step is followed by the office's own job, which closes all of them.
  expect(await takes(kanwil, id, 'forward', { documentNumber: 'W-1' }, '2026-12-04')).toMatchObject({ ok: true });
  await jobs['revocations.put-before'].run(office.work(at('2026-12-04')), {
    proceedingId: id,
    unitId: office.units.palembang,
  });
  expect(await kindsTold(id)).toEqual([]);

  // Seven working days later it is late at the centre, where it comes before whom the centre named, and before the head.
  await run('2026-12-15');
  expect(await kindsTold(id)).toEqual([]);
  await run('2026-12-16');
  expect(await told(id)).toMatchObject([
    { kind: 'revocations.late', for_role: 'head_of_bapas' },
    { kind: 'revocations.late-here', for_role: 'ditjenpas', staff_id: director.staffId },
  ]);
});

test('a whole service that is late comes before the head, the Kanwil and the centre, and no step takes it from them but the end', async () => {
  // Proposed on Tuesday 10 November; the office is closed on 2 December, so that twenty working days end on 9 December.
  const { id } = await begun();
  const { service_until: until } = await office.owner
    .selectFrom('revocations.proceeding')
    .select('service_until')
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  expect(until).toBe('2026-12-09');
  const heard = async () =>
    (
      await office.owner
        .selectFrom('tasks.task')
        .select(['kind', 'for_role', 'due_on', 'due_counts', 'case_id'])
        .where('key', '=', id)
        .where('kind', 'like', 'revocations.whole-late%')
        .where('state', '=', 'open')
        .orderBy('opened_at')
        .orderBy('id')
        .execute()
    ).map((task) => [task.kind, task.for_role, task.due_on, task.due_counts, task.case_id === null]);
  const headHeard = ['revocations.whole-late', 'head_of_bapas', until, 'working', false];
  const kanwilHeard = ['revocations.whole-late-below', 'kanwil', until, 'working', true];
  const centreHeard = ['revocations.whole-late-below', 'ditjenpas', until, 'working', true];
  await run('2026-12-09');
  expect(await heard()).toEqual([]);
  for (const day of ['2026-12-10', '2026-12-10', '2026-12-14']) await run(day);
  expect(await heard()).toEqual([headHeard, kanwilHeard]);
  await hear(id, '2026-12-14');
  await run('2026-12-15');
  expect(await heard()).toEqual([headHeard, kanwilHeard, centreHeard]);
  expect(await stateOf(id)).toBe('advised');
  expect(await takes(head, id, 'withdraw', {}, '2026-12-15')).toMatchObject({ ok: true });
  expect(await heard()).toEqual([]);
});

test('a file that a Kanwil opens with a reason first leads to where it is opened', async () => {
  const { id } = await atKanwil({ name: 'Klien Terbatas Rekaan' });
  await database.owner.query(
    'update cases.client_case c set guarded = true from revocations.proceeding r where r.id = $1 and c.id = r.case_id',
    [id],
  );
  await run('2026-11-28');
  const [one] = await mine(kanwil, id);
  expect(wordTask(one!).href).toBe('/revocations#closed');
});

test('where nobody holds a post above, nobody above is told; the office is all the same', async () => {
  await office.owner
    .updateTable('units.posting')
    .set({ ends_on: '2020-12-31' })
    .where('unit_id', '=', office.units.otherKanwil)
    .execute();
  const { id } = await begun({ at: 'kupang', kind: 'supervision_sentence' }, {}, kupangPk);
  await run('2026-11-25');
  expect(await kindsTold(id)).toEqual(['revocations.late-section section_head']);
  expect(await takes(kupangPk, id, 'consider', { documentNumber: 'P-3' }, '2026-11-25')).toMatchObject({ ok: true });
  await run('2026-12-10');
  expect(await kindsTold(id)).toEqual([]);
});
