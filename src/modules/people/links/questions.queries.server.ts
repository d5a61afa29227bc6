import { sql, type RawBuilder } from 'kysely';
import { isUuid } from '#kernel/id';
import { holds, may } from '#modules/access';
import type { ReadCtx } from '#platform/ctx';
import { NotAllowed, NotFound } from '#platform/errors';
import { answersTo, type LinkAnswer, type LinkState, type QuestionWhy } from '../links.rules.ts';
import type { Pointer } from '../matching/ask-who.server.ts';
import { beside, type SideBySide } from '../matching/side-by-side.server.ts';
import { subjectFor } from '../queries.server.ts';
import type { QuestionFilter } from '../questions.ts';
import type { Band } from '../rules.ts';
import { others, readOpened, type LinkedPerson } from './links.queries.server.ts';
import { findLink } from './links.store.server.ts';

export type OpenQuestion = {
  id: string;
  linkId: string;
  personId: string;
  name: string;
  unitName: string;
  why: QuestionWhy;
  band: Band | null;
  since: Date;
  closedAt: Date | null;
  other: LinkedPerson | undefined;
  pointer: Pointer | undefined;
};

/** Whoever decides about people of an office reads its questions, and whoever looks after the office. */
const readUnits = sql<
  number[]
>`(select platform.ctx_units('pk', 'section_head', 'head_of_bapas', 'registrar', 'head_of_custody', 'kanwil'))::int[]`;

function mustRead(ctx: ReadCtx): void {
  if (!holds(ctx.actor, 'person:link') && !holds(ctx.actor, 'person:compare')) throw new NotAllowed('person:link');
}

const daysBefore = (ctx: ReadCtx, days: number) => new Date(ctx.now.getTime() - days * 86_400_000);
const isInside = sql<boolean>`exists (select 1 from people.link_side o
  where o.link_id = q.link_id and o.person_id <> q.person_id and o.unit_id = q.unit_id)`;

/** The questions of a filter: a count and its list are asked by the same words. */
function asked(ctx: ReadCtx, filter: QuestionFilter): RawBuilder<unknown> {
  const { why, unitId, comparisonId, among, place, band, olderThan, state } = filter;
  const conditions = [
    sql`q.unit_id = any (${readUnits})`,
    ...(state === 'all' ? [] : [state === 'answered' ? sql`q.closed_at is not null` : sql`q.closed_at is null`]),
    ...(why ? [sql`q.why = ${why}`] : []),
    ...(unitId === undefined ? [] : [sql`q.unit_id = ${unitId}`]),
    ...(comparisonId === undefined ? [] : [sql`q.comparison_id = ${comparisonId}`]),
    ...(among ? [sql`q.person_id = any (${[...among]}::uuid[])`] : []),
    ...(place ? [place === 'inside' ? isInside : sql`not ${isInside}`] : []),
    ...(band ? [sql`q.band = ${band}`] : []),
    ...(olderThan ? [sql`q.since < ${daysBefore(ctx, olderThan)}`] : []),
  ];
  return sql`from people.question q join people.person p on p.id = q.person_id join units.unit u on u.id = q.unit_id
    where ${sql.join(conditions, sql` and `)}`;
}

const columns = sql`q.id, q.link_id as "linkId", q.person_id as "personId", p.name, u.name as "unitName", q.why, q.band, q.since,
  q.closed_at as "closedAt"`;
type QuestionRow = Omit<OpenQuestion, 'other' | 'pointer'>;

/** What is open about who somebody is in the asker's offices, the oldest first. */
export async function listQuestions(
  ctx: ReadCtx,
  filter: QuestionFilter = {},
  { offset = 0, limit = 50 }: { offset?: number; limit?: number } = {},
): Promise<{ rows: OpenQuestion[]; total: number }> {
  mustRead(ctx);
  const { rows } = await sql<QuestionRow>`
    select ${columns} ${asked(ctx, filter)} order by q.since, q.id limit ${limit} offset ${offset}`.execute(ctx.tx);
  const count = await sql<{ total: number }>`select count(*)::int as total ${asked(ctx, filter)}`.execute(ctx.tx);
  const { seen, pointers } = await others(
    ctx,
    rows.map(({ linkId }) => linkId),
    rows.map(({ personId }) => personId),
  );
  return {
    rows: rows.map((row) => ({ ...row, other: seen.get(row.linkId), pointer: pointers.get(row.linkId) })),
    total: count.rows[0]!.total,
  };
}

export type QuestionInFull = OpenQuestion & {
  state: LinkState;
  needsTwo: boolean;
  /** Where both records are within reach, or the other office has laid its own open: field by field, with what speaks for it and against. */
  beside: SideBySide | undefined;
  /** Until when the other office shows its record. */
  openUntil: Date | undefined;
  /** What the reader may say to it now. */
  answers: LinkAnswer[];
  /** Its neighbours under the same filter. */
  previous: string | undefined;
  next: string | undefined;
};

