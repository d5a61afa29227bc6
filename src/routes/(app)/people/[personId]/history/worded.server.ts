import { formatDate, type Locale } from '#kernel/format';
import { formatPartialDate, parsePartialDate, type PartialDate } from '#kernel/partial-date';
import { isPlainDate } from '#kernel/plain-date';
import {
  educationWords,
  maritalWords,
  nikSourceWords,
  relationWords,
  religionWords,
  sexWords,
  type FamilyRelation,
} from '#modules/people';
import { findPlace } from '#modules/people/server';
import { m } from '#messages';

const choiceWords: Record<string, Record<string, () => string>> = {
  nikSource: nikSourceWords,
  sex: sexWords,
  religion: religionWords,
  maritalState: maritalWords,
  education: educationWords,
};

/** A value of the past in words, whatever it was. */
export async function worded(field: string, value: unknown, language: Locale): Promise<string> {
  if (value === null || value === undefined || value === '') return '';
  if (field === 'photo') return m.people_history_changed();
  if (typeof value === 'boolean') return value ? m.people_yes() : m.people_no();
  if (typeof value === 'string') {
    const words = choiceWords[field]?.[value];
    if (words) return words();
    return isPlainDate(value) ? formatDate(value, language) : value;
  }
  if (Array.isArray(value)) return value.join(', ');
  if (typeof value !== 'object') return String(value);
  const parts = value as Record<string, unknown>;
  if (field === 'birth') {
    const birth = parsePartialDate(String(parts['text']), parts['precision'] as PartialDate['precision']);
    return birth ? formatPartialDate(birth, language) : '';
  }
  const said = field === 'family' ? relativeSaid(parts) : await detailSaid(parts, language);
  return said.filter(Boolean).join(', ') || m.people_history_changed();
}

/** Without values where the reader may not know of family. */
function relativeSaid(parts: Record<string, unknown>): unknown[] {
  const relation = relationWords[parts['relation'] as FamilyRelation] as (() => string) | undefined;
  return [
    parts['name'],
    relation?.(),
    ...['birthYear', 'occupation', 'phone', 'address', 'note'].map((key) => parts[key]),
  ];
}

/** An address, a number or another name, with what may change about it while it stays. */
async function detailSaid(parts: Record<string, unknown>, language: Locale): Promise<unknown[]> {
  const area = typeof parts['areaCode'] === 'string' ? await findPlace(parts['areaCode']) : undefined;
  const day = (key: string, say: (on: { day: string }) => string) => {
    const on = parts[key];
    return isPlainDate(on) ? say({ day: formatDate(on, language) }) : undefined;
  };
  return [
    ...['name', 'number', 'owner', 'line'].map((key) => parts[key]),
    area?.names.join(', '),
    day('until', m.people_history_until),
    day('verifiedOn', m.people_history_verified_on),
    parts['forNotices'] === true ? m.people_history_for_notices() : undefined,
  ];
}
