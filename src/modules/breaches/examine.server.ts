import type { PlainDate } from '#kernel/plain-date';
import type { ClockTime } from '#kernel/zone';
import type { Presences } from '#kernel/presences';
import type { Ctx } from '#platform/ctx';
import type { Heard } from './breach.ts';
import { m } from '#messages';
import { judgePresences } from './children.rules.ts';
import { draftMinutes, matterOf, withdrawUnsent } from './letters.server.ts';
import { lockBreach, summonsOptionsOf, takeStep, termFrom } from './reach.server.ts';
import { judgeExamination, nextState, type BreachRefused } from './rules.ts';
import { changeBreach, insertExamination, listGrounds, listSummonses } from './store.server.ts';

export type ExaminationInput = {
  caseId: string;
  breachId: string;
  about: Heard;
  person: string;
  inAbsence: boolean;
  heldOn: PlainDate;
  heldAt: ClockTime;
  place: string;
  statement: string;
  present: string;
  /** Who of a child's people was there, where it is he who is heard. */
  presences?: Presences | undefined;
};

/** Writes down a hearing and drafts its minutes (BAP), which get their number and signatures as a letter. Hearing the client, or finding that he left every summons unheeded, moves the breach on. */
export async function examine(
  ctx: Ctx,
  input: ExaminationInput,
): Promise<{ ok: true; examinationId: string; letterId: string } | BreachRefused> {
  const at = await lockBreach(ctx, input.caseId, input.breachId, 'breach:handle');
  const { of, breach } = at;
  const verdict = judgeExamination(breach, await listSummonses(ctx.tx, breach.id), input, {
    options: await summonsOptionsOf(ctx, of.unitId, of.today),
    today: of.today,
  });
  if (!verdict.ok) return verdict;
  const child = of.ageGroup === 'child' && input.about === 'client';
  const called = judgePresences(child, input.inAbsence ? 'conclude_absent' : 'examine', input.presences);
  if (!called.ok) return called;
  const examinationId = ctx.newId();
  const inAbsence = input.about === 'client' && input.inAbsence;
  const held = { ...input, id: examinationId, inAbsence };
  await insertExamination(ctx, of, breach.id, held);
  const matter = matterOf({ alleged: breach.alleged, grounds: await listGrounds(ctx.tx, breach.id) });
  const letterId = await draftMinutes(ctx, of, held, matter);
  if (input.about !== 'client') {
    ctx.journal({
      what: 'breach.heard',
      unitId: of.unitId,
      caseId: of.id,
      personId: of.personId,
      about: { breachId: breach.id, examinationId, kind: input.about, day: input.heldOn },
    });
    return { ok: true, examinationId, letterId };
  }
  if (!inAbsence) await withdrawUnsent(ctx, breach.id, m.breaches_withdrawn_heard({}, { locale: 'id' }));
  const step = inAbsence ? 'conclude_absent' : 'examine';
  const due = await termFrom(ctx, of.unitId, 'recommend', of.today);
  await changeBreach(ctx, breach.id, { due });
  await takeStep(
    ctx,
    at,
    {
      step,
      to: nextState(breach.state, step)!,
      day: input.heldOn,
      reason: input.statement.slice(0, 4000),
      documentId: examinationId,
      presences: child ? input.presences : undefined,
    },
    due,
  );
  return { ok: true, examinationId, letterId };
}
