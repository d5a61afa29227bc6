import { sql } from 'kysely';
import type { PlainDate } from '#kernel/plain-date';
import type { ReadCtx } from '#platform/ctx';
import { reachCase } from './reach.server.ts';

/** One thing that happened, as the journal has it; `note` is what was written down with it. */
export type TimelineLine = {
  id: string;
  at: Date;
  what: string;
  by: string | null;
  /** Written by a job, not by a person. */
  bySystem: boolean;
  about: Readonly<Record<string, unknown>>;
  note: string | null;
};
export type Timeline = { days: { day: PlainDate; lines: TimelineLine[] }[]; next: string | null };

const DAYS = 20;

/**
 * A client's days, newest first, and inside a day from morning to evening. A page ends with a whole day, never in the middle of
 * one. What jobs wrote is left out unless asked for.
 */
export async function readTimeline(
  ctx: ReadCtx,
  caseId: string,
  { system = false, before }: { system?: boolean; before?: string | undefined } = {},
): Promise<Timeline> {
  const one = await reachCase(ctx, caseId, 'case:read');
  const { rows } = await sql<{
    id: string;
    at: Date;
    what: string;
    name: string | null;
    kind: string | null;
    about: Record<string, unknown>;
    note: string | null;
    day: PlainDate;
  }>`
    with told as materialized (
      select j.id, j.at, j.what, j.actor_id, j.about, case when j.what = 'case.noted' then (j.about ->> 'noteId')::uuid end as note_id
      from platform.journal j
      where j.case_id = ${caseId}
    ), line as (
      select j.id, coalesce(n.happened_at, j.at) as at, j.what, j.actor_id, j.about, n.text as note,
        (coalesce(n.happened_at, j.at) at time zone ${one.zone})::date as day
      from told j
      left join cases.contact_note n on n.case_id = ${caseId} and n.id = j.note_id
    ), shown as (
      select line.*, s.name, a.kind from line
      left join accounts.account a on a.id = line.actor_id
      left join units.staff s on s.id = a.staff_id
      where (${system} or a.kind is distinct from 'system') ${before ? sql`and day < ${before}::date` : sql``}
    ), chosen as (select distinct day from shown order by day desc limit ${DAYS + 1})
    select shown.* from shown join chosen using (day) order by day desc, at, id`.execute(ctx.tx);
  const days: Timeline['days'] = [];
  for (const row of rows) {
    const line = {
      id: row.id,
      at: row.at,
      what: row.what,
      by: row.name,
      bySystem: row.kind === 'system',
      about: row.about,
      note: row.note,
    };
    const last = days.at(-1);
    if (last?.day === row.day) last.lines.push(line);
    else days.push({ day: row.day, lines: [line] });
  }
  const more = days.length > DAYS;
  return { days: days.slice(0, DAYS), next: more ? days[DAYS - 1]!.day : null };
}
