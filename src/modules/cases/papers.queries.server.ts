import { sql } from 'kysely';
import type { ReadCtx, Tx } from '#platform/ctx';
import { papersAtReception } from './law.rules.ts';
import type { Paper, PaperStanding } from './papers.ts';
import { reachCase } from './reach.server.ts';

export type PaperFound = { paper: Paper; standing: PaperStanding | null; by: string | null; at: Date | null };

/** The papers that are looked for in this file, each as it was found last. */
export async function listPapers(ctx: ReadCtx, caseId: string): Promise<PaperFound[]> {
  const one = await reachCase(ctx, caseId, 'case:read_specific');
  const found = await latestLooks(ctx.tx, one.id);
  return papersAtReception.decide({ kind: one.kind, ageGroup: one.ageGroup }).result.map((paper) => {
    const look = found.find((row) => row.paper === paper);
    return { paper, standing: look?.standing ?? null, by: look?.by ?? null, at: look?.at ?? null };
  });
}

type Look = { paper: string; standing: PaperStanding; by: string | null; at: Date };
export async function latestLooks(tx: Tx, caseId: string): Promise<Look[]> {
  const { rows } = await sql<Look>`
    select distinct on (k.paper) k.paper, k.standing, s.name as by, k.made_at as at from cases.paper_check k
    left join accounts.account a on a.id = k.made_by left join units.staff s on s.id = a.staff_id
    where k.case_id = ${caseId} order by k.paper, k.made_at desc, k.id desc`.execute(tx);
  return rows;
}
