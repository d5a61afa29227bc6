import type { PlainDate } from '#kernel/plain-date';
import { mustBeAllowed } from '#modules/access';
import { closeTasks, openTasks } from '#modules/tasks/server';
import type { Ctx } from '#platform/ctx';
import { NotAllowed, NotFound } from '#platform/errors';
import { record } from './record.server.ts';
import { findStaffOf, getCase, getOffice, lockCase } from './store.server.ts';
import { reportedOn } from './reports.store.server.ts';
import {
  findDecider,
  insertBatch,
  insertPaperLine,
  listOpenPaperCases,
  lockBatch,
  moveBatch,
  numberPaperLines,
  removePaperLine,
  setPaperLine,
  type PaperBatch,
} from './paper.store.server.ts';

type Subject = { unitId: number; unitPath: readonly number[] };

/** After an outage: the list of arrivals that was kept on paper on one day. */
export async function openPaperBatch(
  ctx: Ctx,
  wanted: { unitId: number; day: PlainDate; reason: string },
): Promise<{ ok: true; batchId: string } | { ok: false; refusal: 'in_the_future' }> {
  const office = await getOffice(ctx, wanted.unitId);
  mustBeAllowed(ctx.actor, 'paper:type', subjectOf(office));
  if (wanted.day > office.today) return { ok: false, refusal: 'in_the_future' };
  const id = ctx.newId();
  await insertBatch(ctx, { id, unitId: office.unitId, day: wanted.day, reason: wanted.reason });
  ctx.journal({ what: 'check-in.paper-opened', unitId: office.unitId, about: { batchId: id, day: wanted.day } });
  return { ok: true, batchId: id };
}

export async function addPaperLine(
  ctx: Ctx,
  line: { batchId: string; caseId: string; note?: string },
): Promise<{ ok: true } | { ok: false; refusal: 'not_open' | 'already_on_list' }> {
  const batch = await lockBatch(ctx, line.batchId);
  const of = await getCase(ctx, line.caseId);
  mustBeAllowed(ctx.actor, 'paper:type', of.subject);
  if (of.unitId !== batch.unitId) throw new NotFound('this client is guided elsewhere');
  if (batch.state !== 'typing') return { ok: false, refusal: 'not_open' };
  if (!(await insertPaperLine(ctx, batch, of.id, line.note ?? ''))) return { ok: false, refusal: 'already_on_list' };
  ctx.journal({
    what: 'check-in.paper-line-added',
    unitId: batch.unitId,
    caseId: of.id,
    personId: of.personId,
    about: { batchId: batch.id },
  });
  return { ok: true };
}

export async function takePaperLineOff(
  ctx: Ctx,
  line: { batchId: string; lineId: string },
): Promise<{ ok: true } | { ok: false; refusal: 'not_open' }> {
  const batch = await lockBatch(ctx, line.batchId);
  mustBeAllowed(ctx.actor, 'paper:type', subjectOf(await getOffice(ctx, batch.unitId)));
  if (batch.state !== 'typing') return { ok: false, refusal: 'not_open' };
  await removePaperLine(ctx, batch.id, line.lineId);
  ctx.journal({
    what: 'check-in.paper-line-removed',
    unitId: batch.unitId,
    about: { batchId: batch.id, lineId: line.lineId },
  });
  return { ok: true };
}

export async function proposePaperBatch(
  ctx: Ctx,
  batchId: string,
): Promise<{ ok: true } | { ok: false; refusal: 'not_open' | 'empty_list' | 'nobody_decides' }> {
  const batch = await lockBatch(ctx, batchId);
  mustBeAllowed(ctx.actor, 'paper:type', subjectOf(await getOffice(ctx, batch.unitId)));
  if (batch.state !== 'typing') return { ok: false, refusal: 'not_open' };
  const lines = await numberPaperLines(ctx.tx, batch.id);
  if (lines.length === 0) return { ok: false, refusal: 'empty_list' };
  const decider = await findDecider(ctx.tx, batch.id);
  if (!decider) return { ok: false, refusal: 'nobody_decides' };
  await moveBatch(ctx, batch.id, 'proposed', '');
  await askToDecide(ctx, batch, decider, lines.length);
  ctx.journal({
    what: 'check-in.paper-proposed',
    unitId: batch.unitId,
    about: { batchId: batch.id, lines: lines.length },
  });
  return { ok: true };
}

/** Whoever typed a list may take it back as long as nobody has decided; what stands on it is not counted. */
export async function withdrawPaperBatch(
  ctx: Ctx,
  batchId: string,
): Promise<{ ok: true } | { ok: false; refusal: 'not_open' }> {
  const batch = await lockBatch(ctx, batchId);
  mustBeAllowed(ctx.actor, 'paper:type', subjectOf(await getOffice(ctx, batch.unitId)));
  if (batch.typedBy !== ctx.actor.accountId) throw new NotAllowed("not this officer's list");
  if (batch.state !== 'typing' && batch.state !== 'proposed') return { ok: false, refusal: 'not_open' };
  await moveBatch(ctx, batch.id, 'withdrawn', '');
  await closeTasks(ctx, { unitId: batch.unitId, kind: 'check-ins.paper-list', key: batch.id, as: 'withdrawn' });
  ctx.journal({ what: 'check-in.paper-withdrawn', unitId: batch.unitId, about: { batchId: batch.id } });
  return { ok: true };
}

