import { mustBeAllowed } from '#modules/access';
import { addAlias, registerPerson, type Newcomer, type Registration } from '#modules/people/server';
import { getUnit } from '#modules/units/server';
import type { Ctx } from '#platform/ctx';

/** What is written where somebody does not say who he is. */
export const namelessName = 'Tidak menyebut nama';

export type Identity = Omit<Newcomer, 'name'> & {
  name: string | undefined;
  aliases: readonly string[];
  considered: readonly string[];
  elsewhereSeen: boolean;
};

/**
 * Who is brought: the one place where a booking asks who somebody may be. It registers him as a person of this institution, unless he may be
 * known already and nobody has said that this is another person.
 */
export async function identifyForBooking(
  ctx: Ctx,
  { name, aliases, considered, elsewhereSeen, ...known }: Identity,
): Promise<Registration> {
  const unit = await getUnit(ctx, known.unitId);
  mustBeAllowed(ctx.actor, 'custody:admit', { unitId: unit.id, unitPath: unit.path });
  const answer = await registerPerson(
    ctx,
    { ...known, name: name ?? namelessName },
    { personIds: considered, elsewhere: elsewhereSeen },
  );
  if (answer.ok)
    for (const alias of aliases) await addAlias(ctx, { personId: answer.personId, name: alias, kind: 'alias' });
  return answer;
}
