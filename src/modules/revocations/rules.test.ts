import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mondayToFriday } from '#kernel/holidays';
import { plainDate, type PlainDate } from '#kernel/plain-date';
import { actions, grants } from '#modules/access';
import { clientKinds, hasRelease, kindRow } from '#modules/cases';
import { freshDatabase } from '#tests/support/database';
import { lateGoesOn, serviceTerm, stepTerms, urgentStepTerms } from './law.rules.ts';
import {
  endStates,
  proceedingStates,
  routeNames,
  type Holder,
  type ProceedingState,
  type RouteName,
} from './revocation.ts';
import {
  holderAt,
  movesFrom,
  nextState,
  routes,
  stepNames,
  stepRow,
  statesOfHolder,
  termAt,
  terms,
  urgentTerms,
  wholeTerm,
  type ProceedingStep,
  type Term,
  type TermName,
} from './routes.ts';
import {
  callsGuardian,
  isOver,
  judgeBegin,
  judgeMark,
  judgeStep,
  mustTell,
  needsNext,
  releaseOf,
  routeFor,
  stepsOpen,
  stretches,
  workingDaysLeft,
  type Situation,
  type StepAttempt,
} from './rules.ts';

const database = await freshDatabase('revocation_rules');

const day = plainDate;
const statesOn = (route: RouteName) => {
  const seen = new Set<ProceedingState>(['begun']);
  for (const state of seen) for (const to of Object.values(movesFrom(route, state))) seen.add(to);
  return [...seen];
};
const edges = routeNames.flatMap((route) =>
  statesOn(route).flatMap((from) =>
    Object.entries(movesFrom(route, from)).map(([step, to]) => ({ route, from, step: step as ProceedingStep, to })),
  ),
);

