import { m } from '#messages';
import type { Month } from '#kernel/plain-date';
import { kindWords, type ClientKind } from '#modules/cases';
import { addCounts, asOf, ratioOf, type Count } from '#modules/figures';
import {
  clientsOn,
  countClients,
  listCountedUnits,
  listOfficesBeside,
  missesInARow,
  officersOn,
} from '#modules/figures/server';
import { gradeWords, todayAt, type Grade } from '#modules/units';
import { getUnit } from '#modules/units/server';
import type { ReadCtx } from '#platform/ctx';
import type { Value } from '#platform/tables/cells';
import { number, text } from './columns.ts';
import { defineExportList, type ExportColumn, type ExportList, type ListAsk } from './define.ts';
import { whole } from './screen-lists.queries.server.ts';

// The tables of the page of figures, by the same counts. A figure below five is said to be one, never a zero.

const told = (value: Count): Value => (value === null ? m.exports_below_five() : value);
const unitColumn: ExportColumn = text('unit', m.exports_column_unit);
/** States are told of the last day of this month where it is over, else of today. */
const untilMonth: ExportList['filters'][number] = { id: 'until', label: m.exports_filter_until_month, kind: 'month' };
type Rows = Record<string, Value>[];

function defineFigures(
  id: string,
  name: () => string,
  about: () => string,
  columns: readonly ExportColumn[],
  rowsOf: (ctx: ReadCtx, ask: ListAsk) => Promise<Rows>,
  filters: ExportList['filters'] = [],
): void {
  defineExportList({
    id,
    name,
    subject: 'figures',
    about,
    any: ['figures:read', 'figures:aggregate'],
    people: false,
    columns,
    filters,
    ...whole(rowsOf),
  });
}

async function dayOf(ctx: ReadCtx, unitId: number) {
  return todayAt(await getUnit(ctx, unitId), ctx.now);
}

async function unitNames(ctx: ReadCtx): Promise<Map<number, string>> {
  return new Map((await listCountedUnits(ctx)).map((unit) => [unit.id, unit.name]));
}

defineFigures(
  'clients-by-kind',
  m.exports_list_clients_by_kind,
  m.exports_about_clients_by_kind,
  [
    unitColumn,
    text('kind', m.exports_column_kind),
    number('adult', m.exports_column_adults),
    number('child', m.exports_column_children),
    number('clients', m.exports_column_total),
  ],
  async (ctx, { unitId, filters }) => {
    const groups = await clientsOn(
      ctx,
      { unitId },
      asOf(filters['until'] as Month | undefined, await dayOf(ctx, unitId)),
    );
    const names = await unitNames(ctx);
    const kinds = new Map<string, { unitId: number; kind: string }>();
    for (const { unitId: of, kind } of groups) kinds.set(`${of} ${kind}`, { unitId: of, kind });
    return [...kinds.values()].map((one) => {
      const those = groups.filter((group) => group.unitId === one.unitId && group.kind === one.kind);
      const of = (age: 'adult' | 'child') =>
        addCounts(those.filter((group) => group.ageGroup === age).map((group) => group.clients));
      return {
        unit: names.get(one.unitId) ?? '',
        kind: kindWords[one.kind as ClientKind](),
        adult: told(of('adult')),
        child: told(of('child')),
        clients: told(addCounts(those.map((group) => group.clients))),
      };
    });
  },
  [untilMonth],
);

defineFigures(
  'misses-in-a-row',
  m.exports_list_misses_in_a_row,
  m.exports_about_misses_in_a_row,
  [text('misses', m.exports_column_misses), number('clients', m.exports_column_total)],
  async (ctx, { unitId, filters }) => {
    const today = await dayOf(ctx, unitId);
    const day = asOf(filters['until'] as Month | undefined, today);
    return (await missesInARow(ctx, { unitId }, today, day)).map(({ misses, clients }) => ({
      misses: misses === 3 ? m.exports_three_or_more() : String(misses),
      clients: told(clients),
    }));
  },
  [untilMonth],
);

defineFigures(
  'officers',
  m.exports_list_officers,
  m.exports_about_officers,
  [
    unitColumn,
    text('grade', m.exports_column_grade_of_officer),
    number('officers', m.exports_column_officers),
    number('lent', m.exports_column_lent),
    number('rotating', m.exports_column_rotating),
    number('absent', m.exports_column_absent),
    number('active', m.exports_column_active),
    number('clients', m.exports_column_total),
    number('perOfficer', m.exports_column_per_officer),
    number('perActive', m.exports_column_per_active),
  ],
  async (ctx, { unitId, filters }) => {
    const day = asOf(filters['until'] as Month | undefined, await dayOf(ctx, unitId));
    const groups = await officersOn(ctx, { unitId }, day);
    const names = await unitNames(ctx);
    // The ratio stands once, on the line of the whole, by all officers and by those at work.
    const clients = await countClients(ctx, { unitId }, day);
    const ratio = ratioOf(clients, groups);
    const cut = (value: number | null) => (value === null ? null : Math.round(value * 100) / 100);
    const sum = (of: 'officers' | 'lent' | 'rotating' | 'absent') =>
      groups.reduce((total, group) => total + group[of], 0);
    return [
      ...groups.map((group) => ({
        unit: names.get(group.unitId) ?? '',
        grade: gradeWords[group.grade as Grade]?.() ?? '',
        officers: group.officers,
        lent: group.lent,
        rotating: group.rotating,
        absent: group.absent,
        active: group.officers - group.lent - group.rotating - group.absent,
      })),
      {
        unit: m.exports_whole(),
        grade: '',
        officers: ratio.officers,
        lent: sum('lent'),
        rotating: sum('rotating'),
        absent: sum('absent'),
        active: ratio.active,
        clients: told(clients),
        perOfficer: cut(ratio.perOfficer),
        perActive: cut(ratio.perActive),
      },
    ];
  },
  [untilMonth],
);

defineFigures(
  'offices',
  m.exports_list_offices,
  m.exports_about_offices,
  [
    unitColumn,
    number('clients', m.exports_column_total),
    number('inMonth', m.exports_column_clients_in_month),
    number('reported', m.exports_column_reported),
    number('missed', m.exports_column_missed),
    number('notRecorded', m.exports_column_not_recorded),
    number('missedThrice', m.exports_column_missed_thrice),
    number('officers', m.exports_column_officers),
    number('active', m.exports_column_active),
    number('perOfficer', m.exports_column_per_officer),
    number('perActive', m.exports_column_per_active),
  ],
  async (ctx, { unitId, filters }) => {
    const today = await dayOf(ctx, unitId);
    const day = asOf(filters['until'] as Month | undefined, today);
    const offices = await listOfficesBeside(ctx, { unitId }, filters['month'] as Month, today, day);
    const carried = (clients: Count, by: number) =>
      clients === null || by === 0 ? null : Math.round((clients / by) * 100) / 100;
    return offices.map((office) => ({
      unit: office.name,
      clients: told(office.clients),
      inMonth: told(office.inMonth),
      reported: told(office.reported),
      missed: told(office.missed),
      notRecorded: told(office.notRecorded),
      missedThrice: told(office.missedThrice),
      officers: office.officers,
      active: office.active,
      perOfficer: carried(office.clients, office.officers),
      perActive: carried(office.clients, office.active),
    }));
  },
  [{ id: 'month', label: m.exports_column_month, kind: 'month', required: true }, untilMonth],
);
