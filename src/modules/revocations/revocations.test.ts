import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, describe, expect, test } from 'vitest';
import { addWorkingDays, mondayToFriday } from '#kernel/holidays';
import { addDays, plainDate, type PlainDate } from '#kernel/plain-date';
import type { ClockTime } from '#kernel/zone';
import { layOutObligations, readClient } from '#modules/check-ins/server';
import {
  listDecidedEnds,
  listPauses,
  listReleases,
  pauseCase,
  proposeEnding,
  reachCase,
  resumeCase,
  setRelease,
} from '#modules/cases/server';
import {
  addMember,
  closeSitting,
  draftSitting,
  hearItem,
  invite,
  openSitting,
  readQueue,
  readSitting,
} from '#modules/tpp/server';
import type { ClientKind } from '#modules/cases';
import {
  attachSignedCopy,
  changeDraft,
  draftLetter,
  jobs as letterJobs,
  letterOf,
  listLettersAbout,
  numberLetter,
  readLetterRegister,
  readPage,
  recordSending,
  setLetterhead,
  voidLetter,
  withdrawLetter,
  type LetterPage,
} from '#modules/letters/server';
import { readDossier } from '#modules/dossiers/server';
import { listTasks } from '#modules/tasks/server';
import type { Ctx, ReadCtx } from '#platform/ctx';
import { NotAllowed, NotFound } from '#platform/errors';
import { acceptFile } from '#platform/files/accept.server';
import { openFile } from '#platform/files/store.server';
import { aPdf } from '#tests/corpus/files';
import { aClient, type ClientScene } from '#tests/support/cases';
import { aClientSession, openTasksOf } from '#tests/support/check-ins';
import { freshDatabase } from '#tests/support/database';
import { openOffice, type Officer } from '#tests/support/office';
import { aBeginning, aProposedBreach, aStep } from '#tests/support/revocations';
import {
  beginProceeding,
  countAbove,
  countEnds,
  countProceedings,
  countProposals,
  draftAbove,
  draftAgain,
  figuresByHolder,
  figuresByStep,
  figuresStill,
  jobs,
  listClosedAbove,
  listLateBelow,
  listEnds,
  listProceedings,
  listProposals,
  listStill,
  listStretches,
  markUrgent,
  missingHere,
  noteMinutes,
  proceedingOfLetter,
  readOwnProceedings,
  readProceeding,
  takeStep,
  type StepInput,
} from './index.server.ts';
import type { ProceedingState, RouteName } from './revocation.ts';
import { holderAt, type ProceedingStep } from './routes.ts';
import { stretches } from './rules.ts';

const database = await freshDatabase('revocations');
const office = await openOffice(database);
const [pk, section, head, acting, otherHead, kanwil, otherKanwil, drafter, decider] = await Promise.all([
  office.officer('pk', 'palembang'),
  office.officer('section_head', 'palembang'),
  office.officer('head_of_bapas', 'palembang'),
  office.officer('head_of_bapas', 'palembang'),
  office.officer('head_of_bapas', 'musi'),
  office.officer('kanwil', 'kanwil'),
  office.officer('kanwil', 'otherKanwil'),
  office.officer('ditjenpas', 'ditjenpas'),
  office.officer('ditjenpas', 'ditjenpas'),
]);
const otherPk = await office.officer('pk', 'palembang');
const kupang = {
  pk: await office.officer('pk', 'kupang'),
  head: await office.officer('head_of_bapas', 'kupang'),
};
afterAll(() => office.close());

const at = (day: string) => new Date(`${day}T02:00:00Z`);
const does = <T extends { ok: boolean }>(who: Officer, deed: (ctx: Ctx) => Promise<T>, day = '2026-11-20') =>
  office.does(who, deed, at(day));
const reads = <T>(who: Officer, query: (ctx: ReadCtx) => Promise<T>, day = '2026-11-20') =>
  office.reads(who, query, at(day));

async function aBreach(
  scene: ClientScene = {},
  counsellor = pk,
): Promise<{ caseId: string; breachId: string; unitId: number }> {
  const { caseId } = await aClient(office, { pk: counsellor.staffId, ...scene });
  const unitId = office.units[scene.at ?? 'palembang'];
  return { caseId, breachId: await aProposedBreach(office, caseId, { unitId }), unitId };
}
/** Who comes with a child. */
const family = {
  guardian: { present: true, note: 'Ibu klien' },
  companion: { present: false, note: 'sakit, surat menyusul' },
};
async function begun(scene: ClientScene = {}, over: object = {}, counsellor = pk) {
  const { caseId, breachId } = await aBreach(scene, counsellor);
  const answer = await does(counsellor, (ctx) => beginProceeding(ctx, { ...aBeginning(caseId, breachId), ...over }));
  return { caseId, breachId, id: (answer as { proceedingId: string }).proceedingId };
}
/** Minutes of a sitting elsewhere are noted by one, with the paper, and confirmed by another. */
async function noted(who: Officer, proceedingId: string, over: Partial<StepInput>, day?: string) {
  const paper = await acceptFile(new Uint8Array(aPdf()), 'document');
  if (!paper.ok) throw new Error(paper.problem);
  return does(
    who,
    (ctx) =>
      noteMinutes(ctx, {
        proceedingId,
        day: plainDate('2026-11-20'),
        reason: 'alasan yang cukup panjang',
        documentNumber: '',
        advice: undefined,
        presences: undefined,
        file: paper.file,
        ...over,
      }),
    day,
  );
}
const noter = (who: Officer) => (who === kupang.pk ? kupang.head : acting);
const step = async (
  who: Officer,
  proceedingId: string,
  name: ProceedingStep,
  over: Partial<StepInput> = {},
  day?: string,
): ReturnType<typeof takeStep> => {
  if (name === 'hear') {
    const note = await noted(noter(who), proceedingId, over, day);
    if (!note.ok) return note;
  }
  return takes(who, proceedingId, name, over, day);
};
const takes = (who: Officer, proceedingId: string, name: ProceedingStep, over: Partial<StepInput> = {}, day?: string) =>
  does(who, (ctx) => takeStep(ctx, { ...aStep(proceedingId, name), ...over }), day);
const done = { ok: true, over: false, sealed: false };
const heard = { documentNumber: '3/TPP/2026', advice: 'approve' as const };
const expected = { nextOn: plainDate('2026-11-27'), nextPlace: 'Bapas' };
async function atKanwil(scene: ClientScene = {}, over: object = {}) {
  const one = await begun(scene, over);
  expect(await step(section, one.id, 'hear', heard)).toEqual(done);
  expect(await step(head, one.id, 'revoke_temporarily')).toEqual(done);
  expect(await step(head, one.id, 'report')).toEqual(done);
  return one;
}
async function drafted() {
  const one = await atKanwil();
  expect(await step(kanwil, one.id, 'forward', { documentNumber: 'W-1' })).toEqual(done);
  expect(await step(drafter, one.id, 'draft_decree')).toEqual(done);
  return one;
}
const caseState = async (caseId: string) =>
  office.owner
    .selectFrom('cases.client_case')
    .select(['state', 'end_reason', 'ended_on'])
    .where('id', '=', caseId)
    .executeTakeFirstOrThrow();
const reachedBy = (caseId: string, who = pk) => reads(who, (ctx) => reachCase(ctx, caseId, 'case:read'));
const stateOf = async (id: string) =>
  (
    await office.owner
      .selectFrom('revocations.proceeding')
      .select('state')
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
  ).state;

describe('on the way of the tiers', () => {
  test('from a breach through three units to a decree: the supervision ends for breach, and its rest with it', async () => {
    const { caseId, breachId } = await aBreach();
    expect(await does(pk, (ctx) => beginProceeding(ctx, aBeginning(caseId, undefined)))).toEqual({
      ok: false,
      refusal: 'breach_needed',
    });
    const answer = await does(pk, (ctx) => beginProceeding(ctx, aBeginning(caseId, breachId)));
    expect(answer).toMatchObject({ ok: true });
    const id = (answer as { proceedingId: string }).proceedingId;
    expect(await does(pk, (ctx) => beginProceeding(ctx, aBeginning(caseId, breachId)))).toEqual({
      ok: false,
      refusal: 'already_begun',
    });
    const first = await reads(pk, (ctx) => readProceeding(ctx, id));
    expect(first).toMatchObject({ route: 'tiers', state: 'begun', serviceUntil: '2026-12-08', daysLeft: 12 });
    // Nothing has gone up: neither tier knows of it.
    await expect(reads(kanwil, (ctx) => readProceeding(ctx, id))).rejects.toThrow(NotFound);

    expect(await step(section, id, 'hear', heard)).toEqual(done);
    expect((await openTasksOf(office, 'revocations.decide')).map(({ key }) => key)).toContain(id);
    expect(await step(head, id, 'revoke_temporarily')).toEqual(done);
    expect((await caseState(caseId)).state).toBe('paused');
    expect(await step(head, id, 'report')).toEqual(done);
    expect(await openTasksOf(office, 'revocations.decide')).toEqual([]);

    await expect(reads(drafter, (ctx) => readProceeding(ctx, id))).rejects.toThrow(NotFound);
    await expect(step(otherKanwil, id, 'forward', { documentNumber: 'W-1' })).rejects.toThrow(NotFound);
    expect(await step(kanwil, id, 'return_kanwil')).toEqual(done);
    await jobs['revocations.put-before'].run(office.work(), { proceedingId: id, unitId: office.units.palembang });
    expect((await openTasksOf(office, 'revocations.next')).map(({ key }) => key)).toEqual([id]);
    expect(await step(pk, id, 'answer_kanwil')).toEqual(done);
    expect(await step(kanwil, id, 'forward')).toEqual(done);

    expect(await step(drafter, id, 'draft_decree')).toEqual(done);
    expect(await step(drafter, id, 'sign_decree')).toEqual({ ok: false, refusal: 'second_person_needed' });
    expect(await step(decider, id, 'sign_decree')).toEqual(done);
    expect((await caseState(caseId)).state).toBe('paused');
    expect(await step(head, id, 'carry_out')).toEqual({ ok: true, over: true, sealed: false });
    expect(await caseState(caseId)).toEqual({ state: 'ended', end_reason: 'breach', ended_on: '2026-11-20' });
    const ending = await office.owner
      .selectFrom('cases.ending')
      .select(['document_number', 'proposed_by', 'decided_by', 'outcome'])
      .where('case_id', '=', caseId)
      .executeTakeFirstOrThrow();
    expect(ending).toEqual({
      document_number: 'PAS-1.PK.05.06 Tahun 2026',
      proposed_by: decider.accountId,
      decided_by: head.accountId,
      outcome: 'approved',
    });
    const letters = await office.owner
      .selectFrom('letters.letter')
      .select(['kind', 'body'])
      .where('concerns_id', '=', id)
      .orderBy('id')
      .execute();
    expect(letters.map(({ kind }) => kind)).toEqual([
      'letters.temporary-revocation',
      'letters.revocation-proposal',
      'revocations.questions',
      'letters.revocation-proposal-kanwil',
      'revocations.decree',
    ]);
    expect(letters[0]!.body).toContain('tidak melapor tiga kali berturut-turut');
  });

  test('a refusal ends with a letter and the next appointment, and guidance goes on', async () => {
    const { id, caseId } = await begun();
    await step(section, id, 'hear', { ...heard, advice: 'reject' });
    expect(await step(head, id, 'refuse')).toEqual({ ok: false, refusal: 'next_missing' });
    expect(await step(head, id, 'refuse', expected)).toEqual({ ok: true, over: true, sealed: false });
    expect((await openTasksOf(office, 'revocations.appointment')).map(({ key }) => key)).toContain(id);
    expect((await caseState(caseId)).state).toBe('active');
    const letter = await office.owner
      .selectFrom('letters.letter')
      .select(['kind', 'body'])
      .where('concerns_id', '=', id)
      .executeTakeFirstOrThrow();
    // Refused and reprimanded in one letter, which says when he comes next.
    expect(letter.kind).toBe('revocations.reprimand');
    expect(letter.body).toContain('Jumat, 27 November 2026');
    expect(letter.body).toContain('*ditegur* karena tidak melapor tiga kali berturut-turut.');
    expect(letter.body).toContain('Saudara diminta melapor setiap hari Senin.');
    const tried = async (of: string) => (await reads(pk, (ctx) => readDossier(ctx, of))).alternatives;
    expect(await tried(caseId)).toMatchObject([{ kind: 'reprimand', result: 'melapor setiap hari Senin' }]);
    const none = await begun();
    await step(section, none.id, 'hear', { ...heard, advice: 'reject' });
    const bare = { ...expected, counselling: '' };
    expect(await step(head, none.id, 'refuse', bare)).toEqual({ ok: false, refusal: 'counselling_missing' });
    expect(await step(head, none.id, 'refuse', { ...bare, notProven: true })).toMatchObject({ ok: true, over: true });
    const { rows } = await database.owner.query(
      `select l.kind, m.counselling, m.not_proven from letters.letter l join revocations.move m on m.proceeding_id = l.concerns_id
       where l.concerns_id = $1 and m.step = 'refuse'`,
      [none.id],
    );
    expect(rows).toEqual([{ kind: 'revocations.continuation', counselling: '', not_proven: true }]);
    expect(await tried(none.caseId)).toEqual([]);
  });

  test('the centre refuses: what was revoked for the time being is given back when the head carries it out', async () => {
    const { id, caseId } = await atKanwil();
    await step(kanwil, id, 'forward', { documentNumber: 'W-2' });
    expect(await step(drafter, id, 'draft_refusal')).toEqual(done);
    expect(await step(decider, id, 'sign_refusal')).toEqual(done);
    expect((await caseState(caseId)).state).toBe('paused');
    expect(await step(head, id, 'carry_out_refusal', expected)).toEqual({ ok: true, over: true, sealed: false });
    expect((await caseState(caseId)).state).toBe('active');
    expect(await stateOf(id)).toBe('not_revoked');
  });

  test('in danger the head revokes before the sitting, which hears it afterwards; it comes first wherever it waits', async () => {
    const { id } = await begun({}, { urgent: true, danger: 'mengancam saksi dengan senjata', told: '' });
    expect(await step(head, id, 'revoke_urgently')).toEqual(done);
    const waiting = await reads(section, (ctx) => readQueue(ctx, office.units.palembang));
    expect(waiting[0]).toMatchObject({ subjectId: id, kind: 'revocation' });
    expect(await step(section, id, 'hear', heard)).toEqual(done);
    expect(await step(head, id, 'uphold')).toEqual(done);
    expect(await stateOf(id)).toBe('temporarily_revoked');
    const { rows } = await reads(head, (ctx) =>
      listProceedings(ctx, {
        at: { unitId: office.units.palembang },
        today: plainDate('2026-11-20'),
        state: 'running',
      }),
    );
    expect(rows[0]!.id).toBe(id);
  });

  test('a temporary revocation is lifted after the hearing, and guidance goes on', async () => {
    const { id, caseId } = await begun({}, { urgent: true, danger: 'mengancam saksi dengan senjata', told: '' });
    await step(head, id, 'revoke_urgently');
    expect((await caseState(caseId)).state).toBe('paused');
    await step(section, id, 'hear', { ...heard, advice: 'reject' });
    expect(await step(head, id, 'lift', expected)).toEqual({ ok: true, over: true, sealed: false });
    expect((await caseState(caseId)).state).toBe('active');
  });

  test('what is recorded goes forward in time', async () => {
    const { id } = await begun();
    expect(await step(section, id, 'hear', { ...heard, day: plainDate('2026-11-19') })).toEqual({
      ok: false,
      refusal: 'day_before_last',
    });
    expect(await step(section, id, 'hear', { ...heard, day: plainDate('2026-11-21') })).toEqual({
      ok: false,
      refusal: 'day_in_future',
    });
  });
});