describe('the ways as a table', () => {
  test('the database holds the same: every way, state and step, and who takes it on what', async () => {
    const { rows } = await database.owner.query<{ route: string; state: string; step: string; to: string | null }>(
      `select r as route, s as state, t as step, revocations.next_state(r, s, t) as to from unnest($1::text[]) r, unnest($2::text[]) s, unnest($3::text[]) t`,
      [routeNames, proceedingStates, stepNames],
    );
    const wrong = rows.filter(
      ({ route, state, step, to }) =>
        (nextState(route as RouteName, state as ProceedingState, step as ProceedingStep) ?? null) !== to,
    );
    expect(rows).toHaveLength(routeNames.length * proceedingStates.length * stepNames.length);
    expect(wrong).toEqual([]);
    for (const step of stepNames) {
      const found = await database.owner.query(`select * from revocations.step_row($1)`, [step]);
      const row = stepRow(step);
      expect(found.rows, step).toEqual([
        {
          who: row.by.split(':')[1],
          document: row.document,
          numbered: row.numbered ?? false,
          outside: row.outside ?? false,
          not_by: row.notBy ?? [],
        },
      ]);
    }
  });

  test('the way of every kind of client is the same in the database', async () => {
    for (const client of clientKinds)
      for (const kind of ['revocation', 'cancellation'] as const) {
        const { rows } = await database.owner.query<{ route: string | null }>(
          'select revocations.route_of($1, $2) as route',
          [kind, client],
        );
        expect([client, kind, rows[0]!.route]).toEqual([client, kind, routeFor(kind, kindRow(client).early) ?? null]);
      }
  });

  test('no state is without an exit or an end, and every end can be reached', () => {
    for (const route of routeNames) {
      const reached = statesOn(route);
      for (const state of reached) {
        expect([route, state, Object.keys(movesFrom(route, state)).length > 0]).toEqual([route, state, !isOver(state)]);
        expect([route, state, holderAt(route, state) !== undefined]).toEqual([route, state, !isOver(state)]);
      }
      // Nothing stands in the table that nobody comes to.
      expect(Object.keys(routes[route]).filter((state) => !reached.includes(state as ProceedingState))).toEqual([]);
    }
    const ends = new Set(edges.map(({ to }) => to).filter(isOver));
    expect([...ends].sort()).toEqual([...endStates].sort());
  });

  test('from everywhere an end can be reached', () => {
    for (const route of routeNames)
      for (const from of statesOn(route)) {
        const seen = new Set<ProceedingState>([from]);
        for (const state of seen) for (const to of Object.values(movesFrom(route, state))) seen.add(to);
        expect([route, from, [...seen].some((state) => isOver(state) && state !== 'stopped')]).toEqual([
          route,
          from,
          from !== 'stopped',
        ]);
      }
  });

  test('no step is without somebody who may take it, a document and a reason', () => {
    for (const step of stepNames) {
      const { by, document, outside, numbered } = stepRow(step);
      expect(actions).toContain(by);
      expect(Object.values(grants).some((granted) => granted[by] !== undefined)).toBe(true);
      expect(document).not.toBe('');
      // What another party wrote is noted with its number.
      if (outside) expect([step, numbered]).toEqual([step, true]);
      expect(edges.some((edge) => edge.step === step)).toBe(true);
    }
    for (const edge of edges) {
      const verdict = judgeStep(facts(edge.route, edge.from), attempt(edge.step, { reason: 'pendek' }), {
        ...now(edge.step),
      });
      expect([edge.step, verdict]).toEqual([edge.step, { ok: false, refusal: 'reason_missing' }]);
    }
  });

  test('nothing final is decided by one person', () => {
    const takesTwo = (step: ProceedingStep) => (stepRow(step).notBy ?? []).length > 0;
    for (const { route, from, step, to } of edges) {
      const isFinal = isOver(to) && step !== 'stop';
      const isTemporary = to === 'temporarily_revoked' && from !== 'withdrawal_asked' ? true : to === 'revoked_unheard';
      if (!isFinal && !isTemporary) continue;
      // Carrying out what two people have signed takes no third.
      const into = edges.filter((edge) => edge.route === route && edge.to === from);
      const signed = into.length > 0 && into.every((edge) => takesTwo(edge.step));
      expect([route, from, step, takesTwo(step) || signed]).toEqual([route, from, step, true]);
    }
    // Whoever must not have prepared a step took one before it, on whatever path: without the steps that are named nobody comes there.
    for (const { route, from, step } of edges) {
      const named: readonly string[] = stepRow(step).notBy ?? [];
      if (named.length === 0) continue;
      const prepared = named.filter((one) => edges.some((edge) => edge.route === route && edge.step === one));
      const reached = new Set<ProceedingState>(['begun']);
      for (const state of reached)
        for (const edge of edges)
          if (edge.route === route && edge.from === state && !prepared.includes(edge.step)) reached.add(edge.to);
      expect(prepared.length > 0 ? reached.has(from) : !named.includes('begin'), `${route} ${from} ${step}`).toBe(
        false,
      );
    }
  });

  test('there is no way from one kind of client into the way of another', () => {
    // Written apart from the table: what each way is made of, and whose it is.
    const up = `at_kanwil asked_by_kanwil at_ditjenpas asked_by_ditjenpas decree_drafted refusal_drafted decreed refusal_decreed`;
    const noted = `decision_noted refusal_noted`;
    const ends = `revoked not_revoked refused withdrawn stopped`;
    const whole: Record<RouteName, string> = {
      tiers: `begun advised revoked_unheard heard_after temporarily_revoked withdrawal_asked ${up} ${noted} ${ends}`,
      judge: `begun considered at_prosecutor asked_by_prosecutor declined_by_prosecutor at_judge period_noted ${noted} ${ends}`,
      diversion: `begun at_official ${noted} ${ends}`,
      authority: `begun at_authority ${noted} ${ends}`,
      cancellation: `begun lapas_advised drop_noted ${up} ${noted} cancelled continued withdrawn stopped`,
    };
    for (const route of routeNames) expect(statesOn(route).sort(), route).toEqual(whole[route].split(' ').sort());
    const tiers = ['parole_pb', 'conditional_leave_cb', 'prerelease_leave_cmb', 'assimilation'];
    const wayOf = (kind: string): RouteName =>
      tiers.includes(kind)
        ? 'tiers'
        : kind === 'supervision_sentence'
          ? 'judge'
          : kind === 'diversion'
            ? 'diversion'
            : 'authority';
    fc.assert(
      fc.property(fc.constantFrom(...clientKinds), fc.array(fc.nat(), { maxLength: 30 }), (kind, choices) => {
        const route = routeFor('revocation', kindRow(kind).early)!;
        expect(route, kind).toBe(wayOf(kind));
        let state: ProceedingState = 'begun';
        for (const choice of choices) {
          const onward: ProceedingState[] = Object.values(movesFrom(route, state));
          if (onward.length === 0) break;
          state = onward[choice % onward.length]!;
          expect(whole[wayOf(kind)].split(' ')).toContain(state);
        }
      }),
    );
  });

  test('the states that lie with somebody are those of the table', () => {
    for (const route of routeNames)
      for (const state of statesOn(route)) {
        const holder = holderAt(route, state);
        if (holder) expect(statesOfHolder(holder)).toContainEqual({ route, state });
      }
  });
});

