import { isUuid } from '#kernel/id';
import { mustBeAllowed } from '#modules/access';
import { getStaff, getUnit } from '#modules/units/server';
import type { Ctx } from '#platform/ctx';
import { NotFound, Stale } from '#platform/errors';
import { keeperOf, type AtDesk, type LetterAct } from './desks.server.ts';
import type { Signer } from './letter.ts';
import { lockLetterRow, type LetterOnFile } from './store.server.ts';

/** A letter that the asker may do this with, locked; who may not see what it is about does not learn that there is one. */
export async function lockLetter(
  ctx: Ctx,
  letterId: string,
  act: LetterAct,
  version?: number,
): Promise<{ letter: LetterOnFile; one: AtDesk }> {
  const letter = isUuid(letterId) ? await lockLetterRow(ctx, letterId) : undefined;
  if (!letter) throw new NotFound('letter');
  const one = await keeperOf(letter.desk).reach(ctx, letter, act);
  if (version !== undefined && version !== letter.version) throw new Stale('letter changed meanwhile');
  return { letter, one };
}

/** What every line of the journal about a letter says of it. */
export function lineOf(letter: LetterOnFile, one: Pick<AtDesk, 'personId'>) {
  return { unitId: letter.unitId, caseId: letter.caseId, personId: one.personId };
}

export async function mustAdminister(ctx: Ctx, unitId: number) {
  const unit = await getUnit(ctx, unitId);
  mustBeAllowed(ctx.actor, 'letter:administer', { unitId: unit.id, unitPath: unit.path });
  return unit;
}

/**
 * Where the papers of a letter are kept: with its client, so that they go as his file goes; those of sittings and tiers by themselves,
 * so that nobody reads them by his file.
 */
export function placeOf(letter: LetterOnFile, one: Pick<AtDesk, 'personId'>) {
  return letter.desk === 'case'
    ? { unitId: letter.unitId, caseId: letter.caseId, personId: one.personId }
    : { unitId: letter.unitId };
}

/** Who signs as head of this office now: the asker himself, acting for the head where his posting says so. */
export async function headAsSigner(ctx: Ctx, unitId: number, headTitle: string): Promise<Signer> {
  const posting = ctx.actor.postings.find((held) => held.unitId === unitId && held.role === 'head_of_bapas');
  const staff = ctx.actor.staffId === null ? undefined : await getStaff(ctx, ctx.actor.staffId);
  return {
    title: posting?.kind === 'acting' ? `Plh. ${headTitle}` : headTitle,
    name: staff?.name ?? ctx.actor.name,
    nip: staff?.nip ?? '',
  };
}
