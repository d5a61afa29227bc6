import { sql } from 'kysely';
import type { PlainDate } from '#kernel/plain-date';
import { clientDoor } from '#modules/installation/server';
import { queueMessagesFrom, type MessageSelection } from '#modules/messages/server';
import type { Ctx } from '#platform/ctx';

const code = sql`upper(right(o.id::text, 6))`;

/** Reminds every client of a unit whose period ends within so many days and who has sent nothing, once for each period. */
export async function remindBeforeDue(ctx: Ctx, unitId: number, today: PlainDate, days: number): Promise<number> {
  const link = await clientDoor(ctx.tx);
  if (!link) return 0;
  return queueMessagesFrom(
    ctx,
    unitId,
    sql<MessageSelection>`
      select o.case_id, null::uuid as account_id, 'check-ins.due-soon' as kind, o.id::text as key, null::text as channel, null::text as address,
        null::text as locale, jsonb_build_object('code', ${code}, 'link', ${link}::text, 'date', o.period_until) as facts, null::timestamptz as not_before
      from check_ins.obligation o join cases.client_case c on c.id = o.case_id and c.state in ('received', 'active')
      where o.unit_id = ${unitId} and o.state = 'scheduled' and o.period_from <= ${today}::date
        and o.period_until between ${today}::date and ${today}::date + ${days}::int`,
  );
}

/** So many days an outage of the gateway or the worker may last before a miss is no longer written about. */
const STILL_NEWS = 10;

/** Tells of what was missed, from so many days after it on, once for each period. */
export async function remindOfMisses(ctx: Ctx, unitId: number, today: PlainDate, days: number): Promise<number> {
  const link = await clientDoor(ctx.tx);
  if (!link) return 0;
  return queueMessagesFrom(
    ctx,
    unitId,
    sql<MessageSelection>`
      select o.case_id, null::uuid as account_id, 'check-ins.overdue' as kind, o.id::text as key, null::text as channel, null::text as address,
        null::text as locale, jsonb_build_object('code', ${code}, 'link', ${link}::text, 'date', o.period_until) as facts, null::timestamptz as not_before
      from check_ins.obligation o join cases.client_case c on c.id = o.case_id and c.state in ('received', 'active')
      where o.unit_id = ${unitId} and o.state = 'missed' and o.period_from >= ${today}::date - ${days + STILL_NEWS + 31}::int
        and o.period_until between ${today}::date - ${days + STILL_NEWS}::int and ${today}::date - ${days}::int`,
  );
}
