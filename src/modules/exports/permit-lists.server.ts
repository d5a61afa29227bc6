import { lastDay } from '#kernel/holidays';
import { isUuid } from '#kernel/id';
import { permitStates, scopes, scopeWords, stateWords } from '#modules/permits';
import { listPermits, permitGroups } from '#modules/permits/server';
import { todayAt } from '#modules/units';
import { getUnit } from '#modules/units/server';
import { m } from '#messages';
import { closed, counsellor, lastDayColumns, lastDayValues, who, word } from './columns.ts';
import { defineExportList } from './define.ts';
import { listOfScreen, pagedByOffset } from './screen-lists.queries.server.ts';

const groups = {
  running: m.permits_group_running,
  away: m.permits_group_away,
  not_back: m.permits_group_not_back,
} as const;

defineExportList({
  id: 'permits',
  name: m.exports_list_permits,
  subject: 'reports',
  about: m.exports_about_permits,
  any: ['permit:handle'],
  people: true,
  columns: [
    ...who,
    { id: 'destination', label: m.exports_column_destination, kind: 'text' },
    { id: 'scope', label: m.permits_scope_short, kind: 'text' },
    { id: 'fromOn', label: m.exports_column_leaves_on, kind: 'date' },
    { id: 'untilOn', label: m.exports_column_back_by, kind: 'date' },
    { id: 'state', label: m.exports_column_state, kind: 'text' },
    { id: 'askedOn', label: m.exports_column_asked_on, kind: 'date' },
    { id: 'decidedOn', label: m.exports_column_decided_on, kind: 'date' },
    ...lastDayColumns('dueOn', m.exports_column_due_on),
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
        ...permitGroups.map((value) => ({ value, label: groups[value] })),
        { value: 'all', label: m.permits_group_all },
        ...permitStates.map((value) => ({ value, label: stateWords[value] })),
      ],
    },
    {
      id: 'scope',
      label: m.permits_scope_short,
      kind: 'choice',
      options: scopes.map((value) => ({ value, label: scopeWords[value] })),
    },
    { id: 'overdue', label: m.permits_late, kind: 'choice', options: [{ value: '1', label: m.permits_late }] },
  ],
  ...listOfScreen(
    pagedByOffset(async (ctx, { unitId, ownOnly, filters }, offset, limit) => {
      const state = filters['state'] ?? 'running';
      return listPermits(
        ctx,
        {
          unitId,
          today: todayAt(await getUnit(ctx, unitId), ctx.now),
          state: state === 'all' ? undefined : [...permitStates, ...permitGroups].find((one) => one === state),
          scope: scopes.find((one) => one === filters['scope']),
          overdue: filters['overdue'] === '1',
          pkStaffId: isUuid(filters['officer']) ? filters['officer'] : undefined,
          mine: ownOnly,
        },
        { offset, limit },
      );
    }),
    {
      values: (one) => ({
        destination: one.destination,
        scope: word(scopeWords, one.scope),
        fromOn: one.fromOn,
        untilOn: one.untilOn,
        state: word(stateWords, one.state),
        askedOn: one.askedOn,
        decidedOn: one.decidedOn,
        ...lastDayValues('dueOn', lastDay(one.dueOn, one.dueCounts)),
      }),
    },
  ),
});
