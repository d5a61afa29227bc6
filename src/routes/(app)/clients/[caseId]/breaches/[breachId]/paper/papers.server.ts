import { formatDate, formatDay } from '#kernel/format';
import { citation } from '#modules/rules';
import {
  appearanceWords,
  deliveryWords,
  groundTable,
  groundWords,
  heardWords,
  optionWords,
  stateWords,
  stepWords,
} from '#modules/breaches';
import type { BreachInFull } from '#modules/breaches/server';
import { m } from '#messages';

/**
 * What a paper says, whatever prints it: its head, its parts, and who signs. One function for each paper, in Indonesian whatever the
 * screen speaks.
 */
export type PaperText = {
  title: string;
  number: string;
  dated: string;
  parts: { heading?: string; lines: string[] }[];
  signs: string[];
};
export type About = { name: string; label: string; kind: string; birth: string; counsellor: string; route: string };

const id = { locale: 'id' } as const;
const day = (on: Parameters<typeof formatDate>[0]) => formatDate(on, 'id');

function whose(about: About): string[] {
  return [
    m.breaches_paper_name({ name: about.name }, id),
    m.breaches_paper_register({ label: about.label || '–' }, id),
    m.breaches_paper_birth({ birth: about.birth }, id),
    m.breaches_paper_kind({ kind: about.kind }, id),
  ];
}
const groundLines = (one: BreachInFull) => one.grounds.map((code) => groundWords[code]({}, id));

export function summonsPaper(one: BreachInFull, summonsId: string, about: About): PaperText | undefined {
  const summons = one.summonses.find((each) => each.id === summonsId);
  if (!summons) return undefined;
  return {
    title: m.breaches_paper_summons_title({ ordinal: 'I'.repeat(Math.min(summons.ordinal, 3)) }, id),
    number: summons.letterNumber,
    dated: day(summons.sentOn),
    parts: [
      { heading: m.breaches_paper_to({}, id), lines: whose(about) },
      {
        lines: [
          m.breaches_paper_summons_call({}, id),
          m.breaches_paper_when(
            { day: formatDay(summons.appearOn, 'id'), time: summons.appearAt.replace(':', '.') },
            id,
          ),
          m.breaches_paper_where({ place: summons.place }, id),
        ],
      },
      { heading: m.breaches_paper_about({}, id), lines: [...groundLines(one), one.alleged] },
      { lines: [m.breaches_paper_right({}, id), m.breaches_paper_bring({}, id)] },
    ],
    signs: [m.breaches_paper_head({}, id)],
  };
}

export function minutesPaper(one: BreachInFull, examinationId: string, about: About): PaperText | undefined {
  const held = one.examinations.find((each) => each.id === examinationId);
  if (!held) return undefined;
  return {
    title: held.inAbsence ? m.breaches_paper_absence_title({}, id) : m.breaches_paper_minutes_title({}, id),
    number: held.number,
    dated: day(held.heldOn),
    parts: [
      { lines: [m.breaches_paper_minutes_where({ day: formatDay(held.heldOn, 'id'), place: held.place }, id)] },
      { heading: m.breaches_paper_client({}, id), lines: whose(about) },
      ...(held.about === 'client'
        ? []
        : [{ heading: m.breaches_paper_heard({}, id), lines: [`${heardWords[held.about]({}, id)}: ${held.person}`] }]),
      { heading: m.breaches_paper_about({}, id), lines: [...groundLines(one), one.alleged] },
      { heading: m.breaches_paper_statement({}, id), lines: held.statement.split('\n') },
      { lines: [m.breaches_paper_read_out({}, id)] },
    ],
    signs: held.present.split('\n').filter(Boolean),
  };
}

