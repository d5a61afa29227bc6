import type { PlainDate } from '#kernel/plain-date';
import { m } from '#messages';
import type { Ctx } from '#platform/ctx';
import { NotFound } from '#platform/errors';
import { lockSearch, takeStep } from './reach.server.ts';
import { isRunning, judgeDay, nextState, no, withoutCopy, type SearchRefused } from './rules.ts';
import type { Addressee } from './search.ts';
import { insertCopy, listCopyRows, noteReceiptRow } from './store.server.ts';

export type CopyInput = {
  caseId: string;
  addressee: Addressee;
  name: string;
  letterNumber: string;
  sentOn: PlainDate;
};

/** A copy of the decree goes out. When everybody has been sent one, and nothing further has happened yet, the search moves on by that. */
export async function sendCopy(ctx: Ctx, input: CopyInput): Promise<{ ok: true } | SearchRefused> {
  const at = await lockSearch(ctx, input.caseId, 'at_large:keep');
  const { of, search } = at;
  if (!isRunning(search.state)) return no('wrong_state');
  const day = judgeDay(input.sentOn, search, of.today);
  if (!day.ok) return day;
  const copyId = ctx.newId();
  await insertCopy(ctx, of, search.id, { ...input, id: copyId });
  ctx.journal({
    what: 'at-large.copy-sent',
    unitId: of.unitId,
    caseId: of.id,
    personId: of.personId,
    about: { searchId: search.id, copyId, kind: input.addressee, day: input.sentOn },
  });
  const to = nextState(search.state, 'send_copies');
  if (!to || withoutCopy(await listCopyRows(ctx.tx, search.id)).length > 0) return { ok: true };
  // Written as every other record of the office is, whatever language the officer's screen speaks.
  const reason = m.at_large_all_copies_sent({}, { locale: 'id' });
  await takeStep(ctx, at, { step: 'send_copies', to, day: input.sentOn, reason, number: input.letterNumber });
  return { ok: true };
}

/** Who took a copy, on which day; written once. */
export async function recordCopyReceipt(
  ctx: Ctx,
  input: { caseId: string; copyId: string; receivedOn: PlainDate; receivedBy: string },
): Promise<{ ok: true } | SearchRefused> {
  const { of, search } = await lockSearch(ctx, input.caseId, 'at_large:keep');
  const copy = (await listCopyRows(ctx.tx, search.id)).find(({ id }) => id === input.copyId);
  if (!copy) throw new NotFound('copy');
  if (copy.receivedOn !== null) return no('already_received');
  if (input.receivedOn > of.today) return no('day_in_future');
  if (input.receivedOn < copy.sentOn) return no('day_before_sent');
  await noteReceiptRow(ctx, copy.id, input.receivedOn, input.receivedBy);
  ctx.journal({
    what: 'at-large.copy-received',
    unitId: of.unitId,
    caseId: of.id,
    personId: of.personId,
    about: { searchId: search.id, copyId: copy.id, kind: copy.addressee, day: input.receivedOn },
  });
  return { ok: true };
}
