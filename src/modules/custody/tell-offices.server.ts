import { formatDate } from '#kernel/format';
import type { PlainDate } from '#kernel/plain-date';
import { m } from '#messages';
import { inLanguage } from '#messages/server';
import { tellOffices, toldOf, withdrawNotices } from '#modules/notices/server';
import { countAround, tiedAround, tiesOf, type Tie } from '#modules/people/server';
import type { Ctx } from '#platform/ctx';
import { findRunning, listStayIds, type RunningStay } from './store.server.ts';
import { authorityWords, basisWords } from './words.ts';

/** Has the other offices told, after this transaction, what is known of somebody's stay here; also that it was not he. */
export async function tellSoon(ctx: Ctx, { unitId, personId }: { unitId: number; personId: string }): Promise<void> {
  await ctx.addJob('custody.tell-offices', { unitId, personId }, { key: `custody.tell-offices/${personId}` });
}

/**
 * Somebody has been tied to another record, or is tied to it no more: what is told of him follows, and what is told of everybody who is the
 * same through either of them. The job of each office looks after its own.
 */
export async function tellAround(ctx: Ctx, side: { unitId: number; personId: string }): Promise<void> {
  await tellSoon(ctx, side);
  await ctx.addJob('custody.tell-around', side, { key: `custody.tell-around/${side.personId}` });
}

/** For the job of the office of the record, which may run twice. */
export async function tellTied(ctx: Ctx, personId: string): Promise<void> {
  for (const other of await tiedAround(ctx, personId)) await tellSoon(ctx, other);
}

/**
 * Brings what other offices are told in line with who somebody is now: whom he is tied to is told of, who it was not is told of no more.
 * Whether that contradicts a link is counted with it. For the institution's own job, which may run twice.
 */
export async function tellOfStay(ctx: Ctx, personId: string): Promise<void> {
  await countAround(ctx, personId);
  const ties = await tiesOf(ctx, personId);
  await takeBack(ctx, personId, ties);
  const stay = await findRunning(ctx.tx, personId);
  if (stay?.state !== 'held') return;
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

/** Of stays that are over as well: a breach that rests on one stands until it is said that it was not he. */
async function takeBack(ctx: Ctx, personId: string, ties: readonly Tie[]): Promise<void> {
  const tied = new Set(ties.map((tie) => tie.personId));
  for (const stayId of await listStayIds(ctx.tx, personId)) {
    const gone = (await toldOf(ctx, stayId)).filter((told) => !tied.has(told));
    if (gone.length > 0)
      await withdrawNotices(ctx, { stayId, personIds: gone, why: m.custody_told_not_he({}, { locale: 'id' }) });
  }
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