export function reprimandPaper(one: BreachInFull, about: About): PaperText | undefined {
  const decided = one.moves.findLast(({ step }) => step === 'reprimand');
  if (!decided) return undefined;
  return {
    title: m.breaches_paper_reprimand_title({}, id),
    number: decided.documentNumber,
    dated: day(decided.day),
    parts: [
      { heading: m.breaches_paper_to({}, id), lines: whose(about) },
      { heading: m.breaches_paper_about({}, id), lines: [...groundLines(one), one.alleged] },
      { heading: m.breaches_paper_reasons({}, id), lines: decided.reason.split('\n') },
      { heading: m.breaches_paper_counselling({}, id), lines: one.counselling.split('\n') },
      ...(one.followUpOn
        ? [{ lines: [m.breaches_paper_follow_up({ day: formatDay(one.followUpOn, 'id') }, id)] }]
        : []),
      { lines: [m.breaches_paper_warning({}, id)] },
    ],
    signs: [m.breaches_paper_head({}, id), m.breaches_paper_client({}, id)],
  };
}

/** The whole matter on paper: what goes before a sitting, or stays in the file when it ended otherwise. */
export function filePaper(one: BreachInFull, about: About): PaperText {
  const entries = (kind: string) =>
    one.entries
      .filter((entry) => entry.kind === kind)
      .map((entry) => [`${day(entry.happenedOn)}: ${entry.text}`, entry.result].filter(Boolean).join(' – '));
  const recommended = one.moves.findLast(({ step }) => step === 'recommend');
  const decided = one.endedOn ? one.moves.at(-1) : undefined;
  const none = m.breaches_paper_none({}, id);
  const or = (lines: string[]) => (lines.length > 0 ? lines : [none]);
  return {
    title:
      one.state === 'proposed_for_revocation'
        ? m.breaches_paper_proposal_title({}, id)
        : m.breaches_paper_file_title({}, id),
    number: decided?.documentNumber ?? '',
    dated: day(decided?.day ?? one.today),
    parts: [
      { heading: m.breaches_paper_client({}, id), lines: whose(about) },
      {
        heading: m.breaches_paper_grounds({}, id),
        lines: one.grounds.map(
          (code) => `${groundWords[code]({}, id)} (${groundTable[code].sources.map(citation).join('; ')})`,
        ),
      },
      { heading: m.breaches_paper_alleged({}, id), lines: or([one.alleged].filter(Boolean)) },
      ...(one.misses ? [{ lines: [m.breaches_paper_misses({ count: String(one.misses) }, id)] }] : []),
      { heading: m.breaches_paper_evidence({}, id), lines: or(entries('evidence')) },
      { heading: m.breaches_paper_alternatives({}, id), lines: or(entries('alternative')) },
      { heading: m.breaches_paper_visits({}, id), lines: or(entries('home_visit')) },
      { heading: m.breaches_paper_summonses({}, id), lines: or(one.summonses.map(summonsLine)) },
      {
        heading: m.breaches_paper_examinations({}, id),
        lines: or(
          one.examinations.map(
            (held) => `${held.number}, ${day(held.heldOn)}, ${heardWords[held.about]({}, id)}: ${held.statement}`,
          ),
        ),
      },
      {
        heading: m.breaches_paper_recommendation({}, id),
        lines: recommended?.option ? [optionWords[recommended.option]({}, id), recommended.reason] : [none],
      },
      {
        heading: m.breaches_paper_decision({}, id),
        lines: decided
          ? [`${stepWords[decided.step]({}, id)}: ${stateWords[decided.to]({}, id)}`, decided.reason]
          : [none],
      },
      ...(one.state === 'proposed_for_revocation'
        ? [{ lines: [m.breaches_paper_route({ route: about.route }, id)] }]
        : []),
    ],
    signs: [about.counsellor || m.breaches_paper_counsellor({}, id), m.breaches_paper_head({}, id)],
  };
}

function summonsLine(summons: BreachInFull['summonses'][number]): string {
  const delivered =
    summons.deliveredOn && summons.deliveredHow
      ? m.breaches_paper_delivered(
          {
            day: day(summons.deliveredOn),
            how: deliveryWords[summons.deliveredHow]({}, id),
            receiver: summons.deliveredTo,
          },
          id,
        )
      : m.breaches_paper_not_delivered({}, id);
  return [
    `${summons.letterNumber}, ${day(summons.sentOn)}`,
    m.breaches_paper_for_day({ day: day(summons.appearOn) }, id),
    delivered,
    summons.outcome ? appearanceWords[summons.outcome]({}, id) : '',
  ]
    .filter(Boolean)
    .join('; ');
}
