import { isRunning, optionWords, ownerOf, stateWords } from '#modules/breaches';
import type { BreachInFull } from '#modules/breaches/server';
import { roleWords } from '#modules/units';
import { m } from '#messages';
import { dueWords } from '../../../../../due.server.ts';
import type { Locale } from '#kernel/format';

type Task = {
  label: string;
  href?: string;
  hint?: string;
  status: { label: string; tone?: 'neutral' | 'success' | 'warning' };
};

/** The parts of the work on a breach, each with its state, in any lawful order. What cannot be done yet has no link. */
export function tasksOf(one: BreachInFull, base: string): Task[] {
  const running = isRunning(one.state);
  const may = running && one.may.handle;
  const done = (label: string) => ({ label, tone: 'success' as const });
  const todo = (isTurn: boolean) =>
    isTurn ? { label: m.breaches_part_todo(), tone: 'warning' as const } : { label: m.breaches_part_later() };
  const count = (kind: string) => one.entries.filter((entry) => entry.kind === kind).length;
  const counted = (kind: string) =>
    count(kind) > 0 ? done(m.breaches_part_count({ count: String(count(kind)) })) : { label: m.breaches_part_none() };
  const link = (path: string, isOpen: boolean) => (isOpen ? { href: `${base}${path}` } : {});

  const last = one.summonses.at(-1);
  const isHeard = one.examinations.some(({ about }) => about === 'client');
  const recommendation = one.moves.findLast(({ step }) => step === 'recommend');
  const isConfirmed = one.state !== 'proposed' && one.state !== 'dismissed';
  return [
    ...(one.source === 'system' || one.source === 'petition'
      ? [
          {
            label: m.breaches_part_confirm(),
            ...link('/confirm', may && one.state === 'proposed'),
            status: one.state === 'proposed' ? todo(true) : done(m.breaches_part_done()),
          },
        ]
      : []),
    { label: m.breaches_part_evidence(), ...link('/entry?kind=evidence', may), status: counted('evidence') },
    { label: m.breaches_part_alternatives(), ...link('/entry?kind=alternative', may), status: counted('alternative') },
    {
      label: m.breaches_part_visit(),
      ...(may ? { href: `/clients/${one.caseId}/contacts/record?kind=home_visit` } : {}),
      hint: m.breaches_part_visit_hint(),
      status:
        one.visits.length > 0
          ? done(m.breaches_part_count({ count: String(one.visits.length) }))
          : { label: m.breaches_part_none() },
    },
    {
      label: m.breaches_part_summons({ count: String(one.options.summonses) }),
      ...link('/summons', isConfirmed && (may || one.summonses.length > 0)),
      ...(one.custodyPlace === '' ? {} : { hint: m.breaches_held_at({ place: one.custodyPlace }) }),
      status:
        last === undefined
          ? todo(one.state === 'open' && one.custodyPlace === '')
          : last.outcome === null
            ? { label: m.breaches_part_waits(), tone: 'warning' as const }
            : done(m.breaches_part_count({ count: String(one.summonses.length) })),
    },
    {
      label: m.breaches_part_examination(),
      ...link('/examination', may && isConfirmed),
      status: isHeard ? done(m.breaches_part_done()) : todo(one.state === 'open' || one.state === 'summoned'),
    },
    {
      label: m.breaches_part_recommend(),
      ...link('/recommend', may && one.state === 'examined'),
      ...(recommendation?.option ? { hint: optionWords[recommendation.option]() } : {}),
      status:
        recommendation && one.state !== 'examined' ? done(m.breaches_part_done()) : todo(one.state === 'examined'),
    },
    {
      label: m.breaches_part_decide(),
      ...link('/decide', one.state === 'recommended' && one.may.decide),
      ...(running ? {} : { hint: stateWords[one.state]() }),
      status: running ? todo(one.state === 'recommended') : done(m.breaches_part_done()),
    },
  ];
}

/** Who is next, and until when. */
export function nextOwner(one: BreachInFull, counsellor: string | null, locale: Locale) {
  const owner = ownerOf(one.state);
  // Once its proceeding has begun, a breach is nobody's turn any more.
  if (!owner || (one.endedOn !== null && one.dueOn === null)) return undefined;
  return {
    who: owner === 'pk' ? (counsellor ?? m.cases_no_counsellor()) : roleWords[owner](),
    due: dueWords(one, one.today, locale),
    late: one.dueOn !== null && one.dueOn < one.today,
  };
}
