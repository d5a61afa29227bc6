import { formatNumber, formatShortDate } from '#kernel/format';
import { isUuid } from '#kernel/id';
import { yearOf } from '#kernel/plain-date';
import { unitsWhere } from '#modules/access';
import { kindTable, VoidNumberForm } from '#modules/cases';
import { readRegisterBook, voidRegisterNumber } from '#modules/cases/server';
import { exportHref } from '#modules/exports/server';
import { todayAt } from '#modules/units';
import { m } from '#messages';
import { newSubmissionId } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { act } from '../clients/act.server.ts';
import { rowsAsked, wholeHref } from '../whole-list.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['case:receive'] };

export const load: PageServerLoad = ({ locals, url }) =>
  locals.read(async (ctx) => {
    const { language } = locals;
    const units = unitsWhere(ctx.actor, 'case:receive');
    const unit = units.find((one) => String(one.unitId) === url.searchParams.get('unit')) ?? units[0]!;
    const asked = Number(url.searchParams.get('year'));
    const year = Number.isInteger(asked) && asked >= 1950 && asked <= 2100 ? asked : yearOf(todayAt(unit, ctx.now));
    const after = url.searchParams.get('after');
    const book = await readRegisterBook(
      ctx,
      unit.unitId,
      year,
      isUuid(after) ? after : undefined,
      rowsAsked(url.searchParams),
    );
    const to = (change: Record<string, string>) =>
      `/register-book?${new URLSearchParams({ unit: String(unit.unitId), year: String(year), ...change })}`;
    return {
      saved: url.searchParams.has('saved'),
      unit: unit.unitName,
      unitId: String(unit.unitId),
      units: units.map((one) => ({ value: String(one.unitId), label: one.unitName })),
      year,
      exportHref: await exportHref(ctx, 'register-book', unit.unitId, { year: String(year) }, book.total),
      years: [...new Set([year, ...book.years.map((one) => one.year)])]
        .sort((a, b) => b - a)
        .map((one) => ({ label: String(one), href: to({ year: String(one) }), current: one === year })),
      summary: m.cases_book_count({ count: formatNumber(book.total, language), year: String(year) }),
      pages: {
        previous: after ? to({}) : undefined,
        whole: wholeHref(url, book.lines.length, book.total),
        next: book.next ? to({ after: book.next }) : undefined,
      },
      mayVoid: book.mayVoid,
      seesAll: unitsWhere(ctx.actor, 'case:void_number').some((one) => one.unitId === unit.unitId),
      lines: book.lines.map((line) => ({
        id: line.id,
        label: line.label,
        given: formatShortDate(line.givenOn, language),
        origin: line.origin === 'imported' ? m.cases_origin_imported() : undefined,
        name: line.name ?? (line.voidReason ? '' : m.cases_book_hidden()),
        href: line.caseId ? `/clients/${line.caseId}` : undefined,
        kind: line.kind ? kindTable[line.kind].short : '–',
        voidReason: line.voidReason ?? undefined,
        submissionId: newSubmissionId(),
      })),
    };
  });

export const actions: Actions = {
  default: (event) => {
    const kept = new URLSearchParams([...event.url.searchParams].filter(([key]) => key === 'unit' || key === 'year'));
    kept.set('saved', '1');
    return act(event, VoidNumberForm, (ctx, { entryId, reason }) => voidRegisterNumber(ctx, { entryId, reason }), {
      to: `/register-book?${kept}`,
    });
  },
};
