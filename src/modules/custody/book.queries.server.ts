import { sql } from 'kysely';
import type { PlainDate } from '#kernel/plain-date';
import type { ReadCtx } from '#platform/ctx';
import type { Register, StayState } from './stay.ts';

export type BookFilter = { unitId: number; register: Register; year: number };
export type BookLine = {
  id: string;
  label: string;
  number: number | null;
  origin: 'given' | 'imported';
  givenOn: PlainDate;
  stayId: string;
  name: string;
  state: StayState;
  /** The number that came after it, where the stay stands in another register now. */
  laterLabel: string | null;
  endedOn: PlainDate | null;
  voidReason: string | null;
  guarded: boolean;
};

/** One register of one year, number by number, void ones included. */
export async function listBook(
  ctx: ReadCtx,
  { unitId, register, year }: BookFilter,
  { offset = 0, limit = 50 }: { offset?: number; limit?: number } = {},
): Promise<{ rows: BookLine[]; total: number }> {
  const from = sql`
    from custody.register_entry e join custody.stay s on s.id = e.stay_id join people.person p on p.id = e.person_id
    where e.unit_id = ${unitId} and e.register = ${register} and e.year = ${year}`;
  const { rows } = await sql<BookLine>`
    select e.id, e.label, e.number, e.origin, e.given_on::text as "givenOn", e.stay_id as "stayId", p.name, s.state,
      case when s.register_label is distinct from e.label and e.voided_at is null then s.register_label end as "laterLabel",
      s.ended_on::text as "endedOn", e.void_reason as "voidReason", p.guarded
    ${from} order by coalesce(e.number, 2147483647), e.given_on, e.id limit ${limit} offset ${offset}`.execute(ctx.tx);
  const { rows: counted } = await sql<{ count: number }>`select count(*)::int as count ${from}`.execute(ctx.tx);
  ctx.accessed({ what: 'custody.book-read', unitId, about: { register, year } });
  return { rows, total: counted[0]!.count };
}

/** Which books there are, with how many numbers each. */
export async function listBooks(
  ctx: ReadCtx,
  unitId: number,
): Promise<{ register: Register; year: number; count: number }[]> {
  const { rows } = await sql<{ register: Register; year: number; count: number }>`
    select e.register, e.year, count(*)::int as count from custody.register_entry e where e.unit_id = ${unitId}
    group by 1, 2 order by e.year desc, e.register`.execute(ctx.tx);
  return rows;
}
