import { redirect } from '@sveltejs/kit';
import { formatNumber, formatNumericDate } from '#kernel/format';
import { firstOfMonth, monthOf, yearOf, type PlainDate } from '#kernel/plain-date';
import { reachesBelow, unitsWhere, type Role } from '#modules/access';
import { listCounsellors } from '#modules/cases/server';
import { columnsOffered, newExportForm, refusalWords, type ExportList } from '#modules/exports';
import { askExport, exportListsFor, findExportList, rowsLeftToday } from '#modules/exports/server';
import { todayAt } from '#modules/units';
import { listUnitsUnder } from '#modules/units/server';
import { m } from '#messages';
import { NotFound } from '#platform/errors';
import type { RouteAccess } from '#web/route-access';
import { newSubmissionId, readForm } from '#web/form.server';
import { sayFailure, sayRefusal } from '#web/say-problems.server';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['export:ask'] };

/** What a filter begins with: this month, or what the page that led here had chosen. */
function standardOf(kind: string, id: string, today: PlainDate): string {
  if (kind === 'day') return formatNumericDate(id === 'from' ? firstOfMonth(today) : today);
  if (kind === 'year') return String(yearOf(today));
  return kind === 'month' ? monthOf(today) : '';
}

export const load: PageServerLoad = async ({ locals, url }) => {
  const { actor, language } = locals;
  const list = listOf(url);
  if (!exportListsFor({ actor: actor! }).includes(list)) throw new NotFound('list');
  const home = unitsWhere(actor!, 'export:ask');
  const today = todayAt(home[0]!, new Date());
  return locals.read(async (ctx) => {
    // Oversight and administration reach the offices below; everyone else the office where he is posted.
    const below = home.some(({ role }) => reachesBelow.has(role as Role));
    const units = below
      ? (
          await listUnitsUnder(
            ctx,
            home.map(({ unitId }) => unitId),
          )
        ).map((unit) => ({ value: String(unit.id), label: unit.name }))
      : home.map((unit) => ({ value: String(unit.unitId), label: unit.unitName }));
    const unitId = units.find(({ value }) => value === url.searchParams.get('unit'))?.value ?? units[0]!.value;
    const officers = list.filters.some(({ kind }) => kind === 'officer')
      ? (await listCounsellors(ctx, Number(unitId))).map((one) => ({ value: one.staffId, label: one.name }))
      : [];
    const filterOptions: Record<string, { value: string; label: string }[]> = {};
    for (const filter of list.filters) {
      if (filter.kind === 'officer') filterOptions[filter.id] = officers;
      if (filter.kind === 'listed') filterOptions[filter.id] = await filter.options(ctx, Number(unitId));
      if (filter.kind === 'choice')
        filterOptions[filter.id] = filter.options.map(({ value, label }) => ({ value, label: label() }));
    }
    return {
      submissionId: newSubmissionId(),
      list: list.id,
      name: list.name(),
      people: list.people,
      mayHoldGuarded: list.people && !list.withoutClients,
      left: formatNumber(await rowsLeftToday(ctx), language),
      units,
      unitId,
      columns: columnsOffered(list).map((column) => ({
        value: column.id,
        label: column.forbiddenByDefault ? m.exports_closed_column({ column: column.label() }) : column.label(),
        closed: column.forbiddenByDefault ?? false,
      })),
      filters: list.filters.map((filter) => ({
        id: filter.id,
        name: `filter_${filter.id}`,
        kind: filter.kind,
        label: filter.label(),
        value: url.searchParams.get(filter.id) ?? (filter.required ? standardOf(filter.kind, filter.id, today) : ''),
        options: filterOptions[filter.id] ?? [],
      })),
    };
  });
};

function listOf(url: URL): ExportList {
  const list = findExportList(url.searchParams.get('list') ?? '');
  if (!list) throw new NotFound('list');
  return list;
}

export const actions: Actions = {
  default: async ({ request, locals, url }) => {
    const list = listOf(url);
    const form = await readForm(request, newExportForm(list));
    if (!form.ok) return sayFailure(form.failure, refusalWords, locals.language);
    const { unitId, columns, format, purpose, guarded } = form.values;
    const typed = form.values as Record<string, unknown>;
    const filters = Object.fromEntries(
      list.filters.flatMap(({ id }) => {
        const value = typed[`filter_${id}`];
        return typeof value === 'string' && value !== '' ? [[id, value]] : [];
      }),
    );
    const answer = await locals.runOnce(form.submission, (ctx) =>
      askExport(ctx, { unitId, list: list.id, filters, columns, withGuarded: guarded, format, purpose }),
    );
    if (!answer.ok) {
      const beside = { no_columns: 'columns', purpose_short: 'purpose' }[answer.refusal as 'no_columns'] ?? '';
      return sayRefusal(409, form.typed, { [beside]: [answer.refusal] }, refusalWords, locals.language);
    }
    redirect(303, `/exports/${answer.exportId}`);
  },
};
