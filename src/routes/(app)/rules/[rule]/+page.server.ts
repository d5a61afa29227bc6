import { redirect } from '@sveltejs/kit';
import * as v from 'valibot';
import { choice, integer, shortText, typedDate } from '#kernel/fields';
import { formatNumericDate, formatShortDate } from '#kernel/format';
import { partsOf } from '#kernel/plain-date';
import { mustBeAllowed } from '#modules/access';
import { findRuleOn, type AnyRule, type ChoiceOption, type Option, type Options } from '#kernel/rule';
import { choiceWords, findRules, optionWords, sayRule } from '#modules/rules';
import { refusalWords, todayAt } from '#modules/units';
import { getUnit, listOptionChoices, optionsOf, setRuleOption } from '#modules/units/server';
import { m } from '#messages';
import type { ReadCtx } from '#platform/ctx';
import { NotFound } from '#platform/errors';
import { newSubmissionId, readForm } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { sayFailure, sayRefusal } from '#web/say-problems.server';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['rule_option:set'] };

export const load: PageServerLoad = async ({ locals, params, url }) =>
  locals.read(async (ctx) => {
    const { unit, rule, name, option, today } = await asked(ctx, params.rule, url);
    const values = (await optionsOf(ctx.tx, unit.id, rule, today)) as Record<string, unknown>;
    const choices = await listOptionChoices(ctx, unit.id, rule.id);
    const office = { code: unit.code, year: partsOf(today).year };
    const inWords = (value: unknown) => choiceWords(option, value, office);
    return {
      submissionId: newSubmissionId(),
      unit: unit.name,
      unitId: unit.id,
      rule: sayRule(rule.says, values),
      option: optionWords(rule.id, name),
      now: String(values[name]),
      today: formatNumericDate(today),
      choices:
        'oneOf' in option ? option.oneOf.map((value) => ({ value: String(value), label: inWords(value) })) : null,
      limits: 'oneOf' in option ? null : m.rules_limits({ min: option.min, max: option.max }),
      history: choices
        .filter((one) => one.name === name)
        .map((one) => ({
          id: `${one.setAt.toISOString()}`,
          value: inWords(one.value),
          from: formatShortDate(one.holdsFrom, locals.language),
          unit: one.unitName,
          reason: one.reason,
          by: one.setBy ?? '',
        })),
    };
  });

export const actions: Actions = {
  default: async ({ request, locals, params, url }) => {
    const { unit, rule, name, option } = await locals.read((ctx) => asked(ctx, params.rule, url));
    const form = await readForm(
      request,
      v.object({ value: valueField(option), holdsFrom: typedDate(), reason: shortText(500) }),
    );
    if (!form.ok) return sayFailure(form.failure, refusalWords, locals.language);
    const value = 'oneOf' in option ? option.oneOf.find((one) => String(one) === form.values.value) : form.values.value;
    const { holdsFrom, reason } = form.values;
    const answer = await locals.runOnce(form.submission, (ctx) =>
      setRuleOption(ctx, { unitId: unit.id, rule, name, value, holdsFrom, reason }),
    );
    if (!answer.ok)
      return sayRefusal(
        409,
        form.typed,
        { [answer.refusal === 'already_past' ? 'holdsFrom' : '']: [answer.refusal] },
        refusalWords,
        locals.language,
      );
    redirect(303, `/rules?unit=${unit.id}#${rule.id}`);
  },
};

async function asked(ctx: ReadCtx, ruleId: string, url: URL) {
  const unit = await getUnit(ctx, Number(url.searchParams.get('unit') ?? Number.NaN));
  mustBeAllowed(ctx.actor, 'rule_option:set', { unitId: unit.id, unitPath: unit.path });
  const today = todayAt(unit, ctx.now);
  const rule = findRuleOn(today, findRules(ruleId)) as AnyRule | undefined;
  const name = url.searchParams.get('option') ?? '';
  const option =
    rule && Object.hasOwn(rule.options as Options, name) ? ((rule.options as Options)[name] as Option) : undefined;
  if (!rule || !option) throw new NotFound('no such option of a rule');
  return { unit, rule, name, option, today };
}

function valueField(option: Option): v.GenericSchema<unknown, string | number> {
  if (!('oneOf' in option)) return integer(option.min, option.max) as never;
  return choice((option as ChoiceOption).oneOf.map(String) as [string, ...string[]]) as never;
}
