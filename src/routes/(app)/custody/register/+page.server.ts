import { formatNumber, formatShortDate } from '#kernel/format';
import { yearOf } from '#kernel/plain-date';
import { may } from '#modules/access';
import { registers, shortRegister, stateWords, VoidForm } from '#modules/custody';
import { listBook, listBooks, voidNumber } from '#modules/custody/server';
import { exportHref } from '#modules/exports/server';
import { m } from '#messages';
import { newSubmissionId } from '#web/form.server';
import type { RouteAccess } from '#web/route-access';
import { pagesOf, partAsked } from '../../today/list.server.ts';
import { act } from '../act.server.ts';
import { registerOptions, sayRegister, unitAsked } from '../shown.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['custody:list'] };

export const load: PageServerLoad = ({ locals, url }) =>
  locals.read(async (ctx) => {
    const { language } = locals;
    const { units, unit, today } = unitAsked(ctx, url, 'custody:list');
    const books = await listBooks(ctx, unit.unitId);
    const askedYear = Number(url.searchParams.get('year'));
    const year =
      Number.isInteger(askedYear) && askedYear >= 1950 && askedYear <= 2100
        ? askedYear
        : (books[0]?.year ?? yearOf(today));
    const register =
      registers.find((one) => one === url.searchParams.get('register')) ??
      books.find((one) => one.year === year)?.register ??
      'reg_a1';
    const part = partAsked(url);
    const book = await listBook(ctx, { unitId: unit.unitId, register, year }, part);
    return {
      saved: url.searchParams.has('saved'),
      title: m.custody_book_of({ register: shortRegister(register), year: String(year) }),
      lead: m.custody_book_lead({ unit: unit.unitName, register: sayRegister(register) }),
      unitId: String(unit.unitId),
      units: units.map((one) => ({ value: String(one.unitId), label: one.unitName })),
      values: { register, year: String(year) },
      registers: registerOptions(),
      books: books.map((one) => ({
        label: m.custody_book_short({
          register: shortRegister(one.register),
          year: String(one.year),
          count: formatNumber(one.count, language),
        }),
        href: `/custody/register?${new URLSearchParams({ unit: String(unit.unitId), register: one.register, year: String(one.year) })}`,
      })),
      exportHref: await exportHref(ctx, 'custody-register', unit.unitId, { register, year: String(year) }, book.total),
      summary: m.custody_book_count({ count: formatNumber(book.total, language) }),
      pages: pagesOf(url, part.offset, book.total),
      mayVoid: may(ctx.actor, 'custody:void_number', { unitId: unit.unitId, unitPath: unit.unitPath }),
      rows: book.rows.map((one) => ({
        id: one.id,
        label: one.label,
        origin: one.origin === 'imported' ? m.custody_imported() : undefined,
        given: formatShortDate(one.givenOn, language),
        name: one.name,
        href: `/custody/${one.stayId}`,
        voidReason: one.voidReason ?? undefined,
        became: one.laterLabel
          ? m.custody_book_later({ label: one.laterLabel })
          : one.endedOn
            ? m.custody_book_ended({ state: stateWords[one.state](), day: formatShortDate(one.endedOn, language) })
            : stateWords[one.state](),
        submissionId: newSubmissionId(),
      })),
    };
  });

export const actions: Actions = {
  default: (event) => {
    const kept = new URLSearchParams(
      [...event.url.searchParams].filter(([key]) => ['unit', 'year', 'register'].includes(key)),
    );
    kept.set('saved', '1');
    return act(event, VoidForm, (ctx, { entryId, reason }) => voidNumber(ctx, { entryId, reason }), {
      to: `/custody/register?${kept}`,
    });
  },
};
