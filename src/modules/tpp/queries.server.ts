import { sql } from 'kysely';
import { daysBetween, type PlainDate } from '#kernel/plain-date';
import type { OptionValues } from '#kernel/rule';
import { mustBeAllowed } from '#modules/access';
import { todayAt } from '#modules/units';
import { getUnit, optionsOf } from '#modules/units/server';
import type { ReadCtx } from '#platform/ctx';
import { NotFound } from '#platform/errors';
import { isUuid } from '#kernel/id';
import { keeps, reachSitting } from './access.server.ts';
import { quorum } from './law.rules.ts';
import { findSittingKind } from './kinds.server.ts';
import { gatherQueue, type Queued } from './queue.server.ts';
import { votersOf } from './rules.ts';
import type { SittingState } from './sitting.ts';
import {
  itemColumns,
  listAttendees,
  listMembers,
  sitsOn,
  type AttendeeNamed,
  type ItemOnFile,
  type MemberOnFile,
  type SittingOnFile,
} from './store.server.ts';

export type SittingFilter = { unitId: number; state?: SittingState | undefined; year?: number | undefined };
export type SittingListed = {
  id: string;
  state: SittingState;
  number: number | null;
  year: number | null;
  day: PlainDate;
  startsAt: string;
  place: string;
  items: number;
  recorded: number;
};

/** The sittings of an office, newest first. */
export async function listSittings(ctx: ReadCtx, filter: SittingFilter, limit = 200): Promise<SittingListed[]> {
  const office = await getUnit(ctx, filter.unitId);
  mustBeAllowed(ctx.actor, 'sitting:read', { unitId: office.id, unitPath: office.path, opened: true });
  const { rows } = await sql<SittingListed>`
    with s as materialized (
      select s.* from tpp.sitting s
      where s.unit_id = ${office.id}
        ${filter.state ? sql`and s.state = ${filter.state}` : sql``}
        ${filter.year ? sql`and extract(year from s.day) = ${filter.year}` : sql``}
      order by s.day desc, s.made_at desc limit ${limit})
    select s.id, s.state, s.number, s.year, s.day, s.starts_at as "startsAt", s.place, coalesce(n.items, 0) as items, coalesce(n.recorded, 0) as recorded
    from s left join tpp.count_items(array(select id from s)) n on n.sitting_id = s.id
    order by s.day desc, s.made_at desc`.execute(ctx.tx);
  return rows;
}

/** The years in which an office sat or will sit, newest first. */
export async function listYears(ctx: ReadCtx, unitId: number): Promise<number[]> {
  const { rows } = await sql<{ year: number }>`
    select distinct extract(year from day)::int as year from tpp.sitting where unit_id = ${unitId} order by 1 desc`.execute(
    ctx.tx,
  );
  return rows.map((row) => row.year);
}

export type QueueLine = Queued & { age: number; href: string };

/** What waits for a sitting of an office, longest first, as far as the asker may see it. */
export async function readQueue(ctx: ReadCtx, unitId: number): Promise<QueueLine[]> {
  const office = await getUnit(ctx, unitId);
  mustBeAllowed(ctx.actor, 'sitting:read', { unitId: office.id, unitPath: office.path, opened: true });
  const today = todayAt(office, ctx.now);
  const queue = await gatherQueue(ctx, office.id);
  ctx.accessed({ what: 'sitting.queue-listed', unitId: office.id, about: { total: queue.length } });
  return queue.map((one) => ({
    ...one,
    age: Math.max(0, daysBetween(one.since, today)),
    href: findSittingKind(one.kind)!.href(one),
  }));
}

export async function countItems(
  ctx: Pick<ReadCtx, 'tx'>,
  sittingId: string,
): Promise<{ items: number; recorded: number }> {
  const { rows } = await sql<{ items: number; recorded: number }>`
    select items, recorded from tpp.count_items(array[${sittingId}::uuid])`.execute(ctx.tx);
  return rows[0] ?? { items: 0, recorded: 0 };
}

type Named = { name: string; registerLabel: string | null; presenter: string | null };
/** Names for an agenda: by the client's file where the asker sees it, else because of the sitting. */
export async function namesOf(ctx: Pick<ReadCtx, 'tx'>, sittingId: string): Promise<Map<string, Named>> {
  const { rows } = await sql<Named & { id: string }>`
    select i.id, coalesce(p.name, n.name) as name, coalesce(c.register_label, n.register_label) as "registerLabel", w.name as presenter
    from tpp.item i
    left join cases.client_case c on c.id = i.case_id
    left join people.person p on p.id = c.person_id
    left join tpp.names_on(${sittingId}) n on n.item_id = i.id
    left join units.staff w on w.id = i.presenter_id
    where i.sitting_id = ${sittingId} and i.off_at is null`.execute(ctx.tx);
  return new Map(rows.map(({ id, ...one }) => [id, one]));
}

export type ItemShown = ItemOnFile &
  Named & {
    /** Whether the asker may open the client's file. */
    mayOpen: boolean;
    href: string;
    isDeferred: boolean;
  };
export type SittingShown = {
  sitting: SittingOnFile;
  office: { id: number; name: string; address: string; phone: string };
  today: PlainDate;
  zone: Awaited<ReturnType<typeof getUnit>>['zone'];
  mayKeep: boolean;
  items: ItemShown[];
  /** Clients whose matter came off by itself, because their supervision here is over. */
  over: { id: string; name: string }[];
  /** How many the agenda has altogether; more than are shown where some are closed to the asker. */
  total: number;
  attendees: AttendeeNamed[];
  /** Who would be called if the invitations went out now. */
  members: MemberOnFile[];
};

