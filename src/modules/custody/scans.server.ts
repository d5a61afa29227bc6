import type { Ctx } from '#platform/ctx';
import type { AcceptedFile } from '#platform/files/accept.server';
import { storeFile } from '#platform/files/store.server';
import { lineOf, lockStay, type Stay } from './reach.server.ts';
import { no, type CustodyRefused } from './rules.ts';
import { findPaper, insertScan, lockScan, removeScanRow, type PaperOf } from './scans.store.server.ts';

/**
 * Keeps the pages of a paper of a stay in the transaction that writes the paper down, or later; nothing where none were sent. Whoever sees
 * the stay sees them.
 */
export async function keepScan(
  ctx: Ctx,
  stay: Pick<Stay, 'id' | 'unitId' | 'personId'>,
  paper: PaperOf,
  file: AcceptedFile | undefined,
): Promise<{ ok: true } | CustodyRefused> {
  if (!file) return { ok: true };
  const stored = await storeFile(ctx, file, { unitId: stay.unitId, personId: stay.personId, stayId: stay.id });
  if (!stored.ok) return no(stored.refusal);
  const scanId = await insertScan(ctx, stay, paper, stored.fileId);
  ctx.journal({
    what: 'custody.scan-attached',
    ...lineOf(stay),
    about: { stayId: stay.id, scanId, fileId: stored.fileId },
  });
  return { ok: true };
}

/** Puts the pages of a paper to it; also to a stay that has ended: papers come late. */
export async function attachScan(
  ctx: Ctx,
  input: { stayId: string; paperId: string; file: AcceptedFile | undefined },
): Promise<{ ok: true } | CustodyRefused> {
  const stay = await lockStay(ctx, input.stayId, 'custody:admit');
  if (!input.file) return no('file_missing');
  const paper = await findPaper(ctx.tx, stay.id, input.paperId);
  return paper ? keepScan(ctx, stay, paper, input.file) : no('paper_unknown');
}

/** Put to the wrong paper: it leaves the list with a reason; the row and the pages stay. */
export async function removeScan(
  ctx: Ctx,
  input: { stayId: string; scanId: string; reason: string },
): Promise<{ ok: true } | CustodyRefused> {
  const stay = await lockStay(ctx, input.stayId, 'custody:admit');
  const scan = await lockScan(ctx.tx, stay.id, input.scanId);
  if (!scan) return no('scan_unknown');
  await removeScanRow(ctx, scan.id, input.reason);
  ctx.journal({
    what: 'custody.scan-removed',
    ...lineOf(stay),
    about: { stayId: stay.id, scanId: scan.id, reason: input.reason },
  });
  return { ok: true };
}
