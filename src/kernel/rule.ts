import { plainDate, type PlainDate } from './plain-date.ts';
import { contains, overlaps, type Period } from './period.ts';

/** `confirmed`: read in the text of the law. `uncertain`: seen second-hand. `ours`: the law is silent and Simpul chose. */
export type Standing = 'confirmed' | 'uncertain' | 'ours';
/** `article` is a number (`76 ayat 1`), `-` for the law as a whole, or the message key of the passage or choice in words. */
export type Source = { law: string; article: string; standing: Standing };

/** What an office may choose within a rule, and who in it may. */
export type NumberOption = { standard: number; min: number; max: number; setBy: string };
export type ChoiceOption<T extends string | number | boolean = string | number | boolean> = {
  standard: T;
  oneOf: readonly T[];
  setBy: string;
  /** What a choice that is a pattern makes, for whoever has to choose between patterns. */
  example?(value: T, office: { code: string; year: number }): string;
};
export type Option = NumberOption | ChoiceOption;
export type Options = Readonly<Record<string, Option>>;

export type OptionValue<O extends Option> = O extends { oneOf: readonly (infer T)[] } ? T : number;
export type OptionValues<Os extends Options> = { readonly [Name in keyof Os]: OptionValue<Os[Name]> };

/** Validity of a rule whose beginning nobody asks about: older than any duty that Simpul records. */
export const always: Readonly<Period> = { from: plainDate('1950-01-01') };

export type RuleDefinition<Facts, Os extends Options, T> = {
  /** `module.what-it-decides`, the same for every version of the rule. */
  id: string;
  /** A message key: one plain sentence in both languages, which takes the options in force by their names. */
  says: string;
  sources: readonly Source[];
  /** Days on which this version is the law; a changed law is a new entry and never an edit. */
  valid: Readonly<Period>;
  options?: Os;
  /** The job that brings what was laid out in line when an office chooses otherwise; it gets `{ under: unitId }`. */
  afterChange?: `${string}.${string}`;
  judge: (facts: Facts, options: OptionValues<Os>) => T;
};

export type Rule<Facts, Os extends Options, T> = RuleDefinition<Facts, Os, T> & {
  options: Os;
  /** The first day of its validity: together with the id it names one version. */
  version: PlainDate;
  /** Judges with the options of the office, and keeps what the result rests on. */
  decide: (facts: Facts, chosen?: Readonly<Record<string, unknown>>) => Judgement<T, Facts, OptionValues<Os>>;
};

/** For lists that hold rules of any kind, such as the page "Dasar hukum". */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a list of rules mixes every kind of facts
export type AnyRule = Rule<any, any, any>;

export type Judgement<T, Facts = unknown, Values = unknown> = {
  result: T;
  rule: string;
  version: PlainDate;
  facts: Facts;
  options: Values;
};

/** A rule of law in one place: the decision, its explanation, the page "Dasar hukum" and the office's options all read this object. */
export function rule<Facts, const Os extends Options = Record<never, never>, T = unknown>(
  definition: RuleDefinition<Facts, Os, T>,
): Rule<Facts, Os, T> {
  const options = definition.options ?? ({} as Os);
  const whole: Rule<Facts, Os, T> = {
    ...definition,
    options,
    version: definition.valid.from,
    decide: (facts, chosen = {}) => {
      const values = optionsInForce(options, chosen);
      return {
        result: definition.judge(facts, values),
        rule: definition.id,
        version: definition.valid.from,
        facts,
        options: values,
      };
    },
  };
  return whole;
}

/** The version of a rule that is the law on a day: the day that the law looks at, not the day of the calculation. */
export function findRuleOn<R extends AnyRule>(day: PlainDate, versions: readonly R[]): R | undefined {
  return versions.find((version) => contains(version.valid, day));
}

export function ruleOn<R extends AnyRule>(day: PlainDate, versions: readonly R[]): R {
  const found = findRuleOn(day, versions);
  if (!found) throw new RangeError(`no version of ${versions[0]?.id ?? 'this rule'} holds on ${day}`);
  return found;
}

/** The office's choices where the rule allows them: a number outside the limits moves to the nearest limit, an unknown choice gives the standard. */
export function optionsInForce<Os extends Options>(
  options: Os,
  chosen: Readonly<Record<string, unknown>>,
): OptionValues<Os> {
  const values = Object.entries(options).map(([name, option]) => [
    name,
    inForce(option, Object.hasOwn(chosen, name) ? chosen[name] : undefined),
  ]);
  return Object.fromEntries(values) as OptionValues<Os>;
}

/** Whether an office may choose this value. */
export function isAllowed(option: Option, value: unknown): boolean {
  if ('oneOf' in option) return option.oneOf.some((one) => one === value);
  return typeof value === 'number' && Number.isFinite(value) && value >= option.min && value <= option.max;
}

function inForce(option: Option, value: unknown): string | number | boolean {
  if (isAllowed(option, value)) return value as string | number | boolean;
  if ('oneOf' in option || typeof value !== 'number' || !Number.isFinite(value)) return option.standard;
  return Math.min(option.max, Math.max(option.min, value));
}

/** A place where the text is silent or contradicts itself: what is missing, how Simpul handles it, who may decide otherwise. */
export type Gap = { id: string; missing: string; handled: string; decidedBy: string; sources: readonly Source[] };

export function gap(definition: Gap): Gap {
  return definition;
}

/** What is wrong with a module's list of rules, as sentences for its test; nothing when all is well. */
export function faultsOfRules(rules: readonly AnyRule[]): string[] {
  const faults: string[] = [];
  for (const [index, one] of rules.entries()) {
    const name = `${one.id} (${one.version})`;
    if (!/^[a-z0-9-]+\.[a-z0-9.-]+$/.test(one.id)) faults.push(`${name}: its id is not module.what-it-decides`);
    if (one.sources.length === 0) faults.push(`${name}: it names no source`);
    if (one.valid.until !== undefined && one.valid.until <= one.valid.from)
      faults.push(`${name}: it ends before it begins`);
    for (const [option, limits] of Object.entries(one.options as Options))
      if (!isAllowed(limits, limits.standard))
        faults.push(`${name}: the standard of ${option} is not allowed by its own limits`);
    for (const other of rules.slice(index + 1))
      if (other.id === one.id && overlaps(other.valid, one.valid))
        faults.push(`${name}: it overlaps the version of ${other.version}`);
  }
  return faults;
}
