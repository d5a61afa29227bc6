import { sql, type Expression } from 'kysely';
import type { Ctx } from '#platform/ctx';
import type { Channel, NewMessage, NotQueued, Queued } from './message.ts';
import { openChannels, wordingOf } from './queries.server.ts';
import { getMessageKind } from './kinds.ts';
import { wrongFact } from './template.rules.ts';

/** What a selection must yield, one row for each message; all rows of one unit. Columns that are always empty are written as null. */
export type MessageSelection = {
  case_id: string | null;
  account_id: string | null;
  kind: string;
  key: string;
  /** Null: picked from what the unit can send and where the reader can be reached. */
  channel: string | null;
  address: string | null;
  locale: string | null;
  facts: unknown;
  not_before: Date | null;
};

/** Queues one message, in the transaction that causes it. The words are settled now; sending is the worker's. */
export async function queueMessage(ctx: Ctx, message: NewMessage): Promise<Queued> {
  getMessageKind(message.kind);
  const wrong = wrongFact(message.facts ?? {});
  if (wrong) throw new TypeError(`a message may not carry this ${wrong}`);
  const row = {
    case_id: message.caseId ?? null,
    account_id: message.accountId ?? null,
    kind: message.kind,
    key: message.key,
    channel: message.channel ?? null,
    address: message.address ?? null,
    locale: message.locale ?? null,
    facts: message.facts ?? {},
    not_before: message.notBefore ?? null,
  };
  const channels = await openChannels(ctx, message.unitId);
  if (channels.length === 0 || (message.channel && !channels.includes(message.channel))) return not('no_gateway');
  const wanted = sql<MessageSelection>`select * from jsonb_to_recordset(${JSON.stringify([row])}::jsonb)
    as t (case_id uuid, account_id uuid, kind text, key text, channel text, address text, locale text, facts jsonb, not_before timestamptz)`;
  const found = await sql<{
    channel: Channel;
  }>`select channel from (${picked(message.unitId, channels, wanted)}) p`.execute(ctx.tx);
  if (!found.rows[0]) return not('no_address');
  const made = await queueMessagesFrom(ctx, message.unitId, wanted);
  return made === 1 ? { queued: true, channel: found.rows[0].channel } : not('queued_before');
}
const not = (why: NotQueued): Queued => ({ queued: false, why });

/**
 * Queues what a selection yields for one unit, for sweeps: addresses, channels and words are settled in one statement. Answers
 * how many are new; who cannot be reached gets none.
 */
export async function queueMessagesFrom(
  ctx: Ctx,
  unitId: number,
  selection: Expression<MessageSelection>,
): Promise<number> {
  const channels = await openChannels(ctx, unitId);
  if (channels.length === 0) return 0;
  const wording = await wordingOf(ctx, unitId);
  const { numAffectedRows } = await sql`
    insert into messages.outbox (unit_id, case_id, account_id, kind, key, channel, address, body, not_before)
    select ${unitId}::int, p.case_id, p.account_id, p.kind, p.key, p.channel, p.address,
      messages.word(${JSON.stringify(wording)}::jsonb -> p.kind ->> p.locale, coalesce(p.facts, '{}'), u.phone, p.locale),
      coalesce(p.not_before, ${ctx.now}::timestamptz)
    from (${picked(unitId, channels, selection)}) p join units.unit u on u.id = ${unitId}::int
    on conflict do nothing`.execute(ctx.tx);
  return Number(numAffectedRows ?? 0);
}

/**
 * Where each message goes: the address that was given; for an officer his mail, else his phone; for a client the number that
 * he left for notices, by WhatsApp where he uses it and the unit can send it.
 */
function picked(unitId: number, channels: readonly Channel[], selection: Expression<MessageSelection>) {
  return sql`
    select w.case_id, w.account_id, w.kind, w.key, w.facts, w.not_before, way.channel, way.address, coalesce(w.locale, way.locale, 'id') as locale
    from (${selection}) w
    cross join lateral (
      select g.channel, to_reach.address, to_reach.locale
      from (
        select w.address, null as locale, w.address ~ '@' as mail, true as chats, 0 as rank where w.address is not null
        union all
        select s.email, a.locale, true, false, 1 from accounts.account a join units.staff s on s.id = a.staff_id
        where w.address is null and a.id = w.account_id and s.email <> '' and s.left_on is null
        union all
        select s.phone, a.locale, false, true, 2 from accounts.account a join units.staff s on s.id = a.staff_id
        where w.address is null and a.id = w.account_id and s.phone <> '' and s.left_on is null
        union all
        select ph.number, null, false, ph.whatsapp, 3 from cases.client_case c join people.phone ph on ph.person_id = c.person_id
        where w.address is null and w.account_id is null and c.id = w.case_id and c.unit_id = ${unitId}::int
          and ph.for_notices and ph.removed_at is null
      ) to_reach
      join unnest(${[...channels]}::text[]) as g (channel) on case g.channel
        when 'email' then to_reach.mail when 'whatsapp' then to_reach.chats and not to_reach.mail else not to_reach.mail end
      where w.channel is null or w.channel = g.channel
      order by to_reach.rank, g.channel = 'whatsapp' desc, to_reach.address
      limit 1
    ) way`;
}

/** Takes back what has not been sent, when its occasion has passed. For jobs; officers have no right to the outbox. */
export async function cancelMessages(
  ctx: Ctx,
  messages: { unitId: number; kind: string; keys: readonly string[] },
): Promise<number> {
  const { numUpdatedRows } = await ctx.tx
    .updateTable('messages.outbox')
    .set({ state: 'cancelled' })
    .where('unit_id', '=', messages.unitId)
    .where('kind', '=', messages.kind)
    .where('key', 'in', messages.keys.length ? [...messages.keys] : [''])
    .where('state', '=', 'waiting')
    .executeTakeFirst();
  return Number(numUpdatedRows);
}

/**
 * A mail about the house itself and about no person (a checkpoint of the journal, an alarm about a backup), to an address that an
 * administrator has set. False where the unit has no gateway for mail.
 */
export async function queueHouseMail(
  ctx: Ctx,
  mail: { unitId: number; key: string; address: string; body: string },
): Promise<boolean> {
  if (!(await openChannels(ctx, mail.unitId)).includes('email')) return false;
  await ctx.tx
    .insertInto('messages.outbox')
    .values({
      unit_id: mail.unitId,
      kind: 'house.mail',
      key: mail.key,
      channel: 'email',
      address: mail.address,
      body: mail.body,
      not_before: ctx.now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return true;
}