test('a proceeding stops from wherever it stands, as the page of the ways says once for all', () => {
  for (const route of routeNames)
    for (const state of statesOn(route))
      expect(nextState(route, state, 'stop') !== undefined, `${route} ${state}`).toBe(
        holderAt(route, state) !== undefined,
      );
});

describe('the terms', () => {
  test('hold wherever a file lies with somebody, and none is written for nobody', () => {
    const used = new Set<TermName>();
    for (const route of routeNames)
      for (const state of statesOn(route)) {
        const term = termAt(route, state);
        expect(term !== undefined, `${route} ${state}`).toBe(holderAt(route, state) !== undefined);
        expect(term === undefined, `${route} ${state}`).toBe((endStates as readonly string[]).includes(state));
        if (term) used.add(term);
      }
    expect([...used].sort()).toEqual(Object.keys(terms).sort());
  });

  test('are what the law says by when a step is owed, whoever owes it', () => {
    const office = { weekdays: mondayToFriday, holidays: new Set<PlainDate>() };
    const dueFrom = (route: RouteName, state: ProceedingState) =>
      stepTerms.decide({ term: termAt(route, state)!, from: day('2026-11-02'), office }).result;
    // Written apart from the table: Monday 2 November 2026 and so many working days.
    expect(dueFrom('tiers', 'begun')).toBe('2026-11-09');
    expect(dueFrom('judge', 'begun')).toBe('2026-11-04');
    expect(dueFrom('tiers', 'advised')).toBe('2026-11-04');
    expect(dueFrom('tiers', 'temporarily_revoked')).toBe('2026-11-03');
    expect(dueFrom('tiers', 'withdrawal_asked')).toBe('2026-11-04');
    expect(dueFrom('tiers', 'at_kanwil')).toBe('2026-11-09');
    expect(dueFrom('cancellation', 'at_ditjenpas')).toBe('2026-11-11');
    for (const state of ['at_prosecutor', 'at_judge'] as const) expect(dueFrom('judge', state)).toBe('2026-11-16');
    expect(dueFrom('diversion', 'at_official')).toBe('2026-11-16');
    expect(dueFrom('cancellation', 'begun')).toBe('2026-11-16');
  });

  test('are shorter in danger, and never longer', () => {
    const office = { weekdays: mondayToFriday, holidays: new Set<PlainDate>() };
    for (const term of Object.keys(terms) as TermName[]) {
      const of = (one: typeof stepTerms | typeof urgentStepTerms) =>
        one.decide({ term, from: day('2026-11-02'), office }).result;
      expect(of(urgentStepTerms) <= of(stepTerms), term).toBe(true);
    }
    expect(urgentStepTerms.decide({ term: 'outside', from: day('2026-11-02'), office }).result).toBe('2026-11-09');
  });

  test('each name their source, and no text is claimed for what nobody read', () => {
    const inDanger = Object.fromEntries(
      Object.entries<Term>(urgentTerms).map(([name, one]) => [`urgent ${name}`, one]),
    );
    const all = { ...terms, ...inDanger, whole: wholeTerm };
    for (const [name, { sources, days, least, most }] of Object.entries<Term>(all)) {
      expect(sources.length, name).toBeGreaterThan(0);
      expect(
        sources.filter(({ standing }) => standing === 'confirmed'),
        name,
      ).toEqual([]);
      expect(least <= days && days <= most, name).toBe(true);
    }
    // The sentences of both rules say working days.
    expect([wholeTerm, ...Object.values(terms)].map(({ counts }) => counts)).toEqual(
      [wholeTerm, ...Object.values(terms)].map(() => 'working'),
    );
  });
});

