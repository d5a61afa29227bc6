import { formatDate } from '#kernel/format';
import { citation } from '#modules/rules';
import {
  appearanceWords,
  groundTable,
  groundWords,
  heardWords,
  optionWords,
  stateWords,
  stepWords,
} from '#modules/breaches';
import type { BreachInFull } from '#modules/breaches/server';
import { m } from '#messages';
import { sayCalls } from '../../../../../presences.server.ts';
import { letterOf } from '../file.server.ts';

/** What the printed file says, in Indonesian whatever the screen speaks. Its letters are printed where they are. */
export type PaperText = { title: string; dated: string; parts: { heading?: string; lines: string[] }[] };
export type About = { name: string; label: string; kind: string; birth: string; route: string };

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
    title: m.breaches_paper_file_title({}, id),
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
      {
        heading: m.breaches_paper_visits({}, id),
        lines: or(one.visits.map((visit) => `${day(visit.on)}: ${visit.text}`)),
      },
      {
        heading: m.breaches_paper_summonses({}, id),
        lines: or(one.summonses.map((summons) => summonsLine(one, summons))),
      },
      {
        heading: m.breaches_paper_examinations({}, id),
        lines: or(
          one.examinations.map(
            (held) =>
              `${numberOf(one, held.id)}, ${day(held.heldOn)}, ${heardWords[held.about]({}, id)}: ${held.statement}`,
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
  };
}

/** The number of the letter about this, or that it has none yet. */
function numberOf(one: BreachInFull, ofId: string): string {
  return letterOf(one, ofId)?.label ?? m.letters_no_number({}, id);
}

function summonsLine(one: BreachInFull, summons: BreachInFull['summonses'][number]): string {
  const receiver = letterOf(one, summons.id)?.receivedName ?? '';
  return [
    numberOf(one, summons.id),
    ...(summons.sentOn ? [day(summons.sentOn)] : []),
    m.breaches_paper_for_day({ day: day(summons.appearOn) }, id),
    ...sayCalls(summons, id),
    summons.deliveredOn
      ? m.breaches_paper_delivered({ day: day(summons.deliveredOn), receiver }, id)
      : m.breaches_paper_not_delivered({}, id),
    summons.outcome ? appearanceWords[summons.outcome]({}, id) : '',
  ]
    .filter(Boolean)
    .join('; ');
}
