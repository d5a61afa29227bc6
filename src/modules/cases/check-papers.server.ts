import type { Ctx } from '#platform/ctx';
import { latestLooks } from './papers.queries.server.ts';
import { papers, type Paper, type PaperStanding } from './papers.ts';
import { lockCase } from './reach.server.ts';
import { isOpen, no, type Refused } from './rules.ts';
import { insertPaperCheck } from './documents-and-notes.store.server.ts';

export type PapersFound = { caseId: string; standings: Partial<Record<Paper, PaperStanding>> };

/** Writes down which papers of a client were there; what says the same as before is not written again. */
export async function checkPapers(ctx: Ctx, { caseId, standings }: PapersFound): Promise<{ ok: true } | Refused> {
  const one = await lockCase(ctx, caseId, 'case:write');
  if (!isOpen(one.state)) return no('wrong_state');
  const before = new Map((await latestLooks(ctx.tx, one.id)).map((look) => [look.paper, look.standing]));
  const found = papers.flatMap((paper) => {
    const standing = standings[paper];
    return standing && before.get(paper) !== standing ? [{ paper, standing }] : [];
  });
  if (found.length === 0) return { ok: true };
  for (const look of found) await insertPaperCheck(ctx, one, look);
  const count = (standing: PaperStanding) => found.filter((look) => look.standing === standing).length;
  ctx.journal({
    what: 'case.papers-checked',
    unitId: one.unitId,
    caseId: one.id,
    personId: one.personId,
    about: { papersThere: count('present'), papersMissing: count('missing') },
  });
  return { ok: true };
}
