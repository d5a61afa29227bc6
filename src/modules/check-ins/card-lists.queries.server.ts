import { sql } from 'kysely';
import { holds, may } from '#modules/access';
import type { ReadCtx } from '#platform/ctx';
import { NotAllowed } from '#platform/errors';
import { subjectsOf, type CaseAtHand } from './store.server.ts';
import type { Listed } from './lists.queries.server.ts';

export type CardClient = {
  caseId: string;
  unitId: number;
  personId: string;
  name: string;
  registerLabel: string | null;
  /** What the module of accounts judges by. */
  of: CaseAtHand['subject'] & { caseId: string; unitId: number };
};
/**
 * `none`: without a card. `unprinted`: with one that was never put on paper. `printed`: put on paper, and nobody has signed in with it
 * yet, so that it may be printed again. `of`: the clients of one counsellor, or of nobody.
 */
export type CardFilter =
  { caseIds: readonly string[] } | { unitId: number; having: 'none' | 'unprinted' | 'printed'; of?: string | null };

const clientCard = sql`select 1 from accounts.client_access a where a.case_id = c.id and a.kind = 'client' and a.state <> 'closed'`;
const unusedCard = sql`a.state = 'active' and a.pin_hash is null and a.device_since is null`;

/** Clients of an office for whom the asker may issue cards, in the order in which sheets are handed out. */
export async function listCardClients(ctx: ReadCtx, filter: CardFilter, limit = 50): Promise<Listed<CardClient>> {
  if (!holds(ctx.actor, 'card:issue')) throw new NotAllowed('card:issue');
  const wanted = 'caseIds' in filter ? sql`c.id = any (${[...filter.caseIds]}::uuid[])` : havingCard(filter);
  const { rows } = await sql<{ id: string; name: string; total: number }>`
    select c.id, p.name, count(*) over ()::int as total
    from cases.client_case c join people.person p on p.id = c.person_id
    where c.state in ('received', 'active', 'paused') and ${wanted}
    order by p.name, c.id limit ${limit}`.execute(ctx.tx);
  const known = await subjectsOf(
    ctx.tx,
    rows.map(({ id }) => id),
  );
  const clients = rows.flatMap(({ id, name }): CardClient[] => {
    const one = known.get(id);
    if (!one || !may(ctx.actor, 'card:issue', one.subject)) return [];
    const { unitId, personId, registerLabel, subject } = one;
    return [
      {
        caseId: id,
        unitId,
        personId,
        name,
        registerLabel,
        of: { ...subject, caseId: id, unitId },
      },
    ];
  });
  return { rows: clients, total: rows[0]?.total ?? 0 };
}

function havingCard({ unitId, having, of }: Exclude<CardFilter, { caseIds: readonly string[] }>) {
  const card =
    having === 'none'
      ? sql`not exists (${clientCard})`
      : sql`exists (${clientCard} and ${unusedCard} and a.printed_at is ${having === 'printed' ? sql`not null` : sql`null`})`;
  const whose =
    of === undefined ? sql`` : of === null ? sql`and c.pk_staff_id is null` : sql`and c.pk_staff_id = ${of}`;
  return sql`c.unit_id = ${unitId} ${whose} and ${card}`;
}

/** How far the office is with its cards, one line for each counsellor: he hands his sheets out. */
export type CardSheet = {
  pkStaffId: string | null;
  pkName: string | null;
  none: number;
  unprinted: number;
  printed: number;
};

export async function listCardSheets(ctx: ReadCtx, unitId: number): Promise<CardSheet[]> {
  if (!holds(ctx.actor, 'card:issue')) throw new NotAllowed('card:issue');
  const { rows } = await sql<CardSheet>`
    select c.pk_staff_id as "pkStaffId", s.name as "pkName",
      count(*) filter (where a.id is null)::int as none,
      count(*) filter (where ${unusedCard} and a.printed_at is null)::int as unprinted,
      count(*) filter (where a.printed_at is not null or a.pin_hash is not null or a.device_since is not null)::int as printed
    from cases.client_case c
    left join units.staff s on s.id = c.pk_staff_id
    left join accounts.client_access a on a.case_id = c.id and a.kind = 'client' and a.state <> 'closed'
    where c.unit_id = ${unitId} and c.state in ('received', 'active', 'paused')
    group by c.pk_staff_id, s.name
    order by s.name nulls first`.execute(ctx.tx);
  return rows;
}
