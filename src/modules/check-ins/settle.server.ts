import { earliest, latest, type PlainDate } from '#kernel/plain-date';
import type { NewTask } from '#modules/tasks';
import { closeTasks, openTasks, renewTasks } from '#modules/tasks/server';
import type { Ctx } from '#platform/ctx';
import type { Standing } from './ledger.ts';
import { missedInARow, missLimits, rowsOfMisses } from './misses.rules.ts';
import { remindOfMiss } from './reminders.server.ts';
import { judgePeriod, type PeriodVerdict } from './reports.rules.ts';
import {
  listLateFulfilled,
  lockObligations,
  setMissesInARow,
  setObligation,
  setStandings,
  type CaseAtHand,
  type ObligationRow,
} from './store.server.ts';
import { listReports } from './reports.store.server.ts';
import { listExcused } from './excuses-and-disputes.store.server.ts';

/** What to look at anew: the periods that hold one of these days, and those named. */
export type Touched = { days?: readonly PlainDate[]; obligationIds?: readonly string[] };
export type Settled = {
  /** What each report of the touched periods now stands for. */
  standings: ReadonlyMap<string, { standing: Standing; obligationId: string }>;
  periods: readonly (ObligationRow & { verdict: PeriodVerdict })[];
};

/**
 * Brings the ledger of a case in line with its reports after any change: the state of the touched periods, what each report stands
 * for, the row of misses behind them, and the tasks that hang on it. Runs under the lock of the case.
 */
export async function settle(ctx: Ctx, of: CaseAtHand, touched: Touched): Promise<Settled> {
  const all = await lockObligations(ctx, of.id);
  const named = new Set(touched.obligationIds ?? []);
  const days = touched.days ?? [];
  const concerned = all.filter((one) => named.has(one.id) || days.some((day) => one.from <= day && day <= one.through));
  if (concerned.length === 0) return { standings: new Map(), periods: [] };

  const from = concerned.map((one) => one.from).reduce((a, b) => earliest(a, b));
  const through = concerned.map((one) => one.through).reduce((a, b) => latest(a, b));
  const reports = await listReports(
    ctx.tx,
    of.id,
    from,
    through,
    concerned.map((one) => one.id),
  );
  const excused = await listExcused(ctx.tx, of.id);

  const standings = new Map<string, { standing: Standing; obligationId: string }>();
  const periods = concerned.map((one) => {
    const facts = { ...one, excused: excused.has(one.id), ledgerFrom: of.supervision.ledgerFrom };
    const verdict = judgePeriod(facts, reports, of.today);
    for (const [id, standing] of verdict.standings) standings.set(id, { standing, obligationId: one.id });
    return { ...one, verdict };
  });

  for (const one of periods) {
    const { verdict } = one;
    if (verdict.state === one.state && verdict.fulfilledBy === one.fulfilledBy) continue;
    await setObligation(
      ctx,
      one.id,
      { state: verdict.state, fulfilledBy: verdict.fulfilledBy },
      one.through < of.today,
    );
  }
  // A client's own session writes nothing but his report; what it stands for was settled before it was written.
  if (ctx.actor.kind !== 'client') {
    await setStandings(
      ctx.tx,
      [...standings].map(([id, one]) => ({ id, ...one })),
    );
    await recount(ctx, of, all, periods);
  }
  return { standings, periods };
}

/** Counts the row of misses anew and lets its consequences follow: only a change opens or withdraws a task. */
async function recount(
  ctx: Ctx,
  of: CaseAtHand,
  before: readonly ObligationRow[],
  changed: Settled['periods'],
): Promise<void> {
  const verdicts = new Map(changed.map((one) => [one.id, one.verdict]));
  const late = await listLateFulfilled(ctx.tx, of.id);
  const ledger = before.map((one) => {
    const verdict = verdicts.get(one.id);
    return { ...one, now: verdict?.state ?? one.state, late: verdict ? verdict.late : late.has(one.id) };
  });
  const numbers = missedInARow.decide(
    ledger.map((one) => ({ state: one.now, late: one.late })),
    of.chosen[missedInARow.id],
  ).result;

  const moved: { id: string; missedInARow: number }[] = [];
  for (const [index, one] of ledger.entries()) {
    const number = numbers[index] ?? 0;
    const stood = one.now === one.state ? one.missedInARow : verdicts.has(one.id) ? 0 : one.missedInARow;
    if (number !== stood) moved.push({ id: one.id, missedInARow: number });
    if (number > 0 && one.missedInARow === 0) await remindOfMiss(ctx, of, one);
  }
  await setMissesInARow(ctx.tx, moved);
  await followRows(ctx, of, ledger, numbers);
}

/** Who hears of a row of misses from which length on. The first goes to the client alone, and stands on the counsellor's list. */
export const taskOf = {
  warning: { kind: 'check-ins.second-miss', forRole: 'pk' },
  breach: { kind: 'breach.third-miss', forRole: 'section_head' },
} as const;

/**
 * One open thing for each row of misses and each post, kept by the row's first period: it tells the newest number, comes anew when the
 * row grows after somebody has closed it, and goes when the row has become shorter than what it is about.
 */
async function followRows(
  ctx: Ctx,
  of: CaseAtHand,
  ledger: readonly ObligationRow[],
  numbers: readonly number[],
): Promise<void> {
  const limits = missLimits(of.chosen);
  const stood = ledger.map((one) => one.missedInARow);
  for (const consequence of ['warning', 'breach'] as const) {
    const { kind, forRole } = taskOf[consequence];
    const rowsOf = (counted: readonly number[]) =>
      rowsOfMisses(counted)
        .filter((row) => row.misses >= limits[consequence])
        .map((row) => ({ ...row, key: ledger[row.first]!.id, isWhole: counted[row.first] === 1 }));
    const before = new Map(rowsOf(stood).map((row) => [row.key, row]));
    const after = rowsOf(numbers);
    const gone = [...before.keys()].filter((key) => !after.some((row) => row.key === key));
    if (gone.length > 0) await closeTasks(ctx, { unitId: of.unitId, kind, key: gone, as: 'withdrawn' });
    for (const row of after) {
      const was = before.get(row.key);
      if (was?.misses === row.misses && was.isWhole) continue;
      const { from, through } = ledger[row.last]!;
      const task: NewTask = {
        unitId: of.unitId,
        caseId: of.id,
        kind,
        key: row.key,
        forRole,
        staffId: forRole === 'pk' ? of.pkStaffId : null,
        facts: { misses: row.misses, from, through },
      };
      await renewTasks(ctx, [task]);
      if (!was?.isWhole || row.misses > was.misses) await openTasks(ctx, [task]);
    }
  }
}
