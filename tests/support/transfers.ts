import { expect } from 'vitest';
import { plainDate } from '#kernel/plain-date';
import { decideTransfer, noteTpp, requestTransfer, type TransferRequest } from '#modules/cases/server';
import type { Officer, TestOffice } from './office.ts';

/** A transfer that was asked for, advised by the TPP and approved by the head: the client is on his way, usually to Musi. Answers which one. */
export async function approvedTransfer(
  office: TestOffice,
  { pk, head }: { pk: Officer; head: Officer },
  asked: Partial<TransferRequest> & { caseId: string },
): Promise<string> {
  const answer = await office.does(pk, (ctx) =>
    requestTransfer(ctx, {
      version: 1,
      toUnitId: office.units.musi,
      toName: '',
      reason: 'keluarga pindah ke Musi Rawas',
      letterNumber: 'S-8',
      guarantorStatement: true,
      riskNote: 'risiko rendah menurut RRI',
      ...asked,
    }),
  );
  const { transferId } = answer as { transferId: string };
  const heldOn = plainDate('2026-11-20');
  await office.does(pk, (ctx) =>
    noteTpp(ctx, { transferId, heldOn, document: 'BA-1', advice: 'approve', note: 'disarankan' }),
  );
  expect(await office.does(head, (ctx) => decideTransfer(ctx, { transferId, step: 'approve', note: '' }))).toEqual({
    ok: true,
  });
  return transferId;
}
