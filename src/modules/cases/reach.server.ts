import { isUuid } from '#kernel/id';
import { mustBeAllowed, type Action } from '#modules/access';
import type { Ctx, ReadCtx } from '#platform/ctx';
import { NotFound, Stale } from '#platform/errors';
import { findCase, lockCaseRow, type CaseOnFile } from './store.server.ts';

/** A case that the asker may do this with; out of reach it is as absent as one that never was. */
export async function reachCase(ctx: ReadCtx, caseId: string, action: Action): Promise<CaseOnFile> {
  const found = isUuid(caseId) ? await findCase(ctx, caseId) : undefined;
  if (!found) throw new NotFound('case');
  mustBeAllowed(ctx.actor, action, found.subject);
  return found;
}

/** The same, locked for the rest of the transaction. `version` is what the asker was looking at when deciding. */
export async function lockCase(ctx: Ctx, caseId: string, action: Action, version?: number): Promise<CaseOnFile> {
  const found = isUuid(caseId) ? await lockCaseRow(ctx, caseId) : undefined;
  if (!found) throw new NotFound('case');
  mustBeAllowed(ctx.actor, action, found.subject);
  if (version !== undefined && version !== found.version) throw new Stale('case changed meanwhile');
  return found;
}

/** Who lays out what is due of a client, or stops what ends with his supervision; each does it in a job of its own. */
const followUps = ['check-ins.lay-out', 'contacts.lay-out', 'breaches.settle', 'tpp.settle', 'permits.settle'] as const;

/** What is due is laid out anew by whoever owns it; several reasons in one hour are one job. */
export async function layOutAnew(ctx: Ctx, one: { id: string; unitId: number }): Promise<void> {
  for (const job of followUps)
    await ctx.addJob(job, { caseId: one.id, unitId: one.unitId }, { key: `${job}:${one.id}` });
}

/** Whether the asker leads the section or the office that holds this case. */
export function leads(ctx: ReadCtx, unitId: number): boolean {
  return ctx.actor.postings.some(
    (posting) => posting.unitId === unitId && (posting.role === 'section_head' || posting.role === 'head_of_bapas'),
  );
}
