import { afterAll, expect, test } from 'vitest';
import { plainDate } from '#kernel/plain-date';
import { attachScan, readStay, removeScan, takeStep } from '#modules/custody/server';
import { NotFound } from '#platform/errors';
import { acceptFile, type AcceptedFile } from '#platform/files/accept.server';
import { openFile } from '#platform/files/store.server';
import { asInstitutions, aStay } from '#tests/support/custody';
import { freshDatabase } from '#tests/support/database';
import { openOffice, type Officer } from '#tests/support/office';
import { aPdf, flatPng } from '../../../tests/corpus/files.ts';

const database = await freshDatabase('custody_scans');
const office = await openOffice(database);
afterAll(() => office.close());
await asInstitutions(office, ['palembang', 'kupang']);
const [registrar, head, elsewhere, kanwil] = await Promise.all([
  office.officer('registrar', 'palembang'),
  office.officer('head_of_custody', 'palembang'),
  office.officer('registrar', 'kupang'),
  office.officer('kanwil', 'kanwil'),
]);
const rutan = office.units.palembang;
const { does, reads } = office;
async function taken(bytes: Uint8Array): Promise<AcceptedFile> {
  const answer = await acceptFile(bytes, 'document');
  if (!answer.ok) throw new Error(answer.problem);
  return answer.file;
}
const page = await taken(new Uint8Array(flatPng(64, 64, [], 8)));
const scansOf = async (stayId: string) => (await reads(registrar, (ctx) => readStay(ctx, stayId))).scans;

test('the pages of a warrant are put to it, are seen by whoever sees the stay, and each opening leaves a line', async () => {
  const { stayId, basisId } = await aStay(office, { unitId: rutan, by: registrar });
  for (const file of [page, await taken(new Uint8Array(aPdf()))])
    expect(await does(registrar, (ctx) => attachScan(ctx, { stayId, paperId: basisId, file }))).toEqual({ ok: true });
  const scans = await scansOf(stayId);
  expect(scans).toMatchObject([
    { paperId: basisId, removedAt: null },
    { paperId: basisId, removedAt: null },
  ]);
  const { fileId } = scans[0]!;
  for (const who of [registrar, head])
    expect(await reads(who, (ctx) => openFile(ctx, fileId))).toMatchObject({ mediaType: 'image/jpeg' });
  // The office above sees the person and no paper of his; another institution sees neither.
  await expect(reads(kanwil, (ctx) => openFile(ctx, fileId))).rejects.toThrow(NotFound);
  await expect(reads(elsewhere, (ctx) => openFile(ctx, fileId))).rejects.toThrow(NotFound);
  const { rows } = await database.owner.query(
    `select about from platform.access_log where what = 'file.opened' and about->>'fileId' = $1`,
    [fileId],
  );
  expect(rows).toHaveLength(2);
});

test('who may not admit puts nothing there, and a paper of another stay is none of this one', async () => {
  const { stayId } = await aStay(office, { unitId: rutan, by: registrar });
  const other = await aStay(office, { unitId: rutan, by: registrar });
  const attach = (paperId: string, who = registrar, file: AcceptedFile | undefined = page) =>
    does(who, (ctx) => attachScan(ctx, { stayId, paperId, file }));
  expect(await attach(other.basisId)).toEqual({ ok: false, refusal: 'paper_unknown' });
  await expect(attach(other.basisId, elsewhere)).rejects.toThrow(NotFound);
  await expect(attach(other.basisId, kanwil)).rejects.toThrow(/NotFound|stay/);
  expect(await does(registrar, (ctx) => attachScan(ctx, { stayId, paperId: other.basisId, file: undefined }))).toEqual({
    ok: false,
    refusal: 'file_missing',
  });
  expect(await scansOf(stayId)).toEqual([]);
});

test('the document of a step comes with it or not at all, and a page at the wrong paper leaves the list with its reason', async () => {
  const { stayId } = await aStay(office, { unitId: rutan, by: registrar });
  const release = (scan: AcceptedFile) =>
    does(registrar, (ctx) =>
      takeStep(ctx, {
        stayId,
        step: 'release',
        day: plainDate('2026-11-20'),
        number: 'W6-17',
        releaseReason: 'not_prosecuted',
        toUnitId: null,
        place: '',
        reason: 'perkara dihentikan',
        scan,
      }),
    );
  // More than anybody sends in a day.
  const huge = { ...page, content: Buffer.alloc(201 * 1024 * 1024) };
  expect(await release(huge)).toEqual({ ok: false, refusal: 'file_daily_limit' });
  expect((await reads(registrar, (ctx) => readStay(ctx, stayId))).stay.state).toBe('held');
  expect(await release(page)).toEqual({ ok: true });
  const full = await reads(head, (ctx) => readStay(ctx, stayId));
  expect(full.scans).toMatchObject([{ paperId: full.moves[0]!.id }]);

  const scanId = full.scans[0]!.id;
  const remove = () => does(registrar, (ctx) => removeScan(ctx, { stayId, scanId, reason: 'surat orang lain' }));
  expect(await remove()).toEqual({ ok: true });
  expect(await scansOf(stayId)).toMatchObject([{ id: scanId, removeReason: 'surat orang lain' }]);
  expect(await remove()).toEqual({ ok: false, refusal: 'scan_unknown' });
  const { rows } = await database.owner.query(
    `select what from platform.journal where person_id = $1 and what like 'custody.scan%' order by at`,
    [full.stay.personId],
  );
  expect(rows).toEqual([{ what: 'custody.scan-attached' }, { what: 'custody.scan-removed' }]);
});

test('the database itself puts no file to a stay for whoever does not keep it, and takes nothing off twice', async () => {
  const { stayId, personId, basisId } = await aStay(office, { unitId: rutan, by: registrar });
  const puts = (who: Officer) =>
    does(who, async (ctx) => {
      await ctx.tx
        .insertInto('platform.file')
        .values({
          id: ctx.newId(),
          sha256: page.sha256,
          media_type: page.mediaType,
          bytes: 3,
          content: Buffer.from('abc'),
          unit_id: rutan,
          person_id: personId,
          stay_id: stayId,
          uploaded_by: who.accountId,
        })
        .execute();
      return { ok: true };
    });
  await expect(puts(kanwil)).rejects.toThrow(/row-level security/);
  await expect(puts(elsewhere)).rejects.toThrow(/row-level security/);
  const bapasHead = await office.officer('head_of_bapas', 'palembang');
  await expect(puts(bapasHead)).rejects.toThrow(/row-level security/);
  expect(await puts(registrar)).toEqual({ ok: true });
  await does(registrar, (ctx) => attachScan(ctx, { stayId, paperId: basisId, file: page }));
  const [scan] = await scansOf(stayId);
  await does(head, (ctx) => removeScan(ctx, { stayId, scanId: scan!.id, reason: 'halaman kosong' }));
  await expect(
    does(head, async (ctx) => {
      await ctx.tx
        .updateTable('custody.scan')
        .set({ removed_at: ctx.now, removed_by: head.accountId, remove_reason: 'alasan lain' })
        .where('id', '=', scan!.id)
        .execute();
      return { ok: true };
    }),
  ).rejects.toThrow(/once/);
  await expect(reads(kanwil, (ctx) => readStay(ctx, stayId))).rejects.toThrow(/NotFound|stay/);
});
