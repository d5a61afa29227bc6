import { afterAll, describe, expect, test } from 'vitest';
import { plainDate } from '#kernel/plain-date';
import { breachStates, isRunning, type BreachState } from '#modules/breaches';
import type { OwnBreach } from '#modules/breaches/server';
import { decidePhase, decideTransfer, notePhase, noteTpp, proposePhase, requestTransfer } from '#modules/cases/server';
import { holderAt, holderWords, isOver, routes, type ProceedingState, type RouteName } from '#modules/revocations';
import { beginProceeding, takeStep, type OwnProceeding } from '#modules/revocations/server';
import { aClient } from '#tests/support/cases';
import { aClientSession } from '#tests/support/check-ins';
import { aBeginning, aProposedBreach, aStep } from '#tests/support/revocations';
import { showOwnBreach } from '../src/routes/(client)/my/breaches/own-breach.server.ts';
import { showOwnProceeding } from '../src/routes/(client)/my/revocations/own-proceeding.server.ts';
import { Browser } from './corpus/forms/browser.ts';
import { freshDatabase } from './support/database.ts';
import { openOffice } from './support/office.ts';
import { serveDatabase } from './support/web.ts';

/** What a client reads about what is held against him or asked for him: the truth, with whom it lies, and what he may still say. */
const database = await freshDatabase('own_matters');
const office = await openOffice(database);
afterAll(() => office.close());
const [pk, section, head] = await Promise.all([
  office.officer('pk', 'palembang'),
  office.officer('section_head', 'palembang'),
  office.officer('head_of_bapas', 'palembang'),
]);
const { url } = await serveDatabase(database);
const today = plainDate('2026-11-20');
const { does } = office;
const unitId = office.units.palembang;

const cards = new Map<string, string>();
/** What a page says to the client of a case, or to who vouches for him. */
async function pageOf(caseId: string, path: string, kind: 'client' | 'guarantor' = 'client') {
  const card = `${kind} ${caseId}`;
  const token = cards.get(card) ?? (await aClientSession(office, { caseId, unitId }, kind)).token;
  cards.set(card, token);
  await office.owner.updateTable('accounts.client_access').set({ pin_hash: 'chosen' }).execute();
  const page = await new Browser(url).carry(`simpul_own=${token}; Path=/`).open(path);
  return { status: page.status, says: page.words.join(' '), links: page.links };
}
const complaint =
  'Bila tidak setuju dengan keputusan tentang Anda, Anda boleh menyampaikan keberatan kepada kepala Bapas atau mengadu kepada Kanwil.';

