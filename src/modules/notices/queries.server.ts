import { sql } from 'kysely';
import type { PlainDate } from '#kernel/plain-date';
import type { Zone } from '#kernel/zone';
import { mustBeAllowed } from '#modules/access';
import { reachCase } from '#modules/cases/server';
import type { AgreeingGroup } from '#modules/people';
import type { ReadCtx } from '#platform/ctx';
import type { Delivery, Leaving, Notice, NoticeReason, Standing } from './notice.ts';

type Row = {
  id: string;
  about: NoticeReason[];
  standing: Standing;
  fromUnitId: number;
  fromName: string;
  fromPhone: string;
  heldSince: Date;
  basis: string;
  registerLabel: string;
  agrees: AgreeingGroup[];
  toldAt: Date;
  breachId: string | null;
  leftOn: PlainDate | null;
  leftHow: Leaving | null;
  withdrawnAt: Date | null;
  withdrawnWhy: string;
};
const columns = sql`
  n.id, n.about, n.standing, n.from_unit_id as "fromUnitId", f.name as "fromName", f.phone as "fromPhone", n.held_since as "heldSince", n.basis,
  n.register_label as "registerLabel", n.agrees, n.told_at as "toldAt", n.breach_id as "breachId", n.left_on::text as "leftOn", n.left_how as "leftHow",
  n.withdrawn_at as "withdrawnAt", n.withdrawn_why as "withdrawnWhy"`;

function noticeOf({ fromUnitId, fromName, fromPhone, withdrawnAt, withdrawnWhy, ...row }: Row): Notice {
  return {
    ...row,
    from: { unitId: fromUnitId, name: fromName, phone: fromPhone },
    withdrawn: withdrawnAt && { at: withdrawnAt, why: withdrawnWhy },
  };
}

export type HeldFile = {
  caseId: string;
  zone: Zone;
  today: PlainDate;
  notices: (Notice & { deliveries: Delivery[]; unreadByMe: boolean })[];
};

/** What the office was told about this client's being held, the latest first, and who has read it. Looking leaves a line. */
export async function readHeld(ctx: ReadCtx, caseId: string): Promise<HeldFile> {
  const of = await reachCase(ctx, caseId, 'case:read_specific');
  ctx.accessed({ what: 'notice.viewed', unitId: of.unitId, caseId: of.id, personId: of.personId });
  const { rows } = await sql<Row>`
    select ${columns} from notices.notice n join units.unit f on f.id = n.from_unit_id
    where n.case_id = ${of.id} order by n.told_at desc, n.id desc`.execute(ctx.tx);
  const deliveries = await sql<Delivery & { noticeId: string }>`
    select d.id, d.notice_id as "noticeId", d.account_id as "accountId", coalesce(s.name, '') as officer, d.post, d.put_at as "putAt", d.sent,
      d.read_at as "readAt"
    from notices.delivery d join accounts.account a on a.id = d.account_id left join units.staff s on s.id = a.staff_id
    where d.case_id = ${of.id} order by d.put_at, s.name, d.id`.execute(ctx.tx);
  const byNotice = Map.groupBy(deliveries.rows, ({ noticeId }) => noticeId);
  return {
    caseId: of.id,
    zone: of.zone,
    today: of.today,
    notices: rows.map((row) => {
      const mine = (byNotice.get(row.id) ?? []).filter(({ accountId }) => accountId === ctx.actor.accountId);
      return {
        ...noticeOf(row),
        deliveries: byNotice.get(row.id) ?? [],
        unreadByMe: row.withdrawnAt === null && (mine.length === 0 || mine.some(({ readAt }) => readAt === null)),
      };
    }),
  };
}

export type HeldNow = { place: string; since: Date; standing: Standing };

