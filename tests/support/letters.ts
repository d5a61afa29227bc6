import { randomUUID } from 'node:crypto';
import type { PlainDate } from '#kernel/plain-date';
import {
  attachSignedCopy,
  changeDraft,
  letterOf,
  numberLetter,
  recordReceipt,
  recordSending,
} from '#modules/letters/server';
import type { Ctx } from '#platform/ctx';
import { acceptFile } from '#platform/files/accept.server';
import { aPdf } from '#tests/corpus/files';
import type { Officer, TestOffice } from './office.ts';

type People = { pk: Officer; head: Officer };

/** Runs a step and insists that it is done. */
async function step<T extends { ok: boolean }>(
  office: TestOffice,
  who: Officer,
  day: PlainDate,
  work: (ctx: Ctx) => Promise<T>,
): Promise<Extract<T, { ok: true }>> {
  const runner = await office.as(who, new Date(`${day}T02:00:00Z`));
  const answer = await runner.runOnce({ id: randomUUID(), body: {} }, work);
  if (!answer.ok) throw new Error(JSON.stringify(answer));
  return answer as Extract<T, { ok: true }>;
}

/** On one day: the counsellor fills in what is missing, the head numbers, and the signed copy goes out. */
export async function letterGoes(office: TestOffice, { pk, head }: People, letterId: string, day: PlainDate) {
  const see = async () => (await office.as(pk)).read((ctx) => letterOf(ctx, letterId));
  const { subject, recipient, body, copies, enclosure, nature, version } = await see();
  const filled = (text: string) => text.replace(/\{[a-z_]+\}/g, 'ada');
  const text = { subject, recipient: filled(recipient), body: filled(body), copies, enclosure, nature };
  await step(office, pk, day, (ctx) => changeDraft(ctx, { letterId, version, text }));
  const numbered = await see();
  const { label } = await step(office, head, day, (ctx) =>
    numberLetter(ctx, { letterId, version: numbered.version, dated: day }),
  );
  const scan = await acceptFile(new Uint8Array(aPdf()), 'document');
  if (!scan.ok) throw new Error(scan.problem);
  const { file } = scan;
  await step(office, pk, day, (ctx) =>
    attachSignedCopy(ctx, { letterId, version: numbered.version + 1, way: 'scanned', signedOn: day, file }),
  );
  const { sendingId } = await step(office, pk, day, (ctx) =>
    recordSending(ctx, { letterId, addressee: 'Klien', way: 'by_hand', sentOn: day, note: '' }),
  );
  return { label, sendingId };
}

export async function letterArrives(office: TestOffice, who: Officer, sendingId: string, day: PlainDate) {
  await step(office, who, day, (ctx) =>
    recordReceipt(ctx, { sendingId, receivedOn: day, receivedName: 'Ibu klien', proof: null }),
  );
}
