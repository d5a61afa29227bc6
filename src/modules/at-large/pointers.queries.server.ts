import { createHash } from 'node:crypto';
import { sql, type RawBuilder } from 'kysely';
import { keysOf, nameWords } from '#kernel/person-name';
import type { PlainDate } from '#kernel/plain-date';
import { isUuid } from '#kernel/id';
import { holds, mustBeAllowed, unitsWhere } from '#modules/access';
import type { AgreeingGroup, Band } from '#modules/people';
import type { ReadCtx } from '#platform/ctx';
import { NotFound, TooMany } from '#platform/errors';
import type { SearchState } from './search.ts';

/** What everybody may know of somebody who is away: which office searches, since when, how far it is. No value of his file. */
export type AwayPointer = {
  id: string;
  unitId: number;
  unit: string;
  phone: string;
  state: SearchState;
  clockFrom: PlainDate;
  /** Where he is held in another matter and not handed over; empty where he is not, or the place is not known. */
  heldAt: string;
  days: number;
  /** Only where the asker reaches the file itself. */
  caseId: string | null;
  name: string | null;
};
export type PointerFilter = {
  today: PlainDate;
  /** This unit and those below it. */
  under?: number | undefined;
  olderThan?: number | undefined;
  /** Only those who are held elsewhere and not handed over. */
  held?: boolean | undefined;
};

const shown = sql`
  t.id, t.unit_id as "unitId", u.name as unit, u.phone, t.state, t.clock_from::text as "clockFrom", t.held_at as "heldAt"`;
/** The days that somebody is away end when he is held elsewhere. */
const awayUntil = (today: PlainDate) => sql`coalesce(t.held_on, ${today}::date)`;
/** What of it the asker reaches in his own right; row-level security answers for him. */
const reached = sql`
  left join at_large.search s on s.id = t.id left join cases.client_case c on c.id = s.case_id left join people.person p on p.id = c.person_id`;

function where({ today, under, olderThan, held }: PointerFilter): RawBuilder<boolean> {
  const parts = [sql<boolean>`true`];
  if (under !== undefined) parts.push(sql<boolean>`u.path @> array[${under}::int]`);
  if (olderThan !== undefined) parts.push(sql<boolean>`t.clock_from < ${awayUntil(today)} - ${olderThan}::int`);
  if (held) parts.push(sql<boolean>`t.state = 'located_elsewhere'`);
  return sql<boolean>`${sql.join(parts, sql` and `)}`;
}

/** Everybody in the country who is away, who is longest first. */
export async function listPointers(
  ctx: ReadCtx,
  filter: PointerFilter,
  { offset = 0, limit = 50 }: { offset?: number; limit?: number } = {},
): Promise<{ rows: AwayPointer[]; total: number }> {
  mustBeAllowed(ctx.actor, 'at_large:know');
  const { rows } = await sql<AwayPointer>`
    select ${shown}, greatest(${awayUntil(filter.today)} - t.clock_from, 0) as days, c.id as "caseId", p.name
    from at_large.pointers() t join units.unit u on u.id = t.unit_id ${reached}
    where ${where(filter)} order by t.clock_from, t.id limit ${limit} offset ${offset}`.execute(ctx.tx);
  const count = await sql<{ total: number }>`
    select count(*)::int as total from at_large.pointers() t join units.unit u on u.id = t.unit_id where ${where(filter)}`.execute(
    ctx.tx,
  );
  return { rows, total: count.rows[0]!.total };
}

/** One of them, by its reference. */
export async function getPointer(ctx: ReadCtx, id: string, today: PlainDate): Promise<AwayPointer> {
  mustBeAllowed(ctx.actor, 'at_large:know');
  if (!isUuid(id)) throw new NotFound('search');
  const { rows } = await sql<AwayPointer>`
    select ${shown}, greatest(${awayUntil(today)} - t.clock_from, 0) as days, c.id as "caseId", p.name
    from at_large.pointers() t join units.unit u on u.id = t.unit_id ${reached} where t.id = ${id}`.execute(ctx.tx);
  if (!rows[0]) throw new NotFound('search');
  return rows[0];
}

