import { readDate } from '#kernel/dates-id';
import { formatDate, formatNumber, formatNumericDate, formatShortDate } from '#kernel/format';
import { formatPartialDate, parsePartialDate, type PartialDate } from '#kernel/partial-date';
import {
  ageGroups,
  ageWords,
  groupWords,
  registerGroups,
  registers,
  registerWords,
  shortRegister,
  stateWords,
  stayStates,
} from '#modules/custody';
import { listOccupants } from '#modules/custody/server';
import { exportHref } from '#modules/exports/server';
import { sexWords } from '#modules/people';
import { m } from '#messages';
import type { RouteAccess } from '#web/route-access';
import { optionsOf } from '../../people/shown.server.ts';
import { pagesOf, partAsked } from '../../today/list.server.ts';
import { registerOptions, sayTerm, toneOf, unitAsked } from '../shown.server.ts';
import { termDays } from '../term-days.server.ts';
import type { PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['custody:list'] };

const oneOf = <T extends string>(values: readonly T[], asked: string | null) => values.find((one) => one === asked);

export const load: PageServerLoad = ({ locals, url }) =>
  locals.read(async (ctx) => {
    const { language } = locals;
    const asked = url.searchParams;
    const { units, unit, today } = unitAsked(ctx, url, 'custody:list');
    const day = readDate(asked.get('on') ?? '', { latest: today });
    const on = day.ok ? day.day : today;
    const state = oneOf([...stayStates, 'in', 'all'] as const, asked.get('state')) ?? 'in';
    const register = oneOf([...registers, ...registerGroups, 'none'] as const, asked.get('register'));
    const sex = oneOf(['male', 'female', 'unknown'] as const, asked.get('sex'));
    const age = oneOf(ageGroups, asked.get('age'));
    const term = oneOf(['over', 'soon'] as const, asked.get('term'));
    const wrong = asked.get('place') === 'wrong';
    const soon = await termDays(ctx, unit.unitId, on);
    const part = partAsked(url);
    const list = await listOccupants(
      ctx,
      {
        unitId: unit.unitId,
        on,
        state,
        register,
        sex,
        age,
        termWithin: term === 'over' ? -1 : term === 'soon' ? soon : undefined,
        wrongPlace: wrong,
      },
      part,
    );
    const without = (name: string) => {
      const there = new URLSearchParams(asked);
      there.delete(name);
      there.delete('page');
      return `/custody/occupants?${there}`;
    };
    const stateLabels = { in: m.custody_state_in, all: m.custody_state_all, ...stateWords };
    const sexLabels = { ...sexWords, unknown: m.custody_sex_unknown };
    const termLabels = {
      over: m.custody_worry_term_over,
      soon: () => m.custody_worry_term_soon({ days: String(soon) }),
    };
    const registerLabels = { ...groupWords, none: m.custody_worry_number, ...registerWords };
    const birth = (text: string | null, precision: string) => {
      const length = precision === 'day' ? 10 : precision === 'month' ? 7 : 4;
      const date =
        text === null ? undefined : parsePartialDate(text.slice(0, length), precision as PartialDate['precision']);
      return date ? formatPartialDate(date, language) : m.people_unknown_birth();
    };
    return {
      title: m.custody_list_on({ day: formatDate(on, language) }),
      unit: unit.unitName,
      unitId: String(unit.unitId),
      units: units.map((one) => ({ value: String(one.unitId), label: one.unitName })),
      summary: m.custody_count({ count: formatNumber(list.total, language) }),
      exportHref: await exportHref(
        ctx,
        'occupants',
        unit.unitId,
        {
          on,
          state,
          register,
          sex,
          age,
          within: term === 'over' ? '-1' : term === 'soon' ? String(soon) : undefined,
          place: wrong ? 'wrong' : undefined,
        },
        list.total,
      ),
      pages: pagesOf(url, part.offset, list.total),
      values: {
        on: formatNumericDate(on),
        state,
        register: register ?? '',
        sex: sex ?? '',
        age: age ?? '',
        term: term ?? '',
        wrong,
      },
      states: optionsOf(stateLabels),
      registers: [
        ...registerGroups.map((value) => ({ value, label: groupWords[value]() })),
        ...registerOptions(),
        { value: 'none', label: m.custody_worry_number() },
      ],
      sexes: optionsOf(sexLabels),
      ages: optionsOf(ageWords),
      terms: optionsOf(termLabels),
      active: [
        ...(state === 'in' ? [] : [{ label: stateLabels[state](), removeHref: without('state') }]),
        ...(register ? [{ label: registerLabels[register](), removeHref: without('register') }] : []),
        ...(sex ? [{ label: sexLabels[sex](), removeHref: without('sex') }] : []),
        ...(age ? [{ label: ageWords[age](), removeHref: without('age') }] : []),
        ...(term ? [{ label: termLabels[term](), removeHref: without('term') }] : []),
        ...(wrong ? [{ label: m.custody_worry_place(), removeHref: without('place') }] : []),
      ],
      rows: list.rows.map((one) => ({
        id: one.id,
        href: `/custody/${one.id}`,
        name: one.name,
        birth: birth(one.birth, one.birthPrecision),
        sex: one.sex ? sexWords[one.sex]() : m.custody_sex_unknown(),
        number: one.label ?? m.custody_no_number(),
        register: one.register ? shortRegister(one.register) : '–',
        state: stateWords[one.state](),
        tone: toneOf(one.state),
        admitted: formatShortDate(one.admittedOn, language),
        term: sayTerm(one.termUntil, on, language),
        marks: [
          ...(one.healthAlert ? [m.custody_health_tag()] : []),
          ...(one.age === 'child' ? [m.custody_age_child()] : []),
          ...(one.noPapers ? [m.custody_no_papers_tag()] : []),
        ],
      })),
    };
  });
