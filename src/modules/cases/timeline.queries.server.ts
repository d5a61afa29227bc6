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

/** So far back lie the few days that an overview shows, for most clients; the journal has a table for every month. */
const RECENT_DAYS = 240;

export type TimelineAsked = { system?: boolean; before?: string | undefined; days?: number };

/**
 * A client's days, newest first, and inside a day from morning to evening. A page ends with a whole day, never in the middle of
 * one. What jobs wrote is left out unless asked for.
 */
export async function readTimeline(
  ctx: ReadCtx,
  caseId: string,
  { system = false, before, days: wanted = DAYS }: TimelineAsked = {},
): Promise<Timeline> {
  const one = await reachCase(ctx, caseId, 'case:read');
  const asked = { system, before, wanted, caseId, zone: one.zone };
  // Nothing is written before it happens: all lines of the days from a moment on were written since that moment.
  const since = wanted < DAYS && !before ? new Date(Date.parse(one.today) - RECENT_DAYS * 86_400_000) : null;
  const recent = since ? daysOf(await readLines(ctx, { ...asked, since })) : [];
  const days =
    recent.length > wanted + 1 ? recent.slice(0, wanted + 1) : daysOf(await readLines(ctx, { ...asked, since: null }));
  const more = days.length > wanted;
  return { days: days.slice(0, wanted), next: more ? days[wanted - 1]!.day : null };
}

type Line = {
  id: string;
  at: Date;
  what: string;
  name: string | null;
  kind: string | null;
  about: Record<string, unknown>;
  note: string | null;
  day: PlainDate;
};
type LinesAsked = {
  caseId: string;
  zone: string;
  system: boolean;
  before: string | undefined;
  wanted: number;
  since: Date | null;
};

async function readLines(ctx: ReadCtx, { caseId, zone, system, before, wanted, since }: LinesAsked): Promise<Line[]> {
  const { rows } = await sql<Line>`
    with told as materialized (
      select j.id, j.at, j.what, j.actor_id, j.about, case when j.what = 'case.noted' then (j.about ->> 'noteId')::uuid end as note_id
      from platform.lines_of_case(${caseId}, ${since ?? '-infinity'}) j
    ), line as (
      select j.id, coalesce(n.happened_at, j.at) as at, j.what, j.actor_id, j.about, n.text as note,
        (coalesce(n.happened_at, j.at) at time zone ${zone})::date as day
      from told j
      left join cases.contact_note n on n.case_id = ${caseId} and n.id = j.note_id
    ), shown as (
      select line.*, s.name, a.kind from line
      left join accounts.account a on a.id = line.actor_id
      left join units.staff s on s.id = a.staff_id
      where (${system} or a.kind is distinct from 'system') ${before ? sql`and day < ${before}::date` : sql``}
    ), chosen as (select distinct day from shown order by day desc limit ${wanted + 2})
    select shown.* from shown join chosen using (day) order by day desc, at, id`.execute(ctx.tx);
  return rows;
}

function daysOf(rows: readonly Line[]): Timeline['days'] {
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
  return days;
}
