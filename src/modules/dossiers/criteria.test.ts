import { describe, expect, test } from 'vitest';
import { plainDate } from '#kernel/plain-date';
import { faultsOfRules } from '#kernel/rule';
import type { Appearance } from '#modules/breaches';
import { judgeCriteria, type CriteriaFacts } from './criteria.ts';
import { dossierRules } from './criteria.rules.ts';
import { courseCriteria, groundCriteria, type Criterion, type CriterionName } from './dossier.ts';

const day = plainDate;
const open = <T>(value: T) => ({ open: true as const, value });
const shut = { open: false as const };

/** A breach of three misses that nobody has worked on: every fact is there to be changed by a test. */
function facts(over: Partial<CriteriaFacts> = {}, breach: Partial<CriteriaFacts['breach']> = {}): CriteriaFacts {
  return {
    breach: {
      id: 'b1',
      state: 'open',
      source: 'officer',
      openedOn: day('2026-06-02'),
      grounds: ['missed_in_a_row'],
      alleged: '',
      custodyPlace: '',
      custodySince: null,
      entries: [],
      summonses: [],
      advice: [],
      examinations: [],
      moves: [],
      options: { summonses: 3 },
      ...breach,
    },
    since: null,
    ageGroup: 'adult',
    guidance: { start: day('2026-01-01'), end: day('2027-01-01') },
    ledger: open([]),
    contacts: open([]),
    conditions: [],
    risk: open([]),
    riskDue: null,
    offences: [],
    sittings: open([]),
    minutes: [],
    deciders: [],
    today: day('2026-06-10'),
    options: { misses: 3, lateReport: 'breaks', search: { search_days: 90 } },
    ...over,
  };
}
function found(name: CriterionName, of: CriteriaFacts): Criterion {
  const one = judgeCriteria(of).find((each) => each.name === name);
  if (!one) throw new Error(`${name} was not judged`);
  return one;
}
const said = (name: CriterionName, of: CriteriaFacts) => {
  const { standing, why } = found(name, of);
  return [standing, why];
};
const evidence = (name: CriterionName, of: CriteriaFacts) => found(name, of).evidence.map(({ id }) => id);

type Period = Extract<CriteriaFacts['ledger'], { open: true }>['value'][number];
/** A letter for each month from January: m missed, f fulfilled, n not on record, s waits for a review, d missed and disputed, x excused. */
function ledger(states: string): CriteriaFacts['ledger'] {
  const named = { m: 'missed', f: 'fulfilled', n: 'not_recorded', s: 'submitted', d: 'missed', x: 'excused' } as const;
  return open(
    [...states].map((letter, at): Period => {
      const month = `2026-${String(at + 1).padStart(2, '0')}`;
      return {
        id: month,
        from: day(`${month}-01`),
        through: day(`${month}-28`),
        state: named[letter as keyof typeof named],
        late: false,
        disputes: letter === 'd' ? [{ outcome: null }] : [],
      };
    }),
  );
}

test('the rules have no faults, and each of them is used by a criterion', () => {
  expect(faultsOfRules(dossierRules)).toEqual([]);
  const used = new Set(
    [facts(), facts({ ageGroup: 'child' })].flatMap((one) => judgeCriteria(one).map(({ rule }) => rule)),
  );
  expect(dossierRules.map(({ id }) => id).filter((id) => !used.has(id))).toEqual(['dossiers.similar-cases']);
});

test('the grounds of the law are always judged, others where they are alleged, the course always', () => {
  const names = (of: CriteriaFacts) => judgeCriteria(of).map(({ name }) => name);
  const adult = courseCriteria.filter((name) => name !== 'accompanied');
  expect(names(facts()).sort()).toEqual([...groundCriteria, ...adult].sort());
  expect(names(facts({}, { grounds: ['drug_use'] })).sort()).toEqual([...groundCriteria, 'drug_use', ...adult].sort());
  const child = names(facts({ ageGroup: 'child' }));
  expect(child).toContain('accompanied');
  expect(child).not.toContain('risk_assessed');
});

