import { partsOf } from '#kernel/plain-date';
import { optionsOf } from '#modules/units/server';
import type { Ctx } from '#platform/ctx';
import { changedMeanwhile, lockSitting, type ChangedMeanwhile } from './access.server.ts';
import { quorum } from './law.rules.ts';
import { judgeOpening, nextState, type Refused } from './rules.ts';
import { sittingLabel } from './sitting.ts';
import { changeSitting, listAttendees, nextSittingNumber, setAttendance } from './store.server.ts';

/** Who came is written down, the quorum is judged, and the sitting takes its number. */
export async function openSitting(
  ctx: Ctx,
  input: { sittingId: string; version: number; present: readonly string[]; chairId: string; secretaryId: string },
): Promise<{ ok: true } | Refused | ChangedMeanwhile> {
  const { sitting, today } = await lockSitting(ctx, input.sittingId);
  if (sitting.version !== input.version) return changedMeanwhile(sitting);
  const called = await listAttendees(ctx.tx, sitting.id);
  const present = called.filter((one) => input.present.includes(one.staffId)).map((one) => one.staffId);
  const chosen = await optionsOf(ctx.tx, sitting.unitId, quorum, sitting.day);
  const { result: judged } = quorum.decide(
    { invited: called.length, present: present.length, chairPresent: present.includes(input.chairId) },
    chosen,
  );
  const verdict = judgeOpening(sitting, { ...input, present }, judged, today);
  if (!verdict.ok) return verdict;
  const { year } = partsOf(sitting.day);
  const number = await nextSittingNumber(ctx.tx, sitting.unitId, year);
  await setAttendance(ctx.tx, sitting.id, present);
  await changeSitting(ctx, sitting, 'attendance', {
    state: nextState(sitting.state, 'open')!,
    number,
    year,
    chair_id: input.chairId,
    secretary_id: input.secretaryId,
    quorum: JSON.stringify(judged),
  });
  ctx.journal({
    what: 'sitting.opened',
    unitId: sitting.unitId,
    about: {
      sittingId: sitting.id,
      label: sittingLabel({ number, year }),
      day: sitting.day,
      present: judged.present,
      needed: judged.needed,
    },
  });
  return { ok: true };
}
