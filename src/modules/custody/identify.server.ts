import { mustBeAllowed } from '#modules/access';
import type { AnswersTyped } from '#modules/people';
import { registerPerson, type Newcomer, type Registration } from '#modules/people/server';
import { getUnit } from '#modules/units/server';
import type { Ctx } from '#platform/ctx';

/** What is written where somebody does not say who he is. */
export const namelessName = 'Tidak menyebut nama';

export type Identity = Omit<Newcomer, 'name'> & {
  name: string | undefined;
  /** What the registrar said of each who was shown: the same, another one, or that he is unsure. */
  answers: AnswersTyped;
  reason?: string | undefined;
  /** Whether the registrar has been led back once to ask for one thing more. */
  askedMore?: boolean | undefined;
};

/**
 * Who is brought: the one place where a booking asks who somebody may be. It registers him as a person of this institution, unless he may be
 * known already and nobody has said whether this is he. Being unsure keeps nobody at the gate: it stays a question. Where it is doubtful whether he
 * is known, the registrar asks him for one thing more; of whoever does not say his name nothing more is asked.
 */
export async function identifyForBooking(
  ctx: Ctx,
  { name, answers, reason, askedMore, ...known }: Identity,
): Promise<Registration> {
  const unit = await getUnit(ctx, known.unitId);
  mustBeAllowed(ctx.actor, 'custody:admit', { unitId: unit.id, unitPath: unit.path });
  return registerPerson(
    ctx,
    { ...known, name: name ?? namelessName },
    { personIds: [], elsewhere: false, answers, reason, askedMore: name === undefined ? undefined : askedMore },
  );
}
