import { closeTasks, openTask } from '#modules/tasks/server';
import type { Ctx } from '#platform/ctx';
import type { AcceptedFile } from '#platform/files/accept.server';
import { storeFile } from '#platform/files/store.server';
import type { DecreeReason } from './case.ts';
import { lockCase } from './reach.server.ts';
import { judgeLifting, judgeLiftingWithdrawal, no, type LiftingAttempt, type Refused } from './rules.ts';
import { sealAfterwards } from './seal-case.server.ts';
import { changeCase } from './store.server.ts';
import { lockOpenKinds } from './reception.store.server.ts';
import { decideEndingRow, findLiftable, findLifting, insertEnding } from './endings.store.server.ts';

export type LiftingInput = LiftingAttempt & { caseId: string; version: number; file: AcceptedFile | null };

/** A decree lifts the one by which the supervision ended: put forward with its paper, for somebody else to decide on. */
export async function proposeLifting(ctx: Ctx, input: LiftingInput): Promise<{ ok: true } | Refused> {
  const one = await lockCase(ctx, input.caseId, 'case:reopen', input.version);
  const verdict = judgeLifting(one, input, await findLiftable(ctx.tx, one.id), one.today);
  if (!verdict.ok) return verdict;
  if ((await lockOpenKinds(ctx.tx, one)).includes(one.kind)) return no('already_a_client');
  const place = { unitId: one.unitId, caseId: one.id, personId: one.personId };
  const stored = input.file ? await storeFile(ctx, input.file, place) : undefined;
  if (stored && !stored.ok) return no('file_refused');

  const liftingId = ctx.newId();
  const fileId = stored?.fileId ?? null;
  await insertEnding(ctx, one, {
    id: liftingId,
    what: 'reopened',
    day: input.day,
    reason: null,
    note: input.note,
    documentNumber: input.number,
    decided: false,
    lifts: { reason: one.endReason as DecreeReason, dated: input.dated, issuer: input.issuer, fileId },
  });
  await changeCase(ctx.tx, one, {});
  await openTask(ctx, {
    unitId: one.unitId,
    // The task about a sealed file would be as hidden as the file, so it says nothing of it but that it waits.
    ...(one.sealed ? {} : { caseId: one.id, facts: { number: input.number, day: input.dated } }),
    kind: 'cases.lifting-proposed',
    key: one.id,
    forRole: 'head_of_bapas',
  });
  const { number, dated, issuer, day, note } = input;
  ctx.journal({
    what: 'case.lifting-proposed',
    ...place,
    about: { liftingId, number, dated, issuer, day, note, fileId },
  });
  return { ok: true };
}

/** Whoever put it forward takes it back, as long as nobody has decided on it. */
export async function withdrawLifting(
  ctx: Ctx,
  input: { caseId: string; liftingId: string; note: string },
): Promise<{ ok: true; sealed: boolean } | Refused> {
  const one = await lockCase(ctx, input.caseId, 'case:reopen');
  const verdict = judgeLiftingWithdrawal(await findLifting(ctx.tx, one.id, input.liftingId), ctx.actor.accountId);
  if (!verdict.ok) return verdict;
  await decideEndingRow(ctx, input.liftingId, 'withdrawn', input.note);
  await changeCase(ctx.tx, one, {});
  await closeTasks(ctx, { unitId: one.unitId, kind: 'cases.lifting-proposed', key: one.id, as: 'withdrawn' });
  ctx.journal({
    what: 'case.lifting-withdrawn',
    unitId: one.unitId,
    caseId: one.id,
    personId: one.personId,
    about: { liftingId: input.liftingId, note: input.note },
  });
  return { ok: true, sealed: await sealAfterwards(ctx, one) };
}