describe('of a breach', () => {
  const due = { due_on: '2026-11-27', due_counts: 'working' } as const;
  const examined = async (inAbsence: boolean) => {
    const { caseId } = await aClient(office, { pk: pk.staffId });
    const breachId = await aProposedBreach(office, caseId, { state: 'examined', ...due });
    await office.owner
      .insertInto('breaches.examination')
      .values({
        breach_id: breachId,
        case_id: caseId,
        unit_id: unitId,
        about: 'client',
        held_on: '2026-11-18',
        in_absence: inAbsence,
        place: 'Kantor Bapas',
        statement: 'Isi pemeriksaan yang tidak dibaca klien.',
        present: 'Pembimbing',
      })
      .execute();
    return pageOf(caseId, '/my/breaches');
  };

  test('whoever was heard reads it, with whom it lies, who decides, by when, and his rights', async () => {
    const { says, links } = await examined(false);
    expect(says).toContain('Anda sudah didengar.');
    expect(says).toContain('Anda berhak didengar, membawa saksi atau bukti, dan didampingi.');
    expect(says).toContain(complaint);
    expect(links).toContain('/petition?own');
    expect(says).toMatch(/Sekarang ada pada: Pembimbing Kemasyarakatan, \S/);
    expect(says).toMatch(/Yang memutuskan: Kepala atau Kepala Seksi, \S/);
    expect(says).toContain('Langkah berikutnya: batas 27 November 2026 (hari kerja)');
    // A post decides, and an office; no officer is named.
    for (const { actor } of [pk, section, head]) expect(says).not.toContain(actor.name);
  });

  test('whoever was examined in his absence is not told that he was heard, but what he may still do', async () => {
    const { says } = await examined(true);
    expect(says).not.toContain('Anda sudah didengar');
    expect(says).not.toContain('Anda didengar.');
    expect(says).toContain('Pemeriksaan diselesaikan tanpa kehadiran Anda. Anda belum didengar.');
    expect(says).toContain('Selama belum diputuskan, Anda masih berhak didengar.');
    expect(says).toContain(complaint);
  });

  test('what was stopped was not decided', async () => {
    const { caseId } = await aClient(office, { pk: pk.staffId });
    const breachId = await aProposedBreach(office, caseId, { state: 'stopped' });
    await office.owner
      .updateTable('breaches.breach')
      .set({ ended_on: '2026-11-19' })
      .where('id', '=', breachId)
      .execute();
    const { says } = await pageOf(caseId, '/my/breaches');
    expect(says).toContain('Pemeriksaan dihentikan tanpa keputusan.');
    expect(says).not.toContain('Diputuskan.');
    expect(says).toContain(complaint);
    expect(says).not.toContain('Yang memutuskan');
  });

  const aBreach = (state: BreachState, over: Partial<OwnBreach> = {}): OwnBreach => ({
    id: 'a',
    state,
    openedOn: plainDate('2026-11-02'),
    alleged: '',
    told: '',
    counselling: '',
    followUpOn: null,
    endedOn: isRunning(state) ? null : plainDate('2026-11-19'),
    dueOn: null,
    dueCounts: null,
    office: 'Bapas Rekaan',
    grounds: ['programme'],
    summonses: [],
    heard: [],
    ...over,
  });
  // The others he reads nothing of: nobody has confirmed them.
  const readable = breachStates.filter((state) => state !== 'proposed' && state !== 'dismissed');
  test.each(readable)('%s: he may be heard as long as nobody has decided, and reads who does', (state) => {
    for (const heard of [[], [{ on: today, inAbsence: true }], [{ on: today, inAbsence: false }]]) {
      const shown = showOwnBreach(aBreach(state, { heard }), [], today, 'id');
      expect(shown.stands).toBeTruthy();
      expect(shown.heard === undefined).toBe(!isRunning(state));
      expect(shown.turn?.decides === undefined).toBe(!isRunning(state));
      if (heard[0]?.inAbsence) expect(shown.stands).not.toContain('sudah didengar');
    }
  });
  test('what was proposed lies with the counsellor, by its day, until the proceeding is begun', () => {
    const waiting = { dueOn: plainDate('2026-11-27'), dueCounts: 'working' } as const;
    const { turn } = showOwnBreach(aBreach('proposed_for_revocation', waiting), [], today, 'id');
    expect(turn).toMatchObject({ with: expect.stringContaining('Pembimbing') as string });
    expect(turn!.due).toContain('(hari kerja)');
    expect(showOwnBreach(aBreach('proposed_for_revocation'), [], today, 'id').turn).toBeUndefined();
  });
});

describe('of a revocation', () => {
  test('he reads with whom it lies, who decides, what is left of the days, and his rights', async () => {
    const { caseId } = await aClient(office, { pk: pk.staffId });
    const breachId = await aProposedBreach(office, caseId);
    const begun = await does(pk, (ctx) => beginProceeding(ctx, aBeginning(caseId, breachId)));
    const { says, links } = await pageOf(caseId, '/my/revocations');
    expect(says).toMatch(/Sekarang ada pada: Sidang TPP, \S/);
    expect(says).toContain('Yang memutuskan: Ditjenpas');
    expect(says).toMatch(/batas \d+ \S+ 2026 \(hari kerja\)/);
    expect(says).toMatch(/Seluruhnya: (lewat )?\d+ hari kerja/);
    expect(says).toContain('Anda berhak didengar dan didampingi.');
    expect(says).toContain(complaint);
    expect(links).toContain('/petition?own');

    // What is over is with nobody, and the right to complain stays.
    const { proceedingId } = begun as { proceedingId: string };
    const told = 'Usulan pencabutan Saudara ditarik kembali.';
    expect(await does(head, (ctx) => takeStep(ctx, { ...aStep(proceedingId, 'withdraw'), told }))).toMatchObject({
      ok: true,
    });
    const after = await pageOf(caseId, '/my/revocations');
    expect(after.says).toContain(told);
    expect(after.says).toContain(complaint);
    expect(after.says).not.toMatch(/Sekarang ada pada|Anda berhak didengar/);
  });

  const every = Object.entries(routes).flatMap(([route, states]) =>
    Object.keys(states).map((state) => [route as RouteName, state as ProceedingState] as const),
  );
  test.each(every)('on the way %s, %s lies with a post that is named, and he may be heard', (route, state) => {
    const one: OwnProceeding = {
      id: 'a',
      breachId: null,
      kind: route === 'cancellation' ? 'cancellation' : 'revocation',
      route,
      state,
      begunOn: today,
      since: today,
      told: 'Saudara diusulkan.',
      nextOn: null,
      nextPlace: '',
      decreeNumber: '',
      decreeOn: null,
      endedOn: null,
      dueOn: plainDate('2026-11-27'),
      serviceUntil: plainDate('2026-12-18'),
      daysLeft: 12,
      office: 'Bapas Rekaan',
      steps: [],
    };
    const shown = showOwnProceeding(one, [], today, 'id');
    expect(shown.turn?.with).toContain(holderWords[holderAt(route, state)!]());
    expect(shown.turn?.decides).toBeTruthy();
    expect(shown.turn?.due).toContain('(hari kerja)');
    expect(shown.turn?.left).toContain('12 hari kerja');
    expect(shown.heard).toBeTruthy();
    expect(isOver(state)).toBe(false);
    const over = showOwnProceeding({ ...one, endedOn: today }, [], today, 'id');
    expect([over.turn, over.heard]).toEqual([undefined, undefined]);
  });
});

