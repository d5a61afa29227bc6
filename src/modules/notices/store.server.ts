import { sql } from 'kysely';
import type { PlainDate } from '#kernel/plain-date';
import type { Zone } from '#kernel/zone';
import type { Ctx } from '#platform/ctx';
import type { Booking, Leaving, NoticePost, Recognised, Sent } from './notice.ts';

export type ToldRow = {
  id: string;
  caseId: string;
  unitId: number;
  personId: string;
  pkStaffId: string | null;
  /** Told of for the first time, or only more surely than before. */
  news: 'told' | 'confirmed';
};
const row = sql`t.id, t.case_id as "caseId", t.unit_id as "unitId", t.person_id as "personId", t.pk_staff_id as "pkStaffId"`;

export async function tellRows(ctx: Ctx, booking: Booking, recognised: Recognised): Promise<ToldRow[]> {
  const { rows } = await sql<ToldRow>`
    select ${row}, t.news from notices.tell(${[...recognised.personIds]}::uuid[], ${booking.stayId}::uuid, ${booking.unitId}::int,
      ${booking.heldSince}::timestamptz, ${booking.basis}, ${booking.registerLabel}, ${recognised.standing}, ${[...recognised.agrees]}::text[]) t`.execute(
    ctx.tx,
  );
  return rows;
}

export async function withdrawRows(ctx: Ctx, stayId: string, personIds: readonly string[], why: string) {
  const { rows } = await sql<Omit<ToldRow, 'news'>>`
    select ${row} from notices.withdraw(${stayId}::uuid, ${[...personIds]}::uuid[], ${why}) t`.execute(ctx.tx);
  return rows;
}

export async function leaveRows(ctx: Ctx, stayId: string, day: PlainDate, how: Leaving) {
  const { rows } = await sql<Omit<ToldRow, 'news'>>`
    select ${row} from notices.leave(${stayId}::uuid, ${day}::date, ${how}) t`.execute(ctx.tx);
  return rows;
}

/** For the institution's own job: under which records this stay is told of now. */
export async function toldOf(ctx: Ctx, stayId: string): Promise<string[]> {
  const { rows } = await sql<{
    personId: string;
  }>`select t.person_id as "personId" from notices.told_of(${stayId}::uuid) t`.execute(ctx.tx);
  return rows.map(({ personId }) => personId);
}

export async function zonesOf(ctx: Ctx, unitIds: readonly number[]): Promise<Map<number, Zone>> {
  if (unitIds.length === 0) return new Map();
  const rows = await ctx.tx
    .selectFrom('units.unit')
    .select(['id', 'zone'])
    .where('id', 'in', [...unitIds])
    .execute();
  return new Map(rows.map(({ id, zone }) => [id, zone as Zone]));
}

export type OpenNotice = {
  id: string;
  caseId: string;
  unitId: number;
  personId: string;
  pkStaffId: string | null;
  about: string[];
  standing: string;
  place: string;
  heldSince: Date;
  basis: string;
  breachId: string | null;
  withdrawnWhy: string;
  leftOn: PlainDate | null;
  leftHow: Leaving | null;
};

/** A notice as a job of its office meets it; absent where it is another office's. */
export async function findForJob(ctx: Ctx, noticeId: string): Promise<OpenNotice | undefined> {
  const { rows } = await sql<OpenNotice>`
    select n.id, n.case_id as "caseId", n.unit_id as "unitId", n.person_id as "personId", c.pk_staff_id as "pkStaffId", n.about, n.standing,
      u.name as place, n.held_since as "heldSince", n.basis, n.breach_id as "breachId", n.withdrawn_why as "withdrawnWhy",
      n.left_on::text as "leftOn", n.left_how as "leftHow"
    from notices.notice n join cases.client_case c on c.id = n.case_id join units.unit u on u.id = n.from_unit_id
    where n.id = ${noticeId}`.execute(ctx.tx);
  return rows[0];
}

/**
 * Who is to read a notice today: the counsellor, whoever stands in for him, the heads of the office, acting ones too; with `section`
 * whoever leads a section as well. Those before whom it lies already are left out.
 */