export type Likely = Omit<AwayPointer, 'days'> & { band: Band; agrees: AgreeingGroup[] };
export type Met = { name: string; nik?: string | null | undefined; birthDay?: PlainDate | null | undefined };

/** Who of those who are away may be the one who is met: which groups of fields agree, and nothing more. Proposes and never decides. */
export async function likelyAtLarge(ctx: ReadCtx, met: Met): Promise<Likely[]> {
  if (!holds(ctx.actor, 'at_large:know')) return [];
  const words = [...new Set(nameWords(met.name))].slice(0, 6);
  const keys = [...new Set(words.flatMap(keysOf))];
  if (keys.length === 0 && !met.nik) return [];
  const { rows } = await sql<Likely>`
    select ${shown}, t.band, t.agrees, c.id as "caseId", p.name
    from at_large.find(${met.nik || null}, ${met.birthDay ?? null}::date, ${keys}::text[]) t join units.unit u on u.id = t.unit_id ${reached}`.execute(
    ctx.tx,
  );
  return rows;
}

/** The same for what somebody types on purpose: limited, and each asking leaves a line that tells no name. */
export async function askAtLarge(ctx: ReadCtx, met: Met): Promise<Likely[]> {
  mustBeAllowed(ctx.actor, 'at_large:know');
  await slowDown(ctx);
  const found = await likelyAtLarge(ctx, met);
  ctx.accessed({
    what: 'at-large.asked',
    unitId: unitsWhere(ctx.actor, 'at_large:know')[0]?.unitId ?? null,
    about: { searched: hashOf(`${met.nik ?? ''} ${met.birthDay ?? ''} ${met.name}`), hits: found.length },
  });
  return found;
}

export type AwayHere = { personId: string; id: string; state: SearchState; clockFrom: PlainDate; heldAt: string };
/** Who of these people of one's own offices is away. */
export async function awayAmong(ctx: ReadCtx, personIds: readonly string[]): Promise<AwayHere[]> {
  if (ctx.actor.kind !== 'staff' || personIds.length === 0) return [];
  const { rows } = await sql<AwayHere>`
    select a.person_id as "personId", a.id, a.state, a.clock_from::text as "clockFrom", a.held_at as "heldAt"
    from at_large.among(${[...personIds]}::uuid[]) a`.execute(ctx.tx);
  return rows;
}

/** The same for the people of these cases, for pages that know their clients by case. */
export async function awayAmongCases(ctx: ReadCtx, caseIds: readonly string[]): Promise<Set<string>> {
  if (caseIds.length === 0) return new Set();
  const { rows } = await sql<{ id: string; personId: string }>`
    select c.id, c.person_id as "personId" from cases.client_case c where c.id = any (${[...caseIds]}::uuid[])`.execute(
    ctx.tx,
  );
  const away = new Set(
    (
      await awayAmong(
        ctx,
        rows.map(({ personId }) => personId),
      )
    ).map(({ personId }) => personId),
  );
  return new Set(rows.filter(({ personId }) => away.has(personId)).map(({ id }) => id));
}

/**
 * Who may be the same as this person, himself included: what a page about him warns of. `name` stands on the page where the asker knows no more of
 * him: a tier above, or a sitting.
 */
export async function likelyAsPerson(ctx: ReadCtx, personId: string, name?: string): Promise<Likely[]> {
  const { rows } = await sql<Met>`
    select p.name, p.nik, case when p.birth_precision = 'day' then p.birth_date::text end as "birthDay"
    from people.person p where p.id = ${personId}`.execute(ctx.tx);
  const met = rows[0] ?? (name === undefined ? undefined : { name });
  if (!met) return [];
  const [himself] = await awayAmong(ctx, [personId]);
  // What a name alone says of somebody who is known already would be said on every page about a common name.
  const found = (await likelyAtLarge(ctx, met)).filter(({ id, band }) => id === himself?.id || band !== 'doubtful');
  // A name of one word finds nobody; that it is he is known all the same.
  if (!himself || found.some(({ id }) => id === himself.id)) return found;
  return [...(await asHimself(ctx, himself.id)), ...found];
}

