import { partsOf, type PlainDate } from '#kernel/plain-date';

/** The parts that the pattern of a number may be made of. */
export const numberParts = ['number', 'unit', 'classification', 'month', 'year'] as const;
export type NumberPart = (typeof numberParts)[number];
export const standardPattern = '{number}/{unit}/{classification}/{month}/{year}';

export type PatternProblem = { problem: 'part_unknown' | 'part_missing' | 'pattern_brace'; piece: string };

/** A pattern must name the running number and the year: without them a number would come back. */
export function judgePattern(pattern: string): PatternProblem | undefined {
  const parts = [...pattern.matchAll(/\{([^{}]*)\}/g)].map(([, part]) => part!.replace(/^number:[2-6]$/, 'number'));
  const unknown = parts.find((part) => !(numberParts as readonly string[]).includes(part));
  if (unknown !== undefined) return { problem: 'part_unknown', piece: `{${unknown}}` };
  if (/[{}]/.test(pattern.replace(/\{[^{}]*\}/g, ''))) return { problem: 'pattern_brace', piece: pattern };
  const missing = (['number', 'year'] as const).find((part) => !parts.includes(part));
  return missing ? { problem: 'part_missing', piece: `{${missing}}` } : undefined;
}

export type NumberFacts = { number: number; unit: string; classification: string; dated: PlainDate };

/** 12/BAPAS-PALEMBANG/PK.01.05/VI/2022; `{number:4}` writes 0012. */
export function numberLabel(pattern: string, { number, unit, classification, dated }: NumberFacts): string {
  return pattern
    .replace(/\{number(?::([2-6]))?\}/g, (_, digits?: string) => String(number).padStart(Number(digits ?? 1), '0'))
    .replaceAll('{unit}', unit)
    .replaceAll('{classification}', classification)
    .replaceAll('{month}', roman[partsOf(dated).month - 1]!)
    .replaceAll('{year}', String(partsOf(dated).year));
}

const roman = ['I', 'II', 'III', 'IV', 'V', 'VI', 'VII', 'VIII', 'IX', 'X', 'XI', 'XII'] as const;