function facts(route: RouteName, state: ProceedingState) {
  return {
    kind: route === 'cancellation' ? ('cancellation' as const) : ('revocation' as const),
    route,
    state,
    begunOn: day('2026-11-02'),
    urgent: false,
    begunBy: 'begun',
  };
}
function attempt(step: ProceedingStep, over: Partial<StepAttempt> = {}): StepAttempt {
  return {
    step,
    day: day('2026-11-20'),
    reason: 'alasan yang cukup panjang',
    documentNumber: 'S-1',
    issuer: 'Dirjen',
    told: 'Keputusan ini disampaikan kepada Saudara.',
    counselling: 'melapor setiap hari Senin',
    notProven: false,
    nextOn: day('2026-11-27'),
    advice: 'approve',
    presences: undefined,
    ...over,
  };
}
function now(step: ProceedingStep, over: Partial<Situation> = {}): Situation {
  return {
    today: day('2026-11-20'),
    lastDay: day('2026-11-10'),
    open: step !== 'stop',
    child: false,
    actorId: 'me',
    takenBy: new Map(),
    tiers: { kanwil: false, ditjenpas: false },
    sits: false,
    standing: step === 'lapse' ? 'released' : 'unknown',
    ...over,
  };
}
const refusalOf = (verdict: { ok: boolean; refusal?: string }) => (verdict.ok ? 'ok' : verdict.refusal);

