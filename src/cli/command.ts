import { parseArgs, type ParseArgsConfig } from 'node:util';
import { ConsoleProblem, type Sentence } from '#platform/console-problem.server';
import { consoleLanguage } from '#platform/env.server';

export type Option = {
  type: 'string' | 'boolean';
  /** How the value is shown in the help: --port <value>. */
  value?: string;
  says: Sentence;
};

/** One command of `npm run simpul`; `run` answers the exit code where it is not 0. */
export type Command = {
  summary: Sentence;
  /** What follows the options, as the help shows it; a command without it takes nothing more. */
  operands?: string;
  options: Readonly<Record<string, Option>>;
  /** Commands of their own behind this one's name: `bench web`. */
  parts?: Readonly<Record<string, () => Promise<{ command: Command }>>>;
  run: (values: Values, operands: string[]) => Promise<number | void>;
};
export type Values = Readonly<Record<string, string | boolean | undefined>>;

/** A mistake in what was typed, as opposed to something that went wrong: exit code 2. */
export class Mistyped extends ConsoleProblem {}

export const say = (sentence: Sentence) => console.log(sentence[consoleLanguage()]);
export const complain = (sentence: Sentence) => console.error(sentence[consoleLanguage()]);

export function readOptions(command: Command, typed: string[]): { values: Values; operands: string[] } {
  const options = Object.fromEntries(Object.entries(command.options).map(([name, { type }]) => [name, { type }]));
  try {
    const { values, positionals } = parseArgs({
      args: typed,
      options: options as ParseArgsConfig['options'],
      allowPositionals: true,
      strict: true,
    });
    if (positionals.length > 0 && !command.operands) throw new Mistyped(unknown(positionals[0]!));
    return { values: values as Values, operands: positionals };
  } catch (error) {
    if (error instanceof Mistyped) throw error;
    const { code, message } = error as NodeJS.ErrnoException;
    const [, name = ''] = /'(-[^' ]*)/.exec(message) ?? [];
    if (code === 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE')
      throw new Mistyped({
        id: `Opsi ${name} tidak dapat dipakai begitu; lihat --help.`,
        en: `The option ${name} cannot be used like that; see --help.`,
      });
    throw new Mistyped(unknown(name));
  }
}

const unknown = (name: string): Sentence => ({
  id: `Tidak mengenal ${name}; lihat --help.`,
  en: `${name} is unknown; see --help.`,
});

/** A whole number typed as an option, or undefined where the option was left out. */
export function wholeNumber(values: Values, name: string, min: number, max: number): number | undefined {
  const typed = values[name];
  if (typed === undefined) return undefined;
  const number = /^\d{1,9}$/.test(String(typed)) ? Number(typed) : NaN;
  if (number >= min && number <= max) return number;
  throw new Mistyped({
    id: `--${name} harus bilangan bulat ${min} sampai ${max}, bukan "${typed}".`,
    en: `--${name} must be a whole number from ${min} to ${max}, not "${typed}".`,
  });
}

export async function helpOf(name: string, command: Command): Promise<Sentence> {
  const call = name === 'start' ? 'npm start --' : `npm run simpul -- ${name}`;
  const left = (key: string, { value }: Option) => `  --${key}${value ? ` <${value}>` : ''}`;
  const rows = Object.entries({ ...command.options, help: help });
  const width = Math.max(...rows.map(([key, option]) => left(key, option).length)) + 2;
  const parts = Object.entries(await loadParts(command));
  const text = (language: keyof Sentence) =>
    [
      command.summary[language],
      '',
      `  ${call}${command.operands ? ` ${command.operands}` : ''}`,
      '',
      ...parts.map(([part, { summary }]) => `  ${part.padEnd(width - 2)}${summary[language]}`),
      ...(parts.length > 0 ? [''] : []),
      ...rows.map(([key, option]) => left(key, option).padEnd(width) + option.says[language]),
    ].join('\n');
  return { id: text('id'), en: text('en') };
}

async function loadParts({ parts = {} }: Command): Promise<Record<string, Command>> {
  const loaded = await Promise.all(
    Object.entries(parts).map(async ([name, load]) => [name, (await load()).command] as const),
  );
  return Object.fromEntries(loaded);
}

const help: Option = { type: 'boolean', says: { id: 'menampilkan bantuan ini', en: 'shows this help' } };

/** Options that several commands share. */
export const dataOption = {
  data: {
    type: 'string',
    value: 'folder',
    says: { id: 'folder data (biasanya ./data atau SIMPUL_DATA)', en: 'data folder (usually ./data or SIMPUL_DATA)' },
  },
} as const satisfies Record<string, Option>;
