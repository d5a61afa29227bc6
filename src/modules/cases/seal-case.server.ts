import type { Ctx } from '#platform/ctx';
import { isStillNeeded } from './followers.server.ts';
import { sealedAtEnd } from './law.rules.ts';
import { layOutAnew, lockCase } from './reach.server.ts';
import { no, type Refused } from './rules.ts';
import type { CaseOnFile } from './store.server.ts';
import { sealAfterwardsRow, sealCaseRow } from './endings.store.server.ts';

/** Sealing an ended file by order, before or without the rule that seals a child's. */
export async function sealCase(
  ctx: Ctx,
  input: { caseId: string; version: number; reason: string },
): Promise<{ ok: true } | Refused> {
  const one = await lockCase(ctx, input.caseId, 'case:seal', input.version);
  if (one.state !== 'ended' || one.sealed) return no('wrong_state');
  if (await isStillNeeded(ctx.tx, one.id)) return no('still_needed');
  if (!(await sealCaseRow(ctx.tx, one.id))) return no('wrong_state');
  await layOutAnew(ctx, one);
  ctx.journal({
    what: 'case.sealed',
    unitId: one.unitId,
    caseId: one.id,
    personId: one.personId,
    about: { atEnd: false, reason: input.reason },
  });
  return { ok: true };
}

/** What the end of a supervision does to a file that the law closes, unless somebody still has work on it. */
export async function sealWithEnd(ctx: Ctx, one: CaseOnFile): Promise<boolean> {
  return (await mustBeSealed(ctx, one)) && journalSealing(ctx, one, await sealCaseRow(ctx.tx, one.id));
}

/** The same, made up for when what the file was still needed for is over. Answers whether it is sealed now. */
export async function sealAfterwards(ctx: Ctx, one: CaseOnFile): Promise<boolean> {
  if (one.state !== 'ended' || one.sealed) return false;
  return (await mustBeSealed(ctx, one)) && journalSealing(ctx, one, await sealAfterwardsRow(ctx.tx, one.id));
}

async function mustBeSealed(ctx: Ctx, { id, ageGroup }: CaseOnFile): Promise<boolean> {
  return sealedAtEnd.decide({ ageGroup, stillNeeded: await isStillNeeded(ctx.tx, id) }).result;
}

function journalSealing(ctx: Ctx, one: CaseOnFile, sealed: boolean): boolean {
  if (sealed)
    ctx.journal({
      what: 'case.sealed',
      unitId: one.unitId,
      caseId: one.id,
      personId: one.personId,
      about: { atEnd: true },
    });
  return sealed;
}
