import { mustBeAllowed } from '#modules/access';
import { mustKeepHouse } from '#modules/units/server';
import type { Ctx } from '#platform/ctx';
import { judgeAddress, type AddressRefusal } from './address.rules.ts';
import { writePublicAddress } from './store.server.ts';

/** The address that stands in messages and on cards; nothing typed takes it away, and reminders with a link stay at home. */
export async function setPublicAddress(
  ctx: Ctx,
  typed: string,
): Promise<{ ok: true; address: string | null } | { ok: false; refusal: AddressRefusal }> {
  mustBeAllowed(ctx.actor, 'backup:read');
  await mustKeepHouse(ctx);
  const verdict = typed.trim() === '' ? { ok: true as const, address: null } : judgeAddress(typed);
  if (!verdict.ok) return verdict;
  await writePublicAddress(ctx, verdict.address);
  ctx.journal({ what: 'installation.address-set', about: { address: verdict.address } });
  return { ok: true, address: verdict.address };
}