test('a sitting hears it: what is put off waits again, what is advised goes before the head, and a matter settled meanwhile lapses', async () => {
  const musi = office.units.musi;
  const at = { at: 'musi' } as const;
  const [counsellor, chair, member] = await Promise.all([
    office.officer('pk', 'musi'),
    office.officer('section_head', 'musi'),
    office.officer('apk', 'musi'),
  ]);
  for (const [who, duty] of [
    [chair, 'chair'],
    [counsellor, 'secretary'],
    [member, 'member'],
  ] as const)
    await does(otherHead, (ctx) =>
      addMember(ctx, {
        unitId: musi,
        staffId: who.staffId,
        duty,
        startsOn: plainDate('2026-01-01'),
        endsOn: null,
        basis: 'SK-1',
      }),
    );
  const details = { day: plainDate('2026-11-20'), startsAt: '09:00' as ClockTime, place: 'Ruang rapat' };
  const version = async (sittingId: string) =>
    (await reads(chair, (ctx) => readSitting(ctx, sittingId))).sitting.version;
  const sit = async (recommendation: 'approve' | 'defer', meanwhile = async () => {}, presences?: typeof family) => {
    const made = await does(chair, (ctx) => draftSitting(ctx, { ...details, unitId: musi, takeAll: true }));
    const { sittingId } = made as { sittingId: string };
    const invited = await version(sittingId);
    expect(await does(chair, (ctx) => invite(ctx, { sittingId, version: invited }))).toEqual({ ok: true });
    const before = await version(sittingId);
    const present = [chair.staffId, counsellor.staffId, member.staffId];
    await does(chair, (ctx) =>
      openSitting(ctx, {
        sittingId,
        version: before,
        present,
        chairId: chair.staffId,
        secretaryId: counsellor.staffId,
      }),
    );
    const [item] = (await reads(chair, (ctx) => readSitting(ctx, sittingId))).items;
    const heardSo = {
      recommendation,
      reasons: 'sudah dibahas lengkap',
      way: 'consensus',
      votes: null,
      dissents: [],
    } as const;
    const hears = (over: object) => ({ ...heardSo, dissents: [], itemId: item!.id, version: item!.version, ...over });
    if (presences)
      expect(await does(chair, (ctx) => hearItem(ctx, hears({})))).toEqual({ ok: false, refusal: 'presence_missing' });
    expect(await does(chair, (ctx) => hearItem(ctx, hears({ presences })))).toEqual({ ok: true });
    await meanwhile();
    const closing = await version(sittingId);
    return does(chair, (ctx) => closeSitting(ctx, { sittingId, version: closing }));
  };

  const { id } = await begun(at, {}, counsellor);
  expect(await sit('defer')).toMatchObject({ ok: true, told: 0, deferred: 1 });
  expect(await stateOf(id)).toBe('begun');
  expect(
    (await reads(chair, (ctx) => readQueue(ctx, musi))).map(({ subjectId, deferred }) => [subjectId, deferred]),
  ).toEqual([[id, true]]);
  expect(await sit('approve')).toMatchObject({ ok: true, told: 1 });
  expect(await stateOf(id)).toBe('advised');
  const { moves } = await reads(otherHead, (ctx) => readProceeding(ctx, id));
  expect(moves).toMatchObject([
    { step: 'hear', advice: 'approve', documentNumber: '2/TPP/2026', madeBy: chair.accountId },
  ]);

  const settled = await begun(at, {}, counsellor);
  const lapse = async () => {
    expect(await step(otherHead, settled.id, 'withdraw')).toMatchObject({ ok: true });
  };
  expect(await sit('approve', lapse)).toMatchObject({ ok: true, told: 0, lapsed: 1 });
  expect(await stateOf(settled.id)).toBe('withdrawn');

  // A child's people are called before the sitting too: who came is asked, goes into the history, and stands in the minutes.
  const child = await begun({ ...at, ageGroup: 'child' }, { presences: family }, counsellor);
  expect(await sit('approve', undefined, family)).toMatchObject({ ok: true, told: 1 });
  const history = await reads(otherHead, (ctx) => readProceeding(ctx, child.id));
  expect(history.moves).toMatchObject([
    { step: 'hear', guardianPresent: true, companionNote: 'sakit, surat menyusul' },
  ]);
  const { rows } = await sql<{ body: string }>`
    select body from letters.letter where kind = 'letters.sitting-minutes' and unit_id = ${musi} order by id desc limit 1`.execute(
    office.owner,
  );
  expect(rows[0]!.body).toContain('Orang tua atau wali :: hadir (Ibu klien)');
});

describe('a withdrawal', () => {
  test('is agreed to by another; forwarding or signing a withdrawn proposal is refused', async () => {
    const { id, caseId } = await atKanwil();
    expect(await step(head, id, 'ask_withdrawal')).toEqual(done);
    expect(await step(kanwil, id, 'forward', { documentNumber: 'W-3' })).toEqual({
      ok: false,
      refusal: 'withdrawal_running',
    });
    expect(await step(head, id, 'agree_withdrawal', expected)).toEqual({ ok: false, refusal: 'second_person_needed' });
    expect(await step(acting, id, 'agree_withdrawal', expected)).toEqual({ ok: true, over: true, sealed: false });
    expect(await step(kanwil, id, 'forward', { documentNumber: 'W-3' })).toEqual({
      ok: false,
      refusal: 'was_withdrawn',
    });
    expect((await caseState(caseId)).state).toBe('active');
  });

  test('that is not agreed to leaves the proposal, which is reported again', async () => {
    const { id } = await atKanwil();
    await step(pk, id, 'ask_withdrawal');
    expect(await step(head, id, 'keep_proposal')).toEqual(done);
    expect(await stateOf(id)).toBe('temporarily_revoked');
  });
});

