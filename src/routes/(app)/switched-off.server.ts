import { moduleWords, todayAt, type SwitchableModule } from '#modules/units';
import { officeAdministrators } from '#modules/units/server';
import { m } from '#messages';
import type { ReadCtx } from '#platform/ctx';

/** What somebody reads where his office has a module switched off: which one, and who can switch it on. */
export async function saySwitchedOff(
  ctx: ReadCtx,
  module: SwitchableModule,
): Promise<{ title: string; help: string } | null> {
  const home = ctx.actor.postings[0];
  if (!home) return null;
  const names = await officeAdministrators(ctx, home.unitPath, todayAt(home, ctx.now));
  return {
    title: m.units_module_off_title({ part: moduleWords[module]() }),
    help: names.length > 0 ? m.units_module_off_who({ names: names.join(', ') }) : m.units_module_off_nobody(),
  };
}
