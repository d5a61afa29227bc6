import { createHash, randomUUID } from 'node:crypto';
import { afterAll, expect, test } from 'vitest';
import { plainDate } from '#kernel/plain-date';
import { letterOf } from '#modules/letters/server';
import type { Ctx, ReadCtx } from '#platform/ctx';
import { NotFound } from '#platform/errors';
import { acceptFile } from '#platform/files/accept.server';
import { openFile, readContent, storeFile } from '#platform/files/store.server';
import { aPdf } from '#tests/corpus/files';
import { aClient } from '#tests/support/cases';
import { freshDatabase } from '#tests/support/database';
import { openOffice, type Officer } from '#tests/support/office';
import { aStep } from '#tests/support/revocations';
import {
  beginProceeding,
  findMinutesFile,
  listEnclosed,
  noteMinutes,
  readProceeding,
  takeStep,
} from './index.server.ts';
import type { ProceedingStep } from './routes.ts';

const database = await freshDatabase('revocations_minutes');
const office = await openOffice(database);
const [pk, section, head, kanwil, otherKanwil, drafter, decider] = await Promise.all([
  office.officer('pk', 'palembang'),
  office.officer('section_head', 'palembang'),
  office.officer('head_of_bapas', 'palembang'),
  office.officer('kanwil', 'kanwil'),
  office.officer('kanwil', 'otherKanwil'),
  office.officer('ditjenpas', 'ditjenpas'),
  office.officer('ditjenpas', 'ditjenpas'),
]);
afterAll(() => office.close());

const noon = new Date('2026-11-20T05:00:00Z');
const today = plainDate('2026-11-20');
const does = async <T extends { ok: boolean }>(who: Officer, deed: (ctx: Ctx) => Promise<T>) =>
  (await office.as(who, noon)).runOnce({ id: randomUUID(), body: {} }, deed);
const reads = async <T>(who: Officer, query: (ctx: ReadCtx) => Promise<T>) => (await office.as(who, noon)).read(query);
const paper = async () => {
  const accepted = await acceptFile(new Uint8Array(aPdf()), 'document');
  if (!accepted.ok) throw new Error(accepted.problem);
  return accepted.file;
};
const takes = async (who: Officer, proceedingId: string, step: ProceedingStep) => {
  const taken = await does(who, (ctx) => takeStep(ctx, aStep(proceedingId, step)));
  expect(taken, step).toMatchObject({ ok: true });
};
const shownTo = async (who: Officer, id: string) =>
  (
    await reads(who, async (ctx) => {
      const one = await readProceeding(ctx, id);
      return listEnclosed(ctx, { proceeding: one, of: one.of });
    })
  ).sittings;
const opens = (who: Officer, id: string, letterId: string) =>
  reads(who, async (ctx) => openFile(ctx, await findMinutesFile(ctx, id, letterId)));