describe('races', () => {
  test('a decision sent twice is one decision', async () => {
    const { id } = await drafted();
    const submission = { id: randomUUID(), body: {} };
    const sign = async () =>
      (await office.as(decider)).runOnce(submission, (ctx) =>
        takeStep(ctx, {
          proceedingId: id,
          step: 'sign_decree',
          day: undefined,
          reason: 'alasan yang cukup panjang',
          documentNumber: '',
          issuer: '',
          advice: undefined,
          told: '',
          nextOn: undefined,
          nextPlace: '',
          counselling: '',
          notProven: false,
          newEnd: undefined,
          presences: undefined,
        }),
      );
    expect(await sign()).toEqual(done);
    expect(await sign()).toEqual(done);
    const { rows } = await sql<{ count: number }>`
      select count(*)::int as count from revocations.move where proceeding_id = ${id} and step = 'sign_decree'`.execute(
      office.owner,
    );
    expect(rows[0]!.count).toBe(1);
  });

  test('two heads at once: one outcome, and the other is told', async () => {
    const { id } = await begun();
    await step(section, id, 'hear', heard);
    const answers = await Promise.all([step(head, id, 'revoke_temporarily'), step(acting, id, 'refuse', expected)]);
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    expect(answers.find(({ ok }) => !ok)).toMatchObject({
      refusal: expect.stringMatching(/wrong_state|already_over/) as string,
    });
    const moves = await office.owner
      .selectFrom('revocations.move')
      .select('step')
      .where('proceeding_id', '=', id)
      .execute();
    expect(moves).toHaveLength(2);
  });

  describe('letters of the tiers', () => {
    const lettersOf = (who: Officer, id: string) =>
      reads(who, (ctx) => listLettersAbout(ctx, { thing: 'revocations.proceeding', id }));
    const kindsSeen = async (who: Officer, id: string) =>
      (await lettersOf(who, id)).filter(({ desk }) => desk !== 'case').map(({ kind }) => kind);
    const letterFor = async (who: Officer, id: string, kind: string) => {
      const line = (await lettersOf(who, id)).find((one) => one.kind === kind)!;
      return reads(who, (ctx) => letterOf(ctx, line.id));
    };
    const fills = (who: Officer, letter: LetterPage) => {
      const { id: letterId, version, subject, recipient, body, copies, enclosure, nature } = letter;
      const filled = body.replaceAll(/\{[a-z_]+\}/g, 'ada');
      const text = { subject, recipient, body: filled, copies, enclosure, nature };
      return does(who, (ctx) => changeDraft(ctx, { letterId, version, text }));
    };
    const numbers = (who: Officer, { id: letterId, version }: LetterPage) =>
      does(who, (ctx) => numberLetter(ctx, { letterId, version, dated: plainDate('2026-11-20') }));
    async function sends(who: Officer, { id: letterId, version }: LetterPage) {
      const signedOn = plainDate('2026-11-20');
      const accepted = await acceptFile(new Uint8Array(aPdf()), 'document');
      const { file } = accepted as Extract<typeof accepted, { ok: true }>;
      await does(who, (ctx) => attachSignedCopy(ctx, { letterId, version, way: 'scanned', signedOn, file }));
      const sending = { letterId, addressee: 'Kepala Bapas', way: 'courier', sentOn: signedOn, note: '' } as const;
      return does(who, (ctx) => recordSending(ctx, sending));
    }

    const chase = (day: PlainDate) => letterJobs['letters.chase'].run(office.work(new Date(`${day}T05:00:00Z`)), {});
    const lateAt = async (unitId: number) =>
      (
        await office.owner
          .selectFrom('tasks.task')
          .select(['for_role', 'facts'])
          .where('kind', '=', 'letters.late')
          .where('unit_id', '=', unitId)
          .where('state', '=', 'open')
          .execute()
      ).map((task) => [task.for_role, (task.facts as { count: number }).count]);

    test('a Kanwil writes its proposal in its own name and series; others read it once it is sent', async () => {
      const { id } = await atKanwil({ name: 'Klien Naik Rekaan' });
      await step(kanwil, id, 'forward');
      const proposal = await letterFor(kanwil, id, 'letters.revocation-proposal-kanwil');
      expect(proposal).toMatchObject({ desk: 'kanwil', unitId: office.units.kanwil, may: { draft: true, sign: true } });
      expect(proposal.body).toContain('Nama :: Klien Naik Rekaan');
      expect(proposal.body).toContain('menurut pendapat kami, alasan yang cukup panjang.');
      expect(proposal.recipient).toContain('Direktur Jenderal Pemasyarakatan');
      for (const who of [pk, head, drafter, otherKanwil]) expect(await kindsSeen(who, id)).toEqual([]);
      await expect(reads(head, (ctx) => letterOf(ctx, proposal.id))).rejects.toThrow(NotFound);

      expect(await numbers(kanwil, proposal)).toEqual({ ok: false, refusal: 'fields_missing' });
      await fills(kanwil, proposal);
      const admin = await office.officer('office_admin', 'kanwil');
      const headTitle = 'Kepala Kantor Wilayah';
      const head1 = {
        lines: 'Kantor Wilayah Rekaan',
        address: '',
        place: 'Palembang',
        headTitle,
        logo: 'none',
      } as const;
      await does(admin, (ctx) =>
        setLetterhead(ctx, { unitId: office.units.kanwil, ...head1, headName: 'Tono Rekaan', headNip: '1970' }),
      );
      const waits = async () =>
        (
          await office.owner
            .selectFrom('tasks.task')
            .select(['kind', 'unit_id', 'for_role', 'case_id', 'due_on'])
            .where('key', '=', proposal.id)
            .where('state', '=', 'open')
            .execute()
        ).map((task) => [task.kind, task.unit_id, task.for_role, task.case_id, task.due_on]);
      const due = proposal.dueOn!;
      expect(await waits()).toEqual([['letters.to-finish', office.units.kanwil, 'kanwil', null, due]]);
      const mine = await reads(kanwil, (ctx) => listTasks(ctx, { scope: 'mine' }));
      expect(mine.tasks.map(({ key }) => key)).toContain(proposal.id);
      const elsewhere = await reads(otherKanwil, (ctx) => listTasks(ctx, { scope: 'mine' }));
      expect(elsewhere.tasks.map(({ key }) => key)).not.toContain(proposal.id);
      // When its day has passed the tier is told, once for all of them, and as many as its list is long.
      await chase(addDays(due, 1));
      const overdue = await (
        await office.as(kanwil, new Date(`${addDays(due, 1)}T02:00:00Z`))
      ).read((ctx) => readLetterRegister(ctx, office.units.kanwil, { waiting: 'overdue' }));
      expect(overdue.lines.map(({ id: one }) => one)).toContain(proposal.id);
      expect(await lateAt(office.units.kanwil)).toEqual([['kanwil', overdue.total]]);

      const filled = await letterFor(kanwil, id, proposal.kind);
      for (const who of [head, otherKanwil, drafter]) await expect(numbers(who, filled)).rejects.toThrow(NotFound);
      expect(await numbers(kanwil, filled)).toMatchObject({
        ok: true,
        label: expect.stringMatching(/^1\/.*PK\.05\.07/),
      });
      const numbered = await letterFor(kanwil, id, proposal.kind);
      expect(numbered.signer).toEqual({ title: headTitle, name: 'Tono Rekaan', nip: '1970' });
      expect(await kindsSeen(head, id)).toEqual([]);

      expect((await waits()).map(([kind]) => kind)).toEqual(['letters.to-send']);
      expect(await sends(kanwil, numbered)).toMatchObject({ ok: true });
      expect(await waits()).toEqual([]);
      for (const who of [pk, head, drafter]) {
        expect(await kindsSeen(who, id)).toEqual([proposal.kind]);
        expect((await letterFor(who, id, proposal.kind)).may).toEqual({ draft: false, sign: false });
        expect(await reads(who, (ctx) => readPage(ctx, proposal.id))).toBeDefined();
      }
      for (const who of [otherPk, otherKanwil])
        await expect(reads(who, (ctx) => letterOf(ctx, proposal.id))).rejects.toThrow(NotFound);
      const book = await reads(kanwil, (ctx) => readLetterRegister(ctx, office.units.kanwil, {}));
      expect(book.lines.map(({ id: one }) => one)).toContain(proposal.id);
      await expect(reads(head, (ctx) => readLetterRegister(ctx, office.units.kanwil, {}))).rejects.toThrow(NotAllowed);
    });

    test("an office's own proposal is read by each tier that it came to, once it was sent, and by no other", async () => {
      const { id } = await atKanwil();
      const proposal = await letterFor(head, id, 'letters.revocation-proposal');
      const seen = async (who: Officer) =>
        (await lettersOf(who, id)).filter(({ desk }) => desk === 'case').map(({ kind }) => kind);
      const opens = (who: Officer) => reads(who, (ctx) => letterOf(ctx, proposal.id));
      await fills(head, proposal);
      expect(await numbers(head, await opens(head))).toMatchObject({ ok: true });
      expect(await seen(kanwil)).toEqual([]);
      await expect(opens(kanwil)).rejects.toThrow(NotFound);

      expect(await sends(head, await opens(head))).toMatchObject({ ok: true });
      expect(await seen(kanwil)).toEqual([proposal.kind]);
      expect(await opens(kanwil)).toMatchObject({ apart: true, may: { draft: false, sign: false } });
      expect(await opens(head)).toMatchObject({ apart: false });
      expect(await reads(kanwil, (ctx) => readPage(ctx, proposal.id))).toBeDefined();
      const { signedFileId } = await opens(kanwil);
      expect(await reads(kanwil, (ctx) => openFile(ctx, signedFileId!))).toMatchObject({ id: signedFileId });
      // It has not come to the centre yet, and never to another Kanwil.
      for (const who of [drafter, otherKanwil, otherHead, otherPk]) {
        expect(await seen(who)).toEqual([]);
        await expect(opens(who)).rejects.toThrow(NotFound);
        await expect(reads(who, (ctx) => openFile(ctx, signedFileId!))).rejects.toThrow(NotFound);
      }
      await step(kanwil, id, 'forward');
      expect(await seen(drafter)).toEqual([proposal.kind]);
      expect(await opens(drafter)).toMatchObject({ apart: true });
      // Nothing else that the office writes to its client comes up with it, and the tier changes nothing.
      const { caseId, version } = await opens(kanwil);
      const other = await does(head, (ctx) => draftLetter(ctx, { kind: 'letters.cover', caseId: caseId!, fields: {} }));
      await expect(reads(kanwil, (ctx) => letterOf(ctx, other.letterId))).rejects.toThrow(NotFound);
      const voids = { letterId: proposal.id, version, reason: 'tidak boleh' };
      await expect(does(kanwil, (ctx) => voidLetter(ctx, voids))).rejects.toThrow();
    });

    test('an office drafts its letter again where it was withdrawn or void, once; by hand it is about the proceeding too', async () => {
      const { id } = await begun();
      const again = (who: Officer) => does(who, (ctx) => draftAgain(ctx, { proceedingId: id }));
      await step(section, id, 'hear', heard);
      expect(await again(head)).toMatchObject({ refusal: 'wrong_state' });
      await step(head, id, 'revoke_temporarily');
      const first = await letterFor(head, id, 'letters.temporary-revocation');
      expect(await reads(head, (ctx) => missingHere(ctx, id))).toBeUndefined();
      const gone = { letterId: first.id, version: first.version, reason: 'alasannya keliru' };
      await does(head, (ctx) => withdrawLetter(ctx, gone));
      expect(await reads(head, (ctx) => missingHere(ctx, id))).toBe('revoke_temporarily');
      expect(await again(head)).toEqual({ ok: true });
      expect(await again(head)).toMatchObject({ refusal: 'wrong_state' });
      const drafts = (await lettersOf(head, id)).filter(({ kind }) => kind === first.kind);
      expect(drafts.map(({ state }) => state)).toEqual(['withdrawn', 'draft']);
      const second = await reads(head, (ctx) => letterOf(ctx, drafts[1]!.id));
      expect([second.body, second.recipient]).toEqual([first.body, first.recipient]);
      const at = { caseId: first.caseId!, kind: first.kind };
      expect(await reads(head, (ctx) => proceedingOfLetter(ctx, at))).toEqual({ thing: 'revocations.proceeding', id });
      expect(await reads(head, (ctx) => proceedingOfLetter(ctx, { ...at, kind: 'letters.cover' }))).toBeUndefined();
    });

    test('a decree is set with the number that its signature took, once it has it; taken back, its draft goes', async () => {
      const { id } = await drafted();
      const first = await letterFor(drafter, id, 'revocations.decree');
      await fills(drafter, first);
      expect(await numbers(drafter, await letterFor(drafter, id, first.kind))).toEqual({
        ok: false,
        refusal: 'not_decided',
      });
      await step(decider, id, 'redraft');
      expect((await letterFor(drafter, id, first.kind)).state).toBe('withdrawn');
      await step(drafter, id, 'draft_decree');
      await step(decider, id, 'sign_decree');
      const { decreeNumber } = await reads(decider, (ctx) => readProceeding(ctx, id));
      const again = (await lettersOf(decider, id)).findLast(({ kind }) => kind === first.kind)!;
      const see = () => reads(decider, (ctx) => letterOf(ctx, again.id));
      await fills(decider, await see());
      expect(await numbers(decider, await see())).toEqual({ ok: true, label: decreeNumber });
      const wrong = await see();
      const reason = 'nama salah ketik';
      await does(decider, (ctx) => voidLetter(ctx, { letterId: wrong.id, version: wrong.version, reason }));
      expect(await does(decider, (ctx) => draftAbove(ctx, { proceedingId: id }))).toEqual({ ok: true });
      expect(await does(decider, (ctx) => draftAbove(ctx, { proceedingId: id }))).toMatchObject({
        refusal: 'wrong_state',
      });
      const third = (await lettersOf(decider, id)).findLast(({ kind }) => kind === first.kind)!;
      await fills(decider, await reads(decider, (ctx) => letterOf(ctx, third.id)));
      expect(await numbers(decider, await reads(decider, (ctx) => letterOf(ctx, third.id)))).toEqual({
        ok: true,
        label: decreeNumber,
      });
    });

    test("no hand behind the application writes a letter of a tier in an office's name, or an office's in a tier's", async () => {
      const { id, caseId } = await atKanwil();
      const writes = (who: Officer, desk: string, unitId: number) =>
        does(who, async (ctx) => {
          await sql`insert into letters.letter (unit_id, case_id, desk, kind, subject, body, concerns_thing, concerns_id, made_by)
            values (${unitId}, ${caseId}, ${desk}, 'letters.cover', 'Uji', 'Uji', 'revocations.proceeding', ${id}, ${ctx.actor.accountId})`.execute(
            ctx.tx,
          );
          return { ok: true };
        });
      expect(await writes(kanwil, 'kanwil', office.units.kanwil)).toEqual({ ok: true });
      for (const [who, desk, unitId] of [
        [kanwil, 'kanwil', office.units.palembang],
        [kanwil, 'case', office.units.palembang],
        [kanwil, 'centre', office.units.kanwil],
        [drafter, 'centre', office.units.kanwil],
        [otherKanwil, 'kanwil', office.units.kanwil],
        [head, 'kanwil', office.units.kanwil],
      ] as const)
        await expect(writes(who, desk, unitId)).rejects.toThrow(/row-level security|in its own name/);
    });
  });

  test('decree numbers of the centre have no gap, also when two are signed at once and one attempt fails', async () => {
    const [one, two] = [await drafted(), await drafted()];
    const before = await lastNumber();
    expect(await step(drafter, one.id, 'sign_decree')).toMatchObject({ refusal: 'second_person_needed' });
    await Promise.all([step(decider, one.id, 'sign_decree'), step(decider, two.id, 'sign_decree')]);
    expect(await lastNumber()).toBe(before + 2);
    const { rows } = await sql<{ number: string }>`
      select document_number as number from revocations.move where step = 'sign_decree' and proceeding_id in (${one.id}, ${two.id})
      order by 1`.execute(office.owner);
    expect(rows.map(({ number }) => number).sort()).toEqual(
      [before + 1, before + 2].map((number) => `PAS-${number}.PK.05.06 Tahun 2026`).sort(),
    );
  });
});
async function lastNumber(): Promise<number> {
  const row = await office.owner.selectFrom('revocations.series').select('last_number').executeTakeFirst();
  return row?.last_number ?? 0;
}

