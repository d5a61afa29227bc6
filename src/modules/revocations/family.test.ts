import { sql } from 'kysely';
import { afterAll, describe, expect, test } from 'vitest';
import { letterOf, listFamilyCalls, withdrawLetter } from '#modules/letters/server';
import type { Ctx, ReadCtx } from '#platform/ctx';
import { NotFound } from '#platform/errors';
import { aClient, type ClientScene } from '#tests/support/cases';
import { openTasksOf } from '#tests/support/check-ins';
import { freshDatabase } from '#tests/support/database';
import { openOffice, type Officer } from '#tests/support/office';
import { aBeginning, aProposedBreach, aStep } from '#tests/support/revocations';
import { beginProceeding, callFamily, readFamily, readProceeding, takeStep } from './index.server.ts';
import type { ProceedingStep } from './routes.ts';

const database = await freshDatabase('revocation_family');
const office = await openOffice(database);
const [pk, head, otherHead] = await Promise.all([
  office.officer('pk', 'palembang'),
  office.officer('head_of_bapas', 'palembang'),
  office.officer('head_of_bapas', 'musi'),
]);
afterAll(() => office.close());

const at = (day: string) => new Date(`${day}T02:00:00Z`);
const does = <T extends { ok: boolean }>(who: Officer, deed: (ctx: Ctx) => Promise<T>, day = '2026-11-20') =>
  office.does(who, deed, at(day));
const reads = <T>(who: Officer, query: (ctx: ReadCtx) => Promise<T>) => office.reads(who, query, at('2026-11-20'));

const presences = {
  guardian: { present: true, note: 'Ibu klien' },
  companion: { present: false, note: 'sakit, surat menyusul' },
};
const calls = {
  guardian: { called: true, note: 'Ibu Rekaan' },
  companion: { called: false, note: 'belum ditunjuk, diminta ke dinas sosial' },
};
/** A supervision sentence of which the prosecutor has asked and was answered: of his question the office only heard. */
async function askedByProsecutor(scene: ClientScene) {
  const { caseId } = await aClient(office, { pk: pk.staffId, kind: 'supervision_sentence', ...scene });
  const breachId = await aProposedBreach(office, caseId);
  const there = scene.ageGroup === 'child' ? { presences } : {};
  const begun = await does(pk, (ctx) => beginProceeding(ctx, { ...aBeginning(caseId, breachId), ...there }));
  const { proceedingId: id } = begun as { proceedingId: string };
  const take = (who: Officer, step: ProceedingStep, more: object = {}) =>
    does(who, (ctx) => takeStep(ctx, { ...aStep(id, step), ...there, ...more }));
  expect(await take(pk, 'consider', { documentNumber: 'L-1' })).toMatchObject({ ok: true });
  expect(await take(head, 'send_to_prosecutor')).toMatchObject({ ok: true });
  expect(await take(pk, 'note_questions_prosecutor', { documentNumber: 'T-1' })).toMatchObject({ ok: true });
  expect(await take(pk, 'answer_prosecutor')).toMatchObject({ ok: true });
  return { id, caseId, take };
}
const familyOf = ({ id, caseId }: { id: string; caseId: string }) =>
  reads(pk, (ctx) => readFamily(ctx, { id, caseId }));
const tells = (proceedingId: string, who = pk, said: typeof calls | null = calls) =>
  does(who, (ctx) => callFamily(ctx, { proceedingId, calls: said ?? undefined }));
const waits = async (id: string) => (await openTasksOf(office, 'revocations.family')).filter(({ key }) => key === id);

