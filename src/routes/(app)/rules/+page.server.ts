import { formatShortDate } from '#kernel/format';
import { contains, lastDayOf } from '#kernel/period';
import { partsOf, plainDate, type PlainDate } from '#kernel/plain-date';
import type { AnyRule, Options } from '#kernel/rule';
import { unitsWhere } from '#modules/access';
import {
  allGaps,
  allRules,
  choiceWords,
  citation,
  deciderWords,
  optionWords,
  sayRule,
  standingWords,
} from '#modules/rules';
import { todayAt } from '#modules/units';
import { getUnit, maySetFor, optionsOf } from '#modules/units/server';
import { m } from '#messages';
import type { RouteAccess } from '#web/route-access';
import type { PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['staff:read'] };

export const load: PageServerLoad = async ({ locals, url }) => {
  const units = unitsWhere(locals.actor!, 'staff:read');
  const unit = units.find((one) => String(one.unitId) === url.searchParams.get('unit')) ?? units[0]!;
  const today = todayAt(unit, new Date());
  const { code } = await locals.read((ctx) => getUnit(ctx, unit.unitId));
  const office = { code, year: partsOf(today).year };

  return {
    unit: unit.unitName,
    units: units.map((one) => ({ value: String(one.unitId), label: one.unitName })),
    chosen: String(unit.unitId),
    rules: await Promise.all(allRules.map((rule) => worded(rule))),
    gaps: allGaps.map((gap) => ({
      id: gap.id,
      missing: sayRule(gap.missing),
      handled: sayRule(gap.handled),
      decidedBy: m.rules_decided_by({ who: deciderWords(gap.decidedBy) }),
      sources: gap.sources.map(sourceWords),
    })),
  };

  async function worded(rule: AnyRule) {
    const values = (await locals.read((ctx) => optionsOf(ctx.tx, unit.unitId, rule, today))) as Record<string, unknown>;
    const options = Object.entries(rule.options as Options);
    const standards = Object.fromEntries(options.map(([name, { standard }]) => [name, standard]));
    const says = sayRule(rule.says, values);
    const byStandard = sayRule(rule.says, standards);
    return {
      id: rule.id,
      version: rule.version,
      says,
      byStandard: byStandard === says ? null : m.rules_by_standard({ says: byStandard }),
      valid: validWords(rule.valid),
      state: contains(rule.valid, today) ? null : rule.valid.from > today ? m.rules_not_yet() : m.rules_no_longer(),
      sources: rule.sources.map(sourceWords),
      options: options.map(([name, option]) => ({
        name,
        label: optionWords(rule.id, name),
        value: choiceWords(option, values[name], office),
        standard: choiceWords(option, option.standard, office),
        isStandard: values[name] === option.standard,
        by: deciderWords(option.setBy),
        href: maySetFor(locals.actor!, option.setBy, { id: unit.unitId, path: unit.unitPath })
          ? `/rules/${rule.id}?${new URLSearchParams({ unit: String(unit.unitId), option: name })}`
          : null,
      })),
    };
  }

  function validWords(valid: AnyRule['valid']): string {
    const day = (one: PlainDate) => formatShortDate(one, locals.language);
    const last = lastDayOf(valid);
    if (last) return m.rules_between({ from: day(valid.from), through: day(last) });
    return valid.from <= beforeAnyRecord ? m.rules_always() : m.rules_since({ day: day(valid.from) });
  }
};

/** Rules that hold from this day on look at nothing older: no record reaches back further. */
const beforeAnyRecord = plainDate('1950-01-01');

function sourceWords(source: AnyRule['sources'][number]) {
  return { words: citation(source), standing: source.standing, standingWords: standingWords[source.standing]() };
}
