import { sql } from 'kysely';
import type { PlainDate } from '#kernel/plain-date';
import { holds, may } from '#modules/access';
import type { ReadCtx } from '#platform/ctx';
import { NotAllowed, NotFound } from '#platform/errors';
import type { ReportRefusal } from './reports.rules.ts';
import { getOffice } from './store.server.ts';
import { findDecider, numberPaperLines, type PaperOutcome } from './paper.store.server.ts';

export type PaperList = {
  id: string;
  unitId: number;
  day: PlainDate;
  reason: string;
  state: 'typing' | 'proposed' | 'approved' | 'refused' | 'withdrawn';
  typedBy: string | null;
  typedByMe: boolean;
  lines: number;
  madeAt: Date;
  decisionNote: string | null;
};

/** The lists of an office, or of all the asker's, or one of them; what still waits for somebody comes first. */
export async function listPaperLists(
  ctx: ReadCtx,
  { unitId, batchId, limit = 50 }: { unitId?: number; batchId?: string; limit?: number } = {},
): Promise<PaperList[]> {
  if (!holds(ctx.actor, 'paper:type') && !holds(ctx.actor, 'paper:approve')) throw new NotAllowed('paper:type');
  const { rows } = await sql<PaperList>`
    select b.id, b.unit_id as "unitId", b.day, b.reason, b.state, s.name as "typedBy", b.typed_by = (select platform.ctx_account()) as "typedByMe",
      (select count(*)::int from check_ins.paper_lines(b.id)) as lines, b.made_at as "madeAt",
      b.decision_note as "decisionNote"
    from check_ins.paper_batch b left join accounts.account a on a.id = b.typed_by left join units.staff s on s.id = a.staff_id
    where ${unitId === undefined ? sql`true` : sql`b.unit_id = ${unitId}`} and ${batchId === undefined ? sql`true` : sql`b.id = ${batchId}`}
    order by b.state in ('typing', 'proposed') desc, b.made_at desc limit ${limit}`.execute(ctx.tx);
  return rows;
}

export type PaperListInFull = PaperList & {
  entries: {
    lineId: string;
    /** Its place on the paper, counted over all lines. */
    number: number;
    caseId: string;
    name: string;
    registerLabel: string | null;
    note: string;
    receipt: string | null;
    /** What became of it when the list was approved, and why it could not be recorded. */
    outcome: PaperOutcome | null;
    refusal: ReportRefusal | 'not_agreed' | null;
  }[];
  /** Lines about clients whose files are closed to the asker: their number, and whether somebody has decided. */
  closed: { number: number; isDecided: boolean }[];
  mayApprove: boolean;
};

export async function readPaperList(ctx: ReadCtx, batchId: string): Promise<PaperListInFull> {
  const [list] = await listPaperLists(ctx, { batchId });
  if (!list) throw new NotFound('no such list for this asker');
  const office = await getOffice(ctx, list.unitId);
  const { rows } = await sql<PaperListInFull['entries'][number]>`
    select l.id as "lineId", n.number, c.id as "caseId", p.name, c.register_label as "registerLabel", l.note, i.receipt,
      l.outcome, l.refusal
    from check_ins.paper_lines(${batchId}) n join check_ins.paper_line l on l.id = n.line_id
    join cases.client_case c on c.id = l.case_id join people.person p on p.id = c.person_id
    left join check_ins.check_in i on i.id = l.check_in_id
    order by n.number desc`.execute(ctx.tx);
  const seen = new Set(rows.map(({ lineId }) => lineId));
  const closed = (await numberPaperLines(ctx.tx, batchId)).filter(({ lineId }) => !seen.has(lineId));
  const decider = await findDecider(ctx.tx, list.id);
  const asDecider = { ...ctx.actor, postings: ctx.actor.postings.filter(({ role }) => role === decider) };
  return {
    ...list,
    entries: rows,
    closed: closed.map(({ number, outcome }) => ({ number, isDecided: outcome !== null })),
    mayApprove:
      !list.typedByMe &&
      rows.some(({ outcome }) => outcome === null) &&
      may(asDecider, 'paper:approve', { unitId: office.unitId, unitPath: office.path }),
  };
}