describe('tiers that do not use Simpul', () => {
  const note = { documentNumber: 'SK-77/2026', issuer: 'Direktur Jenderal Pemasyarakatan' };
  async function atCentreOf(who: typeof kupang) {
    const one = await begun({ at: 'kupang' }, {}, who.pk);
    expect(await step(who.pk, one.id, 'hear', heard)).toEqual(done);
    expect(await step(who.head, one.id, 'revoke_temporarily')).toEqual(done);
    expect(await step(who.head, one.id, 'report')).toEqual(done);
    return one;
  }

  test('are noted by the office with their paper, and confirmed by another; where they use it they note it themselves', async () => {
    const one = await atCentreOf(kupang);
    // This Kanwil has an officer; so it takes its step itself, and nobody for it.
    expect(await step(kupang.pk, one.id, 'note_forwarded', { documentNumber: 'W-9' })).toEqual({
      ok: false,
      refusal: 'tier_decides_itself',
    });
    expect(await step(otherKanwil, one.id, 'forward', { documentNumber: 'W-9' })).toEqual(done);
    await office.owner
      .updateTable('units.posting')
      .set({ ends_on: '2020-02-01' })
      .where('role', '=', 'ditjenpas')
      .execute();
    expect(await step(kupang.pk, one.id, 'note_decree', { ...note, issuer: '' })).toEqual({
      ok: false,
      refusal: 'issuer_missing',
    });
    expect(await step(kupang.pk, one.id, 'note_decree', note)).toEqual(done);
    expect(await step(kupang.head, one.id, 'confirm_decree')).toEqual({ ok: true, over: true, sealed: false });
    expect((await caseState(one.caseId)).state).toBe('ended');

    const other = await atCentreOf(kupang);
    expect(await step(otherKanwil, other.id, 'forward', { documentNumber: 'W-10' })).toEqual(done);
    expect(await step(kupang.pk, other.id, 'note_decree', { ...note, documentNumber: 'sk - 77 / 2026' })).toEqual({
      ok: false,
      refusal: 'number_used',
    });
    expect(await step(kupang.pk, other.id, 'note_refusal', { ...note, documentNumber: 'SK-78/2026' })).toEqual(done);
    expect(await step(kupang.head, other.id, 'correct_note')).toEqual(done);
    // What was noted and taken back is noted anew.
    expect(await step(kupang.pk, other.id, 'note_refusal', { ...note, documentNumber: 'SK-78/2026' })).toEqual(done);
    expect(await step(kupang.head, other.id, 'confirm_refusal', expected)).toEqual({
      ok: true,
      over: true,
      sealed: false,
    });
    expect((await caseState(other.caseId)).state).toBe('active');
    await office.owner.updateTable('units.posting').set({ ends_on: null }).where('role', '=', 'ditjenpas').execute();
  });
});

describe('other ways', () => {
  const outside = { documentNumber: 'P-1', issuer: 'Pengadilan Negeri Palembang' };
  test.each([
    ['supervision_sentence', 'judge'],
    ['community_service_sentence', 'authority'],
  ] as const)('%s goes the way of the %s, and no other', async (kind: ClientKind, route) => {
    const { id, caseId } = await begun({ kind });
    expect((await reads(pk, (ctx) => readProceeding(ctx, id))).route).toBe(route);
    await expect(step(kanwil, id, 'forward', { documentNumber: 'W' })).rejects.toThrow(NotFound);
    if (route === 'judge') {
      expect(await step(pk, id, 'consider', { documentNumber: 'L-1' })).toEqual(done);
      const written = await reads(pk, (ctx) => listLettersAbout(ctx, { thing: 'revocations.proceeding', id }));
      expect(written.map(({ kind }) => kind)).toContain('revocations.consideration');
      expect(await step(head, id, 'send_to_prosecutor')).toEqual(done);
      expect(await step(pk, id, 'note_brought', outside)).toEqual(done);
    } else expect(await step(head, id, 'send_letter')).toEqual(done);
    expect(await step(pk, id, 'note_decree', { ...outside, documentNumber: `V-${route}` })).toEqual(done);
    expect(await step(pk, id, 'note_decree', outside)).toEqual({ ok: false, refusal: 'wrong_state' });
    expect(await step(head, id, 'confirm_decree')).toMatchObject({ ok: true, over: true });
    expect((await caseState(caseId)).end_reason).toBe('breach');
  });

  describe('a judge who lets the supervision go on to another last day', () => {
    const verdict = { documentNumber: 'V-12/2026', issuer: 'Pengadilan Negeri Palembang' };
    const until = plainDate('2027-10-05');
    async function atJudge() {
      const one = await begun({ kind: 'supervision_sentence' });
      await step(pk, one.id, 'consider', { documentNumber: 'L-1' });
      await step(head, one.id, 'send_to_prosecutor');
      expect(await step(pk, one.id, 'note_brought', outside)).toEqual(done);
      return one;
    }
    const endOf = async (caseId: string) =>
      (
        await office.owner
          .selectFrom('cases.client_case')
          .select('guidance_end')
          .where('id', '=', caseId)
          .executeTakeFirstOrThrow()
      ).guidance_end;

    test('is noted with its paper within what the law allows, and confirmed by another: the last day moves, and what is owed with it', async () => {
      const { id, caseId } = await atJudge();
      const notes = (over: Partial<StepInput>) => step(pk, id, 'note_period', { ...verdict, newEnd: until, ...over });
      expect(await notes({ newEnd: undefined })).toEqual({ ok: false, refusal: 'new_end_missing' });
      expect(await notes({ newEnd: plainDate('2027-01-05') })).toEqual({ ok: false, refusal: 'new_end_same' });
      expect(await notes({ newEnd: plainDate('2028-01-07') })).toEqual({ ok: false, refusal: 'new_end_too_late' });
      expect(await notes({ newEnd: plainDate('2026-11-19') })).toEqual({
        ok: false,
        refusal: 'new_end_before_decision',
      });
      expect(await notes({ issuer: '' })).toEqual({ ok: false, refusal: 'issuer_missing' });
      expect(await notes({})).toEqual(done);
      // A note moves nothing.
      expect(await endOf(caseId)).toBe('2027-01-05');
      expect(await step(pk, id, 'confirm_period', expected).catch((error: unknown) => error)).toBeInstanceOf(
        NotAllowed,
      );
      expect(await step(head, id, 'confirm_period')).toEqual({ ok: false, refusal: 'next_missing' });
      expect(await step(head, id, 'confirm_period', { ...expected, told: '' })).toEqual({
        ok: false,
        refusal: 'told_missing',
      });
      expect(await step(head, id, 'confirm_period', expected)).toEqual({ ok: true, over: true, sealed: false });
      expect(await stateOf(id)).toBe('not_revoked');
      expect((await caseState(caseId)).state).toBe('active');
      expect(await endOf(caseId)).toBe(until);
      expect(await reads(pk, (ctx) => listDecidedEnds(ctx, caseId))).toMatchObject([
        { before: '2027-01-05', after: until, day: '2026-11-20', ...verdict },
      ]);
      const { rows } = await database.owner.query<{ key: string }>(
        `select key from graphile_worker.jobs where key = $1`,
        [`check-ins.lay-out:${caseId}`],
      );
      expect(rows).toHaveLength(1);
      const letter = await office.owner
        .selectFrom('letters.letter')
        .select('body')
        .where('concerns_id', '=', id)
        .where('kind', '=', 'revocations.period')
        .executeTakeFirstOrThrow();
      expect(letter.body).toContain('Pengadilan Negeri Palembang Nomor V-12/2026 tanggal 20 November 2026');
      expect(letter.body).toContain('Selasa, 5 Oktober 2027');
    });

    test('counts what was prolonged before, and is refused where the file changed between note and confirmation', async () => {
      const { id, caseId } = await atJudge();
      expect(await step(pk, id, 'note_period', { ...verdict, documentNumber: 'V-13', newEnd: until })).toEqual(done);
      await office.owner
        .updateTable('cases.client_case')
        .set({ guidance_end: '2027-02-05' })
        .where('id', '=', caseId)
        .execute();
      expect(await step(head, id, 'confirm_period', expected)).toEqual({ ok: false, refusal: 'period_moved' });
      expect(await step(head, id, 'correct_note')).toEqual(done);
      await office.owner
        .updateTable('cases.client_case')
        .set({ guidance_end: '2027-01-05' })
        .where('id', '=', caseId)
        .execute();
      expect(await step(pk, id, 'note_period', { ...verdict, documentNumber: 'V-14', newEnd: until })).toEqual(done);
      expect(await step(head, id, 'confirm_period', expected)).toMatchObject({ ok: true });

      const again = await office.owner
        .insertInto('breaches.breach')
        .values({
          case_id: caseId,
          unit_id: office.units.palembang,
          state: 'proposed_for_revocation',
          source: 'officer',
          opened_on: '2026-11-12',
          ended_on: '2026-11-15',
          note: 'tidak mengikuti program',
        })
        .returning('id')
        .executeTakeFirstOrThrow();
      const second = await does(pk, (ctx) => beginProceeding(ctx, aBeginning(caseId, again.id)));
      const secondId = (second as { proceedingId: string }).proceedingId;
      await step(pk, secondId, 'consider', { documentNumber: 'L-2' });
      await step(head, secondId, 'send_to_prosecutor');
      await step(pk, secondId, 'note_brought', { ...outside, documentNumber: 'P-2' });
      const notes = (newEnd: string) =>
        step(pk, secondId, 'note_period', { ...verdict, documentNumber: 'V-15', newEnd: plainDate(newEnd) });
      // A year from the end that the verdict imposed, not from the prolonged one.
      expect(await notes('2028-01-07')).toEqual({ ok: false, refusal: 'new_end_too_late' });
      // A shorter supervision is the judge's to decide as well.
      expect(await notes('2026-12-31')).toEqual(done);
    });

    test('is held by the database: no other step sets a last day, none that is out of range, and none that the file does not show', async () => {
      const { id, caseId } = await atJudge();
      const writes = (name: string, from: string, to: string, newEnd: string | null, endBefore: string | null) =>
        does(pk, async (ctx) => {
          await sql`insert into revocations.move (proceeding_id, case_id, unit_id, step, from_state, to_state, day, reason, document, document_number, issuer,
              new_end, end_before, made_by)
            values (${id}, ${caseId}, ${office.units.palembang}, ${name}, ${from}, ${to}, '2026-11-20', 'alasan yang cukup panjang', 'decree', 'V-16', 'PN',
              ${newEnd}, ${endBefore}, ${ctx.actor.accountId})`.execute(ctx.tx);
          return { ok: true };
        });
      await expect(writes('note_refusal', 'at_judge', 'refusal_noted', '2027-10-05', '2027-01-05')).rejects.toThrow(
        /period_with_its_steps/,
      );
      await expect(writes('note_period', 'at_judge', 'period_noted', null, null)).rejects.toThrow(
        /period_with_its_steps/,
      );
      for (const [newEnd, before] of [
        ['2029-01-05', '2027-01-05'],
        ['2026-11-01', '2027-01-05'],
        ['2027-10-05', '2027-06-05'],
      ] as const)
        await expect(writes('note_period', 'at_judge', 'period_noted', newEnd, before)).rejects.toThrow(
          /does not set this last day/,
        );
      expect(await step(pk, id, 'note_period', { ...verdict, documentNumber: 'V-17', newEnd: until })).toEqual(done);
      // Confirmed without the file being moved: the transaction does not end.
      await expect(
        does(head, async (ctx) => {
          await sql`insert into revocations.move (proceeding_id, case_id, unit_id, step, from_state, to_state, day, reason, document, document_number, issuer,
              told, next_on, new_end, end_before, made_by)
            values (${id}, ${caseId}, ${office.units.palembang}, 'confirm_period', 'period_noted', 'not_revoked', '2026-11-20', 'alasan yang cukup panjang',
              'decision_note', 'V-17', ${verdict.issuer}, 'Disampaikan kepada Saudara.', '2026-11-27', ${until}, '2027-01-05', ${ctx.actor.accountId})`.execute(
            ctx.tx,
          );
          return { ok: true };
        }),
      ).rejects.toThrow(/the one that the judge set/);
    });
  });

  test('a child’s case calls guardian and companion at each step of the office, and is closed with its end', async () => {
    const { id, caseId } = await begun({ kind: 'diversion', ageGroup: 'child' }, { presences: family });
    const presences = family;
    const another = await aBreach({ kind: 'diversion', ageGroup: 'child' });
    const alone = aBeginning(another.caseId, another.breachId);
    expect(await does(pk, (ctx) => beginProceeding(ctx, alone))).toEqual({ ok: false, refusal: 'presence_missing' });
    expect(await step(head, id, 'send_report')).toEqual({ ok: false, refusal: 'presence_missing' });
    expect(await step(head, id, 'send_report', { presences })).toEqual(done);
    expect(await step(pk, id, 'note_decree', { documentNumber: 'D-1', issuer: 'Penyidik' })).toEqual(done);
    expect(await step(head, id, 'confirm_decree', { presences })).toEqual({ ok: true, over: true, sealed: true });
    expect((await caseState(caseId)).state).toBe('ended');
  });

  test('before release a decree is cancelled, afterwards revoked', async () => {
    const { caseId } = await aClient(office, {
      pk: pk.staffId,
      state: 'received',
      releasedOn: null,
      releaseExpectedOn: '2027-01-05',
    });
    const cancelling = {
      ...aBeginning(caseId, undefined),
      kind: 'cancellation' as const,
      finding: 'verdict' as const,
      documentNumber: 'PTS-1',
    };
    const answer = await does(pk, (ctx) => beginProceeding(ctx, cancelling));
    const id = (answer as { proceedingId: string }).proceedingId;
    expect(await step(pk, id, 'note_lapas_sitting', { documentNumber: 'TPP-L-1' })).toEqual(done);
    expect(await step(pk, id, 'note_lapas_proposal', { documentNumber: 'W6-1' })).toEqual(done);
    expect(await step(kanwil, id, 'forward', { documentNumber: 'W-5' })).toEqual(done);
    expect(await step(drafter, id, 'draft_decree')).toEqual(done);
    expect(await step(decider, id, 'sign_decree')).toEqual(done);
    expect(await step(head, id, 'carry_out')).toMatchObject({ ok: true, over: true });
    expect(await stateOf(id)).toBe('cancelled');
    expect(await caseState(caseId)).toEqual({ state: 'ended', end_reason: 'cancelled', ended_on: '2026-11-20' });
    expect((await reads(pk, (ctx) => readProceeding(ctx, id))).release).toEqual({
      by: 'release_expected',
      day: '2027-01-05',
    });
    // Whoever was never released is not away.
    expect(
      await office.owner.selectFrom('at_large.search').select('id').where('case_id', '=', caseId).execute(),
    ).toEqual([]);

    const released = await aClient(office, { pk: pk.staffId });
    expect(await does(pk, (ctx) => beginProceeding(ctx, { ...cancelling, caseId: released.caseId }))).toEqual({
      ok: false,
      refusal: 'already_released',
    });
  });
});