describe('of what others did in a child’s case', () => {
  test('the family is told by a letter that names every step, and until then it waits before the counsellor', async () => {
    const one = await askedByProsecutor({ ageGroup: 'child' });
    // At the office's own steps it was asked who was there; of the prosecutor's nobody was told.
    expect((await familyOf(one)).untold.map(({ step }) => step)).toEqual(['note_questions_prosecutor']);
    expect(await waits(one.id)).toMatchObject([{ for_role: 'pk', staff_id: pk.staffId }]);
    const { due_on } = await office.owner
      .selectFrom('tasks.task')
      .select('due_on')
      .where('kind', '=', 'revocations.family')
      .where('key', '=', one.id)
      .executeTakeFirstOrThrow();
    expect(due_on).toBe('2026-11-24');
    expect(await one.take(pk, 'note_brought', { documentNumber: 'P-1' })).toMatchObject({ ok: true });
    // What the judge decided is told when somebody else has confirmed it.
    expect(await one.take(pk, 'note_refusal', { documentNumber: 'V-1', issuer: 'Hakim' })).toMatchObject({ ok: true });
    const both = ['note_questions_prosecutor', 'note_brought'];
    expect((await familyOf(one)).untold.map(({ step }) => step)).toEqual(both);

    expect(await tells(one.id, pk, null)).toEqual({ ok: false, refusal: 'call_missing' });
    const silent = { ...calls, companion: { called: false, note: '' } };
    expect(await tells(one.id, pk, silent)).toEqual({ ok: false, refusal: 'call_missing' });
    await expect(tells(one.id, otherHead)).rejects.toThrow(NotFound);

    expect(await tells(one.id)).toEqual({ ok: true });
    const { untold, calls: told } = await familyOf(one);
    expect(untold).toEqual([]);
    expect(told).toHaveLength(2);
    expect(told[0]).toMatchObject({ guardianCalled: true, guardianNote: 'Ibu Rekaan', companionCalled: false });
    const { body, recipient, kind } = await reads(pk, (ctx) => letterOf(ctx, told[0]!.letter!.id));
    expect(kind).toBe('letters.family-told');
    expect(recipient).toContain('Ibu Rekaan (orang tua atau wali)');
    expect(recipient).not.toContain('pendamping');
    expect(body).toContain('1. 20 November 2026: Pihak yang memutuskan meminta penjelasan kepada Bapas.');
    expect(body).toContain('2. 20 November 2026: Berkas diteruskan ke tahap berikutnya.');
    expect(await waits(one.id)).toEqual([]);
    expect(await tells(one.id)).toEqual({ ok: false, refusal: 'family_told' });
  });

  test('a letter that never left told nobody', async () => {
    const one = await askedByProsecutor({ ageGroup: 'child' });
    await tells(one.id);
    const { letter } = (await familyOf(one)).calls[0]!;
    const { version } = await reads(pk, (ctx) => letterOf(ctx, letter!.id));
    expect(
      await does(pk, (ctx) => withdrawLetter(ctx, { letterId: letter!.id, version, reason: 'nama wali keliru' })),
    ).toMatchObject({ ok: true });
    expect((await familyOf(one)).untold).toHaveLength(1);
    expect(await waits(one.id)).toHaveLength(1);
    expect(await tells(one.id)).toEqual({ ok: true });
    expect((await familyOf(one)).untold).toEqual([]);
    expect(await reads(pk, (ctx) => listFamilyCalls(ctx, one.caseId, 'revocations.move'))).toHaveLength(2);
  });

  test('where nobody can be called it is written why, and no letter is drafted', async () => {
    const one = await askedByProsecutor({ ageGroup: 'child' });
    const nobody = {
      guardian: { called: false, note: 'tidak diketahui tempatnya' },
      companion: { called: false, note: 'belum ditunjuk' },
    };
    expect(await tells(one.id, head, nobody)).toEqual({ ok: true });
    expect((await familyOf(one)).calls).toMatchObject([{ letter: null }]);
  });
});

test('an adult has nobody who is called with him, and the database keeps calls to steps of a child’s own case', async () => {
  const adult = await askedByProsecutor({});
  expect((await familyOf(adult)).untold).toEqual([]);
  expect(await waits(adult.id)).toEqual([]);
  expect(await tells(adult.id)).toEqual({ ok: false, refusal: 'family_told' });
  const child = await askedByProsecutor({ ageGroup: 'child' });
  const moveOf = async ({ id }: { id: string }) => (await reads(pk, (ctx) => readProceeding(ctx, id))).moves[0]!.id;
  const insert = async (caseId: string, moveId: string) =>
    does(pk, async (ctx) => {
      await sql`insert into letters.family_call (case_id, unit_id, thing, thing_id, guardian_called, guardian_note, companion_called, companion_note, made_by)
        values (${caseId}, ${office.units.palembang}, 'revocations.move', ${moveId}, false, 'tidak ada', false, 'tidak ada', ${pk.accountId})`.execute(
        ctx.tx,
      );
      return { ok: true };
    });
  await expect(insert(adult.caseId, await moveOf(adult))).rejects.toThrow(/child's own case/);
  await expect(insert(child.caseId, await moveOf(adult))).rejects.toThrow(/child's own case/);
  expect(await insert(child.caseId, await moveOf(child))).toEqual({ ok: true });
});
