import { sql } from 'kysely';
import type { WorkingDays } from '#kernel/holidays';
import { isUuid } from '#kernel/id';
import type { PlainDate } from '#kernel/plain-date';
import { dayAt, type Zone } from '#kernel/zone';
import { unitsWhere } from '#modules/access';
import { workingCalendarOf } from '#modules/units/server';
import type { ReadCtx } from '#platform/ctx';
import { NotAllowed } from '#platform/errors';
import type { OpeningKind, OpeningReason } from './case.ts';
import { openingReview } from './law.rules.ts';

export type OpeningLine = {
  id: string;
  unitName: string;
  zone: Zone;
  /** The register number of the client or occupant, never his name: an auditor opens the file with a reason of his own. */
  code: string | null;
  /** Of the case or of the stay that was opened, one of the two. */
  caseId: string | null;
  stayId: string | null;
  by: string | null;
  mine: boolean;
  kind: OpeningKind;
  reasonCode: OpeningReason;
  reason: string;
  openedAt: Date;
  /** Those above to whom it went on, because nobody but the opener is an auditor there. */
  passedTo: 'kanwil' | 'ditjenpas' | null;
  dueOn: PlainDate;
  isLate: boolean;
  reviewedBy: string | null;
  reviewedAt: Date | null;
  review: string | null;
};
export type OpeningFilter = {
  state: 'waiting' | 'reviewed';
  /** One alone, as a task leads to it. */
  openingId?: string | undefined;
  /** The last line of the page before. */
  after?: string | undefined;
};

const PAGE = 50;
/** Where the asker reviews: whoever opened or works on a file reads its openings on the file itself. */
const where = sql<boolean>`(o.unit_id = any ((select platform.ctx_units('auditor'))::int[])
  or (o.case_id is not null and o.unit_id = any ((select platform.ctx_units('head_of_bapas'))::int[]))
  or (o.stay_id is not null and o.unit_id = any ((select platform.ctx_units('head_of_custody'))::int[]))
  or (o.passed_to = 'kanwil' and o.unit_id = any ((select platform.ctx_units('kanwil'))::int[]))
  or (o.passed_to = 'ditjenpas' and o.unit_id = any ((select platform.ctx_units('ditjenpas'))::int[])))`;

/** The unit of the post by which he reviews. */
function mustReviewSomewhere(ctx: ReadCtx): number {
  const [post] = unitsWhere(ctx.actor, 'opening:review');
  if (!post) throw new NotAllowed('reviews no openings');
  return post.unitId;
}

/** Files opened with a reason in the asker's offices: what waits with the oldest first, what was reviewed with the newest. */
export async function listOpenings(
  ctx: ReadCtx,
  { state, openingId, after }: OpeningFilter,
): Promise<{ lines: OpeningLine[]; next: string | null }> {
  const unitId = mustReviewSomewhere(ctx);
  const waits = state === 'waiting';
  const beyond = isUuid(after)
    ? sql`and (o.opened_at, o.id) ${waits ? sql`>` : sql`<`} (select b.opened_at, b.id from accounts.opening b where b.id = ${after})`
    : sql``;
  const { rows } = await sql<Omit<OpeningLine, 'dueOn' | 'isLate' | 'code'> & { unitId: number }>`
    select o.id, o.unit_id as "unitId", u.name as "unitName", u.zone, o.case_id as "caseId",
      o.stay_id as "stayId", o.passed_to as "passedTo", s.name as by,
      o.account_id = ${ctx.actor.accountId} as mine, o.kind, o.reason_code as "reasonCode", o.reason, o.opened_at as "openedAt",
      rs.name as "reviewedBy", o.reviewed_at as "reviewedAt", o.review
    from accounts.opening o
    join units.unit u on u.id = o.unit_id
    left join accounts.account a on a.id = o.account_id left join units.staff s on s.id = a.staff_id
    left join accounts.account ra on ra.id = o.reviewed_by left join units.staff rs on rs.id = ra.staff_id
    where ${where} and o.reviewed_at is ${waits ? sql`null` : sql`not null`}
      ${isUuid(openingId) ? sql`and o.id = ${openingId}` : sql``} ${beyond}
    order by o.opened_at ${waits ? sql`asc` : sql`desc`}, o.id ${waits ? sql`asc` : sql`desc`} limit ${PAGE + 1}`.execute(
    ctx.tx,
  );
  const page = rows.slice(0, PAGE);
  ctx.accessed({ what: 'case.openings-viewed', unitId, about: { state, lines: page.length } });
  const [codes, judge] = [await codesOf(ctx, page), await terms(ctx, page)];
  return {
    lines: page.map((row) => ({ ...row, code: codes.get(row.id) ?? null, ...judge(row) })),
    next: rows.length > PAGE ? page.at(-1)!.id : null,
  };
}

/** How many wait for their review, and how many of them too long. */
export async function countOpeningsWaiting(ctx: ReadCtx): Promise<{ waiting: number; late: number }> {
  mustReviewSomewhere(ctx);
  const { rows } = await sql<Opened>`
    select o.unit_id as "unitId", u.zone, o.opened_at as "openedAt" from accounts.opening o join units.unit u on u.id = o.unit_id
    where ${where} and o.reviewed_at is null`.execute(ctx.tx);
  const judge = await terms(ctx, rows);
  return { waiting: rows.length, late: rows.filter((row) => judge(row).isLate).length };
}

type Opened = { unitId: number; zone: Zone; openedAt: Date };
async function terms(ctx: ReadCtx, rows: readonly Opened[]) {
  const offices = new Map<number, WorkingDays>();
  for (const { unitId } of rows) if (!offices.has(unitId)) offices.set(unitId, await workingCalendarOf(ctx, unitId));
  return ({ unitId, zone, openedAt }: Opened) => {
    const dueOn = openingReview.judge({ openedOn: dayAt(zone, openedAt), office: offices.get(unitId)! }, {});
    return { dueOn, isLate: dueOn < dayAt(zone, ctx.now) };
  };
}

async function codesOf(ctx: ReadCtx, rows: readonly { id: string }[]): Promise<Map<string, string | null>> {
  const found = await sql<{ opening_id: string; code: string | null }>`
    select opening_id, code from accounts.opening_codes(${rows.map(({ id }) => id)}::uuid[])`.execute(ctx.tx);
  return new Map(found.rows.map(({ opening_id, code }) => [opening_id, code]));
}
