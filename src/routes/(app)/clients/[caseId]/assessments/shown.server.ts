import { formatNumber, type Locale } from '#kernel/format';
import { riskWords, type RiskBand } from '#modules/cases';
import { dueWords, isKnown, type Due, type Item, type PartResult, type Said } from '#modules/assessments';
import type { AssessmentLine } from '#modules/assessments/server';
import { m } from '#messages';
import type { Tone } from '#ui/tone.ts';
import type { PlainDate } from '#kernel/plain-date';
import { sayLastDay } from '../../../../due.server.ts';
import { inSentence } from '#kernel/text';

export const say = (said: Said, language: Locale): string => said[language];

export const bandTone: Readonly<Record<RiskBand, Tone>> = {
  low: 'neutral',
  moderate: 'warning',
  high: 'error',
  very_high: 'error',
};

const levelWords: Readonly<Record<RiskBand, () => string>> = {
  low: m.assessments_level_low,
  moderate: m.assessments_level_moderate,
  high: m.assessments_level_high,
  very_high: m.assessments_level_very_high,
};

/** What is known of the band of a part: the band itself, or the two between which it lies. */
export function sayBand(low: RiskBand, high: RiskBand): { label: string; tone: Tone } {
  return low === high
    ? { label: levelWords[low](), tone: bandTone[low] }
    : {
        label: m.assessments_provisional_between({ from: levelWords[low](), to: inSentence(levelWords[high]()) }),
        tone: 'warning',
      };
}

export function sayScore({ low, high }: Pick<PartResult, 'low' | 'high'>, language: Locale): string {
  const [least, most] = [formatNumber(low, language), formatNumber(high, language)];
  return low === high ? least : m.assessments_score_between({ low: least, high: most });
}

/** The band that an assessment stands for: what it was set aside for, else what it found. */
export function sayLine(line: AssessmentLine): { label: string; tone: Tone; note: string } {
  const found = line.band ? { label: riskWords[line.band](), tone: bandTone[line.band] } : undefined;
  if (line.overridden)
    return {
      label: riskWords[line.overridden](),
      tone: bandTone[line.overridden],
      note: m.assessments_overridden({ band: inSentence(riskWords[line.overridden]()) }),
    };
  return found
    ? { ...found, note: '' }
    : { label: m.assessments_finding_not_enough(), tone: 'warning', note: m.assessments_provisional() };
}

export function sayDue(due: Due | null, today: PlainDate, language: Locale): string {
  if (!due) return m.assessments_due_none();
  const told = { day: sayLastDay({ on: due.on, counts: 'calendar' }, language), why: dueWords[due.why]() };
  return due.on < today ? m.assessments_due_was(told) : m.assessments_due_by(told);
}

export function sayAnswer(item: Item, code: string | null | undefined, language: Locale): string {
  if (!code) return m.frame_not_answered();
  if (!isKnown(code)) return m.assessments_unknown();
  const option = item.answers.find((one) => one.code === code);
  return option ? say(option.says, language) : code;
}
