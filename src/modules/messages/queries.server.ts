import { sql } from 'kysely';
import type { Locale } from '#messages';
import type { ReadCtx } from '#platform/ctx';
import { listMessageKinds, standardWording } from './kinds.ts';
import type { Channel, MessageState } from './message.ts';

/** Each kind's words in both languages: as the unit or the nearest office above it wrote them, else the standard ones. */
export type Wording = Record<string, Record<Locale, string>>;

export async function wordingOf(ctx: ReadCtx, unitId: number): Promise<Wording> {
  const wording: Wording = Object.fromEntries(
    listMessageKinds().map((kind) => [kind, { id: standardWording(kind, 'id'), en: standardWording(kind, 'en') }]),
  );
  const { rows } = await sql<{ kind: string; locale: Locale; body: string }>`
    select distinct on (t.kind, t.locale) t.kind, t.locale, t.body
    from units.unit u join messages.template t on t.unit_id = any (u.path) and t.replaced_at is null
    where u.id = ${unitId}
    order by t.kind, t.locale, array_position(u.path, t.unit_id) desc`.execute(ctx.tx);
  for (const { kind, locale, body } of rows) if (wording[kind]) wording[kind][locale] = body;
  return wording;
}

/** The channels that a unit can send on now, by a gateway of its own or of an office above. */
export async function openChannels(ctx: ReadCtx, unitId: number): Promise<Channel[]> {
  const { rows } = await sql<{ channel: Channel }>`select channel from messages.open_gateways(${unitId})`.execute(
    ctx.tx,
  );
  return rows.map((row) => row.channel);
}

export type GatewayHealth = {
  channel: Channel;
  state: MessageState;
  messages: number;
  oldest: Date;
  problem: string | null;
};

/** How a unit's messages went in the last thirty days, and what is stuck; no addressee and no word of a message. */
export async function gatewayHealth(ctx: ReadCtx, unitId: number): Promise<GatewayHealth[]> {
  const { rows } = await sql<GatewayHealth>`
    select channel, state, messages, oldest, problem from messages.gateway_health(${unitId}) order by channel, state`.execute(
    ctx.tx,
  );
  return rows;
}

export type GatewayRow = {
  id: string;
  unitId: number;
  kind: 'smtp' | 'http';
  channel: Channel;
  settings: unknown;
  isOn: boolean;
  hasSecret: boolean;
  setAt: Date;
};

/** The gateways of one unit as its administrator sees them; the secret itself is shown to nobody. */
export async function listGateways(ctx: ReadCtx, unitId: number): Promise<GatewayRow[]> {
  const rows = await ctx.tx
    .selectFrom('messages.gateway')
    .select(['id', 'unit_id', 'kind', 'channel', 'settings', 'is_on', 'set_at'])
    .select(sql<boolean>`secret_sealed is not null`.as('has_secret'))
    .where('unit_id', '=', unitId)
    .where('replaced_at', 'is', null)
    .orderBy('channel')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    unitId: row.unit_id,
    kind: row.kind as GatewayRow['kind'],
    channel: row.channel as Channel,
    settings: row.settings,
    isOn: row.is_on,
    hasSecret: row.has_secret,
    setAt: row.set_at,
  }));
}

export type TemplateRow = { kind: string; locale: Locale; body: string; setAt: Date };

export async function listTemplates(ctx: ReadCtx, unitId: number): Promise<TemplateRow[]> {
  const rows = await ctx.tx
    .selectFrom('messages.template')
    .select(['kind', 'locale', 'body', 'set_at'])
    .where('unit_id', '=', unitId)
    .where('replaced_at', 'is', null)
    .orderBy('kind')
    .execute();
  return rows.map((row) => ({ kind: row.kind, locale: row.locale as Locale, body: row.body, setAt: row.set_at }));
}
