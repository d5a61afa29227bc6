import type { Ctx } from '#platform/ctx';
import { changedMeanwhile, lockSitting, type ChangedMeanwhile } from './access.server.ts';
import { findSittingKind } from './kinds.server.ts';
import { papers } from './papers.server.ts';
import { countItems } from './queries.server.ts';
import { carryDeferred } from './queue.server.ts';
import { judgeClosing, nextState, type Refused } from './rules.ts';
import { sittingLabel, type Outcome } from './sitting.ts';
import { changeSitting, listItems, setOutcome } from './store.server.ts';

/** What was passed on, what was put off, what was settled meanwhile, and what an agenda that is open took along at once. */
export type Closed = { ok: true; told: number; deferred: number; lapsed: number; carried: number };

/**
 * The sitting ends: every module hears what was advised on its matter in this transaction, the minutes are drafted from the record, and
 * what was put off goes onto the next agenda. The head decides afterwards, with the module that owns the matter.
 */
export async function closeSitting(
  ctx: Ctx,
  input: { sittingId: string; version: number },
): Promise<Closed | Refused | ChangedMeanwhile> {
  const { sitting } = await lockSitting(ctx, input.sittingId);
  if (sitting.version !== input.version) return changedMeanwhile(sitting);
  const items = await listItems(ctx.tx, sitting.id);
  const verdict = judgeClosing(sitting.state, items, await countItems(ctx, sitting.id));
  if (!verdict.ok) return verdict;

  const closed: Closed = { ok: true, told: 0, deferred: 0, lapsed: 0, carried: 0 };
  const document = `Sidang TPP nomor ${sittingLabel(sitting)}`;
  for (const item of items) {
    const kind = findSittingKind(item.kind);
    const heard =
      kind !== undefined &&
      (await kind.tell(ctx, {
        itemId: item.id,
        subjectId: item.subjectId,
        caseId: item.caseId,
        unitId: item.unitId,
        personId: item.personId,
        heldOn: sitting.day,
        document,
        recommendation: item.recommendation!,
      }));
    const outcome: Outcome = heard ? 'told' : 'lapsed';
    await setOutcome(ctx.tx, item.id, outcome);
    closed[heard && item.recommendation === 'defer' ? 'deferred' : outcome] += 1;
  }
  await papers().minutes(ctx, sitting.id);
  await changeSitting(ctx, sitting, 'minutes', { state: nextState(sitting.state, 'close')! });
  const { carried, to } = await carryDeferred(ctx, sitting.unitId);
  closed.carried = carried;
  ctx.journal({
    what: 'sitting.closed',
    unitId: sitting.unitId,
    about: {
      sittingId: sitting.id,
      label: sittingLabel(sitting),
      told: closed.told,
      deferred: closed.deferred,
      lapsed: closed.lapsed,
      carried,
      carriedToId: to,
    },
  });
  return closed;
}