describe('three misses in a row', () => {
  test('stand, with the very periods', () => {
    const of = facts({ ledger: ledger('fmmm') });
    expect(said('missed_in_a_row', of)).toEqual(['met', 'row_stands']);
    expect(evidence('missed_in_a_row', of)).toEqual(['2026-02', '2026-03', '2026-04']);
  });
  test('do not stand where one between was excused or reported', () => {
    expect(said('missed_in_a_row', facts({ ledger: ledger('mmxmf') }))).toEqual(['not_met', 'row_too_short']);
    expect(evidence('missed_in_a_row', facts({ ledger: ledger('mmxmf') }))).toEqual(['2026-01', '2026-02']);
  });
  test.each(['mmn', 'mms', 'mmd', 'nnn'])('are not known while %s may yet make them', (states) => {
    expect(said('missed_in_a_row', facts({ ledger: ledger(states) }))).toEqual(['unknown', 'periods_unknown']);
  });
  test('are known although something else is not on record, where it decides nothing', () => {
    expect(said('missed_in_a_row', facts({ ledger: ledger('nfmmm') }))[0]).toBe('met');
    expect(said('missed_in_a_row', facts({ ledger: ledger('nfmmf') }))[0]).toBe('not_met');
  });
  test('from before the last decision do not count again', () => {
    const of = facts({ ledger: ledger('mmmff'), since: day('2026-04-10') });
    expect(said('missed_in_a_row', of)).toEqual(['not_met', 'row_too_short']);
  });
  test('are not known where no period has ended, and closed where the ledger is', () => {
    expect(said('missed_in_a_row', facts())).toEqual(['unknown', 'no_periods']);
    expect(said('missed_in_a_row', facts({ ledger: shut }))).toEqual(['closed', 'part_closed']);
  });
  test('a month that runs is no miss, and the office says how many are enough', () => {
    expect(said('missed_in_a_row', facts({ ledger: ledger('fffmmm') }))[0]).toBe('not_met');
    const two = facts({ ledger: ledger('fffmm') });
    expect(said('missed_in_a_row', { ...two, options: { ...two.options, misses: 2 } })[0]).toBe('met');
  });
});

type Contact = Extract<CriteriaFacts['contacts'], { open: true }>['value'][number];
const contact = (id: string, over: Partial<Contact>): Contact => ({
  id,
  on: day('2026-05-20'),
  kind: 'search',
  outcome: null,
  source: null,
  finding: null,
  concern: null,
  livesThere: null,
  ...over,
});

describe('a new offence', () => {
  const search = (id: string, source: string, finding: 'nothing' | 'unclear' | 'found', on = '2026-05-20') =>
    contact(id, { source, finding, on: day(on) });
  test('is met by a notice, by custody and by a find', () => {
    expect(said('new_offence', facts({}, { source: 'offence_notice' }))[0]).toBe('met');
    expect(said('new_offence', facts({}, { custodyPlace: 'Rutan' }))[0]).toBe('met');
    const of = facts({ contacts: open([search('k', 'court_register', 'found')]) });
    expect(said('new_offence', of)).toEqual(['met', 'offence_recorded']);
    expect(evidence('new_offence', of)).toEqual(['k']);
  });
  test('is not met where both registers were searched of late and nothing was found', () => {
    const both = [search('a', 'court_register', 'nothing'), search('b', 'custody_register', 'nothing')];
    expect(said('new_offence', facts({ contacts: open(both) }))).toEqual(['not_met', 'searched_nothing']);
    expect(evidence('new_offence', facts({ contacts: open(both) }))).toEqual(['a', 'b']);
  });
  test.each([
    ['nobody searched', []],
    ['one register is not both', [search('a', 'court_register', 'nothing')]],
    [
      'one is unclear',
      [
        search('a', 'court_register', 'nothing'),
        search('b', 'custody_register', 'nothing'),
        search('c', 'other', 'unclear'),
      ],
    ],
    [
      'it was too long ago',
      [search('a', 'court_register', 'nothing', '2026-01-10'), search('b', 'custody_register', 'nothing')],
    ],
  ])('is not known where %s', (_, contacts) => {
    expect(said('new_offence', facts({ contacts: open(contacts) }))).toEqual(['unknown', 'nobody_searched']);
  });
  test('is not known where an offence was only noted', () => {
    expect(said('new_offence', facts({ offences: [{ id: 'o', happenedOn: day('2026-06-03') }] }))).toEqual([
      'unknown',
      'offence_noted',
    ]);
  });
});