export type PaperDecision =
  | { ok: true; recorded: number; alreadyThere: number; refused: number; waiting: number }
  | { ok: false; refusal: 'not_proposed' | 'typed_by_yourself' | 'note_missing' | 'lines_closed_to_you' };

/**
 * The head's decision, or that of the section head where it is his: approved, each line becomes a report of that day, or says why it did
 * not; who typed the list never approves it. Lines about clients whose files are closed to him stay open (`waiting`) for whoever may open
 * them, and the list is decided with the last of them. A refusal is of the whole list, or of what was left open by an earlier decision.
 */
export async function decidePaperBatch(
  ctx: Ctx,
  decision: { batchId: string; approve: boolean; note: string },
): Promise<PaperDecision> {
  const batch = await lockBatch(ctx, decision.batchId);
  mustBeAllowed(ctx.actor, 'paper:approve', subjectOf(await getOffice(ctx, batch.unitId)));
  if (batch.state !== 'proposed') return { ok: false, refusal: 'not_proposed' };
  if (batch.typedBy === ctx.actor.accountId) return { ok: false, refusal: 'typed_by_yourself' };
  const decider = await findDecider(ctx.tx, batch.id);
  if (!ctx.actor.postings.some(({ role, unitId }) => role === decider && unitId === batch.unitId))
    throw new NotAllowed(`this list is for the ${decider}`);
  if (!decision.approve && decision.note.trim().length < 3) return { ok: false, refusal: 'note_missing' };

  const all = await numberPaperLines(ctx.tx, batch.id);
  // In the order of the cases' ids, so that two approvals at once cannot wait for each other.
  const lines = (await listOpenPaperCases(ctx.tx, batch.id)).sort((a, b) => (a.caseId < b.caseId ? -1 : 1));
  if (lines.length === 0) return { ok: false, refusal: 'lines_closed_to_you' };
  const isFirst = all.every(({ outcome }) => outcome === null);
  const refusesAll = !decision.approve && isFirst;
  const waiting = refusesAll ? 0 : all.filter(({ outcome }) => outcome === null).length - lines.length;
  await closeTasks(ctx, { unitId: batch.unitId, kind: 'check-ins.paper-list', key: batch.id });
  if (waiting === 0) await moveBatch(ctx, batch.id, refusesAll ? 'refused' : 'approved', decision.note.trim());
  const done = { ok: true as const, recorded: 0, alreadyThere: 0, refused: 0, waiting };
  if (decision.approve) {
    const receivedBy = await findStaffOf(ctx.tx, batch.typedBy);
    for (const line of lines) done[await recordLine(ctx, batch, line, receivedBy)] += 1;
  } else if (!refusesAll) {
    for (const { lineId } of lines) await setPaperLine(ctx.tx, lineId, { outcome: 'refused', refusal: 'not_agreed' });
    done.refused = lines.length;
  }
  if (waiting > 0) {
    const next = await findDecider(ctx.tx, batch.id);
    if (next) await askToDecide(ctx, batch, next, waiting);
  }
  ctx.journal({
    what: decision.approve ? 'check-in.paper-approved' : 'check-in.paper-refused',
    unitId: batch.unitId,
    about: {
      batchId: batch.id,
      recorded: done.recorded,
      alreadyThere: done.alreadyThere,
      refused: done.refused,
      ...(waiting > 0 ? { waiting } : {}),
    },
  });
  return done;
}

/** One arrival becomes a report of the list's day, unless it stands there already or the rules of reports refuse it. */
async function recordLine(
  ctx: Ctx,
  batch: PaperBatch,
  line: { lineId: string; caseId: string },
  receivedBy: string | null,
): Promise<'recorded' | 'alreadyThere' | 'refused'> {
  const of = await lockCase(ctx, line.caseId);
  if (await reportedOn(ctx.tx, of.id, batch.day, 'in_person')) {
    await setPaperLine(ctx.tx, line.lineId, { outcome: 'already_there' });
    return 'alreadyThere';
  }
  const made = await record(ctx, of, {
    channel: 'in_person',
    happenedOn: batch.day,
    batchId: batch.id,
    approvedDay: true,
    receivedBy,
  });
  await setPaperLine(
    ctx.tx,
    line.lineId,
    made.ok ? { outcome: 'recorded', checkInId: made.checkInId } : { outcome: 'refused', refusal: made.refusal },
  );
  return made.ok ? 'recorded' : 'refused';
}

async function askToDecide(
  ctx: Ctx,
  batch: PaperBatch,
  forRole: 'head_of_bapas' | 'section_head',
  lines: number,
): Promise<void> {
  const facts = { day: batch.day, lines };
  await openTasks(ctx, [{ unitId: batch.unitId, kind: 'check-ins.paper-list', key: batch.id, forRole, facts }]);
}

function subjectOf(office: { unitId: number; path: number[] }): Subject {
  return { unitId: office.unitId, unitPath: office.path };
}
