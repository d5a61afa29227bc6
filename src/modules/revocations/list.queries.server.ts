import { sql, type RawBuilder } from 'kysely';
import type { PlainDate } from '#kernel/plain-date';
import type { ReadCtx } from '#platform/ctx';
import type { Holder, ProceedingKind, ProceedingState, RouteName } from './revocation.ts';
import { statesOfHolder } from './routes.ts';

/** What a list is asked for. `above`: what came to the tier of whoever asks; else the proceedings of an office. */
export type ProceedingFilter = {
  at: { unitId: number } | 'above';
  today: PlainDate;
  state?: ProceedingState | 'running' | undefined;
  holder?: Holder | undefined;
  /** Where it stands since at least so many days. */
  olderThan?: number | undefined;
  urgent?: boolean | undefined;
  /** The last day of the step, or of the whole service, has passed. */
  overdue?: boolean | undefined;
  /** Only clients whom the asker guides or stands in for. */
  mine?: boolean | undefined;
};
export type ListedProceeding = {
  id: string;
  caseId: string;
  name: string;
  registerLabel: string | null;
  clientKind: string;
  unitName: string;
  kind: ProceedingKind;
  route: RouteName;
  state: ProceedingState;
  urgent: boolean;
  begunOn: PlainDate;
  since: PlainDate;
  dueOn: PlainDate | null;
  serviceUntil: PlainDate;
  unitId: number;
  /** What it brought about was lifted by a decree since. */
  lifted: boolean;
};

const from = (at: ProceedingFilter['at']) =>
  at === 'above'
    ? sql`revocations.seen_above() s join revocations.proceeding r on r.id = s.id`
    : sql`revocations.proceeding r join (select c.id as case_id, p.name, c.register_label, c.kind as client_kind, u.name as unit_name
        from cases.client_case c join people.person p on p.id = c.person_id join units.unit u on u.id = c.unit_id
        where c.unit_id = ${at.unitId}) s on s.case_id = r.case_id`;

function where({ at, today, state, holder, olderThan, urgent, overdue, mine }: ProceedingFilter): RawBuilder<boolean> {
  const parts = [at === 'above' ? sql<boolean>`true` : sql<boolean>`r.unit_id = ${at.unitId}`];
  if (state === 'running') parts.push(sql<boolean>`r.ended_on is null`);
  else if (state) parts.push(sql<boolean>`r.state = ${state}`);
  if (holder) {
    const pairs = statesOfHolder(holder).map(({ route, state: one }) => `${route} ${one}`);
    parts.push(sql<boolean>`r.route || ' ' || r.state = any (${pairs}::text[])`);
  }
  if (olderThan !== undefined) parts.push(sql<boolean>`r.since <= ${today}::date - ${olderThan}::int`);
  if (urgent) parts.push(sql<boolean>`r.urgent`);
  if (overdue)
    parts.push(sql<boolean>`r.ended_on is null and (r.due_on < ${today}::date or r.service_until < ${today}::date)`);
  if (mine) parts.push(sql<boolean>`r.case_id = any ((select cases.ctx_assigned())::uuid[])`);
  return sql<boolean>`${sql.join(parts, sql` and `)}`;
}

/** Proceedings as far as the asker sees them; the urgent ones first, then what is due first. */
export async function listProceedings(
  ctx: ReadCtx,
  filter: ProceedingFilter,
  { offset = 0, limit = 50 }: { offset?: number; limit?: number } = {},
): Promise<{ rows: ListedProceeding[]; total: number }> {
  const { rows } = await sql<ListedProceeding & { total: number }>`
    select r.id, r.case_id as "caseId", s.name, s.register_label as "registerLabel", s.client_kind as "clientKind", s.unit_name as "unitName",
      r.kind, r.route, r.state, r.urgent, r.begun_on::text as "begunOn", r.since::text as since, r.due_on::text as "dueOn",
      r.service_until::text as "serviceUntil", r.unit_id as "unitId",
      r.state in ('revoked', 'cancelled') and (select l.day is not null from revocations.lifted_by(r.id) l) as lifted, count(*) over ()::int as total
    from ${from(filter.at)} where ${where(filter)}
    order by r.ended_on is not null, r.urgent desc, r.due_on, r.since, r.id limit ${limit} offset ${offset}`.execute(
    ctx.tx,
  );
  const total = rows[0]?.total ?? (offset === 0 ? 0 : await countProceedings(ctx, filter));
  return { rows: rows.map(({ total: _, ...row }) => row), total };
}

/** How many rows the same list has. */
export async function countProceedings(ctx: ReadCtx, filter: ProceedingFilter): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from ${from(filter.at)} where ${where(filter)}`.execute(ctx.tx);
  return rows[0]!.count;
}

export type LateBelow = {
  kanwil: string;
  unitName: string;
  count: number;
  /** Of the one that lies there longest. */
  since: PlainDate;
  dueOn: PlainDate;
  urgent: boolean;
};
/** What lies with a Kanwil past its last day, as the centre knows of it: office by office, and of nobody in particular. */
export async function listLateBelow(ctx: ReadCtx, today: PlainDate): Promise<LateBelow[]> {
  const { rows } = await sql<LateBelow>`
    select kanwil, unit_name as "unitName", count(*)::int as count, min(since)::text as since, min(due_on)::text as "dueOn", bool_or(urgent) as urgent
    from revocations.late_below(${today}::date) group by kanwil, unit_name order by bool_or(urgent) desc, min(due_on), unit_name`.execute(
    ctx.tx,
  );
  return rows;
}

export type ClosedProceeding = {
  caseId: string;
  unitName: string;
  state: ProceedingState;
  since: PlainDate;
  urgent: boolean;
};
/** Files that wait at a Kanwil and are opened with a reason first: a child's, or restricted. No name until then. */
export async function listClosedAbove(ctx: ReadCtx): Promise<ClosedProceeding[]> {
  const { rows } = await sql<ClosedProceeding>`
    select case_id as "caseId", unit_name as "unitName", state, since::text as since, urgent
    from revocations.closed_above() order by urgent desc, since`.execute(ctx.tx);
  return rows;
}
