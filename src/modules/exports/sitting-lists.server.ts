import { m } from '#messages';
import { itemKindWords, sittingLabel, sittingStates, sittingStateWords } from '#modules/tpp';
import { listSittings, readQueue } from '#modules/tpp/server';
import { closed, counsellor, who } from './columns.ts';
import { defineExportList } from './define.ts';
import { mostRows } from './rules.ts';
import { listOfScreen, whole } from './screen-lists.queries.server.ts';

defineExportList({
  id: 'sittings',
  name: m.exports_list_sittings,
  subject: 'office',
  about: m.exports_about_sittings,
  any: ['sitting:read'],
  people: false,
  columns: [
    { id: 'number', label: m.tpp_number, kind: 'text' },
    { id: 'day', label: m.tpp_day, kind: 'date' },
    { id: 'time', label: m.tpp_time, kind: 'text' },
    { id: 'place', label: m.tpp_place, kind: 'text' },
    { id: 'state', label: m.tpp_state, kind: 'text' },
    { id: 'items', label: m.tpp_items, kind: 'number' },
  ],
  filters: [
    {
      id: 'state',
      label: m.tpp_state,
      kind: 'choice',
      options: sittingStates.map((value) => ({ value, label: sittingStateWords[value] })),
    },
    { id: 'year', label: m.tpp_year, kind: 'year' },
  ],
  ...whole(async (ctx, { unitId, filters }) => {
    const state = sittingStates.find((one) => one === filters['state']);
    const year = filters['year'] === undefined ? undefined : Number(filters['year']);
    return (await listSittings(ctx, { unitId, state, year }, mostRows)).map((one) => ({
      number: sittingLabel(one) ?? null,
      day: one.day,
      time: one.startsAt,
      place: one.place,
      state: sittingStateWords[one.state](),
      items: one.items,
    }));
  }),
});

defineExportList({
  id: 'sitting-queue',
  name: m.exports_list_sitting_queue,
  subject: 'clients',
  about: m.exports_about_sitting_queue,
  any: ['sitting:read'],
  people: true,
  columns: [
    ...who,
    { id: 'matter', label: m.tpp_matter, kind: 'text' },
    { id: 'facts', label: m.tpp_facts, kind: 'text' },
    { id: 'since', label: m.exports_column_requested_on, kind: 'date' },
    { id: 'age', label: m.tpp_age, kind: 'number' },
    counsellor,
    ...closed,
  ],
  filters: [],
  ...listOfScreen(async (ctx, { unitId }) => ({ rows: await readQueue(ctx, unitId), next: null }), {
    values: (one) => ({ matter: itemKindWords[one.kind](), facts: one.facts, since: one.since, age: one.age }),
  }),
});
