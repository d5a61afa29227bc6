import type { PlainDate } from '#kernel/plain-date';
import type { Ctx } from '#platform/ctx';
import { type StayOf, belongs } from './store.server.ts';

export async function insertProperty(
  ctx: Ctx,
  stay: StayOf,
  one: { item: string; amount: string; takenOn: PlainDate },
): Promise<void> {
  await ctx.tx
    .insertInto('custody.property')
    .values({
      id: ctx.newId(),
      ...belongs(stay),
      item: one.item,
      amount: one.amount,
      taken_on: one.takenOn,
      made_by: ctx.actor.accountId,
    })
    .execute();
}
/** Everything that has not been given back goes to one receiver; answers how many things. */
export async function returnPropertyRows(
  ctx: Ctx,
  stayId: string,
  { on, to }: { on: PlainDate; to: string },
): Promise<number> {
  const { numUpdatedRows } = await ctx.tx
    .updateTable('custody.property')
    .set({ returned_on: on, returned_to: to, returned_by: ctx.actor.accountId })
    .where('stay_id', '=', stayId)
    .where('returned_on', 'is', null)
    .executeTakeFirst();
  return Number(numUpdatedRows);
}

export async function insertCareNote(ctx: Ctx, stay: StayOf, note: string): Promise<void> {
  await ctx.tx
    .insertInto('custody.care_note')
    .values({ id: ctx.newId(), ...belongs(stay), note, made_by: ctx.actor.accountId })
    .execute();
}
