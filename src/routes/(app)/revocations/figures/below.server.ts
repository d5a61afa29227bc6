import { formatNumber, formatShortDate } from '#kernel/format';
import { yearOf, type PlainDate } from '#kernel/plain-date';
import { stateWords } from '#modules/breaches';
import { figuresBelow, listBelow, partsBelow, type FigureBelow, type KeyBelow } from '#modules/breaches/server';
import { m, type Locale } from '#messages';
import type { ReadCtx } from '#platform/ctx';

type Asked = {
  period: { from: PlainDate; through: PlainDate };
  today: PlainDate;
  language: Locale;
  /** The period, as an address keeps it. */
  kept: string;
};

const own: Partial<Record<KeyBelow, () => string>> = {
  all: m.revocations_below_all,
  late: m.revocations_below_late,
  to_begin: m.breaches_state_to_begin,
  whole: m.revocations_breach_whole,
};
const sayKey = (key: KeyBelow) => (own[key] ?? stateWords[key as keyof typeof stateWords])();

/** Breaches of the offices below, for whoever stands above them: what is open today, how they ended, and how long each step took. */
export async function showBelow(ctx: ReadCtx, { period, today, language, kept }: Asked) {
  const figures = await figuresBelow(ctx, period, today);
  const href = ({ unitId, part, key, isFull, count }: FigureBelow) =>
    isFull && count !== null && count > 0
      ? `/revocations/figures?${kept}&list=below&unit=${unitId}&part=${part}&key=${key}#list`
      : undefined;
  const number = (value: number | null) => (value === null ? '–' : formatNumber(value, language));
  const row = (one: FigureBelow) => ({
    id: `${one.unitId} ${one.part} ${one.key}`,
    unit: one.unitName,
    what: sayKey(one.key),
    count: one.count === null ? m.revocations_below_not_told() : formatNumber(one.count, language),
    median: number(one.median),
    ninth: number(one.ninth),
    href: href(one),
  });
  // A number of nothing is no news; what is not told stands there, so that its absence says nothing.
  const rows = (...parts: readonly FigureBelow['part'][]) =>
    figures.filter(({ part, key, count }) => parts.includes(part) && key !== 'in_time' && count !== 0).map(row);
  return {
    open: [...rows('all', 'late', 'open')].sort(byOffice(figures)),
    ended: rows('ended'),
    days: rows('stood'),
    /** The year of which the sums are that whoever reads sums only is told. */
    sumsOf: figures.some(({ isFull }) => !isFull) ? String(yearOf(period.through)) : undefined,
  };
}

/** Office by office: all of them, what is late of these, and then step by step. */
function byOffice(figures: readonly FigureBelow[]) {
  const offices = [...new Set(figures.map(({ unitId }) => String(unitId)))];
  const place = ({ id }: { id: string }) => {
    const [unit, part] = id.split(' ') as [string, (typeof partsBelow)[number]];
    return offices.indexOf(unit) * partsBelow.length + partsBelow.indexOf(part);
  };
  return (a: { id: string }, b: { id: string }) => place(a) - place(b);
}

/** The list behind one of these numbers; nothing where the address names none. */
export async function listOfBelow(ctx: ReadCtx, { period, today, language }: Asked, asked: URLSearchParams) {
  const part = partsBelow.find((one) => one === asked.get('part'));
  const unitId = Number(asked.get('unit'));
  const key = asked.get('key') ?? '';
  if (!part || !Number.isSafeInteger(unitId) || !/^[a-z_]{1,40}$/.test(key)) return undefined;
  const { rows, unseen } = await listBelow(ctx, period, today, { unitId, part, key });
  const day = (value: PlainDate) => formatShortDate(value, language);
  return {
    rows: rows.map((one, index) => ({
      id: String(index),
      href: `/clients/${one.caseId}`,
      what: one.registerLabel ?? m.revocations_below_no_number(),
      more: [sayKey(one.key), m.revocations_days({ count: formatNumber(one.days, language) })].join(' · '),
      unit: '',
      day: one.through === null ? day(one.from) : `${day(one.from)} – ${day(one.through)}`,
    })),
    unseen: unseen > 0 ? m.revocations_below_unseen({ count: formatNumber(unseen, language) }) : undefined,
  };
}
