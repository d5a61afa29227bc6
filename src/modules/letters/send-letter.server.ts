import { isUuid } from '#kernel/id';
import type { PlainDate } from '#kernel/plain-date';
import type { Ctx } from '#platform/ctx';
import { NotFound } from '#platform/errors';
import type { AcceptedFile } from '#platform/files/accept.server';
import { storeFile } from '#platform/files/store.server';
import { tellFollowers } from './followers.server.ts';
import { nextState, no, steps, type Refused, type SendingWay } from './letter.ts';
import { movedOf } from './number-letter.server.ts';
import { noteFinished } from './put-before.server.ts';
import { lineOf, lockLetter, placeOf } from './reach.server.ts';
import { changeLetter, insertSending, isToAddressee, lockSending, noteReceipt } from './store.server.ts';

export type Sending = { letterId: string; addressee: string; way: SendingWay; sentOn: PlainDate; note: string };

/** The letter went to somebody. The first one is the addressee; whoever gets a copy follows. */
export async function recordSending(ctx: Ctx, input: Sending): Promise<{ ok: true; sendingId: string } | Refused> {
  const { letter, one } = await lockLetter(ctx, input.letterId, steps.send.by);
  const state = letter.state === 'sent' || letter.state === 'received' ? letter.state : nextState(letter.state, 'send');
  if (!state || !letter.signedOn || !letter.label) return no('wrong_state');
  if (input.sentOn > one.today) return no('day_in_future');
  if (input.sentOn < letter.signedOn) return no('day_before');
  const sendingId = ctx.newId();
  await insertSending(ctx, {
    id: sendingId,
    letter_id: letter.id,
    case_id: letter.desk === 'case' ? letter.caseId : null,
    unit_id: letter.unitId,
    addressee: input.addressee,
    way: input.way,
    sent_on: input.sentOn,
    note: input.note,
    made_by: ctx.actor.accountId,
  });
  if (state !== letter.state) {
    await changeLetter(ctx, letter, { state });
    await noteFinished(ctx, { ...letter, state });
  }
  ctx.journal({
    what: 'letter.sent',
    ...lineOf(letter, one),
    about: {
      letterId: letter.id,
      kind: letter.kind,
      letterNumber: letter.label,
      way: input.way,
      day: input.sentOn,
      sendingId,
    },
  });
  if (state !== letter.state)
    await tellFollowers(ctx, { ...movedOf(letter), step: 'send', label: letter.label, day: input.sentOn });
  return { ok: true, sendingId };
}

export type Receipt = { sendingId: string; receivedOn: PlainDate; receivedName: string; proof: AcceptedFile | null };

/** Somebody took the letter: who, on which day, with the signed receipt where there is one. Recorded once. */
export async function recordReceipt(ctx: Ctx, input: Receipt): Promise<{ ok: true } | Refused> {
  const sending = isUuid(input.sendingId) ? await lockSending(ctx, input.sendingId) : undefined;
  if (!sending) throw new NotFound('sending');
  const { letter, one } = await lockLetter(ctx, sending.letter_id, steps.receive.by);
  if (sending.received_on !== null) return no('already_received');
  if (letter.state === 'void' || !letter.label) return no('wrong_state');
  if (input.receivedOn > one.today) return no('day_in_future');
  if (input.receivedOn < sending.sent_on) return no('day_before');
  let proofFileId: string | null = null;
  if (input.proof) {
    const stored = await storeFile(ctx, input.proof, placeOf(letter, one));
    if (!stored.ok) return no('file_refused');
    proofFileId = stored.fileId;
  }
  await noteReceipt(ctx, sending.id, { ...input, proofFileId });
  const state = (await isToAddressee(ctx, letter.id, sending.addressee))
    ? nextState(letter.state, 'receive')
    : undefined;
  if (state) await changeLetter(ctx, letter, { state });
  ctx.journal({
    what: 'letter.received',
    ...lineOf(letter, one),
    about: {
      letterId: letter.id,
      kind: letter.kind,
      letterNumber: letter.label,
      day: input.receivedOn,
      sendingId: sending.id,
      proofFileId,
    },
  });
  if (state)
    await tellFollowers(ctx, { ...movedOf(letter), step: 'receive', label: letter.label, day: input.receivedOn });
  return { ok: true };
}
