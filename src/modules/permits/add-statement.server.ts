import type { PlainDate } from '#kernel/plain-date';
import type { Ctx } from '#platform/ctx';
import type { AcceptedFile } from '#platform/files/accept.server';
import { storeFile } from '#platform/files/store.server';
import type { Speaker } from './permit.ts';
import { lockPermit } from './reach.server.ts';
import { isRunning, no, type PermitRefused } from './rules.ts';
import { insertPaper, insertStatement } from './store.server.ts';

/** What the guarantor or a child's guardian says of the journey. Nothing is taken away again; the newest word counts. */
export async function addStatement(
  ctx: Ctx,
  input: {
    caseId: string;
    permitId: string;
    who: Speaker;
    name: string;
    agrees: boolean;
    saidOn: PlainDate;
    note: string;
    file: AcceptedFile | null;
  },
): Promise<{ ok: true } | PermitRefused> {
  const { of, permit } = await lockPermit(ctx, input.caseId, input.permitId, 'permit:handle');
  if (!isRunning(permit.state)) return no('wrong_state');
  if (input.saidOn > of.today) return no('day_in_future');
  const stored =
    input.file && (await storeFile(ctx, input.file, { unitId: of.unitId, caseId: of.id, personId: of.personId }));
  if (stored && !stored.ok) return no('file_refused');
  const statementId = ctx.newId();
  await insertStatement(ctx, of, permit.id, { ...input, id: statementId, fileId: stored ? stored.fileId : null });
  ctx.journal({
    what: 'permit.statement-added',
    unitId: of.unitId,
    caseId: of.id,
    personId: of.personId,
    about: { permitId: permit.id, statementId, source: input.who, outcome: input.agrees, day: input.saidOn },
  });
  return { ok: true };
}

/** A paper that was brought with the request. */
export async function addPermitPaper(
  ctx: Ctx,
  input: { caseId: string; permitId: string; name: string; file: AcceptedFile },
): Promise<{ ok: true } | PermitRefused> {
  const { of, permit } = await lockPermit(ctx, input.caseId, input.permitId, 'permit:handle');
  if (!isRunning(permit.state)) return no('wrong_state');
  const stored = await storeFile(ctx, input.file, { unitId: of.unitId, caseId: of.id, personId: of.personId });
  if (!stored.ok) return no('file_refused');
  const paperId = ctx.newId();
  await insertPaper(ctx, of, permit.id, { id: paperId, name: input.name, fileId: stored.fileId });
  ctx.journal({
    what: 'permit.paper-added',
    unitId: of.unitId,
    caseId: of.id,
    personId: of.personId,
    about: { permitId: permit.id, paperId, fileId: stored.fileId },
  });
  return { ok: true };
}