describe('of his phase and of a move to another Bapas', () => {
  const told = 'Anda tetap di tahap awal karena belum mengikuti pelatihan.';

  test('he reads what is proposed and who decides, and after a refusal why, in words for him', async () => {
    const { caseId } = await aClient(office, { pk: pk.staffId, guidanceEnd: '2027-12-05' });
    const asked = await does(pk, (ctx) =>
      proposePhase(ctx, { caseId, version: 1, toPhase: 'advanced', report: 'LAPORAN PEMBIMBING' }),
    );
    const { changeId } = asked as { changeId: string };
    await does(pk, (ctx) =>
      notePhase(ctx, { changeId, heldOn: today, document: 'BA-1', advice: 'reject', note: 'CATATAN SIDANG' }),
    );
    const before = await pageOf(caseId, '/my/guidance');
    expect(before.says).toMatch(/Yang memutuskan: Kepala, \S/);
    expect(before.says).toContain('Belum ada keputusan.');
    expect(before.says).toContain('Sebelum diputuskan, Anda boleh menyampaikan pendapat');
    expect(before.says).toContain(complaint);

    const refuse = { changeId, step: 'refuse', note: 'CATATAN KEPALA' } as const;
    expect(await does(head, (ctx) => decidePhase(ctx, { ...refuse, told: '' }))).toEqual({
      ok: false,
      refusal: 'told_missing',
    });
    expect(await does(head, (ctx) => decidePhase(ctx, { ...refuse, told }))).toEqual({ ok: true });
    const after = await pageOf(caseId, '/my/guidance');
    expect(after.says).toContain('Tidak disetujui');
    expect(after.says).toContain(told);
    expect(after.says).toContain(complaint);
    expect(after.says).not.toMatch(/LAPORAN|CATATAN|Yang memutuskan/);
    expect((await pageOf(caseId, '/my/guidance', 'guarantor')).says).not.toContain(told);
  });

  test('of a move he reads by when it is decided, and then what was', async () => {
    const { caseId } = await aClient(office, { pk: pk.staffId });
    const asked = await does(pk, (ctx) =>
      requestTransfer(ctx, {
        caseId,
        version: 1,
        toUnitId: undefined,
        toName: 'Bapas Kelas II Rekaan',
        reason: 'ALASAN PERMOHONAN',
        letterNumber: '',
        guarantorStatement: true,
        riskNote: 'CATATAN RISIKO',
      }),
    );
    const { transferId } = asked as { transferId: string };
    await does(pk, (ctx) =>
      noteTpp(ctx, { transferId, heldOn: today, document: 'BA-1', advice: 'approve', note: 'CATATAN SIDANG' }),
    );
    const before = await pageOf(caseId, '/my/guidance');
    expect(before.says).toContain('Pindah ke Bapas Kelas II Rekaan');
    expect(before.says).toMatch(/batas \d+ \S+ 2026 \(hari kerja\)/);

    const refuse = { transferId, step: 'refuse', note: 'CATATAN KEPALA' } as const;
    expect(await does(head, (ctx) => decideTransfer(ctx, refuse))).toEqual({ ok: false, refusal: 'told_missing' });
    expect(await does(head, (ctx) => decideTransfer(ctx, { ...refuse, told }))).toEqual({ ok: true });
    const after = await pageOf(caseId, '/my/guidance');
    expect(after.says).toContain(told);
    expect(after.says).toContain(complaint);
    expect(after.says).not.toMatch(/ALASAN|CATATAN/);
  });

  test('nobody refuses without telling him, also not behind the application', async () => {
    const { caseId } = await aClient(office, { pk: pk.staffId });
    const asked = await does(pk, (ctx) =>
      proposePhase(ctx, { caseId, version: 1, toPhase: 'advanced', report: 'laporan pembimbing' }),
    );
    const { changeId } = asked as { changeId: string };
    await does(pk, (ctx) =>
      notePhase(ctx, { changeId, heldOn: today, document: 'BA-1', advice: 'reject', note: 'belum' }),
    );
    const silently = does(head, async (ctx) => {
      await ctx.tx
        .updateTable('cases.phase_change')
        .set({ state: 'refused', decided_on: today, decided_by: head.accountId })
        .where('id', '=', changeId)
        .execute();
      return { ok: true as const };
    });
    await expect(silently).rejects.toThrow(/told to the client/);
  });
});