describe('the day of release', () => {
  test('is asked for where nobody knows it, written down with its paper, and then says which way it goes', async () => {
    const { caseId, breachId } = await aBreach({ releasedOn: null });
    const begins = () => does(pk, (ctx) => beginProceeding(ctx, aBeginning(caseId, breachId)));
    expect(await begins()).toEqual({ ok: false, refusal: 'release_unknown' });
    const release = { caseId, version: 1, expectedOn: null, document: 'BA-7/Lapas', reason: '' };
    expect(
      await does(pk, (ctx) => setRelease(ctx, { ...release, releasedOn: null, expectedOn: plainDate('2026-11-20') })),
    ).toEqual({ ok: true });
    // The expected day has come, and nothing says that he went out.
    expect(await begins()).toEqual({ ok: false, refusal: 'release_unknown' });
    const corrected = { ...release, version: 2, releasedOn: plainDate('2026-11-19') };
    expect(await does(pk, (ctx) => setRelease(ctx, corrected))).toEqual({ ok: false, refusal: 'note_missing' });
    expect(await does(pk, (ctx) => setRelease(ctx, { ...corrected, reason: 'sudah keluar' }))).toEqual({ ok: true });
    const answer = await begins();
    expect(
      (await reads(pk, (ctx) => readProceeding(ctx, (answer as { proceedingId: string }).proceedingId))).release,
    ).toEqual({ by: 'released', day: '2026-11-19' });
    expect(await reads(pk, (ctx) => listReleases(ctx, caseId))).toHaveLength(2);
    const { rows } = await database.owner.query(
      `select about from platform.journal where what = 'case.release-set' and case_id = $1 and about ->> 'reason' <> ''`,
      [caseId],
    );
    expect(rows.at(-1).about).toMatchObject({
      before: { releasedOn: null, expectedOn: '2026-11-20' },
      after: { releasedOn: '2026-11-19', expectedOn: null },
      reason: 'sudah keluar',
    });
  });

  test('the database draws the line itself', async () => {
    const { caseId, breachId, unitId } = await aBreach({ releasedOn: null });
    const begins = (kind: 'revocation' | 'cancellation') =>
      database.owner.query(
        `insert into revocations.proceeding (case_id, unit_id, kind, route, breach_id, finding, finding_number, begun_on, since, reason, service_until)
         values ($1, $2, $3::text, case $3::text when 'revocation' then 'tiers' else 'cancellation' end, case $3::text when 'revocation' then $4::uuid end,
           case $3::text when 'cancellation' then 'verdict' end, 'P-1', '2026-11-20', '2026-11-20', 'alasan yang cukup', '2026-12-18')`,
        [caseId, unitId, kind, breachId],
      );
    await expect(begins('revocation')).rejects.toThrow('the day of release is not known');
    await database.owner.query(`update cases.client_case set release_expected_on = '2026-12-01' where id = $1`, [
      caseId,
    ]);
    await expect(begins('revocation')).rejects.toThrow('before release a decree is cancelled');
    await database.owner.query(
      `update cases.client_case set release_expected_on = null, released_on = '2026-11-20' where id = $1`,
      [caseId],
    );
    await expect(begins('cancellation')).rejects.toThrow('before release a decree is cancelled');
  });
});

