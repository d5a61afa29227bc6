import type { Insertable } from 'kysely';
import { NotFound } from '#platform/errors';
import type { Ctx } from '#platform/ctx';
import { openSecret } from '#platform/keys.server';
import type { MessagesGateway, MessagesTemplate } from '#platform/schema';
import type { Channel } from './message.ts';

export async function unitPathOf(ctx: Pick<Ctx, 'tx'>, unitId: number): Promise<number[]> {
  const unit = await ctx.tx.selectFrom('units.unit').select('path').where('id', '=', unitId).executeTakeFirst();
  if (!unit) throw new NotFound('no such unit');
  return unit.path;
}

/** The secret of the gateway that is being replaced; it is sealed anew for its successor. */
export async function findSealedSecret(
  ctx: Ctx,
  unitId: number,
  channel: Channel,
  purpose: (gatewayId: string) => string,
): Promise<string | undefined> {
  const row = await ctx.tx
    .selectFrom('messages.gateway')
    .select(['id', 'secret_sealed'])
    .where('unit_id', '=', unitId)
    .where('channel', '=', channel)
    .where('replaced_at', 'is', null)
    .executeTakeFirst();
  return row?.secret_sealed ? openSecret(row.secret_sealed, purpose(row.id)) : undefined;
}

export async function replaceGateway(ctx: Ctx, unitId: number, channel: Channel): Promise<void> {
  await ctx.tx
    .updateTable('messages.gateway')
    .set({ replaced_at: ctx.now })
    .where('unit_id', '=', unitId)
    .where('channel', '=', channel)
    .where('replaced_at', 'is', null)
    .execute();
}

export async function insertGateway(ctx: Ctx, row: Insertable<MessagesGateway>): Promise<void> {
  await ctx.tx.insertInto('messages.gateway').values(row).execute();
}

export async function removeTemplate(ctx: Ctx, unitId: number, kind: string, locale: string): Promise<void> {
  await ctx.tx
    .updateTable('messages.template')
    .set({ replaced_at: ctx.now })
    .where('unit_id', '=', unitId)
    .where('kind', '=', kind)
    .where('locale', '=', locale)
    .where('replaced_at', 'is', null)
    .execute();
}

export async function insertTemplate(ctx: Ctx, row: Insertable<MessagesTemplate>): Promise<void> {
  await ctx.tx.insertInto('messages.template').values(row).execute();
}
