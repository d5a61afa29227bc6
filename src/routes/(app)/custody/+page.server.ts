import { formatDate, formatNumber, formatNumericDate, formatPercent, formatShortDate } from '#kernel/format';
import { unitsWhere } from '#modules/access';
import {
  fullness,
  registerGroups,
  registers,
  groupOf,
  groupWords,
  registerWords,
  shortRegister,
} from '#modules/custody';
import {
  byRegister,
  countOccupants,
  countWorries,
  findCapacity,
  listArriving,
  listUnitSums,
  sumOf,
} from '#modules/custody/server';
import { todayAt, unitTypeWords } from '#modules/units';
import { m } from '#messages';
import { readDate } from '#kernel/dates-id';
import type { RouteAccess } from '#web/route-access';
import { termDays } from './term-days.server.ts';
import type { PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['custody:figures'] };

export const load: PageServerLoad = ({ locals, url }) =>
  locals.read(async (ctx) => {
    const { language } = locals;
    const number = (value: number) => formatNumber(value, language);
    const percent = (value: number | null) =>
      value === null ? m.custody_capacity_unknown() : formatPercent(value, language, 0);
    const own = unitsWhere(ctx.actor, 'custody:list');
    const above = unitsWhere(ctx.actor, 'custody:figures').filter(({ role }) => role === 'kanwil');
    const home = own[0] ?? above[0]!;
    const today = todayAt(home, ctx.now);
    const asked = readDate(url.searchParams.get('on') ?? '', { latest: today });
    const on = asked.ok ? asked.day : today;

    const institution = own.find(({ unitId }) => String(unitId) === url.searchParams.get('unit')) ?? own[0];
    const regions = await Promise.all(
      above.map(async ({ unitId, unitName }) => ({
        name: unitName,
        rows: (await listUnitSums(ctx, unitId, asked.ok ? asked.day : undefined)).map(({ sum, ...unit }) => ({
          id: unit.unitId,
          name: unit.name,
          day: formatShortDate(unit.on, language),
          type: unitTypeWords[unit.type](),
          occupants: number(sum.occupants),
          places: unit.places === null ? m.custody_capacity_unknown() : number(unit.places),
          full: percent(fullness(sum.occupants, unit.places)),
          over: unit.places !== null && sum.occupants > unit.places,
          detainees: number(sum.detainees),
          convicts: number(sum.convicts),
          children: number(sum.children),
        })),
      })),
    );
    if (!institution) return { on: formatDate(on, language), onValue: formatNumericDate(on), regions, own: undefined };

    const unitId = institution.unitId;
    const cells = await countOccupants(ctx, unitId, on);
    const sum = sumOf(cells);
    const days = await termDays(ctx, unitId, on);
    const worries = await countWorries(ctx, unitId, on, days);
    const capacity = await findCapacity(ctx, unitId, on);
    const sums = byRegister(cells);
    const list = (part: Record<string, string>) =>
      `/custody/occupants?${new URLSearchParams({ unit: String(unitId), on, ...part })}`;
    const line = (label: string, count: number, part: Record<string, string>, bad = false) => ({
      label,
      count: number(count),
      href: list(part),
      bad: bad && count > 0,
    });
    return {
      on: formatDate(on, language),
      onValue: formatNumericDate(on),
      regions,
      own: {
        unitId: String(unitId),
        name: institution.unitName,
        units: own.map((one) => ({ value: String(one.unitId), label: one.unitName })),
        mayAdmit: unitsWhere(ctx.actor, 'custody:admit').some((one) => one.unitId === unitId),
        maySetCapacity: unitsWhere(ctx.actor, 'custody:set_capacity').some((one) => one.unitId === unitId),
        full: capacity
          ? m.custody_full({
              occupants: number(sum.occupants),
              places: number(capacity.places),
              percent: percent(fullness(sum.occupants, capacity.places)),
            })
          : m.custody_full_unknown({ occupants: number(sum.occupants) }),
        over: capacity !== undefined && sum.occupants > capacity.places,
        source: capacity && m.custody_capacity_source({ source: capacity.source }),
        counts: [
          line(m.custody_occupants(), sum.occupants, {}),
          ...registerGroups.map((group) => line(groupWords[group](), sum[group], { register: group })),
          line(m.custody_men(), sum.male, { sex: 'male' }),
          line(m.custody_women(), sum.female, { sex: 'female' }),
          ...(sum.sexUnknown > 0 ? [line(m.custody_sex_unknown(), sum.sexUnknown, { sex: 'unknown' })] : []),
          line(m.custody_adults(), sum.adults, { age: 'adult' }),
          line(m.custody_children(), sum.children, { age: 'child' }),
          ...(sum.ageUnknown > 0 ? [line(m.custody_age_unknown(), sum.ageUnknown, { age: 'unknown' })] : []),
        ],
        worries: [
          line(m.custody_worry_term_over(), worries.termOver, { term: 'over' }, true),
          line(m.custody_worry_term_soon({ days: number(days) }), worries.termSoon, { term: 'soon' }, true),
          line(m.custody_worry_escaped(), worries.escaped, { state: 'escaped' }, true),
          line(m.custody_worry_place(), worries.wrongPlace, { place: 'wrong' }, true),
          line(m.custody_worry_number(), sum.withoutNumber, { register: 'none' }, true),
        ],
        registers: registers
          .filter((register) => sums.has(register))
          .map((register) => ({
            id: register,
            short: shortRegister(register),
            says: registerWords[register](),
            group: groupWords[groupOf(register)](),
            count: number(sums.get(register)!),
            href: list({ register }),
          })),
        total: { count: number(sum.occupants - sum.withoutNumber) },
        arriving: (await listArriving(ctx, unitId)).map((one) => ({
          id: one.stayId,
          name: one.name,
          says: m.custody_arriving_says({
            unit: one.fromUnit,
            day: formatDate(one.day, language),
            number: one.documentNumber,
          }),
          href: `/custody/admit?unit=${unitId}&from=${one.stayId}`,
        })),
      },
    };
  });
