import type { PlainDate } from '#kernel/plain-date';
import { holds, may } from '#modules/access';
import type { Ctx } from '#platform/ctx';
import { NotAllowed, NotFound } from '#platform/errors';
import { unitToAdminister } from './administer-unit.server.ts';
import { keepsHouse, listTree, nobodyWorksAt } from './queries.server.ts';
import { findHoliday, insertHoliday, lockHoliday, lockPostings, markHolidayRemoved } from './store.server.ts';

export type HolidayRefusal = 'already_a_holiday' | 'already_removed';
type Answer = { ok: true; id: string } | { ok: false; refusal: HolidayRefusal };

/** A holiday of one unit, or a national one, which whoever administers the top of the tree keeps for all. */
export async function addHoliday(
  ctx: Ctx,
  input: { day: PlainDate; name: string; unitId: number | null },
): Promise<Answer> {
  await mustKeepCalendar(ctx, input.unitId);
  await lockPostings(ctx.tx); // two people adding the same day at once would both find it free
  if (await findHoliday(ctx.tx, input.day, input.unitId)) return { ok: false, refusal: 'already_a_holiday' };
  const id = ctx.newId();
  await insertHoliday(ctx.tx, { id, ...input });
  ctx.journal({ what: 'holiday.added', unitId: input.unitId, about: { holidayId: id, day: input.day } });
  return { ok: true, id };
}

export async function removeHoliday(ctx: Ctx, input: { holidayId: string }): Promise<Answer> {
  const holiday = await lockHoliday(ctx.tx, input.holidayId);
  if (!holiday) throw new NotFound('holiday');
  await mustKeepCalendar(ctx, holiday.unitId);
  if (holiday.removed) return { ok: false, refusal: 'already_removed' };
  await markHolidayRemoved(ctx.tx, holiday.id);
  ctx.journal({ what: 'holiday.removed', unitId: holiday.unitId, about: { holidayId: holiday.id, day: holiday.day } });
  return { ok: true, id: holiday.id };
}

async function mustKeepCalendar(ctx: Ctx, unitId: number | null): Promise<void> {
  if (unitId !== null) {
    await unitToAdminister(ctx, unitId);
    return;
  }
  if (!holds(ctx.actor, 'unit:administer')) throw new NotAllowed('the national calendar');
  if (!(await keepsNationalCalendar(ctx))) throw new NotFound('the national calendar');
}

/** The national calendar is one for all offices: whoever keeps the top of a tree keeps it, also a top that is only data. */
export async function keepsNationalCalendar(ctx: Pick<Ctx, 'tx' | 'actor'>): Promise<boolean> {
  const tops = (await listTree(ctx)).filter((unit) => unit.parentId === null);
  if (tops.some((top) => may(ctx.actor, 'unit:administer', { unitId: top.id, unitPath: top.path }))) return true;
  if (!(await keepsHouse(ctx))) return false;
  return (
    (
      await nobodyWorksAt(
        ctx,
        tops.map(({ id }) => id),
      )
    ).size > 0
  );
}
