import type { PlainDate } from '#kernel/plain-date';
import { addPhoto } from '#modules/people/server';
import type { Ctx } from '#platform/ctx';
import type { AcceptedFile } from '#platform/files/accept.server';
import { lineOf, lockStay, reachStay } from './reach.server.ts';
import { no, type CustodyRefused } from './rules.ts';
import { insertCareNote, insertProperty, returnPropertyRows } from './property.store.server.ts';

/** What is kept beside a stay: his face, what he brought along, and what has to be minded about his health. */

export async function takePhoto(
  ctx: Ctx,
  input: { stayId: string; file: AcceptedFile },
): Promise<{ ok: true } | CustodyRefused> {
  const stay = await reachStay(ctx, input.stayId, 'custody:admit');
  const kept = await addPhoto(ctx, {
    personId: stay.personId,
    kind: 'face',
    takenOn: stay.today,
    file: input.file,
  });
  return kept.ok ? { ok: true } : no(kept.refusal);
}

export async function addProperty(
  ctx: Ctx,
  input: { stayId: string; item: string; amount: string },
): Promise<{ ok: true } | CustodyRefused> {
  const stay = await lockStay(ctx, input.stayId, 'custody:admit');
  if (stay.state !== 'held') return no('wrong_state');
  await insertProperty(ctx, stay, { ...input, takenOn: stay.today });
  ctx.journal({ what: 'custody.property-taken', ...lineOf(stay), about: { stayId: stay.id } });
  return { ok: true };
}

/** Everything that is still kept is given back at once, to whoever signs for it. */
export async function returnProperty(
  ctx: Ctx,
  input: { stayId: string; on: PlainDate; to: string },
): Promise<{ ok: true } | CustodyRefused> {
  const stay = await lockStay(ctx, input.stayId, 'custody:move');
  if (input.on > stay.today) return no('day_in_future');
  if (input.on < stay.admittedOn) return no('day_too_early');
  const things = await returnPropertyRows(ctx, stay.id, input);
  if (things === 0) return no('nothing_to_return');
  ctx.journal({
    what: 'custody.property-returned',
    ...lineOf(stay),
    about: { stayId: stay.id, things, day: input.on },
  });
  return { ok: true };
}

export async function addCareNote(
  ctx: Ctx,
  input: { stayId: string; note: string },
): Promise<{ ok: true } | CustodyRefused> {
  const stay = await lockStay(ctx, input.stayId, 'custody:admit');
  if (stay.state !== 'held') return no('wrong_state');
  await insertCareNote(ctx, stay, input.note);
  ctx.journal({ what: 'custody.care-noted', ...lineOf(stay), about: { stayId: stay.id } });
  return { ok: true };
}
