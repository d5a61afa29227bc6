import type { Ctx, Tx } from '#platform/ctx';
import { judgeAddress } from './address.rules.ts';

const key = 'public-address';

export async function readPublicAddress(tx: Tx): Promise<string | null> {
  const row = await tx.selectFrom('platform.setting').select('value').where('key', '=', key).executeTakeFirst();
  const read = typeof row?.value === 'string' ? judgeAddress(row.value) : undefined;
  return read?.ok ? read.address : null;
}

export async function writePublicAddress(ctx: Ctx, address: string | null): Promise<void> {
  const row = { value: JSON.stringify(address), set_by: ctx.actor.accountId, set_at: ctx.now };
  await ctx.tx
    .insertInto('platform.setting')
    .values({ key, ...row })
    .onConflict((conflict) => conflict.column('key').doUpdateSet(row))
    .execute();
}