describe('released while a cancellation runs', () => {
  const unitId = office.units.palembang;
  const release = (on: string | null, over: object = {}) => ({
    releasedOn: on === null ? null : plainDate(on),
    expectedOn: on === null ? plainDate('2027-02-05') : null,
    document: 'BA-7/Lapas',
    reason: 'menurut berita acara',
    ...over,
  });
  const setsRelease = async (caseId: string, on: string | null) => {
    const { version } = await office.owner
      .selectFrom('cases.client_case')
      .select('version')
      .where('id', '=', caseId)
      .executeTakeFirstOrThrow();
    expect(await does(pk, (ctx) => setRelease(ctx, { caseId, version, ...release(on) }))).toEqual({ ok: true });
    await jobs['revocations.released'].run(office.work(at('2026-11-20')), { caseId, unitId });
  };
  /** A cancellation that has come to this state. */
  async function cancelling(state: 'begun' | 'at_ditjenpas' | 'decree_drafted' | 'decreed', over: ClientScene = {}) {
    const { caseId } = await aClient(office, {
      pk: pk.staffId,
      state: 'received',
      releasedOn: null,
      releaseExpectedOn: '2027-01-05',
      ...over,
    });
    const answer = await does(pk, (ctx) =>
      beginProceeding(ctx, {
        ...aBeginning(caseId, undefined),
        kind: 'cancellation',
        finding: 'verdict',
        documentNumber: 'PTS-1',
      }),
    );
    const id = (answer as { proceedingId: string }).proceedingId;
    const steps = [
      [pk, 'note_lapas_sitting', 'begun'],
      [pk, 'note_lapas_proposal', 'begun'],
      [kanwil, 'forward', 'at_ditjenpas'],
      [drafter, 'draft_decree', 'decree_drafted'],
      [decider, 'sign_decree', 'decreed'],
    ] as const;
    const last = state === 'begun' ? -1 : steps.findIndex(([, , to]) => to === state);
    for (const [who, name] of steps.slice(0, last + 1))
      expect(await step(who, id, name, { documentNumber: 'W-7' })).toEqual(done);
    return { caseId, id };
  }
  const tasksAbout = async (id: string) =>
    (await openTasksOf(office, 'revocations.released')).filter(({ key }) => key === id);

  test.each([
    ['at_ditjenpas', drafter, 'draft_decree'],
    ['decree_drafted', decider, 'sign_decree'],
    ['decreed', head, 'carry_out'],
  ] as const)('from %s no decree takes effect any more', async (state, who, name) => {
    const { caseId, id } = await cancelling(state);
    await setsRelease(caseId, '2026-11-19');
    expect((await reads(who, (ctx) => readProceeding(ctx, id))).steps).not.toContain(name);
    expect(await step(who, id, name)).toEqual({ ok: false, refusal: 'already_released' });
    expect(await stateOf(id)).toBe(state);
    expect((await caseState(caseId)).state).toBe('received');
  });

  test('what the Ditjenpas decided on paper is neither noted nor confirmed', async () => {
    const { caseId } = await aClient(office, {
      at: 'kupang',
      pk: kupang.pk.staffId,
      state: 'received',
      releasedOn: null,
      releaseExpectedOn: '2027-01-05',
    });
    const answer = await does(kupang.pk, (ctx) =>
      beginProceeding(ctx, {
        ...aBeginning(caseId, undefined),
        kind: 'cancellation',
        finding: 'verdict',
        documentNumber: 'PTS-1',
      }),
    );
    const id = (answer as { proceedingId: string }).proceedingId;
    await database.owner.query(`update revocations.proceeding set state = 'decision_noted' where id = $1`, [id]);
    await database.owner.query(
      `update cases.client_case set released_on = '2026-11-19', release_expected_on = null where id = $1`,
      [caseId],
    );
    expect(await step(kupang.pk, id, 'note_decree', { documentNumber: 'D-1', issuer: 'Dirjen' })).toEqual({
      ok: false,
      refusal: 'wrong_state',
    });
    expect(await step(kupang.head, id, 'confirm_decree', { documentNumber: 'D-1', issuer: 'Dirjen' })).toEqual({
      ok: false,
      refusal: 'already_released',
    });
  });

  test('the head hears of it and says that it has lapsed; the client reads that his guidance goes on', async () => {
    const { caseId, id } = await cancelling('decreed');
    expect(await step(head, id, 'lapse')).toEqual({ ok: false, refusal: 'nothing_lapses' });
    await setsRelease(caseId, '2026-11-19');
    expect(await tasksAbout(id)).toMatchObject([{ for_role: 'head_of_bapas' }]);
    await expect(step(pk, id, 'lapse')).rejects.toThrow('revocation:decide');
    expect(await step(head, id, 'lapse', { told: '' })).toEqual({ ok: false, refusal: 'told_missing' });
    expect(await step(head, id, 'lapse', { told: 'Pembatalan tidak dilanjutkan.' })).toEqual({
      ok: true,
      over: true,
      sealed: false,
    });
    expect(await stateOf(id)).toBe('continued');
    expect((await caseState(caseId)).state).toBe('received');
    expect(await tasksAbout(id)).toEqual([]);
    const { token } = await aClientSession(office, { caseId, unitId });
    const own = await (await office.asClient(token)).read(readOwnProceedings);
    expect(own).toMatchObject([{ state: 'continued' }]);
    expect(own[0]!.steps.at(-1)).toMatchObject({ step: 'lapse', told: 'Pembatalan tidak dilanjutkan.' });
  });

  test('whoever began it does not say that it has lapsed', async () => {
    const { caseId } = await aClient(office, {
      pk: pk.staffId,
      state: 'received',
      releasedOn: null,
      releaseExpectedOn: '2027-01-05',
    });
    const answer = await does(head, (ctx) =>
      beginProceeding(ctx, {
        ...aBeginning(caseId, undefined),
        kind: 'cancellation',
        finding: 'verdict',
        documentNumber: 'PTS-1',
      }),
    );
    const id = (answer as { proceedingId: string }).proceedingId;
    await setsRelease(caseId, '2026-11-20');
    expect(await step(head, id, 'lapse')).toEqual({ ok: false, refusal: 'second_person_needed' });
    expect(await step(acting, id, 'lapse')).toMatchObject({ ok: true, over: true });
  });

  test('the counsellor hears of it where the file is with him, and a release that was a mistake is asked of nobody', async () => {
    const { caseId, id } = await cancelling('at_ditjenpas');
    expect(await step(drafter, id, 'return_ditjenpas')).toEqual(done);
    await setsRelease(caseId, '2026-11-18');
    expect(await openTasksOf(office, 'revocations.released-counsellor')).toMatchObject([
      { key: id, for_role: 'pk', staff_id: pk.staffId },
    ]);
    await setsRelease(caseId, null);
    expect(await openTasksOf(office, 'revocations.released-counsellor')).toEqual([]);
    expect(await tasksAbout(id)).toEqual([]);
    expect(await step(pk, id, 'answer_ditjenpas')).toEqual(done);
    expect(await step(drafter, id, 'draft_decree')).toEqual(done);
  });

  test('nothing is revoked of a client who by what is on record now is not out', async () => {
    const { id, caseId } = await drafted();
    await setsRelease(caseId, null);
    expect(await step(decider, id, 'sign_decree')).toEqual({ ok: false, refusal: 'not_released' });
    expect(await tasksAbout(id)).toEqual([]);
    await setsRelease(caseId, '2026-11-20');
    expect(await step(decider, id, 'sign_decree')).toEqual(done);
  });

  test('and no hand in the database carries it out, or lets it lapse without a release', async () => {
    const { caseId, id } = await cancelling('decreed');
    const takes = (name: string, to: string) =>
      database.owner.query(
        `insert into revocations.move (proceeding_id, case_id, unit_id, step, from_state, to_state, day, reason, document, made_by)
         values ($1, $2, $3, $4, 'decreed', $5, '2026-11-20', 'alasan yang cukup', 'decision_note', $6)`,
        [id, caseId, unitId, name, to, head.accountId],
      );
    await expect(takes('lapse', 'continued')).rejects.toThrow('lapses by the release');
    await database.owner.query(
      `update cases.client_case set released_on = '2026-11-19', release_expected_on = null where id = $1`,
      [caseId],
    );
    await expect(takes('carry_out', 'cancelled')).rejects.toThrow('before release a decree is cancelled');
    await takes('lapse', 'continued');
    expect(await stateOf(id)).toBe('continued');

    const revoking = await drafted();
    await database.owner.query(
      `update cases.client_case set released_on = null, release_expected_on = '2026-12-01' where id = $1`,
      [revoking.caseId],
    );
    await expect(
      database.owner.query(
        `insert into revocations.move (proceeding_id, case_id, unit_id, step, from_state, to_state, day, reason, document, document_number, issuer, made_by)
         values ($1, $2, $3, 'sign_decree', 'decree_drafted', 'decreed', '2026-11-20', 'alasan yang cukup', 'decree', 'PAS-9', 'Dirjen', $4)`,
        [revoking.id, revoking.caseId, unitId, decider.accountId],
      ),
    ).rejects.toThrow('before release a decree is cancelled');
  });
});

describe('nobody is revoked by hand', () => {
  test('neither by the old form nor by a hand in the database; a decree of before the ledger is noted by two', async () => {
    const { caseId } = await aClient(office, { pk: pk.staffId });
    const input = {
      caseId,
      version: 1,
      reason: 'breach' as const,
      day: plainDate('2026-11-20'),
      note: 'tidak melapor',
      documentNumber: 'PAS-9',
      decideNow: false,
    };
    expect(await does(head, (ctx) => proposeEnding(ctx, input))).toEqual({ ok: false, refusal: 'decree_needed' });
    const byHand = (reason: string) =>
      does(head, async (ctx) => {
        await ctx.tx
          .insertInto('cases.ending')
          .values({ case_id: caseId, unit_id: office.units.palembang, what: 'ended', day: '2026-11-20', reason })
          .execute();
        return { ok: true };
      });
    for (const reason of ['breach', 'cancelled'])
      await expect(byHand(reason)).rejects.toThrow('decree of a proceeding');
    await expect(
      does(head, async (ctx) => {
        await ctx.tx
          .updateTable('cases.client_case')
          .set({ state: 'ended', ended_on: '2026-11-20', end_reason: 'breach' })
          .where('id', '=', caseId)
          .execute();
        return { ok: true };
      }),
    ).rejects.toThrow('an ending that was decided');
    const before = await aClient(office, { pk: pk.staffId, ledgerFrom: '2026-10-01' });
    const earlier = { ...input, caseId: before.caseId, day: plainDate('2026-09-30') };
    expect(await does(head, (ctx) => proposeEnding(ctx, earlier))).toMatchObject({ ok: true, ended: false });
  });
});

describe('while it is revoked for the time being', () => {
  const periodsOf = async (caseId: string) =>
    (
      await office.owner
        .selectFrom('check_ins.obligation')
        .select(['period_from', 'period_until', 'state'])
        .where('case_id', '=', caseId)
        .where('state', '!=', 'lifted')
        .orderBy('period_from')
        .execute()
    ).map((one) => `${one.period_from} ${one.state}`);
  const laysOut = (caseId: string, day: string) =>
    office
      .work(at(day))
      .inUnit(office.units.palembang, (ctx) =>
        layOutObligations(ctx, { unitId: office.units.palembang, today: plainDate(day), caseId }),
      );

  test('nothing is owed or missed, what had passed stays, and duties come back when it is given up', async () => {
    const { caseId, id } = await begun({ ledgerFrom: '2026-09-01', receivedOn: '2026-08-05' });
    await laysOut(caseId, '2026-10-05');
    expect(await periodsOf(caseId)).toEqual([
      '2026-09-01 not_recorded',
      '2026-10-01 scheduled',
      '2026-11-01 scheduled',
      '2026-12-01 scheduled',
    ]);
    await office.owner
      .updateTable('check_ins.obligation')
      .set({ state: 'missed' })
      .where('case_id', '=', caseId)
      .where('period_from', '=', '2026-10-01')
      .execute();
    await step(section, id, 'hear', heard);
    await step(head, id, 'revoke_temporarily');
    await laysOut(caseId, '2026-11-20');
    // Nineteen days of November had passed, enough for a pause to leave it owed; its last day lies in the revocation.
    expect(await periodsOf(caseId)).toEqual(['2026-09-01 not_recorded', '2026-10-01 missed']);
    expect((await reads(pk, (ctx) => readClient(ctx, caseId))).revokedSince).toBe('2026-11-20');

    const { version } = await reachedBy(caseId);
    expect(await does(pk, (ctx) => resumeCase(ctx, { caseId, version, endsOn: plainDate('2026-11-20') }))).toEqual({
      ok: false,
      refusal: 'rests_by_decision',
    });

    expect(await step(pk, id, 'ask_withdrawal')).toEqual(done);
    expect(await step(head, id, 'agree_withdrawal', { nextOn: plainDate('2026-12-04') }, '2026-12-02')).toMatchObject({
      over: true,
    });
    await laysOut(caseId, '2026-12-02');
    const after = await periodsOf(caseId);
    expect(after).toContain('2026-10-01 missed');
    expect(after).not.toContain('2026-11-01 scheduled');
    expect(after).toContain('2026-12-01 scheduled');
  });

  test('a pause of before goes over into it, and no officer ends it by hand', async () => {
    const { caseId, id } = await begun();
    const { version } = await reachedBy(caseId);
    await does(pk, (ctx) =>
      pauseCase(ctx, { caseId, version, startsOn: plainDate('2026-11-19'), reason: 'rawat inap' }),
    );
    await step(section, id, 'hear', heard);
    await step(head, id, 'revoke_temporarily');
    expect(await reads(pk, (ctx) => listPauses(ctx, caseId))).toMatchObject([
      { because: 'temporary_revocation', startsOn: '2026-11-20', endsOn: null },
      { because: 'officer', startsOn: '2026-11-19', endsOn: '2026-11-20' },
    ]);
  });
});

