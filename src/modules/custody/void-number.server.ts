import type { Ctx } from '#platform/ctx';
import { NotFound } from '#platform/errors';
import { lineOf, lockStay } from './reach.server.ts';
import { no, type CustodyRefused } from './rules.ts';
import { lockEntry, voidEntryRow } from './register.store.server.ts';

/** A number given by mistake stays in its register as void, with the reason; nobody ever gets it again. The one before it counts again. */
export async function voidNumber(
  ctx: Ctx,
  input: { entryId: string; reason: string },
): Promise<{ ok: true } | CustodyRefused> {
  const entry = await lockEntry(ctx.tx, input.entryId);
  if (!entry) throw new NotFound('number of a register');
  const stay = await lockStay(ctx, entry.stayId, 'custody:void_number');
  if (entry.voidedAt !== null) return no('number_already_void');
  await voidEntryRow(ctx, entry.id, input.reason);
  ctx.journal({
    what: 'custody.number-voided',
    ...lineOf(stay),
    about: { stayId: stay.id, label: entry.label, reason: input.reason },
  });
  return { ok: true };
}