/** The pointer to somebody whose own record the asker has before him. */
async function asHimself(ctx: ReadCtx, id: string): Promise<Likely[]> {
  if (!holds(ctx.actor, 'at_large:know')) return [];
  const { rows } = await sql<Omit<Likely, 'band' | 'agrees'>>`
    select ${shown}, c.id as "caseId", p.name
    from at_large.pointers() t join units.unit u on u.id = t.unit_id ${reached} where t.id = ${id}`.execute(ctx.tx);
  return rows.map((row) => ({ ...row, band: 'strong', agrees: ['name'] }));
}

/** The same for the client of a case; nobody where the asker does not reach it. */
export async function likelyAsClient(ctx: ReadCtx, caseId: string): Promise<Likely[]> {
  const row = await ctx.tx
    .selectFrom('cases.client_case')
    .select('person_id')
    .where('id', '=', caseId)
    .executeTakeFirst();
  return row ? likelyAsPerson(ctx, row.person_id) : [];
}

export type OfficeStanding = {
  unitId: number;
  name: string;
  running: number;
  over30: number;
  over60: number;
  over90: number;
  /** Of the running ones, those who are held elsewhere and not handed over. */
  elsewhere: number;
  arrests: number;
  /** Days from the decree to the arrest: the middle ones, and what nine in ten did not exceed. */
  medianDays: number | null;
  ninthDays: number | null;
  /** Found in custody in another matter, and clients again, between the decree and the day on which they were back. */
  detained: number;
  clientAgain: number;
};
/** How the offices at and below a unit stand; every number is the length of the list that it opens. */
export async function listOfficeStandings(
  ctx: ReadCtx,
  under: number | undefined,
  today: PlainDate,
): Promise<OfficeStanding[]> {
  mustBeAllowed(ctx.actor, 'at_large:know');
  const older = (days: number) => sql`count(*) filter (where t.clock_from < ${awayUntil(today)} - ${days}::int)::int`;
  const { rows } = await sql<OfficeStanding>`
    with away as (select t.unit_id, count(*)::int as running, ${older(30)} as over30, ${older(60)} as over60, ${older(90)} as over90,
      count(*) filter (where t.state = 'located_elsewhere')::int as elsewhere from at_large.pointers() t group by 1),
    arrested as (select a.unit_id, count(*)::int as arrests,
      percentile_cont(0.5) within group (order by greatest(a.arrested_on - a.clock_from, 0))::float8 as median,
      percentile_disc(0.9) within group (order by greatest(a.arrested_on - a.clock_from, 0)) as ninth
      from at_large.arrests() a group by 1),
    meanwhile as (select n.unit_id, count(*) filter (where n.what = 'detained')::int as detained,
      count(*) filter (where n.what = 'client_again')::int as again from at_large.meanwhile() n group by 1)
    select u.id as "unitId", u.name, coalesce(w.running, 0) as running, coalesce(w.over30, 0) as over30, coalesce(w.over60, 0) as over60,
      coalesce(w.over90, 0) as over90, coalesce(w.elsewhere, 0) as elsewhere, coalesce(r.arrests, 0) as arrests, r.median as "medianDays", r.ninth as "ninthDays",
      coalesce(n.detained, 0) as detained, coalesce(n.again, 0) as "clientAgain"
    from units.unit u left join away w on w.unit_id = u.id left join arrested r on r.unit_id = u.id left join meanwhile n on n.unit_id = u.id
    where (w.unit_id is not null or r.unit_id is not null or n.unit_id is not null) ${under === undefined ? sql`` : sql`and u.path @> array[${under}::int]`}
    order by coalesce(w.over90, 0) desc, coalesce(w.running, 0) desc, u.name, u.id`.execute(ctx.tx);
  return rows;
}

