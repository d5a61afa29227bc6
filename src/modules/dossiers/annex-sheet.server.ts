import { formatDate, formatMonth, formatNumber, formatShortDate } from '#kernel/format';
import { partsOf, type PlainDate } from '#kernel/plain-date';
import { purposeWords } from '#modules/assessments';
import {
  groundTable,
  groundWords,
  groundCodes,
  optionWords,
  stateWords as breachWords,
  type GroundCode,
} from '#modules/breaches';
import { kindWords, riskWords, type ClientKind } from '#modules/cases';
import { stateWords as letterWords } from '#modules/letters';
import { citation, findRules } from '#modules/rules';
import { recommendationWords } from '#modules/tpp';
import { m } from '#messages';
import type { Criterion } from './dossier.ts';
import { similarOutcomes } from './dossier.ts';
import type { Dossier } from './queries.server.ts';
import { sayAlike, sayClosedParts, sayContact, sayCount, sayEvent, sayEvidence, sayLetter, sayPeriod } from './say.ts';
import { countBy } from './timeline.rules.ts';
import { alternativeWords, criterionWords, keepingWords, similarWords, standingWords, whyWords } from './words.ts';

type Section = {
  title: string;
  notes: string[];
  facts: { label: string; text: string }[];
  columns: string[];
  /** How wide each column is beside the others. */
  widths: number[];
  rows: string[][];
};
/** What layout/annex.typ is given. */
export type AnnexSheet = {
  title: string;
  office: string;
  day: [number, number, number];
  secret: string;
  footer: string;
  facts: Section['facts'];
  notes: string[];
  sections: Section[];
};

export type AnnexHead = { name: string; label: string; kind: ClientKind; isChild: boolean; office: string };

const day = (on: PlainDate | null) => (on ? formatDate(on, 'id') : '–');
const short = (on: PlainDate) => formatShortDate(on, 'id');
const number = (value: number) => formatNumber(value, 'id');
const lines = (parts: readonly string[]) => parts.join('\n') || '–';

export function annexOf(one: Dossier, head: AnnexHead): AnnexSheet {
  const { year, month, day: on } = partsOf(one.today);
  return {
    title: m.dossiers_annex(),
    office: head.office,
    day: [year, month, on],
    secret: m.dossiers_annex_secret(),
    footer: m.dossiers_annex_footer({ name: head.name }),
    facts: [
      { label: m.dossiers_annex_name(), text: head.name },
      { label: m.dossiers_annex_register(), text: head.label },
      { label: m.dossiers_annex_kind(), text: kindWords[head.kind]() },
      { label: m.dossiers_annex_as_of(), text: day(one.today) },
    ],
    notes: closedOf(one),
    sections: [
      aboutOf(one),
      ...(one.breach ? [criteriaOf(one)] : []),
      sittingsOf(one),
      timelineOf(one),
      conditionsOf(one),
      ...riskOf(one, head),
      alternativesOf(one),
      othersOf(one),
      ...similarOf(one, head),
    ],
  };
}

const section = (title: string, over: Partial<Section>): Section => ({
  title,
  notes: [],
  facts: [],
  columns: [],
  widths: [],
  rows: [],
  ...over,
});

/** A table, or the sentence that it is empty. */
function tableOf(title: string, columns: readonly (readonly [string, number])[], rows: string[][], empty: string) {
  return rows.length === 0
    ? section(title, { notes: [empty] })
    : section(title, { columns: columns.map(([name]) => name), widths: columns.map(([, width]) => width), rows });
}

function closedOf({ parts }: Dossier): string[] {
  return sayClosedParts(parts).map((part) => m.dossiers_annex_closed({ part }));
}

const namesOf = (grounds: readonly GroundCode[]) => grounds.map((code) => groundWords[code]()).join('; ');

function aboutOf({ breach, guidance }: Dossier): Section {
  if (!breach) return section(m.dossiers_about(), { notes: [m.dossiers_about_none()] });
  const recommended = breach.moves.findLast(({ step }) => step === 'recommend');
  return section(m.dossiers_about(), {
    facts: [
      { label: m.dossiers_about_grounds(), text: namesOf(breach.grounds) || '–' },
      { label: m.dossiers_about_opened(), text: day(breach.openedOn) },
      { label: m.dossiers_about_alleged(), text: breach.alleged || '–' },
      {
        label: m.dossiers_about_recommended(),
        text: recommended?.option ? `${optionWords[recommended.option]()}: ${recommended.reason}` : '–',
      },
      { label: m.dossiers_about_guidance(), text: `${day(guidance.start)} – ${day(guidance.end)}` },
    ],
  });
}

const isGround = (name: string): name is GroundCode => (groundCodes as readonly string[]).includes(name);

function criteriaOf({ criteria }: Dossier): Section {
  return tableOf(
    m.dossiers_criteria(),
    [
      [m.dossiers_col_criterion(), 3],
      [m.dossiers_col_standing(), 2],
      [m.dossiers_col_why(), 4],
      [m.dossiers_col_evidence(), 3],
      [m.dossiers_annex_source(), 3],
    ],
    criteria.map((one) => [
      criterionWords[one.name](),
      standingWords[one.standing](),
      whyOf(one),
      one.evidence.length > 0 ? lines(one.evidence.map((row) => sayEvidence(row, 'id'))) : m.dossiers_evidence_none(),
      lines(sourcesOf(one).map(citation)),
    ]),
    m.dossiers_evidence_none(),
  );
}

function whyOf({ why, numbers }: Criterion): string {
  return whyWords[why](Object.fromEntries(Object.entries(numbers).map(([name, value]) => [name, number(value)])));
}

