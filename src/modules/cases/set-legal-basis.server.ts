import type { PlainDate } from '#kernel/plain-date';
import type { Ctx } from '#platform/ctx';
import type { AcceptedFile } from '#platform/files/accept.server';
import { storeFile } from '#platform/files/store.server';
import type { BasisKind } from './case.ts';
import { lockCase } from './reach.server.ts';
import { isOpen, judgeBasis, no, type Refused } from './rules.ts';
import { changeCase, replaceBasis } from './store.server.ts';

export type LegalBasisInput = {
  caseId: string;
  version: number;
  kind: BasisKind;
  number: string;
  dated: PlainDate;
  issuer: string;
  file?: AcceptedFile | undefined;
};

/** The decree, verdict or agreement that the guidance rests on; the one before stays on file as replaced. */
export async function setLegalBasis(ctx: Ctx, input: LegalBasisInput): Promise<{ ok: true } | Refused> {
  const one = await lockCase(ctx, input.caseId, 'case:write', input.version);
  if (!isOpen(one.state)) return no('wrong_state');
  const verdict = judgeBasis(one.kind, input, one.today);
  if (!verdict.ok) return verdict;

  const stored =
    input.file && (await storeFile(ctx, input.file, { unitId: one.unitId, caseId: one.id, personId: one.personId }));
  if (stored && !stored.ok) return no('file_refused');
  const basisId = await replaceBasis(ctx, one, { ...input, fileId: stored?.fileId ?? null });
  await changeCase(ctx.tx, one, {});
  ctx.journal({
    what: 'case.basis-set',
    unitId: one.unitId,
    caseId: one.id,
    personId: one.personId,
    about: { basisId, kind: input.kind, dated: input.dated, fileId: stored?.fileId ?? null },
  });
  return { ok: true };
}