describe('a ground that people weigh', () => {
  const unrest = { grounds: ['unrest'] } as const;
  const entries = [{ id: 'e', kind: 'evidence', happenedOn: day('2026-06-01') }];
  test('is not known however much is on record, until somebody has decided', () => {
    for (const state of ['open', 'summoned', 'examined', 'recommended'] as const)
      expect(said('unrest', facts({}, { ...unrest, state, entries }))).toEqual(['unknown', 'awaits_people']);
    expect(evidence('unrest', facts({}, { ...unrest, entries }))).toEqual(['e']);
  });
  test('is met or not met as people decided, and not met where it is not alleged', () => {
    expect(said('unrest', facts({}, { ...unrest, state: 'reprimanded' }))).toEqual(['met', 'people_found_it']);
    expect(said('unrest', facts({}, { ...unrest, state: 'proposed_for_revocation' }))[0]).toBe('met');
    expect(said('unrest', facts({}, { ...unrest, state: 'closed_unfounded' }))).toEqual([
      'not_met',
      'people_found_none',
    ]);
    expect(said('unrest', facts({}, { ...unrest, state: 'stopped' }))).toEqual(['unknown', 'stopped_undecided']);
    expect(said('unrest', facts())).toEqual(['not_met', 'not_alleged']);
  });
  test('names the contacts that point to it', () => {
    const contacts = open([
      contact('worry', { kind: 'observation', concern: 'serious' }),
      contact('gone', { kind: 'observation', livesThere: 'no' }),
      contact('away', { kind: 'home_visit', outcome: 'absent_not_acceptable' }),
      contact('fine', { kind: 'home_visit', outcome: 'complied' }),
    ]);
    const of = facts({ contacts });
    expect(['unrest', 'address_change', 'programme'].map((name) => evidence(name as CriterionName, of))).toEqual([
      ['worry'],
      ['gone'],
      ['away'],
    ]);
  });
});

test('under guidance: within, outside, and not known where a day is missing', () => {
  expect(said('under_guidance', facts())[0]).toBe('met');
  expect(said('under_guidance', facts({ guidance: { start: day('2026-07-01'), end: day('2027-01-01') } }))[0]).toBe(
    'not_met',
  );
  expect(said('under_guidance', facts({ guidance: { start: day('2026-01-01'), end: null } }))[0]).toBe('unknown');
});

test('a condition in force: written and standing, missing or lifted, and not known where none is on record', () => {
  const condition = (over: object = {}) => ({
    id: 'c',
    type: 'special' as const,
    code: 'report_to_bapas',
    startsOn: day('2026-01-01'),
    endsOn: null,
    liftedOn: null,
    ...over,
  });
  expect(said('condition_in_force', facts({ conditions: [condition()] }))).toEqual(['met', 'conditions_stood']);
  expect(evidence('condition_in_force', facts({ conditions: [condition()] }))).toEqual(['c']);
  for (const over of [
    { code: 'no_unrest' },
    { liftedOn: day('2026-05-01') },
    { startsOn: day('2026-06-03') },
    { endsOn: day('2026-06-01') },
  ])
    expect(said('condition_in_force', facts({ conditions: [condition(over)] }))).toEqual([
      'not_met',
      'condition_missing',
    ]);
  expect(said('condition_in_force', facts())).toEqual(['unknown', 'no_conditions']);
  const free = condition({ code: null });
  expect(said('condition_in_force', facts({ conditions: [free] }))).toEqual(['unknown', 'conditions_to_read']);
  expect(evidence('condition_in_force', facts({ conditions: [free] }))).toEqual(['c']);
  // What the law asks of everybody needs no line.
  expect(said('condition_in_force', facts({}, { grounds: ['new_offence'] }))[0]).toBe('met');
});

test('told: in writing or not', () => {
  expect(said('told', facts({}, { alleged: 'Saudara tidak melapor.' }))[0]).toBe('met');
  expect(said('told', facts())[0]).toBe('not_met');
});

describe('called', () => {
  const summons = (id: string, outcome: Appearance | null) => ({
    id,
    sentOn: day('2026-06-03'),
    outcome,
  });
  test('is met by coming, by enough unheeded calls, and by custody', () => {
    expect(said('called', facts({}, { summonses: [summons('a', 'appeared')] }))).toEqual(['met', 'came']);
    const three = ['a', 'b', 'c'].map((id) => summons(id, 'not_appeared'));
    expect(said('called', facts({}, { summonses: three }))).toEqual(['met', 'called_enough']);
    expect(said('called', facts({}, { custodyPlace: 'Rutan' }))).toEqual(['met', 'in_custody']);
  });
  test('is not met by too few, nor by those that never arrived; not known while one runs', () => {
    expect(said('called', facts())).toEqual(['not_met', 'called_too_few']);
    const lost = [summons('a', 'not_appeared'), summons('b', 'not_appeared'), summons('c', 'not_delivered')];
    expect(said('called', facts({}, { summonses: lost }))).toEqual(['not_met', 'called_too_few']);
    expect(said('called', facts({}, { summonses: [summons('a', null)] }))).toEqual(['unknown', 'call_running']);
    // A letter that was never sent calls nobody.
    const unsent = [{ ...summons('a', null), sentOn: null }, summons('b', 'called_off')];
    expect(said('called', facts({}, { summonses: unsent }))).toEqual(['not_met', 'called_too_few']);
  });
});

