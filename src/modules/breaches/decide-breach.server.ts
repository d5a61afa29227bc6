import type { PlainDate } from '#kernel/plain-date';
import type { Presences } from '#kernel/presences';
import { mustBeAllowed } from '#modules/access';
import type { EvidenceGrade, RiskBand } from '#modules/cases';
import { setRisk, type CaseOnFile } from '#modules/cases/server';
import { openTasks } from '#modules/tasks/server';
import { optionsOf } from '#modules/units/server';
import type { Ctx, ReadCtx } from '#platform/ctx';
import type { BreachOption } from './breach.ts';
import { callsPeople, judgePresences } from './children.rules.ts';
import { heardFirst } from './law.rules.ts';
import { draftReprimand, matterOf } from './letters.server.ts';
import { lockBreach, takeStep, termFrom } from './reach.server.ts';
import { judgeDecision, nextState, no, stepOfOption, steps, type BreachRefused } from './rules.ts';
import { listAdvice } from './sittings.store.server.ts';
import { changeBreach, kindsOfEntries, lastRecommender, listGrounds } from './store.server.ts';

export type BreachDecision = {
  caseId: string;
  breachId: string;
  decision: BreachOption | 'send_back';
  reason: string;
  /** What the client reads about it; whoever sends a recommendation back has nothing to tell him. */
  told: string;
  counselling: string;
  /** With a reprimand, as far as whoever decides chooses it: closer supervision, and when the client comes next. */
  closer: { riskBand: RiskBand | null; minimumGrade: EvidenceGrade } | null;
  followUpOn?: PlainDate | undefined;
  /** Who of a child's people was there. */
  presences?: Presences | undefined;
};

/** Whoever leads decides on the recommendation, or sends it back. Nothing follows from a reprimand that he has not chosen here. */
export async function decideBreach(ctx: Ctx, input: BreachDecision): Promise<{ ok: true } | BreachRefused> {
  const step = input.decision === 'send_back' ? 'send_back' : stepOfOption[input.decision];
  const at = await lockBreach(ctx, input.caseId, input.breachId, 'breach:decide');
  const { of, breach } = at;
  mustBeAllowed(ctx.actor, steps[step].by, of.subject);
  const kinds = await kindsOfEntries(ctx.tx, breach);
  const verdict = judgeDecision(
    breach,
    { step, reason: input.reason, told: input.told, counselling: input.counselling, followUpOn: input.followUpOn },
    {
      recommendedBy: await lastRecommender(ctx.tx, breach.id),
      deciderId: ctx.actor.accountId,
      evidence: kinds.has('evidence'),
      alternatives: kinds.has('alternative'),
      sittingWaits: step === 'reprimand' && (await sittingWaits(ctx, of, breach.id)),
    },
    of.today,
  );
  if (!verdict.ok) return verdict;
  const child = of.ageGroup === 'child' && callsPeople.includes(step);
  const called = judgePresences(child, step, input.presences);
  if (!called.ok) return called;
  const term = ({ send_back: 'recommend', propose_revocation: 'begin' } as const)[step as string];
  const due = term ? await termFrom(ctx, of.unitId, term, of.today) : null;
  const isReprimand = step === 'reprimand';
  await changeBreach(ctx, breach.id, {
    ...(due ? { due } : {}),
    ...(step === 'send_back' ? {} : { told: input.told }),
    ...(isReprimand ? { counselling: input.counselling, followUpOn: input.followUpOn ?? null } : {}),
  });
  if (isReprimand)
    await draftReprimand(ctx, of, {
      breachId: breach.id,
      matter: matterOf({ alleged: breach.alleged, grounds: await listGrounds(ctx.tx, breach.id) }),
      counselling: input.counselling,
      followUpOn: input.followUpOn ?? null,
    });
  await takeStep(
    ctx,
    at,
    {
      step,
      to: nextState(breach.state, step)!,
      day: of.today,
      reason: input.reason,
      presences: child ? input.presences : undefined,
    },
    due,
  );
  if (!isReprimand) return { ok: true };

  if (input.closer && isOther(input.closer, of)) {
    const set = await setRisk(ctx, { caseId: of.id, version: of.version, ...input.closer, reason: input.reason });
    if (!set.ok) return no(set.refusal === 'risk_from_assessment' ? set.refusal : 'case_not_open');
  }
  if (input.followUpOn)
    await openTasks(ctx, [
      {
        unitId: of.unitId,
        caseId: of.id,
        kind: 'breaches.follow-up',
        key: breach.id,
        forRole: 'pk',
        staffId: of.pkStaffId,
        due: { on: input.followUpOn, counts: 'named' },
        facts: { day: input.followUpOn },
      },
    ]);
  return { ok: true };
}

/** Whether a sitting is to be heard first and has not yet advised on this recommendation. */
export async function sittingWaits(
  ctx: ReadCtx,
  of: Pick<CaseOnFile, 'unitId' | 'today' | 'riskBand'>,
  breachId: string,
): Promise<boolean> {
  const options = await optionsOf(ctx.tx, of.unitId, heardFirst, of.today);
  if (!heardFirst.decide({ band: of.riskBand }, options).result) return false;
  return !(await listAdvice(ctx.tx, breachId)).some(({ isOfLast, advice }) => isOfLast && advice !== 'defer');
}

function isOther(
  closer: { riskBand: RiskBand | null; minimumGrade: EvidenceGrade },
  now: { riskBand: RiskBand | null; minimumGrade: EvidenceGrade },
): boolean {
  return closer.riskBand !== now.riskBand || closer.minimumGrade !== now.minimumGrade;
}
