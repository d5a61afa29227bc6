import { formatMonth } from '#kernel/format';
import { channelWords, stateWords, tellFigures } from '#modules/petitions';
import { readPetitionFigures, todayOfDesk } from '#modules/petitions/server';
import { getLocale, m } from '#messages';
import type { Value } from '#platform/tables/cells';
import { number, text } from './columns.ts';
import { defineExportList } from './define.ts';
import { whole } from './screen-lists.queries.server.ts';

const told = (value: number | null): Value => value ?? m.exports_below_five();

// The list of petitions itself stays at the desk; these figures leave, without a number by which somebody could be recognised.
defineExportList({
  id: 'petition-figures',
  name: m.exports_list_petition_figures,
  subject: 'figures',
  about: m.exports_about_petition_figures,
  any: ['petition:handle'],
  people: false,
  columns: [
    text('part', m.exports_column_part),
    text('what', m.exports_column_row),
    number('received', m.petitions_figures_received),
    number('ended', m.petitions_figures_ended),
    number('days', m.petitions_figures_middle),
    number('most', m.petitions_figures_most),
  ],
  filters: [{ id: 'year', label: m.exports_filter_year, kind: 'year', required: true }],
  ...whole(async (ctx, { unitId, filters }) => {
    const desk = { unitId, today: await todayOfDesk(ctx, unitId) };
    const figures = tellFigures(await readPetitionFigures(ctx, desk, Number(filters['year'])));
    const row = (
      part: string,
      what: string,
      received: Value,
      ended: Value = null,
      days: Value = null,
      most: Value = null,
    ) => ({
      part,
      what,
      received,
      ended,
      days,
      most,
    });
    return [
      ...figures.months.map((one) =>
        row(
          m.petitions_figures_by_month(),
          formatMonth(one.month, getLocale()),
          told(one.received),
          told(one.ended),
          one.middleDays,
          one.mostDays,
        ),
      ),
      ...figures.channels.map((one) =>
        row(m.petitions_figures_by_channel(), channelWords[one.channel](), told(one.count)),
      ),
      ...figures.states.map((one) => row(m.petitions_figures_by_state(), stateWords[one.state](), told(one.count))),
      row(
        m.exports_whole(),
        String(figures.year),
        told(figures.received),
        told(figures.ended),
        figures.middleDays,
        figures.mostDays,
      ),
    ];
  }),
});
