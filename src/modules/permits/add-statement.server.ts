import { isUuid } from '#kernel/id';
import type { PlainDate } from '#kernel/plain-date';
import { mustBeOwn } from '#modules/access';
import type { Ctx } from '#platform/ctx';
import { NotFound } from '#platform/errors';
import type { AcceptedFile } from '#platform/files/accept.server';
import { storeFile } from '#platform/files/store.server';
import type { PermitState, Speaker } from './permit.ts';
import { lockAsked } from './at-counter.server.ts';
import { isRunning, no, type PermitRefused } from './rules.ts';
import { findOwnCase, findPermitOfOwn, lockJourneys } from './store.server.ts';
import { insertPaper, insertStatement } from './papers.store.server.ts';

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
  const { of, permit } = await lockAsked(ctx, input.caseId, input.permitId);
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

/** A paper that was brought with the request: to the counter, or to whoever guides the client. */
export async function addPermitPaper(
  ctx: Ctx,
  input: { caseId: string; permitId: string } & Paper,
): Promise<{ ok: true } | PermitRefused> {
  const { of, permit } = await lockAsked(ctx, input.caseId, input.permitId);
  return keepPaper(ctx, of, permit, input);
}

/** The client sends a paper himself, to a request of his that is not decided for good. */
export async function addOwnPaper(
  ctx: Ctx,
  input: { permitId: string } & Paper,
): Promise<{ ok: true } | PermitRefused> {
  const { own } = ctx.actor;
  if (!own) throw new NotFound('not a client');
  mustBeOwn(ctx.actor, 'own:report', own.caseId);
  await lockJourneys(ctx, own.caseId);
  const of = await findOwnCase(ctx, own.caseId);
  const permit = isUuid(input.permitId) ? await findPermitOfOwn(ctx, own.caseId, input.permitId) : undefined;
  if (!of || !permit) throw new NotFound('permit');
  return keepPaper(ctx, of, permit, input);
}

type Paper = { name: string; file: AcceptedFile };
async function keepPaper(
  ctx: Ctx,
  of: { id: string; unitId: number; personId: string },
  permit: { id: string; state: PermitState },
  { name, file }: Paper,
): Promise<{ ok: true } | PermitRefused> {
  if (!isRunning(permit.state)) return no('wrong_state');
  // On a client's own session a file is of his case alone.
  const personId = ctx.actor.own ? null : of.personId;
  const stored = await storeFile(ctx, file, { unitId: of.unitId, caseId: of.id, personId });
  if (!stored.ok) return no('file_refused');
  const paperId = ctx.newId();
  await insertPaper(ctx, of, permit.id, { id: paperId, name, fileId: stored.fileId });
  ctx.journal({
    what: 'permit.paper-added',
    unitId: of.unitId,
    caseId: of.id,
    personId: of.personId,
    about: { permitId: permit.id, paperId, fileId: stored.fileId },
  });
  return { ok: true };
}
