import type { PlainDate } from '#kernel/plain-date';
import { inLanguage } from '#messages/server';
import type { ReadCtx } from '#platform/ctx';
import { NotTypeset, typeset } from '#platform/typeset/typeset.server';
import { readDossier } from './queries.server.ts';
import { type AnnexHead, annexOf } from './annex-sheet.server.ts';

/**
 * The case for a decision as pages, of what whoever asks may read today; undefined where they cannot be set now, which is in the log.
 * Indonesian, whatever language the asker reads: it leaves the house with a letter.
 */
export async function printAnnex(
  ctx: ReadCtx,
  { caseId, breachId, head }: { caseId: string; breachId: string | undefined; head: AnnexHead },
): Promise<{ pages: Buffer; asOf: PlainDate } | undefined> {
  const dossier = await readDossier(ctx, caseId, breachId);
  const sheet = inLanguage('id', () => annexOf(dossier, head));
  try {
    const [pages] = await typeset('annex.typ', [sheet]);
    return pages && { pages, asOf: dossier.today };
  } catch (error) {
    if (error instanceof NotTypeset) return undefined;
    throw error;
  }
}