/** A sitting with its agenda, as far as the asker may see it. */
export async function readSitting(ctx: ReadCtx, id: string): Promise<SittingShown> {
  const { sitting, office } = await reachSitting(ctx, id);
  const { rows } = await sql<ItemOnFile & { deep: boolean; isDeferred: boolean }>`
    select ${itemColumns}, i.deferred_from is not null as "isDeferred",
      c.id is not null and (c.id = any ((select cases.ctx_deep())::uuid[])
        or c.unit_id = any ((select platform.ctx_units('section_head', 'head_of_bapas'))::int[])) as deep
    from tpp.item i left join cases.client_case c on c.id = i.case_id
    where i.sitting_id = ${sitting.id} and i.off_at is null order by i.position, i.id`.execute(ctx.tx);
  const names = await namesOf(ctx, sitting.id);
  const nobody: Named = { name: '–', registerLabel: null, presenter: null };
  ctx.accessed({
    what: 'sitting.viewed',
    unitId: sitting.unitId,
    about: { sittingId: sitting.id, total: rows.length },
  });
  return {
    sitting,
    office: { id: office.id, name: office.name, address: office.address, phone: office.phone },
    today: todayAt(office, ctx.now),
    zone: office.zone,
    mayKeep: await keeps(ctx, office),
    items: rows.map(({ deep, ...item }) => ({
      ...item,
      ...(names.get(item.id) ?? nobody),
      mayOpen: deep,
      href: findSittingKind(item.kind)?.href(item) ?? `/clients/${item.caseId}`,
    })),
    over: await listOver(ctx, sitting.id, names),
    total: (await countItems(ctx, sitting.id)).items,
    attendees: await listAttendees(ctx.tx, sitting.id),
    members: (await listMembers(ctx.tx, sitting.unitId)).filter((one) => sitsOn(one, sitting.day)),
  };
}

async function listOver(ctx: ReadCtx, sittingId: string, names: ReadonlyMap<string, Named>) {
  const rows = await ctx.tx
    .selectFrom('tpp.item')
    .select('id')
    .where('sitting_id', '=', sittingId)
    .where('off_reason', '=', 'supervision_over')
    .orderBy('position')
    .execute();
  return rows.map(({ id }) => ({ id, name: names.get(id)?.name ?? '–' }));
}

/** Looking at one item leaves a line about its client, as looking at his file does. */
export function noteLook(ctx: ReadCtx, { id, sittingId, unitId, caseId, personId }: ItemShown): void {
  ctx.accessed({ what: 'sitting.item-viewed', unitId, caseId, personId, about: { sittingId, itemId: id } });
}

/** Who votes on an item of a sitting. */
export const voters = ({ attendees }: Pick<SittingShown, 'attendees'>, presenterId: string | null) =>
  attendees.filter((one) => votersOf(attendees, presenterId).includes(one.staffId));

export async function findSittingOf(ctx: Pick<ReadCtx, 'tx'>, itemId: string): Promise<string | undefined> {
  const row = await ctx.tx.selectFrom('tpp.item').select('sitting_id').where('id', '=', itemId).executeTakeFirst();
  return row?.sitting_id;
}

/** Who recorded an item last, and when. */
export async function findRecorder(
  ctx: Pick<ReadCtx, 'tx' | 'now'>,
  itemId: string,
): Promise<{ by: string | null; at: Date }> {
  const row = await ctx.tx
    .selectFrom('tpp.item as i')
    .leftJoin('accounts.account as a', 'a.id', 'i.recorded_by')
    .leftJoin('units.staff as s', 's.id', 'a.staff_id')
    .select(['s.name', 'i.recorded_at'])
    .where('i.id', '=', itemId)
    .executeTakeFirst();
  return { by: row?.name ?? null, at: row?.recorded_at ?? ctx.now };
}

export async function readMembers(
  ctx: ReadCtx,
  unitId: number,
): Promise<{
  members: (MemberOnFile & { sitsNow: boolean })[];
  today: PlainDate;
  /** How the office chose within the rule of the quorum. */
  chosen: OptionValues<typeof quorum.options>;
}> {
  const office = await getUnit(ctx, unitId);
  mustBeAllowed(ctx.actor, 'sitting:read', { unitId: office.id, unitPath: office.path, opened: true });
  const today = todayAt(office, ctx.now);
  const all = await listMembers(ctx.tx, office.id);
  return {
    members: all.map((one) => ({ ...one, sitsNow: sitsOn(one, today) })),
    today,
    chosen: await optionsOf(ctx.tx, office.id, quorum, today),
  };
}

export type HeardOfClient = Pick<ItemOnFile, 'id' | 'kind' | 'facts' | 'recommendation' | 'reasons' | 'outcome'> & {
  sittingId: string;
  state: SittingState;
  number: number | null;
  year: number | null;
  day: PlainDate;
};

/** The sittings that heard or will hear of one client, newest first. */
export async function listHeardOf(ctx: ReadCtx, caseId: string): Promise<HeardOfClient[]> {
  if (!isUuid(caseId)) throw new NotFound('case');
  const { rows } = await sql<HeardOfClient>`
    select i.id, i.kind, i.facts, i.recommendation, coalesce(i.reasons, '') as reasons, i.outcome, s.id as "sittingId", s.state, s.number, s.year, s.day
    from tpp.item i join tpp.sitting s on s.id = i.sitting_id
    where i.case_id = ${caseId} and i.off_at is null order by s.day desc, s.made_at desc`.execute(ctx.tx);
  return rows;
}
