import { sql } from 'kysely';
import { keysOf, nameWords } from '#kernel/person-name';
import type { PlainDate } from '#kernel/plain-date';
import type { AgreeingGroup, Band } from '#modules/people';
import type { ReadCtx } from '#platform/ctx';
import type { AwayPointer } from './pointers.queries.server.ts';

export type ListedRow = { line: number; name: string; nik: string | null; birthDay: PlainDate | null };
export type Recognised = { id: string; unitId: number; band: Band; agrees: AgreeingGroup[] };

/**
 * Who of the rows of a list may be somebody who is away, line by line; for jobs. A NIK says so, or two words of the name with the day of birth: a
 * name alone says nothing of a row.
 */
export async function recogniseAway(ctx: ReadCtx, rows: readonly ListedRow[]): Promise<Map<number, Recognised[]>> {
  const asked = rows.map(({ line, name, nik, birthDay }) => ({
    line,
    nik,
    birth: birthDay,
    keys: [...new Set([...new Set(nameWords(name))].slice(0, 6).flatMap(keysOf))],
  }));
  const found = new Map<number, Recognised[]>();
  if (asked.length === 0) return found;
  const { rows: hits } = await sql<Recognised & { line: number }>`
    select line, id, unit_id as "unitId", band, agrees from at_large.recognise(${JSON.stringify(asked)}::jsonb)`.execute(
    ctx.tx,
  );
  for (const { line, ...hit } of hits) found.set(line, [...(found.get(line) ?? []), hit]);
  return found;
}

/** These of those who are away, as far as the asker may know of them. */
export async function listAwayOf(
  ctx: ReadCtx,
  ids: readonly string[],
): Promise<Map<string, Omit<AwayPointer, 'days' | 'name'>>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<Omit<AwayPointer, 'days' | 'name'>>`
    select t.id, t.unit_id as "unitId", u.name as unit, u.phone, t.state, t.clock_from::text as "clockFrom", t.held_at as "heldAt", c.id as "caseId"
    from at_large.pointers() t join units.unit u on u.id = t.unit_id
    left join at_large.search s on s.id = t.id left join cases.client_case c on c.id = s.case_id
    where t.id = any (${[...ids]}::uuid[])`.execute(ctx.tx);
  return new Map(rows.map((row) => [row.id, row]));
}