describe('a step', () => {
  const judge = (
    state: ProceedingState,
    step: ProceedingStep,
    over: Partial<StepAttempt> = {},
    situation: Partial<Situation> = {},
    route: RouteName = 'tiers',
  ) => refusalOf(judgeStep(facts(route, state), attempt(step, over), now(step, situation)));

  test('is taken where it leads on, and says why not where it does not', () => {
    expect(judge('at_kanwil', 'forward')).toBe('ok');
    expect(judge('withdrawn', 'forward')).toBe('was_withdrawn');
    expect(judge('withdrawal_asked', 'forward')).toBe('withdrawal_running');
    expect(judge('revoked', 'carry_out')).toBe('already_over');
    expect(judge('begun', 'forward')).toBe('wrong_state');
  });

  test('has a day that is neither to come nor before the step before', () => {
    expect(judge('begun', 'hear', { day: day('2026-11-21') })).toBe('day_in_future');
    expect(judge('begun', 'hear', { day: day('2026-11-09') })).toBe('day_before_last');
    expect(judge('begun', 'hear', { day: day('2026-11-10') })).toBe('ok');
    expect(judge('begun', 'hear', { day: undefined })).toBe('day_missing');
    expect(judge('begun', 'hear', { day: day('2026-11-10') }, { sits: true })).toBe('sitting_hears');
  });

  test('that decides is not taken by whoever prepared it', () => {
    expect(judge('advised', 'revoke_temporarily', {}, { actorId: 'begun' })).toBe('second_person_needed');
    expect(judge('advised', 'revoke_temporarily', {}, { takenBy: new Map([['hear', 'me']]) })).toBe(
      'second_person_needed',
    );
    expect(judge('decree_drafted', 'sign_decree', {}, { takenBy: new Map([['draft_decree', 'me']]) })).toBe(
      'second_person_needed',
    );
    expect(judge('decree_drafted', 'sign_decree', {}, { takenBy: new Map([['draft_decree', 'other']]) })).toBe('ok');
  });

  test('of a tier that uses Simpul is not noted by the office', () => {
    const tiers = { kanwil: true, ditjenpas: false };
    expect(judge('at_kanwil', 'note_forwarded', {}, { tiers })).toBe('tier_decides_itself');
    expect(judge('at_kanwil', 'note_forwarded')).toBe('ok');
    expect(judge('at_ditjenpas', 'note_decree', {}, { tiers })).toBe('ok');
    expect(judge('at_judge', 'note_decree', {}, { tiers: { kanwil: true, ditjenpas: true } }, 'judge')).toBe('ok');
    const may = () => true;
    expect(
      stepsOpen({ kind: 'revocation', route: 'tiers', state: 'at_kanwil', urgent: false }, may, {
        open: true,
        tiers,
        sits: false,
        standing: 'released',
      }),
    ).not.toContain('note_forwarded');
    expect(
      stepsOpen({ kind: 'revocation', route: 'tiers', state: 'at_kanwil', urgent: false }, may, {
        open: false,
        tiers,
        sits: false,
        standing: 'released',
      }),
    ).toEqual(['stop']);
    expect(
      stepsOpen({ kind: 'revocation', route: 'tiers', state: 'begun', urgent: false }, may, {
        open: true,
        tiers,
        sits: false,
        standing: 'released',
      }),
    ).toContain('hear');
    expect(
      stepsOpen({ kind: 'revocation', route: 'tiers', state: 'begun', urgent: false }, may, {
        open: true,
        tiers,
        sits: true,
        standing: 'released',
      }),
    ).not.toContain('hear');
  });

  test('that decides is told to the client; whoever is a danger hears of it when he has been found', async () => {
    expect(judge('advised', 'refuse', { told: '' })).toBe('told_missing');
    expect(judge('advised', 'revoke_temporarily', { told: 'pendek' })).toBe('told_missing');
    expect(judge('at_kanwil', 'forward', { told: '' })).toBe('ok');
    const { rows } = await database.owner.query<{ step: ProceedingStep; urgent: boolean; told: boolean }>(
      `select s.step, u.urgent, revocations.is_told(s.step, u.urgent) as told
       from unnest($1::text[]) as s (step), unnest(array[true, false]) as u (urgent)`,
      [stepNames],
    );
    expect(rows.filter(({ step, urgent, told }) => told !== mustTell({ urgent, route: 'tiers' }, step))).toEqual([]);
    expect(mustTell({ urgent: true, route: 'tiers' }, 'carry_out')).toBe(false);
    expect(mustTell({ urgent: true, route: 'tiers' }, 'lift')).toBe(true);
    // Where nobody may act before he is heard, nobody is kept from knowing.
    for (const route of routeNames.filter((one) => one !== 'tiers'))
      for (const step of stepNames)
        expect(mustTell({ urgent: true, route }, step), `${route} ${step}`).toBe(
          mustTell({ urgent: false, route }, step),
        );
  });

  test('stands on its paper', () => {
    expect(judge('at_ditjenpas', 'note_decree', { documentNumber: '' })).toBe('number_missing');
    expect(judge('at_ditjenpas', 'note_decree', { issuer: '' })).toBe('issuer_missing');
    expect(judge('begun', 'hear', { advice: undefined })).toBe('advice_missing');
    // The centre's own number is given, not typed.
    expect(judge('decree_drafted', 'sign_decree', { documentNumber: '' })).toBe('ok');
  });

  test('after which guidance goes on says when the client comes next', () => {
    expect(judge('advised', 'refuse', { nextOn: undefined })).toBe('next_missing');
    expect(judge('advised', 'refuse', { nextOn: day('2026-11-19') })).toBe('next_in_past');
    expect(needsNext('cancellation', 'confirm_refusal')).toBe(false);
  });

  test('that refuses ends with a letter and the next appointment, whoever refuses; the head reprimands, unless nothing is proven', () => {
    const refusing = edges.filter(
      ({ route, to }) => route !== 'cancellation' && (to === 'refused' || to === 'not_revoked'),
    );
    // Written apart from the table: who says no, and what stands on it.
    expect(new Set(refusing.map(({ step, from }) => `${from} ${step}`))).toEqual(
      new Set([
        'advised refuse',
        'heard_after lift',
        'considered refuse',
        'begun refuse',
        'refusal_decreed carry_out_refusal',
        'refusal_noted confirm_refusal',
        'declined_by_prosecutor confirm_refusal',
        'period_noted confirm_period',
      ]),
    );
    for (const { route, from, step } of refusing) {
      const said = (over: Partial<StepAttempt>) => judge(from, step, over, { actorId: 'other' }, route);
      const { letter } = stepRow(step);
      expect([step, letter]).toEqual([
        step,
        step === 'confirm_period' ? 'revocations.period' : 'revocations.continuation',
      ]);
      expect([step, said({ nextOn: undefined })]).toEqual([step, 'next_missing']);
      const byHead = step === 'refuse' || step === 'lift';
      expect([step, said({ counselling: '' })]).toEqual([step, byHead ? 'counselling_missing' : 'ok']);
      expect(said({ counselling: '', notProven: true })).toBe('ok');
    }
  });

  test('of a child’s case calls guardian and companion', () => {
    const there = { present: true, note: 'Ibu klien' };
    expect(judge('temporarily_revoked', 'report', {}, { child: true })).toBe('presence_missing');
    expect(
      judge(
        'temporarily_revoked',
        'report',
        { presences: { guardian: there, companion: { present: false, note: '' } } },
        { child: true },
      ),
    ).toBe('presence_missing');
    expect(
      judge('temporarily_revoked', 'report', { presences: { guardian: there, companion: there } }, { child: true }),
    ).toBe('ok');
    expect(callsGuardian(true, 'forward')).toBe(false);
    expect(callsGuardian(false, 'report')).toBe(false);
  });

  test('is only to stop once the supervision has ended, and never before', () => {
    expect(judge('at_kanwil', 'stop', {}, { open: true })).toBe('case_still_open');
    expect(judge('at_kanwil', 'forward', {}, { open: false })).toBe('case_not_open');
    expect(judge('at_kanwil', 'stop', {}, { open: false })).toBe('ok');
  });
});