const sourcesOf = ({ name, rule }: Criterion) =>
  isGround(name) ? groundTable[name].sources : findRules(rule).flatMap(({ sources }) => sources);

/** Of the sittings only what they said of this client: their minutes name others. */
function sittingsOf({ parts, minutes }: Dossier): Section {
  const kept = (parts.sittings.open ? parts.sittings.value : []).map((item) => ({
    on: item.on,
    says: item.recommendation ? recommendationWords[item.recommendation]() : m.dossiers_no_advice(),
    why: item.reasons ?? '–',
  }));
  const elsewhere = minutes.map(({ on, advice }) => ({
    on,
    says: recommendationWords[advice](),
    why: m.dossiers_annex_outside(),
  }));
  return tableOf(
    m.dossiers_annex_sittings(),
    [
      [m.dossiers_col_day(), 2],
      [m.dossiers_annex_advice(), 3],
      [m.dossiers_annex_reasons(), 8],
    ],
    [...kept, ...elsewhere]
      .toSorted((a, b) => (a.on < b.on ? -1 : 1))
      .map(({ on, says, why }) => [short(on), says, why]),
    m.dossiers_annex_sittings_none(),
  );
}

const counted = (says: readonly string[]) =>
  countBy(says).map(([what, count]) => m.dossiers_counted({ what, count: number(count) }));

function timelineOf({ timeline }: Dossier): Section {
  return tableOf(
    m.dossiers_timeline(),
    [
      [m.dossiers_col_month(), 2],
      [m.dossiers_col_reports(), 3],
      [m.dossiers_col_contacts(), 3],
      [m.dossiers_col_letters(), 4],
      [m.dossiers_col_events(), 4],
    ],
    timeline.map((row) => [
      row.month ? formatMonth(row.month, 'id') : m.dossiers_timeline_before(),
      lines(counted(row.periods.map(sayPeriod))),
      lines(row.month ? row.contacts.map(sayContact) : counted(row.contacts.map(sayContact))),
      lines(
        row.month
          ? row.letters.map((letter) => sayLetter(letter, 'id'))
          : counted(row.letters.map(({ state }) => letterWords[state]())),
      ),
      lines(row.events.map((event) => m.dossiers_event_on({ day: short(event.on), what: sayEvent(event) }))),
    ]),
    m.dossiers_timeline_none(),
  );
}

function conditionsOf({ conditions }: Dossier): Section {
  const table = tableOf(
    m.dossiers_conditions(),
    [
      [m.dossiers_col_condition(), 6],
      [m.dossiers_col_kept(), 5],
    ],
    conditions.map((one) => [
      lines([one.text, ...(one.liftedOn ? [m.dossiers_condition_lifted({ day: short(one.liftedOn) })] : [])]),
      lines([
        keepingWords[one.keeping](),
        ...(one.reports
          ? [
              m.dossiers_kept_reports({
                owed: number(one.reports.owed),
                reported: number(one.reports.reported),
                missed: number(one.reports.missed),
                unknown: number(one.reports.unknown),
              }),
            ]
          : []),
      ]),
    ]),
    m.dossiers_conditions_none(),
  );
  return { ...table, notes: [...table.notes, m.dossiers_conditions_note()] };
}

function riskOf({ parts: { risk } }: Dossier, { isChild }: AnnexHead): Section[] {
  if (!risk.open) return [];
  return [
    tableOf(
      m.dossiers_risk(),
      [
        [m.dossiers_col_day(), 2],
        [m.dossiers_col_purpose(), 4],
        [m.dossiers_col_band(), 4],
      ],
      risk.value.map((one) => [
        short(one.heldOn),
        purposeWords[one.purpose](),
        one.band ? riskWords[one.band]() : m.dossiers_no_band(),
      ]),
      isChild ? m.dossiers_risk_child() : m.dossiers_risk_none(),
    ),
  ];
}

function alternativesOf({ alternatives }: Dossier): Section {
  return tableOf(
    m.dossiers_alternatives(),
    [
      [m.dossiers_col_day(), 2],
      [m.dossiers_col_what(), 6],
      [m.dossiers_col_result(), 5],
    ],
    alternatives.map((one) => [short(one.on), `${alternativeWords[one.kind]()}: ${one.text}`, one.result || '–']),
    m.dossiers_alternatives_none(),
  );
}

function othersOf({ others }: Dossier): Section {
  return section(m.dossiers_others(), {
    notes:
      others.length === 0
        ? [m.dossiers_others_none()]
        : others.map(
            (one) =>
              `${namesOf(one.grounds)}: ${m.dossiers_other_line({ state: breachWords[one.state](), day: short(one.openedOn) })}`,
          ),
  });
}

/** Counts of others only, from five up; without any where whoever made the annex counts nobody. */
function similarOf({ similar, likeness }: Dossier, { kind }: AnnexHead): Section[] {
  if (!likeness || !similar) return [];
  const table = tableOf(
    m.dossiers_similar(),
    [
      [m.dossiers_col_outcome(), 6],
      [m.dossiers_col_clients(), 2],
    ],
    [
      ...similarOutcomes.map((outcome) => [
        similarWords[outcome](),
        sayCount(similar.outcomes[outcome], m.dossiers_similar_hidden(), 'id'),
      ]),
      [m.dossiers_similar_total(), sayCount(similar.clients, m.dossiers_similar_few(), 'id')],
    ],
    '',
  );
  const through = m.dossiers_similar_counted({ day: day(similar.through) });
  return [{ ...table, notes: [sayAlike(likeness, kindWords[kind]()), through] }];
}
