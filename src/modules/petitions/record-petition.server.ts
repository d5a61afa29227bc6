import { mustBeAllowed } from '#modules/access';
import { todayAt, type UnitType } from '#modules/units';
import { getUnit } from '#modules/units/server';
import type { PlainDate } from '#kernel/plain-date';
import type { Ctx } from '#platform/ctx';
import type { AcceptedFile } from '#platform/files/accept.server';
import { NotFound } from '#platform/errors';
import type { deskChannels, PetitionText, Petitioner } from './petition.ts';
import { dueFrom, mayAtDesk, putBefore } from './reach.server.ts';
import { hashOf, receiptOf, referenceOf } from './receipt.server.ts';
import { judgePetition, no, type PetitionRefused } from './rules.ts';
import { insertPetition, officeAbove } from './store.server.ts';

export type RecordInput = {
  officeId: number;
  text: PetitionText;
  petitioner: Petitioner;
  channel: (typeof deskChannels)[number];
  readBack: boolean;
  receivedOn: PlainDate;
  file: AcceptedFile | null;
};

/** The largest file that comes with a petition (the database says the same). */
export const attachmentBytes = 5 * 1024 * 1024;

const guides = (type: UnitType) => type === 'bapas' || type === 'pos_bapas';

/**
 * Takes down at the desk what somebody brings in writing or tells. What names an officer or the office goes to the level above at once:
 * whoever records it here does not see it again.
 */
export async function recordPetition(ctx: Ctx, input: RecordInput): Promise<{ ok: true } | PetitionRefused> {
  const office = await getUnit(ctx, input.officeId);
  mustBeAllowed(ctx.actor, 'petition:record', { unitId: office.id, unitPath: office.path });
  // A desk is at an office that guides clients, as on the public page; what came by paper elsewhere is sent on to one.
  if (!guides(office.type) || !mayAtDesk(ctx.actor, 'petition:record', office.id) || !ctx.submissionId)
    throw new NotFound('desk');
  const today = todayAt(office, ctx.now);
  const verdict = judgePetition(
    { ...input.text, channel: input.channel, readBack: input.readBack, receivedOn: input.receivedOn },
    input.petitioner,
    today,
  );
  if (!verdict.ok) return verdict;
  if (input.file && input.file.content.length > attachmentBytes) return no('file_too_big');
  const isAccused = input.text.about !== 'client';
  const unitId = isAccused ? await officeAbove(ctx.tx, office.id) : office.id;
  if (unitId === null) return no('nobody_above');

  const code = receiptOf(ctx.submissionId);
  const reference = referenceOf(ctx.submissionId);
  const id = ctx.newId();
  const state = isAccused ? 'forwarded' : 'received';
  const due = await dueFrom(ctx, unitId, state, today);
  await insertPetition(
    ctx,
    {
      ...input.text,
      id,
      reference,
      officeId: office.id,
      unitId,
      channel: input.channel,
      readBack: input.readBack,
      receivedOn: input.receivedOn,
      due,
      submissionHash: hashOf(ctx.submissionId),
      codeHash: hashOf(code),
    },
    input.petitioner,
    input.file,
  );
  await putBefore(ctx, { id, unitId, reference }, state, due);
  ctx.journal({ what: 'petition.received', unitId, about: { petitionId: id, channel: input.channel } });
  // The code is no part of the answer, which is remembered: whoever hands out the receipt derives it from the same sending.
  return { ok: true };
}