describe('what takes effect', () => {
  const taking = ['draft_decree', 'sign_decree', 'note_decree', 'confirm_decree', 'carry_out'] as const;
  const from = { sign_decree: 'decree_drafted', confirm_decree: 'decision_noted', carry_out: 'decreed' } as const;
  const judge = (route: RouteName, step: ProceedingStep, standing: Situation['standing']) =>
    refusalOf(
      judgeStep(
        facts(route, step in from ? from[step as keyof typeof from] : 'at_ditjenpas'),
        attempt(step),
        now(step, { standing }),
      ),
    );

  test('calls nothing off once the client is out, and revokes nothing of whoever is not', () => {
    for (const step of taking) {
      expect(judge('cancellation', step, 'released'), step).toBe('already_released');
      expect(judge('cancellation', step, 'not_released'), step).toBe('ok');
      expect(judge('cancellation', step, 'unknown'), step).toBe('ok');
      expect(judge('tiers', step, 'not_released'), step).toBe('not_released');
      expect(judge('tiers', step, 'released'), step).toBe('ok');
    }
    // What lets him stay goes on in any case.
    expect(judge('cancellation', 'draft_refusal', 'released')).toBe('ok');
    // The other ways have no cancellation, and a judge's or an official's return waits for the first day of guidance.
    for (const route of ['judge', 'diversion', 'authority'] as const)
      expect(judge(route, 'confirm_decree', 'not_released'), route).toBe('not_released');
    for (const [state, step] of [
      ['begun', 'revoke_urgently'],
      ['advised', 'revoke_temporarily'],
      ['heard_after', 'uphold'],
    ] as const)
      expect(refusalOf(judgeStep(facts('tiers', state), attempt(step), now(step, { standing: 'not_released' })))).toBe(
        'not_released',
      );
  });

  test('lapses by the release alone, from wherever a cancellation stands and on no other way', () => {
    for (const route of routeNames)
      for (const state of statesOn(route)) {
        const may = route === 'cancellation' && !isOver(state);
        expect(nextState(route, state, 'lapse'), `${route} ${state}`).toBe(may ? 'continued' : undefined);
      }
    expect(judge('cancellation', 'lapse', 'released')).toBe('ok');
    for (const standing of ['not_released', 'unknown'] as const)
      expect(judge('cancellation', 'lapse', standing)).toBe('nothing_lapses');
    const may = () => true;
    const open = (standing: Situation['standing']) =>
      stepsOpen({ kind: 'cancellation', route: 'cancellation', state: 'decreed', urgent: false }, may, {
        open: true,
        tiers: { kanwil: false, ditjenpas: false },
        sits: false,
        standing,
      });
    expect(open('released')).toEqual(['lapse']);
    expect(open('not_released')).toEqual(['carry_out']);
  });
});

describe('whether somebody is released', () => {
  test('is known from his day of release, and never from one that was only expected', () => {
    const of = (over: object) =>
      releaseOf(
        { kind: 'parole_pb', releasedOn: null, releaseExpectedOn: null, guidanceStart: day('2026-01-05'), ...over },
        day('2026-11-20'),
      ).standing;
    // The first day of guidance says nothing about who was in an institution.
    expect(of({})).toBe('unknown');
    expect(of({ releasedOn: day('2026-11-20') })).toBe('released');
    expect(of({ releaseExpectedOn: day('2026-11-21') })).toBe('not_released');
    expect(of({ releaseExpectedOn: day('2026-11-20') })).toBe('unknown');
    expect(of({ kind: 'supervision_sentence' })).toBe('released');
    expect(of({ kind: 'supervision_sentence', guidanceStart: null })).toBe('unknown');
  });

  test('is the same to the database, whatever is on record', async () => {
    const aDay = fc.option(fc.constantFrom('2026-11-18', '2026-11-19', '2026-11-20', '2026-11-21').map(day));
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...clientKinds), aDay, aDay, aDay, async (kind, guided, out, expected) => {
        // A kind that leaves no institution has no such day on record.
        const [releasedOn, releaseExpectedOn] = hasRelease(kind) ? [out, out === null ? expected : null] : [null, null];
        const { rows } = await database.owner.query(
          `select standing, day_used as by, day::text as day from revocations.release_of($1, $2, $3, $4, '2026-11-20')`,
          [kind, releasedOn, releaseExpectedOn, guided],
        );
        const facts = { kind, releasedOn, releaseExpectedOn, guidanceStart: guided };
        expect(rows[0]).toEqual(releaseOf(facts, day('2026-11-20')));
      }),
      { numRuns: 120 },
    );
  });
});

