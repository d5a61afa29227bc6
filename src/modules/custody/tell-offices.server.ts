import { formatDate } from '#kernel/format';
import type { PlainDate } from '#kernel/plain-date';
import { m } from '#messages';
import { inLanguage } from '#messages/server';
import { tellOffices, toldOf, withdrawNotices } from '#modules/notices/server';
import { countAround, tiesOf } from '#modules/people/server';
import type { Ctx } from '#platform/ctx';
import { findRunning, type RunningStay } from './store.server.ts';
import { authorityWords, basisWords } from './words.ts';

/** Has the other offices told, after this transaction, what is known of somebody's stay here; also that it was not he. */
export async function tellSoon(ctx: Ctx, { unitId, personId }: { unitId: number; personId: string }): Promise<void> {
  await ctx.addJob('custody.tell-offices', { unitId, personId }, { key: `custody.tell-offices/${personId}` });
}

/**
 * Brings what other offices are told in line with who somebody is now: whom he is tied to is told of, who it was not is told of no more.
 * Whether that contradicts a link is counted with it. For the institution's own job, which may run twice.
 */
export async function tellOfStay(ctx: Ctx, personId: string): Promise<void> {
  await countAround(ctx, personId);
  const stay = await findRunning(ctx.tx, personId);
  if (stay?.state !== 'held') return;
  const ties = await tiesOf(ctx, personId);
  const tied = new Set(ties.map((tie) => tie.personId));
  const gone = (await toldOf(ctx, stay.id)).filter((told) => !tied.has(told));
  if (gone.length > 0)
    await withdrawNotices(ctx, {
      stayId: stay.id,
      personIds: gone,
      why: m.custody_told_not_he({}, { locale: 'id' }),
    });
  for (const { personId: other, standing, agrees } of ties)
    await tellOffices(
      ctx,
      {
        stayId: stay.id,
        unitId: stay.unitId,
        heldSince: stay.admittedAt,
        basis: sayBasis(stay),
        registerLabel: stay.registerLabel ?? '',
      },
      { personIds: [other], standing, agrees },
    );
}

/** The paper on which he is held, as one line of an Indonesian record. */
function sayBasis({ kind, number, dated, authority }: RunningStay): string {
  return inLanguage('id', () =>
    m.custody_told_basis({
      kind: basisWords[kind](),
      number,
      day: formatDate(dated as PlainDate, 'id'),
      authority: authorityWords[authority](),
    }),
  );
}
