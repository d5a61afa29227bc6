import {
  dueAt,
  holderAt,
  holders,
  holderWords,
  kindWords,
  proceedingStates,
  sayState,
  stateWords,
} from '#modules/revocations';
import { listProceedings } from '#modules/revocations/server';
import { todayAt } from '#modules/units';
import { getUnit } from '#modules/units/server';
import { m } from '#messages';
import { closed, counsellor, date, lastDayColumns, lastDayValues, text, who, word } from './columns.ts';
import { defineExportList } from './define.ts';
import { listOfScreen, pagedByOffset } from './screen-lists.queries.server.ts';

/** The proceedings of an office; what lies with the tiers above is theirs to read and stays in the house. */
defineExportList({
  id: 'revocations',
  name: m.exports_list_revocations,
  subject: 'clients',
  about: m.exports_about_revocations,
  any: ['revocation:handle'],
  people: true,
  columns: [
    ...who,
    text('matter', m.exports_column_matter),
    text('state', m.exports_column_state),
    text('holder', m.exports_column_holder),
    date('begunOn', m.exports_column_opened_on),
    date('since', m.exports_column_since),
    ...lastDayColumns('dueOn', m.exports_column_due_on),
    counsellor,
    ...closed,
  ],
  filters: [
    {
      id: 'state',
      label: m.exports_column_state,
      kind: 'choice',
      options: [
        { value: 'running', label: m.revocations_running },
        { value: 'all', label: m.revocations_all },
        ...proceedingStates.map((value) => ({ value, label: stateWords[value] })),
      ],
    },
    {
      id: 'holder',
      label: m.exports_column_holder,
      kind: 'choice',
      options: holders.map((value) => ({ value, label: holderWords[value] })),
    },
    {
      id: 'age',
      label: m.exports_filter_age,
      kind: 'choice',
      options: ['3', '7', '14', '30'].map((value) => ({ value, label: () => value })),
    },
    {
      id: 'urgent',
      label: m.revocations_urgent,
      kind: 'choice',
      options: [{ value: '1', label: m.revocations_urgent }],
    },
    { id: 'overdue', label: m.revocations_late, kind: 'choice', options: [{ value: '1', label: m.revocations_late }] },
  ],
  ...listOfScreen(
    pagedByOffset(async (ctx, { unitId, ownOnly, filters }, offset, limit) => {
      const state = filters['state'] ?? 'running';
      return listProceedings(
        ctx,
        {
          at: { unitId },
          today: todayAt(await getUnit(ctx, unitId), ctx.now),
          state: state === 'all' ? undefined : ([...proceedingStates, 'running'] as const).find((one) => one === state),
          holder: holders.find((one) => one === filters['holder']),
          olderThan: filters['age'] ? Number(filters['age']) : undefined,
          urgent: filters['urgent'] === '1',
          overdue: filters['overdue'] === '1',
          mine: ownOnly,
        },
        { offset, limit },
      );
    }),
    {
      values: (one) => {
        const holder = holderAt(one.route, one.state);
        return {
          matter: word(kindWords, one.kind),
          state: sayState(one),
          holder: holder ? holderWords[holder]() : null,
          begunOn: one.begunOn,
          since: one.since,
          ...lastDayValues('dueOn', dueAt(one)),
        };
      },
    },
  ),
});
