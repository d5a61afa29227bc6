import { searchStates, stateWords } from '#modules/at-large';
import { listSearches } from '#modules/at-large/server';
import { todayAt } from '#modules/units';
import { getUnit } from '#modules/units/server';
import { m } from '#messages';
import { closed, counsellor, date, number, text, who, word } from './columns.ts';
import { defineExportList } from './define.ts';
import { listOfScreen, pagedByOffset } from './screen-lists.queries.server.ts';

defineExportList({
  id: 'at-large',
  name: m.exports_list_at_large,
  subject: 'clients',
  about: m.exports_about_at_large,
  any: ['at_large:keep'],
  people: true,
  columns: [
    ...who,
    text('state', m.exports_column_state),
    date('since', m.exports_column_since),
    number('days', m.exports_column_days),
    counsellor,
    ...closed,
  ],
  filters: [
    {
      id: 'state',
      label: m.exports_column_state,
      kind: 'choice',
      options: [
        { value: 'running', label: m.at_large_state_running },
        { value: 'all', label: m.at_large_state_all },
        ...searchStates.map((value) => ({ value, label: stateWords[value] })),
      ],
    },
    {
      id: 'age',
      label: m.exports_filter_age,
      kind: 'choice',
      options: ['30', '60', '90'].map((value) => ({ value, label: () => value })),
    },
    { id: 'waiting', label: m.at_large_waits, kind: 'choice', options: [{ value: '1', label: m.at_large_waits }] },
  ],
  ...listOfScreen(
    pagedByOffset(async (ctx, { unitId, ownOnly, filters }, offset, limit) => {
      const state = filters['state'] ?? 'running';
      return listSearches(
        ctx,
        {
          unitId,
          today: todayAt(await getUnit(ctx, unitId), ctx.now),
          mine: ownOnly,
          state: state === 'all' ? undefined : ([...searchStates, 'running'] as const).find((one) => one === state),
          olderThan: filters['age'] ? Number(filters['age']) : undefined,
          waiting: filters['waiting'] === '1',
        },
        { offset, limit },
      );
    }),
    { values: (one) => ({ state: word(stateWords, one.state), since: one.clockFrom, days: one.days }) },
  ),
});