describe('a beginning', () => {
  const released = { standing: 'released', by: 'released', day: day('2026-01-05') } as const;
  const begin = (
    over: Partial<Parameters<typeof judgeBegin>[0]> = {},
    client: Partial<Parameters<typeof judgeBegin>[1]> = {},
    meanwhile: Partial<Parameters<typeof judgeBegin>[2]> = {},
  ) =>
    refusalOf(
      judgeBegin(
        {
          kind: 'revocation',
          breachId: 'breach',
          reason: 'tiga kali tidak melapor',
          told: 'Saudara diusulkan dicabut.',
          urgent: false,
          danger: '',
          finding: undefined,
          documentNumber: '',
          presences: undefined,
          ...over,
        },
        { open: true, early: 'revocation', release: released, child: false, ...client },
        { breachWaits: true, running: false, urgentAllowed: true, ...meanwhile },
      ),
    );

  test('of a child’s case calls guardian and companion', () => {
    const there = { present: true, note: 'Ibu klien' };
    expect(begin({}, { child: true })).toBe('presence_missing');
    expect(
      begin({ presences: { guardian: there, companion: { present: false, note: 'sakit' } } }, { child: true }),
    ).toBe('ok');
  });

  test('is a revocation after release and a cancellation before', () => {
    expect(begin()).toBe('ok');
    const inside = { standing: 'not_released', by: 'release_expected', day: day('2026-12-01') } as const;
    const unknown = { standing: 'unknown', by: null, day: null } as const;
    expect(begin({}, { release: inside })).toBe('not_released');
    expect(begin({}, { release: unknown })).toBe('release_unknown');
    const cancelling = { kind: 'cancellation', finding: 'verdict', documentNumber: 'P-1' } as const;
    expect(begin(cancelling)).toBe('already_released');
    expect(begin(cancelling, { release: inside })).toBe('ok');
    expect(begin(cancelling, { release: unknown })).toBe('release_unknown');
    expect(begin(cancelling, { release: inside, early: 'court' })).toBe('not_on_this_way');
    expect(begin({ ...cancelling, documentNumber: '' }, { release: inside })).toBe('number_missing');
  });

  test('needs a breach that waits for it, and there is one at a time', () => {
    expect(begin({}, {}, { breachWaits: false })).toBe('breach_needed');
    expect(begin({ breachId: undefined })).toBe('breach_needed');
    expect(begin({}, {}, { running: true })).toBe('already_begun');
  });

  test('in danger says what the danger is, and only where the office has the urgent way', () => {
    expect(begin({ urgent: true })).toBe('danger_missing');
    expect(begin({ urgent: true, danger: 'mengancam saksi perkara', told: '' })).toBe('ok');
    expect(begin({ told: '' })).toBe('told_missing');
    expect(begin({ urgent: true, danger: 'mengancam saksi perkara' }, {}, { urgentAllowed: false })).toBe(
      'urgent_not_allowed',
    );
    // Elsewhere the mark gives no power that an office could do without, and he is told all the same.
    const marked = { urgent: true, danger: 'mengancam saksi perkara' };
    for (const early of ['judge', 'official_in_charge', 'court'] as const) {
      expect(begin(marked, { early }, { urgentAllowed: false })).toBe('ok');
      expect(begin({ ...marked, danger: 'ancaman' }, { early })).toBe('danger_missing');
      expect(begin({ ...marked, told: '' }, { early })).toBe('told_missing');
    }
  });

  test('is marked later too, once, while it runs', () => {
    const mark = (over: object = {}, now: object = {}, danger = 'mengancam saksi perkara') =>
      refusalOf(
        judgeMark(
          { route: 'judge', state: 'at_prosecutor', urgent: false, ...over },
          { danger },
          { open: true, urgentAllowed: false, ...now },
        ),
      );
    expect(mark()).toBe('ok');
    expect(mark({}, {}, 'ancaman')).toBe('danger_missing');
    expect(mark({ urgent: true })).toBe('already_urgent');
    expect(mark({ state: 'revoked' })).toBe('already_over');
    expect(mark({}, { open: false })).toBe('case_not_open');
    expect(mark({ route: 'tiers' })).toBe('urgent_not_allowed');
    expect(mark({ route: 'tiers' }, { urgentAllowed: true })).toBe('ok');
  });

  test('nobody is revoked before he is heard of whom no danger was said', () => {
    const revoke = (urgent: boolean) =>
      refusalOf(judgeStep({ ...facts('tiers', 'begun'), urgent }, attempt('revoke_urgently'), now('revoke_urgently')));
    expect([revoke(true), revoke(false)]).toEqual(['ok', 'danger_missing']);
    const open = { open: true, tiers: { kanwil: false, ditjenpas: false }, sits: true, standing: 'released' } as const;
    expect(stepsOpen({ kind: 'revocation', route: 'tiers', state: 'begun', urgent: false }, () => true, open)).toEqual([
      'withdraw',
    ]);
  });
});

