import type { PlainDate } from '#kernel/plain-date';
import { isAllowed, type AnyRule, type Options } from '#kernel/rule';
import { mustBeAllowed, reachesBelow, type Role } from '#modules/access';
import type { Actor } from '#platform/actor';
import type { Ctx } from '#platform/ctx';
import { getUnit } from './queries.server.ts';
import { insertRuleOption } from './store.server.ts';
import { todayAt } from './today.ts';
import type { Unit } from './unit.ts';

export type OptionRefusal = 'no_such_option' | 'outside_the_limits' | 'not_by_this_role' | 'already_past';

/** An office chooses within a rule, from today or a later day on and with a reason. What was chosen before stays on record. */
export async function setRuleOption(
  ctx: Ctx,
  input: {
    unitId: number;
    rule: Pick<AnyRule, 'id' | 'options' | 'afterChange'>;
    name: string;
    value: unknown;
    holdsFrom: PlainDate;
    reason: string;
  },
): Promise<{ ok: true; id: string } | { ok: false; refusal: OptionRefusal }> {
  const unit = await getUnit(ctx, input.unitId);
  mustBeAllowed(ctx.actor, 'rule_option:set', { unitId: unit.id, unitPath: unit.path });
  const options = input.rule.options as Options;
  const option = Object.hasOwn(options, input.name) ? options[input.name] : undefined;
  if (!option) return { ok: false, refusal: 'no_such_option' };
  if (!maySetFor(ctx.actor, option.setBy, unit)) return { ok: false, refusal: 'not_by_this_role' };
  if (!isAllowed(option, input.value)) return { ok: false, refusal: 'outside_the_limits' };

  // What was decided under another choice stays decided.
  if (input.holdsFrom < todayAt(unit, ctx.now)) return { ok: false, refusal: 'already_past' };

  const id = ctx.newId();
  await insertRuleOption(ctx.tx, {
    id,
    unitId: unit.id,
    ruleId: input.rule.id,
    name: input.name,
    value: input.value,
    holdsFrom: input.holdsFrom,
    reason: input.reason,
    setBy: ctx.actor.accountId,
  });
  ctx.journal({
    what: 'rule-option.set',
    unitId: unit.id,
    about: { optionId: id, rule: input.rule.id, option: input.name, value: input.value, holdsFrom: input.holdsFrom },
  });
  if (input.rule.afterChange)
    await ctx.addJob(input.rule.afterChange, { under: unit.id }, { key: `${input.rule.afterChange}:under:${unit.id}` });
  return { ok: true, id };
}

/** The rule itself says who in an office may choose. */
export function maySetFor(actor: Actor, setBy: string, unit: Pick<Unit, 'id' | 'path'>): boolean {
  return actor.postings.some(
    (posting) =>
      posting.role === setBy &&
      (posting.unitId === unit.id || (reachesBelow.has(posting.role as Role) && unit.path.includes(posting.unitId))),
  );
}
