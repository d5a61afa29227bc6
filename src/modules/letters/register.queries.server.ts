import { sql, type RawBuilder, type SqlBool } from 'kysely';
import type { PlainDate } from '#kernel/plain-date';
import { mustBeAllowed } from '#modules/access';
import { todayAt, type Unit } from '#modules/units';
import { getUnit } from '#modules/units/server';
import type { ReadCtx } from '#platform/ctx';
import type { LetterState } from './letter.ts';
import { lineOf, lines, type LetterLine } from './queries.server.ts';
import { kindsThatStay, waitingGroups, type WaitingGroup } from './waiting.ts';

/** The book of a tier is for whoever takes its steps. */
const bookAct = ({ type }: Pick<Unit, 'type'>) =>
  type === 'kanwil' ? 'revocation:forward' : type === 'ditjenpas' ? 'revocation:decree' : 'letter:read';

export type RegisterFilter = {
  year?: number | undefined;
  kind?: string | undefined;
  state?: LetterState | undefined;
  text?: string | undefined;
  /** Only what still waits for something; it stands in the order of its days. */
  waiting?: WaitingGroup | 'any' | undefined;
};
export type RegisterPage = { lines: LetterLine[]; total: number; years: number[]; next: string | null };

/** The letters of an office that the asker sees and that wait: drafts, runs and what the head has before him, what is to be signed and sent. */
const groupWhere = (today: PlainDate): Record<WaitingGroup | 'any', RawBuilder<SqlBool>> => {
  const any = sql<SqlBool>`(l.state in ('draft', 'proposed', 'numbered') or l.state = 'signed' and l.kind <> all (${kindsThatStay()}::text[]))`;
  return {
    any,
    to_finish: sql<SqlBool>`(l.state = 'draft' and l.run_id is null)`,
    to_sign: sql<SqlBool>`(l.state = 'proposed' or l.state = 'draft' and l.run_id is not null)`,
    to_send: sql<SqlBool>`(l.state = 'numbered' or l.state = 'signed' and l.kind <> all (${kindsThatStay()}::text[]))`,
    overdue: sql<SqlBool>`(${any} and l.due_on < ${today}::date)`,
  };
};

export type WaitingCounts = Record<WaitingGroup, number>;
/** How many letters of a unit wait, as far as the asker sees them: each number is the length of the list that it opens. */
export async function countWaiting(ctx: ReadCtx, unitId: number): Promise<WaitingCounts> {
  const unit = await mustSeeBook(ctx, unitId);
  const where = groupWhere(todayAt(unit, ctx.now));
  const counts = waitingGroups.map((group) => sql`count(*) filter (where ${where[group]})::int as ${sql.ref(group)}`);
  const { rows } = await sql<WaitingCounts>`
    select ${sql.join(counts)} from letters.letter l
    where l.unit_id = ${unitId} and l.state in ('draft', 'proposed', 'numbered', 'signed')`.execute(ctx.tx);
  return rows[0]!;
}

async function mustSeeBook(ctx: ReadCtx, unitId: number): Promise<Unit> {
  const unit = await getUnit(ctx, unitId);
  mustBeAllowed(ctx.actor, bookAct(unit), { unitId: unit.id, unitPath: unit.path, pkStaffId: ctx.actor.staffId });
  return unit;
}

/** The book of outgoing letters: what has a number, the newest first; with a state, or as what waits, also what has none yet. */
export async function readLetterRegister(
  ctx: ReadCtx,
  unitId: number,
  filter: RegisterFilter,
  after?: string,
  limit = 50,
): Promise<RegisterPage> {
  const unit = await mustSeeBook(ctx, unitId);
  const { year, kind, state, text, waiting } = filter;
  const found = () => {
    let query = lines(ctx).where('l.unit_id', '=', unitId);
    if (waiting) query = query.where(groupWhere(todayAt(unit, ctx.now))[waiting]);
    if (state) query = query.where('l.state', '=', state);
    else if (!waiting) query = query.where('l.label', 'is not', null);
    if (year !== undefined)
      query = query.where((eb) =>
        eb.or([
          eb('l.year', '=', year),
          eb.and([eb('l.label', 'is', null), sql<boolean>`extract(year from l.made_at) = ${year}`]),
        ]),
      );
    if (kind) query = query.where('l.kind', '=', kind);
    if (text) {
      const like = `%${text.replace(/[\\%_]/g, '\\$&')}%`;
      query = query.where((eb) =>
        eb.or([eb('l.label', 'ilike', like), eb('l.subject', 'ilike', like), eb('p.name', 'ilike', like)]),
      );
    }
    return query;
  };
  const { total } = await found()
    .clearSelect()
    .select(sql<number>`count(*)::int`.as('total'))
    .executeTakeFirstOrThrow();
  // What waits is read from its beginning, as long as whoever asks wants it: it is short, and its order is not that of the book.
  let page = waiting
    ? found()
        .orderBy('l.due_on', (order) => order.asc().nullsLast())
        .orderBy('l.id')
        .limit(limit)
    : found()
        .orderBy('l.id', 'desc')
        .limit(limit + 1);
  if (after && !waiting) page = page.where('l.id', '<', after);
  const rows = await page.execute();
  const years = await ctx.tx
    .selectFrom('letters.letter')
    .select('year')
    .distinct()
    .where('unit_id', '=', unitId)
    .where('year', 'is not', null)
    .execute();
  return {
    lines: rows.slice(0, limit).map(lineOf),
    total,
    years: years.map((row) => row.year!).sort((a, b) => b - a),
    next: rows.length > limit ? rows[limit - 1]!.id : null,
  };
}