test('heard: in person, not by minutes of absence, not by minutes of somebody else', () => {
  const minutes = (over: object) => ({
    id: 'm',
    about: 'client',
    heldOn: day('2026-06-09'),
    inAbsence: false,
    ...over,
  });
  expect(said('heard', facts({}, { examinations: [minutes({})] }))).toEqual(['met', 'was_heard']);
  expect(said('heard', facts({}, { examinations: [minutes({ inAbsence: true })] }))).toEqual([
    'not_met',
    'heard_in_absence',
  ]);
  expect(said('heard', facts({}, { examinations: [minutes({ about: 'witness' })] }))).toEqual([
    'not_met',
    'was_not_heard',
  ]);
  const child = facts({ ageGroup: 'child' }, { examinations: [minutes({})] });
  expect(said('accompanied', child)).toEqual(['unknown', 'minutes_to_read']);
  expect(said('accompanied', facts({ ageGroup: 'child' }))).toEqual(['not_met', 'was_not_heard']);
});

test('evidence and alternatives: there or not', () => {
  const entry = (kind: string) => ({ id: kind, kind, happenedOn: day('2026-06-01') });
  const of = facts({}, { entries: [entry('evidence')] });
  expect([said('evidence_there', of)[0], said('alternatives_tried', of)[0]]).toEqual(['met', 'not_met']);
  const other = facts({}, { entries: [entry('alternative')] });
  expect([said('evidence_there', other)[0], said('alternatives_tried', other)[0]]).toEqual(['not_met', 'met']);
  expect(evidence('alternatives_tried', other)).toEqual(['alternative']);
});

test('risk: up to date, out of date, without a band, never, closed', () => {
  const line = (band: string | null) => open([{ id: 'r', heldOn: day('2026-03-01'), band }]);
  expect(said('risk_assessed', facts({ risk: line('high') }))).toEqual(['met', 'assessed']);
  expect(said('risk_assessed', facts({ risk: line('high'), riskDue: day('2026-06-09') }))).toEqual([
    'not_met',
    'assessment_due',
  ]);
  expect(said('risk_assessed', facts({ risk: line(null) }))).toEqual(['unknown', 'assessed_provisionally']);
  expect(said('risk_assessed', facts())).toEqual(['not_met', 'never_assessed']);
  expect(said('risk_assessed', facts({ risk: shut }))).toEqual(['closed', 'part_closed']);
});

test('a sitting: advised, on an agenda or deferred, none since the breach, closed', () => {
  const item = (recommendation: 'approve' | 'defer' | null, on = '2026-06-08') =>
    open([{ id: 'i', on: day(on), recommendation }]);
  expect(said('sitting_advised', facts({ sittings: item('approve') }))).toEqual(['met', 'advised']);
  expect(said('sitting_advised', facts({ sittings: item(null) }))).toEqual(['unknown', 'on_agenda']);
  expect(said('sitting_advised', facts({ sittings: item('defer') }))).toEqual(['unknown', 'on_agenda']);
  expect(said('sitting_advised', facts({ sittings: item('approve', '2026-06-01') }))).toEqual([
    'not_met',
    'no_sitting',
  ]);
  expect(said('sitting_advised', facts({ sittings: shut }))).toEqual(['closed', 'part_closed']);
  const advice = [{ id: 'a', heldOn: day('2026-06-08'), advice: 'reject' as const }];
  expect(said('sitting_advised', facts({ sittings: shut }, { advice }))).toEqual(['met', 'advised']);
});

test('a sitting that was not kept here: what two confirmed of its minutes counts, beside what is kept', () => {
  const minutes = [{ id: 'm', on: day('2026-06-09'), advice: 'approve' as const }];
  for (const sittings of [open([]), shut]) {
    expect(said('sitting_advised', facts({ sittings, minutes }))).toEqual(['met', 'advised']);
    expect(found('sitting_advised', facts({ sittings, minutes })).evidence).toEqual([
      { kind: 'minutes', id: 'm', on: '2026-06-09' },
    ]);
  }
  const onAgenda = open([{ id: 'i', on: day('2026-06-08'), recommendation: null }]);
  expect(said('sitting_advised', facts({ sittings: onAgenda, minutes }))).toEqual(['met', 'advised']);
  expect(evidence('sitting_advised', facts({ sittings: onAgenda, minutes }))).toEqual(['i', 'm']);
});

test('two people: decided by another, and not known before', () => {
  const recommended = { step: 'recommend' as const, id: 'r', on: day('2026-06-08'), by: 'pk' };
  expect(said('two_people', facts({ deciders: [recommended] }))).toEqual(['unknown', 'not_decided']);
  const decided = (by: string) => ({ step: 'decide' as const, id: 'd', on: day('2026-06-09'), by });
  expect(said('two_people', facts({ deciders: [recommended, decided('head')] }))).toEqual([
    'met',
    'decided_by_another',
  ]);
  expect(said('two_people', facts({ deciders: [recommended, decided('pk')] }))[0]).toBe('not_met');
});
