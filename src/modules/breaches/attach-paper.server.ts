import type { Ctx } from '#platform/ctx';
import type { AcceptedFile } from '#platform/files/accept.server';
import { storeFile } from '#platform/files/store.server';
import type { PaperKind } from './breach.ts';
import { lockBreach } from './reach.server.ts';
import { no, type BreachRefused } from './rules.ts';
import { findPaper, insertPaper } from './store.server.ts';

/** The scan of a paper as it was signed. It is there once, locked with its hash; until then the paper prints as a draft. */
export async function attachPaper(
  ctx: Ctx,
  input: { caseId: string; breachId: string; kind: PaperKind; ofId: string; file: AcceptedFile },
): Promise<{ ok: true } | BreachRefused> {
  const { of, breach } = await lockBreach(ctx, input.caseId, input.breachId, 'breach:handle');
  const paper = await findPaper(ctx.tx, breach.id, input.kind, input.ofId);
  if (paper === 'absent') return no('nothing_to_sign');
  if (paper === 'signed') return no('already_signed');
  const stored = await storeFile(ctx, input.file, { unitId: of.unitId, caseId: of.id, personId: of.personId });
  if (!stored.ok) return no('file_refused');
  const paperId = ctx.newId();
  await insertPaper(ctx, of, breach.id, {
    id: paperId,
    kind: input.kind,
    ofId: input.ofId,
    fileId: stored.fileId,
    sha256: input.file.sha256,
  });
  ctx.journal({
    what: 'breach.paper-signed',
    unitId: of.unitId,
    caseId: of.id,
    personId: of.personId,
    about: { breachId: breach.id, paperId, kind: input.kind, fileId: stored.fileId },
  });
  return { ok: true };
}
