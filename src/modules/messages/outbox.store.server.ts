import { sql } from 'kysely';
import type { Ctx, Tx } from '#platform/ctx';
import type { Next } from './message.ts';

export type Waiting = {
  id: string;
  unitId: number;
  kind: string;
  channel: string;
  address: string;
  body: string;
  tries: number;
  gateway: { id: string; kind: string; settings: unknown; secretSealed: Buffer | null } | null;
};

/** Takes what is due for four minutes; another worker passes over it meanwhile, and a worker that was killed delays it no longer. */
export async function claimWaiting(ctx: Ctx, unitId: number, limit: number): Promise<Waiting[]> {
  const { rows } = await sql<{
    id: string;
    kind: string;
    channel: string;
    address: string;
    body: string;
    tries: number;
    gateway_id: string | null;
    gateway_kind: string | null;
    settings: unknown;
    secret_sealed: Buffer | null;
  }>`
    with due as (
      select o.id from messages.outbox o
      where o.unit_id = ${unitId} and o.state = 'waiting' and o.not_before <= ${ctx.now}
      order by o.not_before limit ${limit} for update skip locked
    ), taken as (
      update messages.outbox o set not_before = ${ctx.now}::timestamptz + interval '4 minutes' from due where o.id = due.id
      returning o.id, o.kind, o.channel, o.address, o.body, o.tries
    )
    select t.*, g.id as gateway_id, g.kind as gateway_kind, g.settings, g.secret_sealed
    from taken t
    left join messages.open_gateways(${unitId}) w on w.channel = t.channel
    left join messages.gateway g on g.id = w.gateway_id`.execute(ctx.tx);
  return rows.map((row) => ({
    id: row.id,
    unitId,
    kind: row.kind,
    channel: row.channel,
    address: row.address,
    body: row.body,
    tries: row.tries,
    gateway: row.gateway_id
      ? { id: row.gateway_id, kind: row.gateway_kind!, settings: row.settings, secretSealed: row.secret_sealed }
      : null,
  }));
}

export async function noteOutcome(ctx: Ctx, message: { id: string }, next: Next): Promise<void> {
  await ctx.tx
    .updateTable('messages.outbox')
    .set({
      state: next.state,
      tries: next.tries,
      not_before: next.notBefore,
      problem: next.problem,
      ...(next.state === 'sent' ? { sent_at: ctx.now } : {}),
    })
    .where('id', '=', message.id)
    .where('state', '=', 'waiting')
    .execute();
}

/** What was parked is tried again from the beginning, when an administrator says that the gateway is mended. */
export async function unpark(ctx: Ctx, unitId: number): Promise<number> {
  const { numUpdatedRows } = await ctx.tx
    .updateTable('messages.outbox')
    .set({ state: 'waiting', tries: 0, not_before: ctx.now, problem: null })
    .where('unit_id', '=', unitId)
    .where('state', '=', 'parked')
    .executeTakeFirst();
  return Number(numUpdatedRows);
}

/** Whom an old message went to and what it said are erased; that one went out, of which kind and when, stays. */
export async function eraseSentMessages(ctx: Ctx, unitId: number, before: Date): Promise<number> {
  const { numUpdatedRows } = await ctx.tx
    .updateTable('messages.outbox')
    .set({ address: '', body: '' })
    .where('unit_id', '=', unitId)
    .where('made_at', '<', before)
    .where('address', '<>', '')
    .where('state', '<>', 'waiting')
    .executeTakeFirst();
  return Number(numUpdatedRows);
}

export type Sent = { id: string; unitId: number; kind: string; channel: string; state: string };

export async function findSent(tx: Tx, id: string): Promise<Sent | undefined> {
  const row = await tx
    .selectFrom('messages.outbox')
    .select(['id', 'unit_id', 'kind', 'channel', 'state'])
    .where('id', '=', id)
    .executeTakeFirst();
  return row && { id: row.id, unitId: row.unit_id, kind: row.kind, channel: row.channel, state: row.state };
}

/** False where it has moved meanwhile, or where row-level security finds nothing left of it to send. */
export async function moveSent(
  tx: Tx,
  one: Sent,
  to: { state: 'waiting' | 'cancelled'; tries?: number; not_before?: Date; problem?: string | null },
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('messages.outbox')
    .set(to)
    .where('id', '=', one.id)
    .where('state', '=', one.state)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}
