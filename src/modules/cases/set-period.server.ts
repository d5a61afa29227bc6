import type { PlainDate } from '#kernel/plain-date';
import type { Ctx } from '#platform/ctx';
import type { SentenceParts } from './case.ts';
import { milestoneRule } from './law.rules.ts';
import { layOutAnew, lockCase } from './reach.server.ts';
import { judgeMilestones, judgePeriod, type Refused } from './rules.ts';
import { changeCase } from './store.server.ts';
import {
  dropComputedMilestones,
  listMilestones,
  replaceMilestones,
  type MilestoneLine,
} from './milestones.store.server.ts';

export type PeriodInput = {
  caseId: string;
  version: number;
  start: PlainDate;
  end: PlainDate;
  firstDetainedOn: PlainDate | null;
  sentence: SentenceParts | null;
  remissionDays: number;
  offence: string;
  offenceArticles: string;
};

/** When guidance begins and ends, and the sentence behind it. Milestones are counted anew, except those that an officer set himself. */
export async function setPeriod(ctx: Ctx, input: PeriodInput): Promise<{ ok: true } | Refused> {
  const one = await lockCase(ctx, input.caseId, 'case:write', input.version);
  const verdict = judgePeriod(one, input);
  if (!verdict.ok) return verdict;

  await changeCase(ctx.tx, one, {
    guidance_start: input.start,
    guidance_end: input.end,
    first_detained_on: input.firstDetainedOn,
    sentence_years: input.sentence?.years ?? null,
    sentence_months: input.sentence?.months ?? null,
    sentence_days: input.sentence?.days ?? null,
    remission_days: input.remissionDays,
    offence: input.offence,
    offence_articles: input.offenceArticles,
  });
  await countMilestones(ctx, one, input);
  await layOutAnew(ctx, one);
  ctx.journal({
    what: 'case.period-set',
    unitId: one.unitId,
    caseId: one.id,
    personId: one.personId,
    about: {
      before: { start: one.guidanceStart, end: one.guidanceEnd },
      after: { start: input.start, end: input.end },
      remissionDays: input.remissionDays,
    },
  });
  return { ok: true };
}

export async function countMilestones(
  ctx: Ctx,
  one: { id: string; unitId: number },
  input: Pick<PeriodInput, 'firstDetainedOn' | 'sentence' | 'remissionDays'>,
): Promise<void> {
  const days = judgeMilestones(input.firstDetainedOn, input.sentence, input.remissionDays);
  if (!days) return dropComputedMilestones(ctx, one.id);
  const kept = new Set(
    (await listMilestones(ctx.tx, one.id)).filter((line) => line.origin !== 'computed').map((line) => line.name),
  );
  const facts = { rule: milestoneRule.id, version: milestoneRule.version, ...input };
  const lines = Object.entries(days)
    .filter(([name]) => !kept.has(name as MilestoneLine['name']))
    .map(([name, day]): MilestoneLine => ({
      name: name as MilestoneLine['name'],
      day,
      origin: 'computed',
      reason: '',
      facts,
    }));
  await replaceMilestones(ctx, one, lines);
}
