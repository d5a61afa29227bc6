import type { CaseOnFile } from '#modules/cases/server';
import { m } from '#messages';
import type { Ctx } from '#platform/ctx';
import { putBefore, termFrom } from './reach.server.ts';
import { heldAt, isHeldOn } from './rules.ts';
import {
  changeBreach,
  listRunning,
  listSummonses,
  lockBreachRow,
  recordAppearanceRow,
  type BreachRow,
  type SummonsOnFile,
} from './store.server.ts';

type Of = Pick<CaseOnFile, 'id' | 'unitId' | 'pkStaffId' | 'today'>;

/** A call that has gone, for a day on which he is held, is not left unheeded; somebody goes to hear him instead. Answers that call. */
export async function callOffSent(ctx: Ctx, of: Of, breach: BreachRow): Promise<SummonsOnFile | undefined> {
  const running = (await listSummonses(ctx.tx, breach.id)).find(({ outcome }) => outcome === null);
  if (!running?.sentOn || !isHeldOn(breach, running.appearOn)) return undefined;
  const place = heldAt(breach)?.place ?? '';
  const note = m.breaches_called_off_held({ place }, { locale: 'id' });
  await recordAppearanceRow(ctx, running.id, { outcome: 'called_off', on: of.today, note });
  const due = await termFrom(ctx, of.unitId, 'act', of.today);
  await changeBreach(ctx, breach.id, { due });
  await putBefore(ctx, of, breach.id, breach.state, due);
  return running;
}

/** His institution told that he is held, and it is he: what had called him to come is called off. For jobs. */
export async function callOffAsTold(ctx: Ctx, of: Of & { personId: string }): Promise<void> {
  for (const id of await listRunning(ctx.tx, of.id)) {
    const breach = await lockBreachRow(ctx, id);
    const summons = breach && (await callOffSent(ctx, of, breach));
    if (!summons) continue;
    ctx.journal({
      what: 'breach.summons-answered',
      unitId: of.unitId,
      caseId: of.id,
      personId: of.personId,
      about: { breachId: id, summonsId: summons.id, outcome: 'called_off', day: of.today },
    });
  }
}
