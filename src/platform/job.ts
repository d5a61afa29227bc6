import type { PlainDate } from '#kernel/plain-date';
import type { Zone } from '#kernel/zone';
import type { Ctx } from './ctx.ts';

/** A unit as the worker meets it. */
export type JobUnit = { id: number; type: string; zone: Zone; demoToday: PlainDate | null };

/** How a job works: under a short session for the units at hand, so that row-level security holds for jobs as well. */
export type JobWork = {
  now: Date;
  /** One transaction for each unit that is open (of these types); a unit that fails does not stop the others, and fails the job at the end. */
  perUnit: (
    filter: { zone?: Zone; types?: readonly string[] },
    work: (ctx: Ctx, unit: JobUnit) => Promise<void>,
  ) => Promise<void>;
  /**
   * The same for work that one statement does for some dozens of units: they share a transaction, and where it fails each of them has
   * one of its own. The units come in the order of their numbers, so that locks are taken in one order everywhere.
   */
  perUnits: (
    filter: { zone?: Zone; types?: readonly string[] },
    work: (ctx: Ctx, units: JobUnit[]) => Promise<void>,
  ) => Promise<void>;
  /** One transaction for one unit. */
  inUnit: <T>(unitId: number, work: (ctx: Ctx, unit: JobUnit) => Promise<T>) => Promise<T>;
};

/** When a job runs by itself: a time on the wall in one of the three zones, or every so many minutes. */
export type JobTime = { zone: Zone; at: `${number}:${number}` } | { everyMinutes: number };

export type Job = {
  when?: readonly JobTime[];
  /** Somebody waits for it, and it is short: it has hands of its own and never stands behind work that takes minutes. */
  soon?: true;
  /** Runs at least once for each time it is due; must do no harm when it runs twice. */
  run: (work: JobWork, payload: Record<string, unknown>) => Promise<void>;
};

export type Jobs = Readonly<Record<`${string}.${string}`, Job>>;
