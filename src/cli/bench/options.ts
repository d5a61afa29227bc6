import { Mistyped, type Option, type Values } from '../command.ts';

/** Options that every measurement has. */
export const reportOptions = {
  json: {
    type: 'boolean',
    says: { id: 'hasil sebagai JSON', en: 'the result as JSON' },
  },
  strict: {
    type: 'boolean',
    says: {
      id: 'gagal juga bila suatu sasaran tidak tercapai',
      en: 'fails also when a goal is missed',
    },
  },
} as const satisfies Record<string, Option>;

/** Of those that take two things in turn. */
export const pairsOption = {
  pairs: {
    type: 'string',
    value: 'number',
    says: { id: 'banyaknya pasangan bergantian (biasanya 3)', en: 'pairs, one after the other (usually 3)' },
  },
} as const satisfies Record<string, Option>;

/** A number typed as an option, or undefined where it was left out. */
export function decimal(values: Values, name: string, min: number, max: number): number | undefined {
  const typed = values[name];
  if (typed === undefined) return undefined;
  const number = /^\d{1,9}([.,]\d{1,4})?$/.test(String(typed)) ? Number(String(typed).replace(',', '.')) : NaN;
  if (number >= min && number <= max) return number;
  throw new Mistyped({
    id: `--${name} harus bilangan ${min} sampai ${max}, bukan "${typed}".`,
    en: `--${name} must be a number from ${min} to ${max}, not "${typed}".`,
  });
}