describe('who sees what', () => {
  test('a counsellor decides nothing, and a head of another office finds nothing', async () => {
    const { id } = await begun();
    await step(section, id, 'hear', heard);
    await expect(step(pk, id, 'revoke_temporarily')).rejects.toThrow(NotAllowed);
    await expect(step(section, id, 'revoke_temporarily')).rejects.toThrow(NotAllowed);
    await expect(step(otherHead, id, 'revoke_temporarily')).rejects.toThrow(NotFound);
    await expect(reads(otherHead, (ctx) => readProceeding(ctx, id))).rejects.toThrow(NotFound);
  });

  test('each tier has its own queue, with the name of whoever it concerns and not his file', async () => {
    const { id, caseId } = await atKanwil();
    const queue = (who: Officer, holder: 'kanwil' | 'ditjenpas') =>
      reads(who, (ctx) =>
        listProceedings(ctx, { at: 'above', today: plainDate('2026-11-20'), state: 'running', holder }),
      );
    expect((await queue(kanwil, 'kanwil')).rows.map((row) => row.id)).toContain(id);
    expect((await queue(drafter, 'ditjenpas')).rows.map((row) => row.id)).not.toContain(id);
    expect((await queue(otherKanwil, 'kanwil')).rows.map((row) => row.id)).not.toContain(id);
    await step(kanwil, id, 'forward', { documentNumber: 'W-6' });
    const rows = (await queue(drafter, 'ditjenpas')).rows;
    expect(rows.find((row) => row.id === id)?.name).toMatch(/^Klien Rekaan/);
    expect(
      await reads(drafter, (ctx) =>
        countProceedings(ctx, { at: 'above', today: plainDate('2026-11-20'), state: 'running', holder: 'ditjenpas' }),
      ),
    ).toBe(rows.length);
    await expect(reads(drafter, (ctx) => reachCase(ctx, caseId, 'case:read'))).rejects.toThrow(NotFound);
  });

  test('what is late at a Kanwil the centre knows by office and day, and nobody by name; nobody else is told', async () => {
    const { id } = await atKanwil();
    const late = (who: Officer, day: string) => reads(who, (ctx) => listLateBelow(ctx, plainDate(day)), day);
    const dues = await office.owner
      .selectFrom('revocations.proceeding')
      .select(['id', 'due_on'])
      .where('state', '=', 'at_kanwil')
      .execute();
    expect(dues.find((one) => one.id === id)?.due_on).toBe('2026-11-27');
    expect(await late(drafter, '2026-11-27')).toEqual([]);
    const told = await late(drafter, '2026-11-28');
    expect(told).toMatchObject([{ count: dues.length, since: '2026-11-20', dueOn: '2026-11-27', urgent: false }]);
    expect(JSON.stringify(told)).not.toMatch(/Klien Rekaan/);
    for (const who of [kanwil, head, pk]) expect(await late(who, '2026-11-28')).toEqual([]);
    await step(kanwil, id, 'forward', { documentNumber: 'W-7' });
    const after = await late(drafter, '2026-11-28');
    expect(after.reduce((sum, one) => sum + one.count, 0)).toBe(dues.length - 1);
  });

  test('a child’s proposal waits at the Kanwil without a name until it is opened with a reason', async () => {
    const presences = family;
    const { id, caseId } = await begun({ ageGroup: 'child' }, { presences });
    await step(section, id, 'hear', { ...heard, presences });
    expect(await step(head, id, 'revoke_temporarily', { presences })).toEqual(done);
    expect(await step(head, id, 'report', { presences })).toEqual(done);
    await expect(reads(kanwil, (ctx) => readProceeding(ctx, id))).rejects.toThrow(NotFound);
    const closed = await reads(kanwil, listClosedAbove);
    expect(closed.map((one) => one.caseId)).toContain(caseId);
    expect(JSON.stringify(closed)).not.toMatch(/Klien Rekaan/);
    expect(await reads(otherKanwil, listClosedAbove)).toEqual([]);
  });

  test('the client reads what he was told, once something was written for him', async () => {
    const { id, caseId } = await begun({}, { urgent: true, danger: 'mengancam saksi dengan senjata', told: '' });
    const { token } = await aClientSession(office, { caseId, unitId: office.units.palembang });
    const own = async () => (await office.asClient(token)).read(readOwnProceedings);
    expect(await own()).toEqual([]);
    await step(head, id, 'revoke_urgently', { told: 'Bimbingan Saudara dicabut sementara.' });
    expect(await own()).toMatchObject([
      {
        state: 'revoked_unheard',
        told: 'Bimbingan Saudara dicabut sementara.',
        endedOn: null,
        steps: [{ step: 'revoke_urgently', day: '2026-11-20', told: 'Bimbingan Saudara dicabut sementara.' }],
      },
    ]);
    // After a refusal he reads the words of the refusal, and no longer the accusation.
    await step(section, id, 'hear', { ...heard, told: '' });
    expect(await step(head, id, 'lift', { ...expected, told: '' })).toEqual({ ok: false, refusal: 'told_missing' });
    await step(acting, id, 'lift', { ...expected, told: 'Bimbingan Saudara tidak dicabut.' });
    const [now] = await own();
    expect(now).toMatchObject({ state: 'refused', told: 'Bimbingan Saudara tidak dicabut.' });
    expect(now!.steps.map(({ step: name }) => name)).toEqual(['revoke_urgently', 'hear', 'lift']);
    expect(JSON.stringify(now)).not.toContain('alasan yang cukup panjang');
  });
});

describe('figures', () => {
  const period = { from: plainDate('2026-01-01'), through: plainDate('2026-12-31') };

  test('of days with each holder are those that an independent count of the steps comes to, and each opens its list', async () => {
    const rows = await reads(head, (ctx) => figuresByHolder(ctx, period));
    const own = await office.owner
      .selectFrom('revocations.proceeding as r')
      .innerJoin('cases.client_case as c', 'c.id', 'r.case_id')
      .select(['r.id', 'r.route', 'r.begun_on'])
      .where('r.unit_id', '=', office.units.palembang)
      // What is sealed is seen by nobody without a reason, and so in no list and no count.
      .where('c.sealed', '=', false)
      .execute();
    const days = new Map<string, number[]>();
    for (const one of own) {
      const moves = await office.owner
        .selectFrom('revocations.move')
        .select(['to_state', 'day'])
        .where('proceeding_id', '=', one.id)
        .orderBy('made_at')
        .execute();
      const lain = stretches(
        one.route as RouteName,
        plainDate(one.begun_on),
        moves.map(({ to_state, day }) => ({ to: to_state as ProceedingState, day: plainDate(day) })),
        period.through,
      );
      // The last of a proceeding that still runs has not ended.
      for (const { holder, from, through } of lain.slice(0, moves.length))
        days.set(holder, [...(days.get(holder) ?? []), (Date.parse(through) - Date.parse(from)) / 86_400_000]);
    }
    expect(days.size).toBeGreaterThan(4);
    expect(rows.map(({ holder, count }) => [holder, count]).sort()).toEqual(
      [...days].map(([holder, all]) => [holder, all.length]).sort(),
    );
    for (const { unitId, holder, count, median } of rows) {
      const all = days.get(holder)!.sort((a, b) => a - b);
      expect([holder, median]).toEqual([holder, all[Math.ceil(all.length / 2) - 1]]);
      expect(await reads(head, (ctx) => listStretches(ctx, period, { unitId, holder }))).toHaveLength(count);
    }
  });

  test('of days per step and of what was late add up to those of each holder, and each opens its list', async () => {
    const [byHolder, bySteps] = [
      await reads(head, (ctx) => figuresByHolder(ctx, period)),
      await reads(head, (ctx) => figuresByStep(ctx, period)),
    ];
    // The days of each step once more, counted apart from the query: from move to move, against what the move itself owed.
    const { rows: moves } = await sql<{
      id: string;
      state: string;
      day: string;
      due: string | null;
      begun: string;
      route: RouteName;
    }>`
      select m.proceeding_id as id, m.to_state as state, m.day::text as day, m.due_on::text as due, r.begun_on::text as begun, r.route
      from revocations.move m join revocations.proceeding r on r.id = m.proceeding_id join cases.client_case c on c.id = r.case_id
      where r.unit_id = ${office.units.palembang} and not c.sealed order by m.made_at, m.id`.execute(office.owner);
    // What is owed first: the sitting's five working days, the head's or the counsellor's two, the prison's ten.
    const firstDue = ({ begun: from, route }: (typeof moves)[number]) =>
      addWorkingDays(plainDate(from), { tiers: 5, judge: 2, diversion: 2, authority: 2, cancellation: 10 }[route], {
        weekdays: mondayToFriday,
        holidays: new Set(),
      });
    const days = new Map<string, number[]>();
    const late = new Map<string, number>();
    for (const id of new Set(moves.map((one) => one.id))) {
      const own = moves.filter((one) => one.id === id);
      const points = [{ state: 'begun', day: own[0]!.begun, due: firstDue(own[0]!) as string | null }, ...own];
      points.slice(0, -1).forEach(({ state, day: from, due }, at) => {
        const through = points[at + 1]!.day;
        const between = (a: string, b: string) => (Date.parse(b) - Date.parse(a)) / 86_400_000;
        days.set(state, [...(days.get(state) ?? []), between(from, through)]);
        late.set(state, (late.get(state) ?? 0) + (due ? Math.max(0, between(due, through)) : 0));
      });
    }
    const sum = <T>(list: readonly T[], of: (one: T) => number) => list.reduce((all, one) => all + of(one), 0);
    for (const state of new Set(bySteps.map((one) => one.state))) {
      const here = bySteps.filter((one) => one.state === state);
      expect([state, sum(here, (one) => one.count)]).toEqual([state, days.get(state)!.length]);
      expect([state, sum(here, (one) => one.lateDays)]).toEqual([state, late.get(state)]);
    }
    expect([...days.keys()].sort()).toEqual([...new Set(bySteps.map(({ state }) => state as string))].sort());
    for (const row of byHolder) {
      const steps = bySteps.filter(({ unitId, holder }) => unitId === row.unitId && holder === row.holder);
      expect([row.count, row.late, row.lateDays]).toEqual([
        sum(steps, (one) => one.count),
        sum(steps, (one) => one.late),
        sum(steps, (one) => one.lateDays),
      ]);
    }
    for (const { unitId, holder, state, count, late: lateOnes } of bySteps) {
      const list = (over: object) =>
        reads(head, (ctx) => listStretches(ctx, period, { unitId, holder, state, ...over }));
      expect(await list({})).toHaveLength(count);
      expect(await list({ late: true })).toHaveLength(lateOnes);
    }
  });

  test('of what lies still count what has not moved on, with its age so far, and each opens its list', async () => {
    const today = plainDate('2026-12-31');
    // So many with one holder that the ninth of ten is not the longest of all.
    for (let nth = 0; nth < 11; nth += 1) {
      const { caseId, breachId } = await aBreach({ kind: 'supervision_sentence' });
      const day = addDays(plainDate('2026-11-12'), nth);
      expect(await does(pk, (ctx) => beginProceeding(ctx, aBeginning(caseId, breachId)), day)).toMatchObject({
        ok: true,
      });
    }
    const rows = await reads(head, (ctx) => figuresStill(ctx, today));
    expect(rows.some(({ ninth, longest }) => ninth < longest)).toBe(true);
    // Counted apart from the query: of every proceeding the last step that was taken, or its beginning.
    const own = await office.owner
      .selectFrom('revocations.proceeding as r')
      .innerJoin('cases.client_case as c', 'c.id', 'r.case_id')
      .select(['r.id', 'r.route', 'r.begun_on', 'r.first_due_on'])
      .where('r.unit_id', '=', office.units.palembang)
      .where('c.sealed', '=', false)
      .execute();
    const ages = new Map<string, { id: string; age: number; late: number }[]>();
    for (const one of own) {
      const last = await office.owner
        .selectFrom('revocations.move')
        .select(['to_state', 'day', 'due_on'])
        .where('proceeding_id', '=', one.id)
        .orderBy('made_at', 'desc')
        .limit(1)
        .executeTakeFirst();
      const [state, since, due] = last
        ? [last.to_state, last.day, last.due_on]
        : ['begun', one.begun_on, one.first_due_on];
      const holder = holderAt(one.route as RouteName, state as ProceedingState);
      if (!holder) continue;
      const days = (from: string) => (Date.parse(today) - Date.parse(from)) / 86_400_000;
      const here = { id: one.id, age: days(since), late: Math.max(0, days(due!)) };
      ages.set(holder, [...(ages.get(holder) ?? []), here]);
    }
    expect(ages.size).toBeGreaterThan(2);
    expect(rows.map(({ holder }) => holder as string).sort()).toEqual([...ages.keys()].sort());
    for (const { unitId, holder, count, median, ninth, longest, late, lateDays } of rows) {
      const all = ages.get(holder)!.sort((a, b) => a.age - b.age);
      expect([holder, count, median, ninth, longest, late, lateDays]).toEqual([
        holder,
        all.length,
        all[Math.ceil(all.length / 2) - 1]!.age,
        all[Math.ceil(all.length * 0.9) - 1]!.age,
        all.at(-1)!.age,
        all.filter((one) => one.late > 0).length,
        all.reduce((sum, one) => sum + one.late, 0),
      ]);
      const list = (over: object) => reads(head, (ctx) => listStill(ctx, today, { unitId, holder, ...over }));
      expect((await list({})).map(({ proceedingId }) => proceedingId).sort()).toEqual(all.map(({ id }) => id).sort());
      expect(await list({ late: true })).toHaveLength(late);
    }
    expect(rows.some(({ late }) => late > 0)).toBe(true);
    // Another office is told of its own.
    for (const row of await reads(kupang.head, (ctx) => figuresStill(ctx, today)))
      expect(row.unitId).toBe(office.units.kupang);
  });

  test('of proposals count those of Simpul and those from before it, and the list adds up to them', async () => {
    await office.owner
      .insertInto('revocations.earlier_proposal')
      .values([
        { unit_id: office.units.palembang, filed_on: '2026-02-03', of_kind: 'caught_and_final' },
        { unit_id: office.units.palembang, filed_on: '2025-02-03', of_kind: 'caught_and_final' },
        { unit_id: office.units.kupang, filed_on: '2026-02-03', of_kind: 'other' },
      ])
      .execute();
    const counted = await reads(head, (ctx) => countProposals(ctx, period));
    const { rows } = await sql<{ count: number }>`
      select count(*)::int as count from revocations.proceeding r join cases.client_case c on c.id = r.case_id
      where r.unit_id = ${office.units.palembang} and not c.sealed`.execute(office.owner);
    expect(counted).toMatchObject({ all: rows[0]!.count + 1, earlier: 1, caughtAndFinal: 1 });
    expect(await reads(head, (ctx) => listProposals(ctx, period))).toHaveLength(counted.all);
    for (const part of ['earlier', 'caught'] as const)
      expect(await reads(head, (ctx) => listProposals(ctx, period, part))).toHaveLength(1);
  });

  test('the centre is told how many clients and proposals there are together, from five up; nobody else by that way', async () => {
    const today = plainDate('2026-11-20');
    const analyst = await office.officer('ditjen_analyst', 'ditjenpas');
    const above = (who: Officer, over = period) => reads(who, (ctx) => countAbove(ctx, over, today));
    const { rows } = await sql<{ clients: number; proposals: number }>`
      select (select count(*)::int from cases.client_case c where c.registered_on <= ${today}::date and (c.ended_on is null or c.ended_on > ${today}::date))
        as clients,
        (select count(*)::int from revocations.proceeding where begun_on between ${period.from}::date and ${period.through}::date)
        + (select count(*)::int from revocations.earlier_proposal where filed_on between ${period.from}::date and ${period.through}::date) as proposals`.execute(
      office.owner,
    );
    for (const who of [drafter, analyst]) {
      expect(await above(who)).toMatchObject(rows[0]!);
      // One from before: told by nobody, neither by itself nor as what is left.
      expect(await above(who)).toMatchObject({ earlier: null, caught: null });
      const few = { from: plainDate('2025-01-01'), through: plainDate('2025-12-31') };
      expect((await above(who, few)).proposals).toBeNull();
    }
    for (const who of [head, kanwil]) expect(await above(who)).toMatchObject({ clients: null, proposals: null });
  });

  test('of how they ended are counted by their end, and each opens its list', async () => {
    const counts = await reads(head, (ctx) => countEnds(ctx, period));
    const { rows } = await sql<{ state: string; count: number }>`
      select r.state, count(*)::int as count from revocations.proceeding r join cases.client_case c on c.id = r.case_id
      where r.unit_id = ${office.units.palembang} and not c.sealed and r.ended_on is not null group by 1`.execute(
      office.owner,
    );
    const byState = (list: readonly { state: string; count: number }[]) =>
      list.map(({ state, count }) => `${state} ${count}`).sort();
    expect(byState(counts)).toEqual(byState(rows));
    expect(counts.map(({ state }) => state)).toContain('cancelled');
    for (const { state, count } of counts)
      expect(await reads(head, (ctx) => listEnds(ctx, period, state))).toHaveLength(count);
  });
});