/** Where a client is held as far as his office was told; what stands at the head of his record. Nothing to whoever may not know. */
export async function heldNow(ctx: ReadCtx, caseId: string): Promise<HeldNow | undefined> {
  const { rows } = await sql<HeldNow>`
    select f.name as place, n.held_since as since, n.standing from notices.notice n join units.unit f on f.id = n.from_unit_id
    where n.case_id = ${caseId}::uuid and n.withdrawn_at is null and n.left_on is null
    order by n.standing = 'confirmed' desc, n.held_since desc limit 1`.execute(ctx.tx);
  return rows[0];
}

export const heldGroups = ['held', 'unread', 'released', 'withdrawn'] as const;
export type HeldGroup = (typeof heldGroups)[number];
export type HeldFilter = { unitId: number; group?: HeldGroup | undefined; mine: boolean };
export type ListedHeld = {
  id: string;
  caseId: string;
  name: string;
  registerLabel: string | null;
  place: string;
  heldSince: Date;
  about: NoticeReason[];
  standing: Standing;
  pkName: string | null;
  /** Nobody who guides him has read it. */
  unread: boolean;
  leftOn: PlainDate | null;
  withdrawn: boolean;
};

const isUnread = sql<boolean>`(n.withdrawn_at is null and not exists (
  select from notices.delivery d where d.notice_id = n.id and d.post in ('pk', 'stands_in', 'section_head') and d.read_at is not null))`;
const groupWhere = {
  held: sql<boolean>`n.withdrawn_at is null and n.left_on is null`,
  unread: isUnread,
  released: sql<boolean>`n.withdrawn_at is null and n.left_on is not null`,
  withdrawn: sql<boolean>`n.withdrawn_at is not null`,
} as const satisfies Record<HeldGroup, unknown>;

function where({ unitId, group, mine }: HeldFilter) {
  const parts = [sql<boolean>`n.unit_id = ${unitId}`];
  if (group) parts.push(groupWhere[group]);
  if (mine) parts.push(sql<boolean>`n.case_id = any ((select cases.ctx_assigned())::uuid[])`);
  return sql<boolean>`${sql.join(parts, sql` and `)}`;
}

/** The notices of an office, whoever was booked last stands first. */
export async function listHeld(
  ctx: ReadCtx,
  filter: HeldFilter,
  { offset = 0, limit = 50 }: { offset?: number; limit?: number } = {},
): Promise<{ rows: ListedHeld[]; total: number }> {
  mustBeAllowed(ctx.actor, 'case:list', { unitId: filter.unitId });
  const { rows } = await sql<ListedHeld>`
    select n.id, n.case_id as "caseId", p.name, c.register_label as "registerLabel", f.name as place, n.held_since as "heldSince", n.about, n.standing,
      s.name as "pkName", ${isUnread} as unread, n.left_on::text as "leftOn", n.withdrawn_at is not null as withdrawn
    from notices.notice n join cases.client_case c on c.id = n.case_id join people.person p on p.id = c.person_id
    join units.unit f on f.id = n.from_unit_id left join units.staff s on s.id = c.pk_staff_id
    where ${where(filter)} order by n.told_at desc, n.id desc limit ${limit} offset ${offset}`.execute(ctx.tx);
  const count = await sql<{ total: number }>`
    select count(*)::int as total from notices.notice n join cases.client_case c on c.id = n.case_id where ${where(filter)}`.execute(
    ctx.tx,
  );
  return { rows, total: count.rows[0]!.total };
}

/** The numbers over that list; each is the length of the list that it opens. */
export async function countHeld(ctx: ReadCtx, filter: Omit<HeldFilter, 'group'>): Promise<Record<HeldGroup, number>> {
  mustBeAllowed(ctx.actor, 'case:list', { unitId: filter.unitId });
  const of = (group: HeldGroup) => sql`count(*) filter (where ${groupWhere[group]})::int`;
  const { rows } = await sql<Record<HeldGroup, number>>`
    select ${of('held')} as held, ${of('unread')} as unread, ${of('released')} as released, ${of('withdrawn')} as withdrawn
    from notices.notice n join cases.client_case c on c.id = n.case_id where ${where(filter)}`.execute(ctx.tx);
  return rows[0]!;
}