/** A proposal that is revoked for the time being, and the item of the sitting that advised on it, beside another client's. */
async function heard({
  beside = {},
  signed = true,
}: { beside?: Parameters<typeof aClient>[1]; signed?: boolean } = {}) {
  const unitId = office.units.palembang;
  const { caseId } = await aClient(office, { pk: pk.staffId });
  const other = await aClient(office, { pk: pk.staffId, ...beside });
  const { id: breachId } = await office.owner
    .insertInto('breaches.breach')
    .values({
      case_id: caseId,
      unit_id: unitId,
      state: 'proposed_for_revocation',
      source: 'officer',
      opened_on: '2026-11-02',
      ended_on: '2026-11-10',
      note: 'tiga kali tidak melapor',
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const answer = await does(pk, (ctx) =>
    beginProceeding(ctx, {
      caseId,
      kind: 'revocation',
      breachId,
      reason: 'tidak melapor tiga kali berturut-turut',
      told: 'Saudara diusulkan dicabut bimbingannya.',
      urgent: false,
      danger: '',
      finding: undefined,
      documentNumber: '',
      presences: undefined,
    }),
  );
  const { proceedingId: id } = answer as { ok: true; proceedingId: string };
  const minutes = { proceedingId: id, day: today, reason: 'disarankan oleh sidang', documentNumber: '3/TPP/2026' };
  const noted = await paper();
  await does(head, (ctx) => noteMinutes(ctx, { ...minutes, advice: 'approve', presences: undefined, file: noted }));
  await takes(section, id, 'hear');
  await takes(head, id, 'revoke_temporarily');

  // The sitting itself, put there behind the application's back: how one is kept is tried where sittings are.
  const { id: sittingId } = await office.owner
    .insertInto('tpp.sitting')
    .values({
      unit_id: unitId,
      year: 2026,
      number: (count += 1),
      state: signed ? 'signed' : 'minuted',
      day: today,
      starts_at: '09:00',
      place: 'Ruang rapat',
      chair_id: section.staffId,
      secretary_id: pk.staffId,
      quorum: JSON.stringify({ needed: 2, invited: 3, present: 3 }),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const item = { sitting_id: sittingId, unit_id: unitId, facts: 'perkara', waiting_since: '2026-11-10' };
  const advised = { recommendation: 'approve', reasons: 'sudah dibahas', agreed_by: 'consensus', outcome: 'told' };
  // An agenda closes when its sitting opens.
  await database.owner.query('alter table tpp.item disable trigger user');
  await office.owner
    .insertInto('tpp.item')
    .values([
      { ...item, case_id: caseId, kind: 'revocation', subject_id: id, position: 1, ...advised },
      { ...item, case_id: other.caseId, kind: 'stage_change', subject_id: randomUUID(), position: 2, ...advised },
    ])
    .execute();
  await database.owner.query('alter table tpp.item enable trigger user');
  const page = await paper();
  let fileId = '';
  await does(head, async (ctx) => {
    const stored = await storeFile(ctx, page, { unitId });
    if (stored.ok) fileId = stored.fileId;
    return stored;
  });
  const { id: letterId } = await office.owner
    .insertInto('letters.letter')
    .values({
      unit_id: unitId,
      case_id: null,
      desk: 'sitting',
      kind: 'letters.sitting-minutes',
      state: signed ? 'signed' : 'numbered',
      subject: 'Berita Acara Sidang',
      recipient: '',
      body: 'Isi berita acara.',
      copies: '',
      enclosure: '',
      nature: '',
      concerns_thing: 'tpp.sitting',
      concerns_id: sittingId,
      origin: 'thing',
      year: 2026,
      label: `${count}/TPP/2026`,
      dated: today,
      signer: JSON.stringify({ title: 'Ketua', name: 'Rekaan', nip: '' }),
      numbered_by: head.accountId,
      numbered_at: noon,
      file_id: fileId,
      sha256: page.sha256,
      ...(signed
        ? {
            signed_way: 'scanned',
            signed_on: today,
            signed_file_id: fileId,
            signed_sha256: page.sha256,
            signed_by: head.accountId,
            signed_at: noon,
          }
        : {}),
      made_by: head.accountId,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return { id, caseId, sittingId, letterId, fileId };
}
let count = 0;

test('the tier that has the proposal reads the signed minutes whole, as they were signed; before and afterwards it does not', async () => {
  const one = await heard();
  await expect(opens(kanwil, one.id, one.letterId)).rejects.toThrow(NotFound);
  await takes(head, one.id, 'report');
  const [shown] = await shownTo(kanwil, one.id);
  expect(shown).toMatchObject({
    standing: 'signed',
    letterId: one.letterId,
    heldOn: today,
    label: `${count}/TPP/2026`,
  });
  expect(await opens(kanwil, one.id, one.letterId)).toMatchObject({ id: one.fileId, sha256: shown!.sha256 });
  const content = await reads(kanwil, (ctx) => readContent(ctx, one.fileId));
  expect(createHash('sha256').update(content).digest('hex')).toBe(shown!.sha256);
  const { rows } = await database.owner.query(
    `select about from platform.access_log where what = 'revocation.minutes-opened' and case_id = $1`,
    [one.caseId],
  );
  expect(rows).toMatchObject([{ about: { proceedingId: one.id, letterId: one.letterId } }]);
  // Neither another Kanwil, nor the centre to which it has not come.
  for (const who of [otherKanwil, drafter]) await expect(opens(who, one.id, one.letterId)).rejects.toThrow(NotFound);

  // Sent back with questions it is not with the Kanwil, and the paper neither.
  await takes(kanwil, one.id, 'return_kanwil');
  expect(await shownTo(kanwil, one.id)).toEqual([]);
  await expect(opens(kanwil, one.id, one.letterId)).rejects.toThrow(NotFound);
  await expect(reads(kanwil, (ctx) => openFile(ctx, one.fileId))).rejects.toThrow(NotFound);
  await takes(pk, one.id, 'answer_kanwil');
  expect(await opens(kanwil, one.id, one.letterId)).toMatchObject({ id: one.fileId });

  await takes(kanwil, one.id, 'forward');
  await expect(opens(kanwil, one.id, one.letterId)).rejects.toThrow(NotFound);
  expect(await opens(drafter, one.id, one.letterId)).toMatchObject({ id: one.fileId });
  await takes(drafter, one.id, 'draft_decree');
  expect(await opens(decider, one.id, one.letterId)).toMatchObject({ id: one.fileId });
  await takes(decider, one.id, 'sign_decree');
  await expect(opens(decider, one.id, one.letterId)).rejects.toThrow(NotFound);
  await expect(reads(decider, (ctx) => openFile(ctx, one.fileId))).rejects.toThrow(NotFound);
});

test('minutes that name somebody whose file is closed to the tier stay below, and the page says so', async () => {
  const child = await heard({ beside: { ageGroup: 'child' } });
  await takes(head, child.id, 'report');
  const [shown] = await shownTo(kanwil, child.id);
  expect(shown).toMatchObject({ standing: 'closed', letterId: null, sha256: null });
  await expect(opens(kanwil, child.id, child.letterId)).rejects.toThrow(NotFound);
  await expect(reads(kanwil, (ctx) => openFile(ctx, child.fileId))).rejects.toThrow(NotFound);

  const restricted = await heard();
  await office.owner
    .updateTable('cases.client_case')
    .set({ guarded: true, restricted: true })
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('tpp.item')
        .select('case_id')
        .where('sitting_id', '=', restricted.sittingId)
        .where('kind', '=', 'stage_change'),
    )
    .execute();
  await takes(head, restricted.id, 'report');
  await expect(opens(kanwil, restricted.id, restricted.letterId)).rejects.toThrow(NotFound);
  expect(await shownTo(kanwil, restricted.id)).toMatchObject([{ standing: 'closed' }]);
});

test('minutes that are not signed are no minutes yet, and nothing else of a sitting comes up', async () => {
  const one = await heard({ signed: false });
  await takes(head, one.id, 'report');
  expect(await shownTo(kanwil, one.id)).toMatchObject([{ standing: 'unsigned', letterId: null }]);
  await expect(opens(kanwil, one.id, one.letterId)).rejects.toThrow(NotFound);
  const signed = await heard();
  await takes(head, signed.id, 'report');
  // By the page of letters nobody above reads it: it is read for a proposal, and leaves a line there.
  await expect(reads(kanwil, (ctx) => letterOf(ctx, signed.letterId))).rejects.toThrow(NotFound);
});