describe('danger on the ways of others', () => {
  const danger = 'mengancam saksi dengan senjata';
  const rowOf = (id: string) =>
    office.owner
      .selectFrom('revocations.proceeding')
      .select(['urgent', 'danger', 'due_on', 'state'])
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
  const marks = (who: Officer, proceedingId: string, over: object = {}) =>
    does(who, (ctx) => markUrgent(ctx, { proceedingId, danger, ...over }));

  test.each([
    ['supervision_sentence', 'judge', '2026-11-23'],
    ['community_service_sentence', 'authority', '2026-11-23'],
  ] as const)(
    '%s: said at the beginning it comes first and is owed sooner, and gives nobody a power',
    async (kind, route, due) => {
      const quiet = await begun({ kind });
      const { id } = await begun({ kind }, { urgent: true, danger });
      expect(await rowOf(id)).toEqual({ urgent: true, danger, due_on: due, state: 'begun' });
      expect((await rowOf(quiet.id)).due_on! > due).toBe(true);
      const list = await reads(head, (ctx) =>
        listProceedings(ctx, {
          at: { unitId: office.units.palembang },
          today: plainDate('2026-11-20'),
          state: 'running',
        }),
      );
      const place = (one: string) => list.rows.findIndex((row) => row.id === one);
      expect(place(id)).toBeLessThan(place(quiet.id));
      expect(list.rows.find((row) => row.id === id)).toMatchObject({ route, urgent: true });
      expect((await reads(head, (ctx) => readProceeding(ctx, id))).steps).not.toContain('revoke_urgently');
      expect(await step(head, id, 'revoke_urgently')).toEqual({ ok: false, refusal: 'wrong_state' });
      // He is told as everybody is.
      const { caseId, breachId } = await aBreach({ kind });
      expect(
        await does(pk, (ctx) =>
          beginProceeding(ctx, { ...aBeginning(caseId, breachId), urgent: true, danger, told: '' }),
        ),
      ).toEqual({ ok: false, refusal: 'told_missing' });
    },
  );

  test('said later, with who said it and why: once, and the next steps are owed sooner too', async () => {
    const { id } = await begun({ kind: 'supervision_sentence' });
    expect(await marks(pk, id, { danger: 'ancaman' })).toEqual({ ok: false, refusal: 'danger_missing' });
    await expect(marks(otherPk, id)).rejects.toThrow(NotFound);
    await expect(marks(otherHead, id)).rejects.toThrow(NotFound);
    await expect(marks(kanwil, id)).rejects.toThrow(NotFound);
    expect((await rowOf(id)).due_on).toBe('2026-11-24');
    expect(await marks(pk, id)).toEqual({ ok: true });
    expect(await rowOf(id)).toEqual({ urgent: true, danger, due_on: '2026-11-23', state: 'begun' });
    expect(await marks(section, id)).toEqual({ ok: false, refusal: 'already_urgent' });
    const read = await reads(head, (ctx) => readProceeding(ctx, id));
    expect(read).toMatchObject({ urgentSince: '2026-11-20', mayMark: false });
    expect(read.urgentBy).toMatch(/^Petugas pk/);
    expect(read.begunByName).toMatch(/^Petugas pk/);
    const tasks = (await openTasksOf(office, 'revocations.next')).filter(({ key }) => key === id);
    expect(tasks).toHaveLength(1);
    expect(await step(pk, id, 'consider', { documentNumber: 'P-9' })).toEqual(done);
    expect((await rowOf(id)).due_on).toBe('2026-11-23');
    expect(await step(head, id, 'send_to_prosecutor')).toEqual(done);
    expect((await rowOf(id)).due_on).toBe('2026-11-27');
    // What the client is told does not change by it.
    expect(await step(pk, id, 'note_declined', { documentNumber: 'B-1', issuer: 'Kejaksaan' })).toEqual(done);
    expect(await step(head, id, 'confirm_refusal', { ...expected, told: '' })).toEqual({
      ok: false,
      refusal: 'told_missing',
    });
  });

  test('on the way of the tiers nobody is revoked unheard before danger was said, and then may be', async () => {
    const { id } = await begun();
    expect((await reads(head, (ctx) => readProceeding(ctx, id))).steps).not.toContain('revoke_urgently');
    expect(await step(head, id, 'revoke_urgently')).toEqual({ ok: false, refusal: 'danger_missing' });
    expect(await marks(section, id)).toEqual({ ok: true });
    expect(await step(head, id, 'revoke_urgently')).toEqual(done);
    expect(await stateOf(id)).toBe('revoked_unheard');
  });

  test('the database marks nothing twice, nothing that is over, and lets nobody say it for somebody else', async () => {
    const { id, caseId } = await begun({ kind: 'supervision_sentence' });
    const row = {
      proceeding_id: id,
      case_id: caseId,
      unit_id: office.units.palembang,
      day: '2026-11-20',
      danger,
      due_on: '2027-12-31',
    };
    const puts = (who: Officer, over: object = {}) =>
      does(who, async (ctx) => {
        await ctx.tx
          .insertInto('revocations.urgent_mark')
          .values({ ...row, made_by: ctx.actor.accountId, ...over })
          .execute();
        return { ok: true };
      });
    await expect(puts(pk, { made_by: head.accountId })).rejects.toThrow('row-level security');
    await expect(puts(otherPk)).rejects.toThrow('row-level security');
    await expect(puts(kanwil)).rejects.toThrow('row-level security');
    await expect(puts(pk, { danger: 'pendek' })).rejects.toThrow('check constraint');
    const before = (await rowOf(id)).due_on;
    await puts(pk);
    // No step is owed later because of it.
    expect((await rowOf(id)).due_on).toBe(before);
    await expect(puts(pk)).rejects.toThrow('duplicate key');
    const urgent = await begun({ kind: 'supervision_sentence' }, { urgent: true, danger });
    await expect(puts(pk, { proceeding_id: urgent.id, case_id: urgent.caseId })).rejects.toThrow('is not marked');
    await expect(
      database.owner.query(
        `insert into revocations.move (proceeding_id, case_id, unit_id, step, from_state, to_state, day, reason, document, made_by)
         select r.id, r.case_id, r.unit_id, 'revoke_urgently', 'begun', 'revoked_unheard', '2026-11-20', 'alasan yang cukup', 'temporary_revocation', $2
         from revocations.proceeding r where r.id = $1`,
        [(await begun()).id, head.accountId],
      ),
    ).rejects.toThrow('only danger revokes');
  });
});

test('the database itself refuses a state that is written by hand, a step that leads nowhere and a decision by one person', async () => {
  const { id, caseId } = await begun();
  const as = async (who: Officer, statement: ReturnType<typeof sql>) =>
    does(who, async (ctx) => {
      await statement.execute(ctx.tx);
      return { ok: true };
    });
  await expect(as(head, sql`update revocations.proceeding set state = 'revoked' where id = ${id}`)).rejects.toThrow(
    /permission denied/,
  );
  const move = (name: string, from: string, to: string, document: string, who: Officer) => sql`
    insert into revocations.move (proceeding_id, case_id, unit_id, step, from_state, to_state, day, reason, document, document_number, made_by)
    values (${id}, ${caseId}, ${office.units.palembang}, ${name}, ${from}, ${to}, '2026-11-20', 'alasan yang cukup', ${document}, 'N-1', ${who.accountId})`;
  await expect(as(head, move('carry_out', 'begun', 'revoked', 'decision_note', head))).rejects.toThrow(/does not move/);
  await expect(as(pk, move('withdraw', 'begun', 'withdrawn', 'withdrawal', pk))).rejects.toThrow(/row-level security/);
  const { rows } = await sql<{ made_by: string }>`select made_by from revocations.proceeding where id = ${id}`.execute(
    office.owner,
  );
  expect(rows[0]!.made_by).toBe(pk.accountId);
  await sql`alter table revocations.proceeding disable trigger user`.execute(office.owner);
  await sql`update revocations.proceeding set made_by = ${head.accountId} where id = ${id}`.execute(office.owner);
  await sql`alter table revocations.proceeding enable trigger user`.execute(office.owner);
  await expect(as(head, move('withdraw', 'begun', 'withdrawn', 'withdrawal', head))).rejects.toThrow(/does not decide/);
});
