import { sql } from 'kysely';
import { mustBeAllowed } from '#modules/access';
import type { ReadCtx } from '#platform/ctx';
import { unitPathOf } from './settings.store.server.ts';
import type { Channel, MessageState } from './message.ts';

/** A message as the administrator sees it: what became of it, and nothing of whom it went to or what it says. */
export type SentMessage = {
  id: string;
  kind: string;
  channel: Channel;
  state: MessageState;
  tries: number;
  /** When a waiting one is tried. */
  notBefore: Date;
  madeAt: Date;
  sentAt: Date | null;
  problem: string | null;
};
export type OutboxFilter = {
  unitId: number;
  state?: MessageState | undefined;
  channel?: string | undefined;
  kind?: string | undefined;
};

/** The messages of one office, the newest first, and how many they are. */
export async function listOutbox(
  ctx: ReadCtx,
  { unitId, state, channel, kind }: OutboxFilter,
  page: { offset: number; limit: number },
): Promise<{ rows: SentMessage[]; total: number }> {
  mustBeAllowed(ctx.actor, 'gateway:set', { unitId, unitPath: await unitPathOf(ctx, unitId) });
  const those = ctx.tx
    .selectFrom('messages.outbox')
    .where('unit_id', '=', unitId)
    .$if(state !== undefined, (query) => query.where('state', '=', state!))
    .$if(channel !== undefined, (query) => query.where('channel', '=', channel!))
    .$if(kind !== undefined, (query) => query.where('kind', '=', kind!));
  const { total } = await those.select(sql<number>`count(*)::int`.as('total')).executeTakeFirstOrThrow();
  const rows = await those
    .select(['id', 'kind', 'channel', 'state', 'tries', 'not_before', 'made_at', 'sent_at', 'problem'])
    .orderBy('made_at', 'desc')
    .orderBy('id')
    .limit(page.limit)
    .offset(page.offset)
    .execute();
  return {
    total,
    rows: rows.map((row) => ({
      id: row.id,
      kind: row.kind,
      channel: row.channel as Channel,
      state: row.state as MessageState,
      tries: row.tries,
      notBefore: row.not_before,
      madeAt: row.made_at,
      sentAt: row.sent_at,
      problem: row.problem,
    })),
  };
}