/** One question with both records beside each other, and where it stands in the list that it was opened from. */
export async function getQuestion(ctx: ReadCtx, id: string, filter: QuestionFilter): Promise<QuestionInFull> {
  mustRead(ctx);
  if (!isUuid(id)) throw new NotFound('question');
  const { rows } = await sql<QuestionRow>`select ${columns} ${asked(ctx, { state: 'all' })} and q.id = ${id}`.execute(
    ctx.tx,
  );
  const one = rows[0];
  if (!one) throw new NotFound('question');
  const subject = await subjectFor(ctx, one.personId, 'person:read');
  const link = await findLink(ctx, one.linkId, one.personId);
  if (!link) throw new NotFound('link');
  const { seen, pointers } = await others(ctx, [one.linkId], [one.personId]);
  const other = seen.get(one.linkId);
  const both = other && (await beside(ctx, one.personId, other.personId));
  const opened = other ? undefined : await readOpened(ctx, one.linkId, one.personId);
  ctx.accessed({ what: 'person.links_viewed', unitId: subject.unitId, personId: one.personId });
  if (both) ctx.accessed({ what: 'person.links_viewed', unitId: both.other.unitId, personId: both.other.personId });
  const by = { accountId: ctx.actor.accountId, leads: may(ctx.actor, 'person:approve_link', subject) };
  return {
    ...one,
    other,
    pointer: pointers.get(one.linkId),
    state: link.state,
    needsTwo: link.needsTwo,
    beside: both ?? opened,
    openUntil: opened?.until,
    answers: may(ctx.actor, 'person:link', subject) ? answersTo(link, by) : [],
    previous: await nextTo(ctx, id, filter, 'before'),
    next: await nextTo(ctx, id, filter, 'after'),
  };
}

/** The one that comes next under a filter, for whoever has just answered this one. */
export async function questionAfter(ctx: ReadCtx, id: string, filter: QuestionFilter): Promise<string | undefined> {
  mustRead(ctx);
  return isUuid(id) ? nextTo(ctx, id, filter, 'after') : undefined;
}

async function nextTo(
  ctx: ReadCtx,
  id: string,
  filter: QuestionFilter,
  way: 'before' | 'after',
): Promise<string | undefined> {
  // The moment stays in the database: out here it would lose what comes after its milliseconds.
  const here = sql`(select h.since, h.id from people.question h where h.id = ${id})`;
  const beyond =
    way === 'after'
      ? sql`and (q.since, q.id) > ${here} order by q.since, q.id`
      : sql`and (q.since, q.id) < ${here} order by q.since desc, q.id desc`;
  const { rows } = await sql<{ id: string }>`select q.id ${asked(ctx, filter)} ${beyond} limit 1`.execute(ctx.tx);
  return rows[0]?.id;
}

/** Questions of one office by how long they wait; each number is the length of its list. */
export type UnitQuestions = {
  unitId: number;
  unit: string;
  open: number;
  over7: number;
  over30: number;
  over90: number;
  /** Both records in this office. */
  inside: number;
};

export async function countQuestions(ctx: ReadCtx): Promise<UnitQuestions[]> {
  mustRead(ctx);
  const older = (days: number) => sql`count(*) filter (where q.since < ${daysBefore(ctx, days)})::int`;
  const { rows } = await sql<UnitQuestions>`
    select q.unit_id as "unitId", u.name as unit, count(*)::int as open, ${older(7)} as over7, ${older(30)} as over30, ${older(90)} as over90,
      count(*) filter (where ${isInside})::int as inside
    ${asked(ctx, {})} group by q.unit_id, u.name order by u.name, q.unit_id`.execute(ctx.tx);
  return rows;
}

/** What a comparison has met, as far as the reader may know of it; each number is the length of its list. */
export type ComparisonFound = {
  found: number;
  answered: number;
  open: number;
  strong: number;
  likely: number;
  inside: number;
  across: number;
};

export async function countFound(ctx: ReadCtx, comparisonId: string): Promise<ComparisonFound> {
  mustRead(ctx);
  const open = (condition: RawBuilder<unknown>) =>
    sql`count(*) filter (where q.closed_at is null and ${condition})::int`;
  const { rows } = await sql<ComparisonFound>`
    select count(*)::int as found, count(q.closed_at)::int as answered, (count(*) - count(q.closed_at))::int as open,
      ${open(sql`q.band = 'strong'`)} as strong, ${open(sql`q.band = 'likely'`)} as likely,
      ${open(isInside)} as inside, ${open(sql`not ${isInside}`)} as across
    ${asked(ctx, { comparisonId, state: 'all' })}`.execute(ctx.tx);
  return rows[0]!;
}

/** Since when something has been open in an office at all; nothing where nothing is. */
export async function oldestQuestion(ctx: ReadCtx, unitId: number): Promise<Date | undefined> {
  const { rows } = await sql<{ since: Date | null }>`
    select min(q.since) as since from people.question q where q.unit_id = ${unitId} and q.closed_at is null`.execute(
    ctx.tx,
  );
  return rows[0]?.since ?? undefined;
}

/** Whether it is asked who this person may be. */
export async function hasOpenQuestion(ctx: ReadCtx, personId: string): Promise<boolean> {
  const row = await ctx.tx
    .selectFrom('people.question')
    .select('id')
    .where('person_id', '=', personId)
    .where('closed_at', 'is', null)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
