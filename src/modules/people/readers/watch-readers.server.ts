import { addWorkingDays } from '#kernel/holidays';
import { addDays } from '#kernel/plain-date';
import { dayAt } from '#kernel/zone';
import { openTasks } from '#modules/tasks/server';
import { todayAt } from '#modules/units';
import { optionsOf, workingCalendarOf } from '#modules/units/server';
import type { Ctx } from '#platform/ctx';
import type { JobUnit } from '#platform/job';
import { kinOpened, unusualReading, usualOver } from './readers.rules.ts';
import { listOpenedNames, listReadingDays } from './readers.store.server.ts';

/**
 * Shows the head what his officers opened yesterday beyond what they usually do, and where it may be family; the auditor where it is
 * the head himself. What is counted are real days, also where a demo clock stands.
 */
export async function watchReaders(ctx: Ctx, unit: JobUnit): Promise<void> {
  const day = addDays(dayAt(unit.zone, ctx.now), -1);
  const office = await workingCalendarOf(ctx, unit.id, { from: addDays(day, -10 * usualOver), through: day });
  const options = await optionsOf(ctx.tx, unit.id, unusualReading, todayAt(unit, ctx.now));
  const telling = (one: { accountId: string; username: string; leads: boolean }) => ({
    forRole: one.leads ? ('auditor' as const) : ('head_of_bapas' as const),
    facts: { accountId: one.accountId, username: one.username, day },
  });

  const days = await listReadingDays(ctx, unit.id, day, addWorkingDays(day, -usualOver, office));
  const unusual = days.flatMap((one) => {
    const found = unusualReading.judge(one, options);
    const { forRole, facts } = telling(one);
    return found
      ? { kind: 'people.many-opened' as const, key: `${one.accountId}:${day}`, forRole, facts: { ...facts, ...found } }
      : [];
  });
  const kin = (await listOpenedNames(ctx, unit.id, day)).flatMap((one) => {
    const kinship = kinOpened.judge(one, {});
    const { forRole, facts } = telling(one);
    const told = { ...facts, personId: one.personId, kinship: kinship ?? null };
    return kinship
      ? { kind: 'people.kin-opened' as const, key: `${one.accountId}:${one.personId}`, forRole, facts: told }
      : [];
  });
  await openTasks(
    ctx,
    [...unusual, ...kin].map((task) => ({ ...task, unitId: unit.id })),
  );
}
