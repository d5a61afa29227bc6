import { createHash, randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, expect, test } from 'vitest';
import { plainDate } from '#kernel/plain-date';
import { letterOf, readPage } from '#modules/letters/server';
import type { Answer, Ctx, ReadCtx } from '#platform/ctx';
import { NotFound } from '#platform/errors';
import { acceptFile } from '#platform/files/accept.server';
import { openFile, storeFile } from '#platform/files/store.server';
import { aPdf } from '#tests/corpus/files';
import { aClient } from '#tests/support/cases';
import { freshDatabase } from '#tests/support/database';
import { openOffice, type Officer } from '#tests/support/office';
import { aBeginning, aProposedBreach, aStep } from '#tests/support/revocations';
import {
  beginProceeding,
  findMinutesFile,
  listEnclosed,
  noteMinutes,
  readAnnex,
  readProceeding,
  takeStep,
} from './index.server.ts';
import type { ProceedingStep } from './routes.ts';

const database = await freshDatabase('revocations_annex');
const office = await openOffice(database);
const [pk, apk, section, head, kanwil, otherKanwil, drafter, otherHead] = await Promise.all([
  office.officer('pk', 'palembang'),
  office.officer('apk', 'palembang'),
  office.officer('section_head', 'palembang'),
  office.officer('head_of_bapas', 'palembang'),
  office.officer('kanwil', 'kanwil'),
  office.officer('kanwil', 'otherKanwil'),
  office.officer('ditjenpas', 'ditjenpas'),
  office.officer('head_of_bapas', 'musi'),
]);
afterAll(() => office.close());

const noon = new Date('2026-11-20T05:00:00Z');
const today = plainDate('2026-11-20');
const does = <T extends Answer>(who: Officer, deed: (ctx: Ctx) => Promise<T>) => office.does(who, deed, noon);
const reads = <T>(who: Officer, query: (ctx: ReadCtx) => Promise<T>) => office.reads(who, query, noon);
const paper = async () => {
  const accepted = await acceptFile(new Uint8Array(aPdf()), 'document');
  if (!accepted.ok) throw new Error(accepted.problem);
  return accepted.file;
};
const enclosed = (who: Officer, id: string) =>
  reads(who, async (ctx) => {
    const one = await readProceeding(ctx, id);
    return listEnclosed(ctx, { proceeding: one, of: one.of });
  });

async function begun() {
  const { caseId } = await aClient(office, { pk: pk.staffId, name: 'Klien Berkas Rekaan' });
  const breachId = await aProposedBreach(office, caseId);
  const answer = await does(pk, (ctx) => beginProceeding(ctx, aBeginning(caseId, breachId)));
  const { proceedingId: id } = answer as { ok: true; proceedingId: string };
  const minutes = { proceedingId: id, day: today, reason: 'disarankan oleh sidang', documentNumber: '3/TPP/2026' };
  const file = await paper();
  await does(head, (ctx) => noteMinutes(ctx, { ...minutes, advice: 'approve', presences: undefined, file }));
  await takes(section, id, 'hear');
  await takes(head, id, 'revoke_temporarily');
  return { caseId, breachId, id };
}
const takes = (who: Officer, proceedingId: string, step: ProceedingStep) =>
  does(who, (ctx) => takeStep(ctx, aStep(proceedingId, step)));

