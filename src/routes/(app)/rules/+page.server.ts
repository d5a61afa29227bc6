import { formatShortDate } from '#kernel/format';
import { findRuleOn, type AnyRule, type Options } from '#kernel/rule';
import { unitsWhere } from '#modules/access';
import { allGaps, allRules, choiceWords, lawWords, optionWords, sayRule, standingWords } from '#modules/rules';
import { todayAt } from '#modules/units';
import { maySetFor, optionsOf } from '#modules/units/server';
import { m } from '#messages';
import type { RouteAccess } from '#web/route-access';
import type { PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['staff:read'] };

export const load: PageServerLoad = async ({ locals, url }) => {
  const units = unitsWhere(locals.actor!, 'staff:read');
  const unit = units.find((one) => String(one.unitId) === url.searchParams.get('unit')) ?? units[0]!;
  const today = todayAt(unit, new Date());
  const rules = [...new Set(allRules.map((rule) => rule.id))].flatMap(
    (id) =>
      findRuleOn(
        today,
        allRules.filter((rule) => rule.id === id),
      ) ?? [],
  );

  return {
    unit: unit.unitName,
    units: units.map((one) => ({ value: String(one.unitId), label: one.unitName })),
    chosen: String(unit.unitId),
    rules: await Promise.all(rules.map((rule) => worded(rule))),
    gaps: allGaps.map((gap) => ({
      id: gap.id,
      missing: sayRule(gap.missing),
      handled: sayRule(gap.handled),
      sources: gap.sources.map(sourceWords),
    })),
  };

  async function worded(rule: AnyRule) {
    const values = (await locals.read((ctx) => optionsOf(ctx.tx, unit.unitId, rule, today))) as Record<string, unknown>;
    return {
      id: rule.id,
      says: sayRule(rule.says),
      since: formatShortDate(rule.version, locals.language),
      sources: rule.sources.map(sourceWords),
      options: Object.entries(rule.options as Options).map(([name, option]) => ({
        name,
        label: optionWords(rule.id, name),
        value: choiceWords(values[name]),
        standard: choiceWords(option.standard),
        isStandard: values[name] === option.standard,
        href: maySetFor(locals.actor!, option.setBy, { id: unit.unitId, path: unit.unitPath })
          ? `/rules/${rule.id}?${new URLSearchParams({ unit: String(unit.unitId), option: name })}`
          : null,
      })),
    };
  }
};

function sourceWords(source: AnyRule['sources'][number]) {
  const law = lawWords[source.law]?.() ?? source.law;
  return {
    words:
      source.article === '-'
        ? law
        : source.law === 'simpul'
          ? `${law}: ${source.article}`
          : m.rules_article({ law, article: source.article.replace(/^pasal /, '') }),
    standing: source.standing,
    standingWords: standingWords[source.standing](),
  };
}
