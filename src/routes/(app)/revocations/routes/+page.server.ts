import { formatNumber, type Locale } from '#kernel/format';
import type { DayCount } from '#kernel/holidays';
import { inSentence } from '#kernel/text';
import { grants, roles, unitsWhere, type Action } from '#modules/access';
import { clientKinds, kindRow, kindWords as clientKindWords } from '#modules/cases';
import {
  documentWords,
  holderAt,
  holderWords,
  isOver,
  movesFrom,
  proceedingStates,
  reprimands,
  routeFor,
  routeNames,
  routes,
  routeWords,
  serviceTerm,
  stateWords,
  stepRow,
  stepTerms,
  stepWords,
  termAt,
  terms,
  termWords,
  urgency,
  urgencyWords,
  urgentStepTerms,
  urgentTerms,
  wholeTerm,
  type ProceedingState,
  type ProceedingStep,
  type RouteName,
  type Term,
  type TermName,
} from '#modules/revocations';
import { citation, standingWords } from '#modules/rules';
import { roleWords, todayAt } from '#modules/units';
import { optionsOf } from '#modules/units/server';
import { m } from '#messages';
import type { RouteAccess } from '#web/route-access';
import type { PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['staff:read'] };

/** Taken from wherever a proceeding stands; said once below each table. */
const anywhere: ProceedingStep = 'stop';

/** The table of the procedure as the code reads it, with the days that the office chose. */
export const load: PageServerLoad = ({ locals, url }) =>
  locals.read(async (ctx) => {
    const { language } = locals;
    const units = unitsWhere(ctx.actor, 'staff:read');
    const unit = units.find((one) => String(one.unitId) === url.searchParams.get('unit')) ?? units[0]!;
    const today = todayAt(unit, ctx.now);
    const days = await optionsOf(ctx.tx, unit.unitId, stepTerms, today);
    const inDanger = await optionsOf(ctx.tx, unit.unitId, urgentStepTerms, today);
    const { working_days: whole } = await optionsOf(ctx.tx, unit.unitId, serviceTerm, today);
    return {
      standingOfOurs: standingWords.ours(),
      unit: unit.unitName,
      units: units.map((one) => ({ value: String(one.unitId), label: one.unitName })),
      chosen: String(unit.unitId),
      terms: [
        ...(Object.keys(terms) as TermName[]).map((name) => ({
          id: name as string,
          whose: termWords[name](),
          ...termLine(terms[name], days[name], language),
          // Whoever gives fewer days anyhow is not given more in danger.
          urgent: termDays(Math.min(days[name], inDanger[name]), urgentTerms[name].counts, language),
        })),
        { id: 'whole', whose: m.revocations_term_whole(), ...termLine(wholeTerm, whole, language), urgent: '' },
      ],
      routes: routeNames.map((route) => ({
        route,
        name: routeWords[route](),
        kinds: kindsOn(route),
        urgency: urgencyWords[urgency[route]](),
        isOurs: urgency[route] === 'comes_first',
        states: (Object.keys(routes[route]) as ProceedingState[]).map((state) => stateLine(route, state)),
        ends: endsOf(route),
      })),
      anywhere: stepLine(anywhere, 'stopped'),
    };

    function stateLine(route: RouteName, state: ProceedingState) {
      const holder = holderAt(route, state);
      const term = termAt(route, state);
      return {
        state,
        name: stateWords[state](),
        holder: holder ? holderWords[holder]() : '',
        within: term ? termDays(days[term], terms[term].counts, language) : '',
        steps: Object.entries(movesFrom(route, state))
          .filter(([step]) => step !== anywhere)
          .map(([step, to]) => stepLine(step as ProceedingStep, to)),
      };
    }
  });

function termLine(term: Term, days: number, language: Locale) {
  return {
    days: termDays(days, term.counts, language),
    standard:
      days === term.days ? '' : m.revocations_term_standard({ days: termDays(term.days, term.counts, language) }),
    sources: term.sources.map((source) => ({
      words: citation(source),
      standing: source.standing,
      standingWords: standingWords[source.standing](),
    })),
  };
}

function termDays(days: number, counts: DayCount, language: Locale): string {
  const count = formatNumber(days, language);
  return counts === 'working' ? m.revocations_term_working({ count }) : m.revocations_term_calendar({ count });
}

function stepLine(step: ProceedingStep, to: ProceedingState) {
  const { by, document, numbered, outside, notBy = [] } = stepRow(step);
  return {
    step,
    name: stepWords[step](),
    who: roles
      .filter((role) => grants[role][by as Action] !== undefined)
      .map((role) => roleWords[role]())
      .join(', '),
    apart:
      notBy.length === 0
        ? ''
        : m.revocations_routes_apart({
            steps: notBy
              .map((one) => inSentence(one === 'begin' ? m.revocations_begin_do() : stepWords[one as ProceedingStep]()))
              .join('; '),
          }),
    document: documentWords[document](),
    numbered: numbered === true,
    reprimands: reprimands(step),
    outside: outside === true,
    to: stateWords[to](),
    isEnd: isOver(to),
  };
}

/** Whose supervision is taken back on this way, or whose decree is called off. */
function kindsOn(route: RouteName): string[] {
  const kind = route === 'cancellation' ? 'cancellation' : 'revocation';
  return clientKinds.filter((one) => routeFor(kind, kindRow(one).early) === route).map((one) => clientKindWords[one]());
}

function endsOf(route: RouteName): string[] {
  const reached = new Set(Object.values(routes[route]).flatMap((moves) => Object.values(moves) as ProceedingState[]));
  return proceedingStates.filter((state) => reached.has(state) && isOver(state)).map((state) => stateWords[state]());
}