export async function insertDeliveries(
  ctx: Ctx,
  notice: Pick<OpenNotice, 'id' | 'caseId' | 'unitId' | 'pkStaffId'>,
  { today, section }: { today: PlainDate; section: boolean },
): Promise<{ id: string; accountId: string; post: NoticePost }[]> {
  const held = (role: string, post: string) => sql`
    select p.staff_id, ${post}, 3 from units.posting p
    where p.unit_id = ${notice.unitId}::int and p.role = ${role} and p.approved_at is not null and p.withdrawn_at is null
      and p.starts_on <= ${today}::date and (p.ends_on is null or p.ends_on >= ${today}::date)`;
  const { rows } = await sql<{ id: string; accountId: string; post: NoticePost }>`
    insert into notices.delivery (notice_id, case_id, unit_id, account_id, post)
    select distinct on (a.id) ${notice.id}::uuid, ${notice.caseId}::uuid, ${notice.unitId}::int, a.id, r.post
    from (
      select ${notice.pkStaffId}::uuid as staff_id, 'pk' as post, 1 as rank
      union all
      select b.substitute_id, 'stands_in', 2 from units.absence b
      where b.staff_id = ${notice.pkStaffId}::uuid and b.withdrawn_at is null and ${today}::date between b.starts_on and b.ends_on
      union all ${held('head_of_bapas', 'head_of_bapas')}
      ${section || notice.pkStaffId === null ? sql`union all ${held('section_head', 'section_head')}` : sql``}
    ) r join accounts.account a on a.staff_id = r.staff_id and a.state = 'active'
    order by a.id, r.rank
    on conflict (notice_id, account_id) do nothing
    returning id, account_id as "accountId", post`.execute(ctx.tx);
  return rows;
}

export async function noteSent(ctx: Ctx, deliveryId: string, sent: Sent): Promise<void> {
  await ctx.tx.updateTable('notices.delivery').set({ sent }).where('id', '=', deliveryId).execute();
}

export async function noteBreach(ctx: Ctx, noticeId: string, breachId: string): Promise<void> {
  await ctx.tx.updateTable('notices.notice').set({ breach_id: breachId }).where('id', '=', noticeId).execute();
}

export type UnreadNotice = Pick<OpenNotice, 'id' | 'caseId' | 'unitId' | 'pkStaffId' | 'heldSince'> & {
  putAt: Date;
  standing: string;
};
/** What nobody who guides the client has read yet, and whoever leads the section has not been asked about. */
export async function listUnread(ctx: Ctx, unitId: number): Promise<UnreadNotice[]> {
  const { rows } = await sql<UnreadNotice>`
    select n.id, n.case_id as "caseId", n.unit_id as "unitId", c.pk_staff_id as "pkStaffId", n.held_since as "heldSince", n.standing,
      min(d.put_at) as "putAt"
    from notices.notice n join cases.client_case c on c.id = n.case_id join notices.delivery d on d.notice_id = n.id
    where n.unit_id = ${unitId} and n.withdrawn_at is null
      and not exists (select from notices.delivery r where r.notice_id = n.id and r.post in ('pk', 'stands_in', 'section_head') and r.read_at is not null)
      and not exists (select from tasks.task k where k.unit_id = n.unit_id and k.kind = 'notices.unread' and k.key = n.id::text)
    group by n.id, c.pk_staff_id`.execute(ctx.tx);
  return rows;
}

/** One's own delivery as read now; whoever came to the post since gets one. */
export async function readRow(
  ctx: Ctx,
  notice: { id: string; caseId: string; unitId: number },
  post: NoticePost,
): Promise<void> {
  await sql`
    insert into notices.delivery (notice_id, case_id, unit_id, account_id, post, put_at, read_at)
    select ${notice.id}::uuid, ${notice.caseId}::uuid, ${notice.unitId}::int, ${ctx.actor.accountId}::uuid, ${post}, ${ctx.now}, ${ctx.now}
    where not exists (select from notices.delivery d where d.notice_id = ${notice.id}::uuid and d.account_id = ${ctx.actor.accountId}::uuid)`.execute(
    ctx.tx,
  );
  await ctx.tx
    .updateTable('notices.delivery')
    .set({ read_at: ctx.now })
    .where('notice_id', '=', notice.id)
    .where('account_id', '=', ctx.actor.accountId)
    .where('read_at', 'is', null)
    .execute();
}