test('the service is counted in working days, and lateness against whoever had the file', () => {
  const office = { weekdays: mondayToFriday, holidays: new Set([day('2026-11-25')]) };
  expect(serviceTerm.decide({ proposedOn: day('2026-11-02'), office }).result).toBe('2026-12-01');
  expect(workingDaysLeft(day('2026-12-01'), day('2026-11-27'), office)).toBe(2);
  expect(workingDaysLeft(day('2026-12-01'), day('2026-12-01'), office)).toBe(0);
  expect(workingDaysLeft(day('2026-12-01'), day('2026-12-03'), office)).toBe(-2);
  expect(
    stretches(
      'tiers',
      day('2026-11-02'),
      [
        { to: 'advised', day: day('2026-11-05') },
        { to: 'temporarily_revoked', day: day('2026-11-06') },
        { to: 'at_kanwil', day: day('2026-11-06') },
      ],
      day('2026-11-20'),
    ),
  ).toEqual([
    { holder: 'sitting', state: 'begun', from: '2026-11-02', through: '2026-11-05' },
    { holder: 'head', state: 'advised', from: '2026-11-05', through: '2026-11-06' },
    { holder: 'head', state: 'temporarily_revoked', from: '2026-11-06', through: '2026-11-06' },
    { holder: 'kanwil', state: 'at_kanwil', from: '2026-11-06', through: '2026-11-20' },
  ]);
});

test('what is late goes on to the next officer, in the working days of the office', () => {
  // Wednesday 25 November is a holiday there.
  const office = { weekdays: mondayToFriday, holidays: new Set([day('2026-11-25')]) };
  const heard = (holder: Holder, today: string, chosen: object = {}) =>
    lateGoesOn.decide({ holder, dueOn: day('2026-11-20'), today: day(today), office }, chosen as never).result;
  // Written apart from the table.
  for (const holder of ['counsellor', 'sitting', 'prosecutor', 'judge', 'official', 'authority', 'lapas'] as const) {
    expect(heard(holder, '2026-11-20')).toEqual([]);
    expect(heard(holder, '2026-11-21')).toEqual(['section_head']);
    expect(heard(holder, '2026-11-26')).toEqual(['section_head']);
    expect(heard(holder, '2026-11-27')).toEqual(['section_head', 'head_of_bapas']);
  }
  expect(heard('head', '2026-11-20')).toEqual([]);
  expect(heard('head', '2026-11-21')).toEqual(['kanwil']);
  expect(heard('head', '2026-11-23', { kanwil_after: 1 })).toEqual([]);
  expect(heard('head', '2026-11-24', { kanwil_after: 1 })).toEqual(['kanwil']);
  expect(heard('kanwil', '2026-11-21')).toEqual(['kanwil', 'head_of_bapas']);
  expect(heard('kanwil', '2026-11-27')).toEqual(['kanwil', 'head_of_bapas', 'ditjenpas']);
  expect(heard('ditjenpas', '2026-12-31')).toEqual(['ditjenpas', 'head_of_bapas']);
});