/** A letter about the breach, signed, with its page. */
async function aLetter({ caseId, breachId }: { caseId: string; breachId: string }, kind: string, state = 'signed') {
  const file = await paper();
  let fileId = '';
  await does(pk, async (ctx) => {
    const stored = await storeFile(ctx, file, { unitId: office.units.palembang, caseId });
    if (stored.ok) fileId = stored.fileId;
    return stored;
  });
  const { id } = await office.owner
    .insertInto('letters.letter')
    .values({
      unit_id: office.units.palembang,
      case_id: caseId,
      kind,
      state,
      subject: 'Berita Acara',
      recipient: '',
      body: 'Isi berita acara.',
      copies: '',
      enclosure: '',
      nature: '',
      concerns_thing: 'breaches.breach',
      concerns_id: breachId,
      origin: 'typed',
      year: 2026,
      label: `BA-${randomUUID().slice(0, 8)}`,
      dated: today,
      signer: JSON.stringify({ title: 'Pembimbing', name: 'Rekaan', nip: '' }),
      numbered_by: pk.accountId,
      numbered_at: noon,
      file_id: fileId,
      sha256: Buffer.alloc(32, 1),
      signed_way: 'scanned',
      signed_on: today,
      signed_file_id: fileId,
      signed_sha256: Buffer.alloc(32, 2),
      signed_by: pk.accountId,
      signed_at: noon,
      made_by: pk.accountId,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return { id, fileId };
}

test('what goes up goes with the case for it: read by each tier that it came to, and by no other', async () => {
  const one = await begun();
  expect(await enclosed(head, one.id)).toMatchObject({ annexes: [] });
  expect(await takes(head, one.id, 'report')).toMatchObject({ ok: true });
  const [annex] = (await enclosed(head, one.id)).annexes;
  expect(annex).toMatchObject({ asOf: today, step: 'report' });
  const page = await reads(kanwil, (ctx) => readAnnex(ctx, one.id, annex!.id));
  expect(page.subarray(0, 5).toString()).toBe('%PDF-');
  expect(createHash('sha256').update(page).digest('hex')).toBe(annex!.sha256);
  for (const who of [pk, section, head]) expect((await enclosed(who, one.id)).annexes).toHaveLength(1);
  // It shows bands of risk; whoever reads the file and no assessments does not read it, nor another office, nor the centre yet.
  for (const who of [apk, otherKanwil, otherHead, drafter])
    await expect(reads(who, (ctx) => readAnnex(ctx, one.id, annex!.id))).rejects.toThrow(NotFound);
  await takes(kanwil, one.id, 'forward');
  expect(await reads(drafter, (ctx) => readAnnex(ctx, one.id, annex!.id))).toEqual(page);
  await expect(reads(drafter, (ctx) => readAnnex(ctx, randomUUID(), annex!.id))).rejects.toThrow(NotFound);
});

test('an answer goes up with a newer one, and the older one stays as it was', async () => {
  const one = await begun();
  await takes(head, one.id, 'report');
  await takes(kanwil, one.id, 'return_kanwil');
  expect(await takes(pk, one.id, 'answer_kanwil')).toMatchObject({ ok: true });
  expect((await enclosed(kanwil, one.id)).annexes.map(({ step }) => step)).toEqual(['report', 'answer_kanwil']);
  await expect(
    does(head, async (ctx) => {
      await ctx.tx
        .updateTable('revocations.annex')
        .set({ content: Buffer.alloc(200) })
        .where('proceeding_id', '=', one.id)
        .execute();
      return { ok: true };
    }),
  ).rejects.toThrow(/permission denied/);
});

test("the client's own examination and minutes from elsewhere come up; a witness and everything else stay below", async () => {
  const one = await begun();
  const examination = await aLetter(one, 'letters.examination');
  const witness = await aLetter(one, 'breaches.hearing');
  const draft = await aLetter(one, 'breaches.absence', 'numbered');
  for (const { id } of [examination, witness])
    await expect(reads(kanwil, (ctx) => letterOf(ctx, id))).rejects.toThrow(NotFound);
  await takes(head, one.id, 'report');
  const came = await enclosed(kanwil, one.id);
  expect(came.examinations.map(({ id }) => id)).toEqual([examination.id]);
  expect(await reads(kanwil, (ctx) => letterOf(ctx, examination.id))).toMatchObject({
    apart: true,
    may: { draft: false, sign: false },
  });
  expect(await reads(kanwil, (ctx) => readPage(ctx, examination.id))).toBeDefined();
  for (const { id, fileId } of [witness, draft]) {
    await expect(reads(kanwil, (ctx) => letterOf(ctx, id))).rejects.toThrow(NotFound);
    await expect(reads(kanwil, (ctx) => openFile(ctx, fileId))).rejects.toThrow(NotFound);
  }
  expect(came.minutes).toMatchObject([{ documentNumber: '3/TPP/2026', heldOn: today }]);
  const fileId = await reads(kanwil, (ctx) => findMinutesFile(ctx, one.id, came.minutes[0]!.id));
  expect(await reads(kanwil, (ctx) => openFile(ctx, fileId))).toMatchObject({ id: fileId });
  for (const who of [otherKanwil, drafter]) {
    await expect(reads(who, (ctx) => letterOf(ctx, examination.id))).rejects.toThrow(NotFound);
    await expect(reads(who, (ctx) => openFile(ctx, fileId))).rejects.toThrow(NotFound);
  }
});

test('the database lets nothing up without it', async () => {
  const one = await begun();
  await expect(
    does(head, async (ctx) => {
      await sql`
        insert into revocations.move (proceeding_id, case_id, unit_id, step, from_state, to_state, day, reason, document, made_by)
        values (${one.id}, ${one.caseId}, ${office.units.palembang}, 'report', 'temporarily_revoked', 'at_kanwil', ${today}::date,
          'alasan yang cukup panjang', 'proposal', ${ctx.actor.accountId}::uuid)`.execute(ctx.tx);
      return { ok: true };
    }),
  ).rejects.toThrow(/goes with the case for it/);
});
