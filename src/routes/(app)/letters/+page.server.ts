import { formatNumber, formatShortDate } from '#kernel/format';
import { isUuid } from '#kernel/id';
import type { PlainDate } from '#kernel/plain-date';
import { unitsWhere } from '#modules/access';
import { exportHref } from '#modules/exports/server';
import {
  letterStates,
  listLetterKinds,
  nameOfLetterKind,
  stateWords,
  waitingGroups,
  waitingWords,
  type LetterState,
} from '#modules/letters';
import { countWaiting, readLetterRegister, type LetterLine } from '#modules/letters/server';
import { todayAt } from '#modules/units';
import { m, type Locale } from '#messages';
import type { RouteAccess } from '#web/route-access';
import { shortDueWords } from '../../due.server.ts';
import { rowsAsked, wholeHref } from '../whole-list.server.ts';
import type { PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['letter:draft', 'revocation:forward', 'revocation:decree'] };

/** So many of what waits stand above the book. */
const FEW = 10;

const shown = (one: LetterLine, language: Locale, today: PlainDate) => ({
  id: one.id,
  href: `/letters/${one.id}`,
  label: one.label ?? m.letters_no_number(),
  isVoid: one.state === 'void',
  dated: one.dated ? formatShortDate(one.dated, language) : '',
  addressee: one.addressee,
  subject: one.subject,
  client: one.clientName,
  state: one.state,
  stateWord: stateWords[one.state](),
  sent: one.sentOn ? formatShortDate(one.sentOn, language) : '',
  received: one.receivedOn ? formatShortDate(one.receivedOn, language) : '',
  reason: one.endedReason ?? '',
  due: shortDueWords(one, language),
  isLate: one.dueOn !== null && one.dueOn < today,
});

export const load: PageServerLoad = ({ locals, url }) =>
  locals.read(async (ctx) => {
    const { language } = locals;
    const asked = (name: string) => url.searchParams.get(name) ?? '';
    const units = (['letter:draft', 'revocation:forward', 'revocation:decree'] as const).flatMap((act) =>
      unitsWhere(ctx.actor, act),
    );
    const unit = units.find((one) => String(one.unitId) === asked('unit')) ?? units[0]!;
    const today = todayAt(unit, ctx.now);
    const typedYear = Number(asked('year'));
    const year = Number.isInteger(typedYear) && typedYear >= 1950 && typedYear <= 2100 ? typedYear : undefined;
    const kind = listLetterKinds().find((one) => one === asked('kind'));
    const state = letterStates.find((one) => one === asked('state')) as LetterState | undefined;
    const text = asked('q').trim().slice(0, 60);
    const waiting = (['any', ...waitingGroups] as const).find((one) => one === asked('waiting'));
    const filter = { year, kind, state, text: text || undefined, waiting };
    const after = asked('after');
    const book = await readLetterRegister(
      ctx,
      unit.unitId,
      filter,
      isUuid(after) ? after : undefined,
      rowsAsked(url.searchParams),
    );
    const counts = await countWaiting(ctx, unit.unitId);
    const isWhole = !year && !kind && !state && !text && !waiting && !after;
    const urgent = isWhole
      ? (await readLetterRegister(ctx, unit.unitId, { waiting: 'any' }, undefined, FEW)).lines
      : [];
    const kept = {
      unit: String(unit.unitId),
      ...(year ? { year: String(year) } : {}),
      ...(kind ? { kind } : {}),
      ...(state ? { state } : {}),
      ...(text ? { q: text } : {}),
      ...(waiting ? { waiting } : {}),
    };
    const to = (change: Record<string, string | undefined>) => {
      const there = new URLSearchParams(
        Object.entries({ ...kept, ...change }).filter((pair): pair is [string, string] => !!pair[1]),
      );
      return `/letters?${there}`;
    };
    return {
      unit: unit.unitName,
      units: units.map((one) => ({ value: String(one.unitId), label: one.unitName })),
      hidden: { unit: String(unit.unitId) },
      values: { year: year ? String(year) : '', kind: kind ?? '', state: state ?? '', q: text, waiting: waiting ?? '' },
      years: [...new Set([...(year ? [year] : []), ...book.years])]
        .sort((a, b) => b - a)
        .map((one) => ({ value: String(one), label: String(one) })),
      kinds: listLetterKinds().map((value) => ({ value, label: nameOfLetterKind(value) })),
      waitings: (['any', ...waitingGroups] as const).map((value) => ({ value, label: waitingWords[value]() })),
      states: letterStates.map((value) => ({ value, label: stateWords[value]() })),
      active: [
        ...(year ? [{ label: String(year), removeHref: to({ year: undefined }) }] : []),
        ...(kind ? [{ label: nameOfLetterKind(kind), removeHref: to({ kind: undefined }) }] : []),
        ...(state ? [{ label: stateWords[state](), removeHref: to({ state: undefined }) }] : []),
        ...(waiting ? [{ label: waitingWords[waiting](), removeHref: to({ waiting: undefined }) }] : []),
        ...(text ? [{ label: text, removeHref: to({ q: undefined }) }] : []),
      ],
      clearHref: `/letters?unit=${unit.unitId}`,
      // The book leaves; what waits is on its way there.
      exportHref: waiting
        ? undefined
        : await exportHref(ctx, 'letters', unit.unitId, {
            ...(year ? { year: String(year) } : {}),
            ...(kind ? { kind } : {}),
            ...(state ? { state } : {}),
          }),
      groups: waitingGroups
        .filter((group) => counts[group] > 0)
        .map((group) => ({
          label: waitingWords[group](),
          count: formatNumber(counts[group], language),
          href: `/letters?unit=${unit.unitId}&waiting=${group}`,
        })),
      urgent: urgent.map((one) => shown(one, language, today)),
      allHref: `/letters?unit=${unit.unitId}&waiting=any`,
      isWaiting: waiting !== undefined,
      summary: m.letters_book_count({ count: formatNumber(book.total, language) }),
      first: after ? to({}) : undefined,
      next: book.next ? to({ after: book.next }) : undefined,
      whole: wholeHref(url, book.lines.length, book.total),
      lines: book.lines.map((one) => shown(one, language, today)),
    };
  });