export type Arrest = { id: string; unit: string; clockFrom: PlainDate; arrestedOn: PlainDate; days: number };
/** The arrests behind a median, and what all of them together took: the middle of it, and what nine in ten did not exceed. */
export async function listArrests(
  ctx: ReadCtx,
  under: number | undefined,
  { offset = 0, limit = 50 }: { offset?: number; limit?: number } = {},
): Promise<{ rows: Arrest[]; total: number; medianDays: number | null; ninthDays: number | null }> {
  mustBeAllowed(ctx.actor, 'at_large:know');
  const here = under === undefined ? sql<boolean>`true` : sql<boolean>`u.path @> array[${under}::int]`;
  const { rows } = await sql<Arrest>`
    select a.id, u.name as unit, a.clock_from::text as "clockFrom", a.arrested_on::text as "arrestedOn",
      greatest(a.arrested_on - a.clock_from, 0) as days
    from at_large.arrests() a join units.unit u on u.id = a.unit_id
    where ${here} order by a.arrested_on desc, a.id limit ${limit} offset ${offset}`.execute(ctx.tx);
  const all = await sql<{ total: number; medianDays: number | null; ninthDays: number | null }>`
    select count(*)::int as total, percentile_cont(0.5) within group (order by greatest(a.arrested_on - a.clock_from, 0))::float8 as "medianDays",
      percentile_disc(0.9) within group (order by greatest(a.arrested_on - a.clock_from, 0)) as "ninthDays"
    from at_large.arrests() a join units.unit u on u.id = a.unit_id where ${here}`.execute(ctx.tx);
  return { rows, ...all.rows[0]! };
}

/** What is known of somebody who was revoked and not back: held in another matter, or a client again. */
export const meanwhileKinds = ['detained', 'client_again'] as const;
export type MeanwhileKind = (typeof meanwhileKinds)[number];
export type Meanwhile = { id: string; unit: string; clockFrom: PlainDate; onDay: PlainDate; days: number };
/** New offences and new episodes of people who were revoked and not back in custody: offices and days, nobody's name. */
export async function listMeanwhile(
  ctx: ReadCtx,
  under: number | undefined,
  what: MeanwhileKind,
  { offset = 0, limit = 50 }: { offset?: number; limit?: number } = {},
): Promise<{ rows: Meanwhile[]; total: number }> {
  mustBeAllowed(ctx.actor, 'at_large:know');
  const here = sql<boolean>`n.what = ${what} and ${under === undefined ? sql<boolean>`true` : sql<boolean>`u.path @> array[${under}::int]`}`;
  const { rows } = await sql<Meanwhile>`
    select n.id, u.name as unit, n.clock_from::text as "clockFrom", n.on_day::text as "onDay", greatest(n.on_day - n.clock_from, 0) as days
    from at_large.meanwhile() n join units.unit u on u.id = n.unit_id
    where ${here} order by n.on_day desc, n.id limit ${limit} offset ${offset}`.execute(ctx.tx);
  const all = await sql<{ total: number }>`
    select count(*)::int as total from at_large.meanwhile() n join units.unit u on u.id = n.unit_id where ${here}`.execute(
    ctx.tx,
  );
  return { rows, total: all.rows[0]!.total };
}

/** Counted in the access log itself, so that a new session or another server process does not begin anew. */
async function slowDown(ctx: ReadCtx): Promise<void> {
  const { rows } = await sql<{ minute: number; hour: number }>`
    select count(*) filter (where l.at > ${new Date(ctx.now.getTime() - 60_000)})::int as minute, count(*)::int as hour
    from platform.access_log l
    where l.actor_id = ${ctx.actor.accountId}::uuid and l.at > ${new Date(ctx.now.getTime() - 3_600_000)} and l.what = 'at-large.asked'`.execute(
    ctx.tx,
  );
  if (rows[0]!.minute >= 40) throw new TooMany('at-large.asked too often', 60);
  if (rows[0]!.hour >= 300) throw new TooMany('at-large.asked too often', 600);
}

/** What was asked, so that the same question can be recognised and no name stands in the log. */
function hashOf(typed: string): string {
  const text = typed.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();
  return createHash('sha256').update(text).digest('hex').slice(0, 24);
}
