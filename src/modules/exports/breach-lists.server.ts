import { lastDay } from '#kernel/holidays';
import { isUuid } from '#kernel/id';
import { breachStates, groundWords, listedTogether, sourceWords, stateWords } from '#modules/breaches';
import { listBreaches } from '#modules/breaches/server';
import { todayAt } from '#modules/units';
import { getUnit } from '#modules/units/server';
import { m } from '#messages';
import { closed, counsellor, lastDayColumns, lastDayValues, who, word } from './columns.ts';
import { defineExportList } from './define.ts';
import { listOfScreen, pagedByOffset } from './screen-lists.queries.server.ts';

defineExportList({
  id: 'breaches',
  name: m.exports_list_breaches,
  subject: 'reports',
  about: m.exports_about_breaches,
  any: ['breach:handle'],
  people: true,
  columns: [
    ...who,
    { id: 'grounds', label: m.exports_column_grounds, kind: 'text' },
    { id: 'source', label: m.exports_column_source, kind: 'text' },
    { id: 'state', label: m.exports_column_state, kind: 'text' },
    { id: 'openedOn', label: m.exports_column_opened_on, kind: 'date' },
    ...lastDayColumns('dueOn', m.exports_column_due_on),
    { id: 'endedOn', label: m.exports_column_ended_on, kind: 'date' },
    counsellor,
    ...closed,
  ],
  filters: [
    { id: 'officer', label: m.cases_filter_officer, kind: 'officer' },
    {
      id: 'state',
      label: m.exports_column_state,
      kind: 'choice',
      options: [
        { value: 'running', label: m.breaches_state_running },
        { value: 'to_begin', label: m.breaches_state_to_begin },
        { value: 'all', label: m.breaches_state_all },
        ...breachStates.map((value) => ({ value, label: stateWords[value] })),
      ],
    },
    {
      id: 'age',
      label: m.exports_filter_age,
      kind: 'choice',
      options: ['7', '30', '60', '90'].map((value) => ({ value, label: () => value })),
    },
    {
      id: 'overdue',
      label: m.breaches_late,
      kind: 'choice',
      options: [{ value: '1', label: m.breaches_late }],
    },
  ],
  ...listOfScreen(
    pagedByOffset(async (ctx, { unitId, ownOnly, filters }, offset, limit) => {
      const state = filters['state'] ?? 'running';
      return listBreaches(
        ctx,
        {
          unitId,
          today: todayAt(await getUnit(ctx, unitId), ctx.now),
          state:
            state === 'all' ? undefined : ([...breachStates, ...listedTogether] as const).find((one) => one === state),
          olderThan: filters['age'] ? Number(filters['age']) : undefined,
          overdue: filters['overdue'] === '1',
          pkStaffId: isUuid(filters['officer']) ? filters['officer'] : undefined,
          mine: ownOnly,
        },
        { offset, limit },
      );
    }),
    {
      values: (one) => ({
        grounds: one.grounds.map((code) => groundWords[code]()).join('; '),
        source: word(sourceWords, one.source),
        state: word(stateWords, one.state),
        openedOn: one.openedOn,
        ...lastDayValues('dueOn', lastDay(one.dueOn, one.dueCounts)),
        endedOn: one.endedOn,
      }),
    },
  ),
});
