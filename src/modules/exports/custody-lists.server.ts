import { readDate } from '#kernel/dates-id';
import type { PlainDate } from '#kernel/plain-date';
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
import { listBook, listOccupants, type Occupant, type OccupantFilter } from '#modules/custody/server';
import { sexWords } from '#modules/people';
import { todayAt } from '#modules/units';
import { getUnit } from '#modules/units/server';
import { m } from '#messages';
import type { ReadCtx } from '#platform/ctx';
import { date, optionsOf, text, word } from './columns.ts';
import { defineExportList, type ExportList, type ListAsk, type ListPage } from './define.ts';
import { countedByPages } from './screen-lists.queries.server.ts';

const oneOf = <T extends string>(values: readonly T[], asked: string | undefined) =>
  values.find((one) => one === asked);

/** A list of custody, page by page; who is a child or otherwise guarded leaves with a second person's consent only. */
function listOfCustody<Row extends { guarded: boolean }>(
  fetch: (ctx: ReadCtx, ask: ListAsk, part: { offset: number; limit: number }) => Promise<{ rows: Row[] }>,
  values: (row: Row) => ListPage['rows'][number],
): Pick<ExportList, 'count' | 'rows'> {
  async function rows(ctx: ReadCtx, ask: ListAsk, after: string | null, most: number): Promise<ListPage> {
    const offset = Number(after ?? 0);
    const page = await fetch(ctx, ask, { offset, limit: most });
    return {
      rows: page.rows.filter(({ guarded }) => ask.withGuarded || !guarded).map(values),
      next: page.rows.length === most ? String(offset + most) : null,
    };
  }
  return countedByPages(rows);
}

async function dayOf(ctx: ReadCtx, unitId: number, asked: string | undefined): Promise<PlainDate> {
  const today = todayAt(await getUnit(ctx, unitId), ctx.now);
  const read = readDate(asked ?? '', { latest: today });
  return read.ok ? read.day : today;
}

const sexLabels = { ...sexWords, unknown: m.custody_sex_unknown };

defineExportList({
  id: 'occupants',
  name: m.exports_list_occupants,
  subject: 'clients',
  about: m.exports_about_occupants,
  any: ['custody:list'],
  people: true,
  withoutClients: true,
  columns: [
    text('name', m.exports_column_name),
    text('number', m.custody_col_number),
    text('register', m.custody_register_meaning),
    text('sex', m.people_field_sex),
    text('age', m.custody_age),
    text('state', m.custody_state),
    date('admitted', m.custody_admitted),
    date('until', m.custody_until_on),
    date('ended', m.custody_ended_on),
  ],
  filters: [
    { id: 'on', label: m.custody_on_day, kind: 'day' },
    {
      id: 'state',
      label: m.custody_state,
      kind: 'choice',
      options: [
        { value: 'in', label: m.custody_state_in },
        { value: 'all', label: m.custody_state_all },
        ...optionsOf(stayStates, stateWords),
      ],
    },
    {
      id: 'register',
      label: m.custody_register,
      kind: 'choice',
      options: [
        ...optionsOf(registerGroups, groupWords),
        ...registers.map((value) => ({ value, label: () => shortRegister(value) })),
        { value: 'none', label: m.custody_worry_number },
      ],
    },
    {
      id: 'sex',
      label: m.people_field_sex,
      kind: 'choice',
      options: optionsOf(['male', 'female', 'unknown'] as const, sexLabels),
    },
    { id: 'age', label: m.custody_age, kind: 'choice', options: optionsOf(ageGroups, ageWords) },
    {
      id: 'within',
      label: m.custody_term,
      kind: 'text',
    },
    {
      id: 'place',
      label: m.custody_worry_place,
      kind: 'choice',
      options: [{ value: 'wrong', label: m.custody_worry_place }],
    },
  ],
  ...listOfCustody<Occupant>(
    async (ctx, { unitId, filters }, part) => {
      const filter: OccupantFilter = {
        unitId,
        on: await dayOf(ctx, unitId, filters['on']),
        state: oneOf([...stayStates, 'in', 'all'] as const, filters['state']) ?? 'in',
        register: oneOf([...registers, ...registerGroups, 'none'] as const, filters['register']),
        sex: oneOf(['male', 'female', 'unknown'] as const, filters['sex']),
        age: oneOf(ageGroups, filters['age']),
        termWithin: /^-?\d{1,4}$/.test(filters['within'] ?? '') ? Number(filters['within']) : undefined,
        wrongPlace: filters['place'] === 'wrong',
      };
      return listOccupants(ctx, filter, part);
    },
    (one) => ({
      name: one.name,
      number: one.label,
      register: word(registerWords, one.register),
      sex: word(sexLabels, one.sex ?? 'unknown'),
      age: word(ageWords, one.age),
      state: word(stateWords, one.state),
      admitted: one.admittedOn,
      until: one.termUntil,
      ended: one.endedOn,
    }),
  ),
});

defineExportList({
  id: 'custody-register',
  name: m.exports_list_custody_register,
  subject: 'clients',
  about: m.exports_about_custody_register,
  any: ['custody:list'],
  people: true,
  withoutClients: true,
  columns: [
    text('number', m.custody_col_number),
    date('given', m.custody_given_on),
    text('name', m.exports_column_name),
    text('state', m.custody_state),
    text('void', m.custody_void_reason),
  ],
  filters: [
    {
      id: 'register',
      label: m.custody_register,
      kind: 'choice',
      required: true,
      options: registers.map((value) => ({ value, label: () => shortRegister(value) })),
    },
    { id: 'year', label: m.custody_year, kind: 'year', required: true },
  ],
  ...listOfCustody(
    async (ctx, { unitId, filters }, part) =>
      listBook(
        ctx,
        { unitId, register: oneOf(registers, filters['register']) ?? 'reg_a1', year: Number(filters['year']) },
        part,
      ),
    (one) => ({
      number: one.label,
      given: one.givenOn,
      name: one.name,
      state: word(stateWords, one.state),
      void: one.voidReason,
    }),
  ),
});
