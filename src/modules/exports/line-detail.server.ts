import { formatShortDate, formatShortMoment, type Locale } from '#kernel/format';
import { isUuid } from '#kernel/id';
import type { Zone } from '#kernel/zone';
import * as atLarge from '#modules/at-large';
import * as breaches from '#modules/breaches';
import * as cases from '#modules/cases';
import * as checkIns from '#modules/check-ins';
import * as custody from '#modules/custody';
import { detailWords, optionWords, valueWords } from '#modules/journal/server';
import { findLetterKind, nameOfLetterKind } from '#modules/letters';
import { fieldWords } from '#modules/people';
import * as permits from '#modules/permits';
import * as petitions from '#modules/petitions';
import * as revocations from '#modules/revocations';
import { findTaskKind, nameOfKind } from '#modules/tasks';
import * as tpp from '#modules/tpp';
import * as units from '#modules/units';
import { listExportLists } from './define.ts';
import { pageOpenedWords } from './file-words.server.ts';
import { listWords, needWords } from './words.ts';

type Said = Readonly<Record<string, () => string>>;

/** Values that have words of their own, by the name under which a line of the journal keeps them. */
const spoken: Readonly<Record<string, readonly Said[]>> = {
  advice: [cases.adviceWords, tpp.recommendationWords],
  ageGroup: [cases.ageWords],
  duty: [tpp.dutyWords],
  before: [cases.phaseWords],
  channel: [checkIns.channelWords],
  grade: [checkIns.gradeWords],
  kind: [
    cases.kindWords,
    tpp.itemKindWords,
    cases.basisWords,
    units.postingKindWords,
    units.absenceKindWords,
    cases.documentWords,
    cases.openingWords,
  ],
  list: [listWords],
  medium: [checkIns.mediumWords],
  minimumGrade: [checkIns.gradeWords],
  module: [units.moduleWords],
  name: [cases.milestoneWords],
  needs: [needWords],
  outcome: [checkIns.outcomeWords],
  period: [checkIns.stateWords],
  reason: [cases.endReasonWords, checkIns.excuseWords, cases.openingReasonWords],
  code: [cases.openingReasonWords],
  relation: [cases.relationWords],
  riskBand: [cases.riskWords],
  role: [units.roleWords],
  signs: [checkIns.signWords],
  source: [cases.sourceWords],
  standing: [checkIns.standingWords],
  state: [cases.transferStateWords, cases.stateWords, units.officerStateWords],
  toPhase: [cases.phaseWords],
  type: [units.unitTypeWords],
};

/** What consists of several words belongs to one thing only, so it is found without knowing what it is said of. */
const compounds: readonly Said[] = [cases, checkIns, tpp, units].flatMap((room) =>
  Object.entries(room)
    .filter(([name]) => name.endsWith('Words') && !/refusal|problem/i.test(name))
    .map(([, table]) => table as unknown as Said),
);
const isCompound = (text: string) => /^[a-z]+(_[a-z]+)+$/.test(text);

/** Columns of the lists that leave, under the names that their files give them. */
function columnWords(id: string): string | undefined {
  return listExportLists()
    .flatMap(({ columns }) => columns)
    .find((column) => column.id === id)
    ?.label();
}

/** What moves from state to state has its own words for both; the lines of one thing begin alike. */
const stepsOf: Readonly<Record<string, readonly Said[]>> = {
  'at-large': [atLarge.stepWords, atLarge.stateWords, atLarge.closureWords],
  breach: [breaches.stepWords, breaches.stateWords],
  custody: [custody.stepWords, custody.stateWords],
  permit: [permits.stepWords, permits.stateWords],
  petition: [petitions.stepWords, petitions.stateWords],
  revocation: [revocations.stepWords, revocations.stateWords],
};
const stepNames = new Set(['step', 'before', 'after']);

const MOST_LETTERS = 160;
type Locally = { zone: Zone; language: Locale };
type Saying = Locally & { steps: readonly Said[] };

/** What a line of either log keeps beside who and when, in words and short enough for a cell. Ids and names of people are not in it. */
export function detailOf({ what, about }: { what: string; about: unknown }, at: Locally): string {
  const text = sayAll((about ?? {}) as Record<string, unknown>, { ...at, steps: stepsOf[what.split('.')[0]!] ?? [] });
  return text.length > MOST_LETTERS ? `${text.slice(0, MOST_LETTERS - 1)}…` : text;
}

function sayAll(about: Record<string, unknown>, at: Saying): string {
  return Object.entries(about)
    .filter(([name, value]) => !isEmpty(value) && !isUuid(value) && !/id$/i.test(name))
    .map(
      ([name, value]) =>
        `${detailWords(name)}: ${name === 'option' ? optionWords(about['rule'], value) : say(name, value, at)}`,
    )
    .join('; ');
}

const isEmpty = (value: unknown) =>
  value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0);

function say(name: string, value: unknown, at: Saying): string {
  if (Array.isArray(value)) return value.map((one) => say(name, one, at)).join(', ');
  if (typeof value === 'object') return `(${sayAll(value as Record<string, unknown>, at)})`;
  if (typeof value === 'boolean') return valueWords(value ? 'yes' : 'no');
  const text = String(value);
  if (/^\d{4}-\d\d-\d\d$/.test(text)) return formatShortDate(text as never, at.language);
  if (/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(text)) return formatShortMoment(new Date(text), at.zone, at.language);
  if (name === 'kind' && findTaskKind(text)) return nameOfKind(text);
  if (name === 'kind' && findLetterKind(text)) return nameOfLetterKind(text);
  if (name === 'columns') return columnWords(text) ?? text;
  if (name === 'fields') return (fieldWords as unknown as Said)[text]?.() ?? detailWords(text);
  if (name === 'page') return pageOpenedWords(text);
  const tables = [
    ...(stepNames.has(name) ? at.steps : []),
    ...(spoken[name] ?? []),
    ...(isCompound(text) ? compounds : []),
  ];
  const words = tables.find((table) => typeof table[text] === 'function')?.[text];
  return words?.() ?? valueWords(text);
}
