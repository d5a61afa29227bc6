import type { Month } from '#kernel/plain-date';
import type { Channel, PetitionState } from './petition.ts';

export type MonthFigures = {
  month: Month;
  received: number;
  ended: number;
  middleDays: number | null;
  mostDays: number | null;
};
/** What a year came to at one desk. Months, ways and states each part the same petitions: those received in the year. */
export type PetitionFigures = {
  year: number;
  received: number;
  ended: number;
  /** Days from receipt to the answer: the middle one, and the one that nine of ten do not exceed. None where nothing was answered. */
  middleDays: number | null;
  mostDays: number | null;
  months: MonthFigures[];
  channels: { channel: Channel; count: number }[];
  states: { state: PetitionState; count: number }[];
};

/** Below this a number says of whom it speaks to whoever knows the village; docs/decisions/640. */
export const fewest = 5;

/**
 * Parts of one sum as they may leave the desk. A small one is not told, and the smallest of the others with it (and all that are as
 * small; where all others are none, these), so that neither the sum nor the rest tells it.
 */
export function tellParts(parts: readonly number[]): (number | null)[] {
  const isSmall = (part: number) => part > 0 && part < fewest;
  if (!parts.some(isSmall)) return [...parts];
  const others = parts.filter((part) => part >= fewest);
  const cover = others.length > 0 ? Math.min(...others) : 0;
  return parts.map((part) => (isSmall(part) || part === cover ? null : part));
}

/** What a year came to at one desk below, as whoever oversees it counts. */
export type DeskFigures = {
  unitId: number;
  unitName: string;
  received: number;
  ended: number;
  /** Not answered today, and those of them past their last day. */
  waiting: number;
  overdue: number;
  middleDays: number | null;
  mostDays: number | null;
};
/** The sums that are told of each desk below; each opens the pointers that it counts. */
export const sumsBelow = ['received', 'ended', 'waiting', 'overdue'] as const;
export type SumBelow = (typeof sumsBelow)[number];
export type ToldDesk = Pick<DeskFigures, 'unitId' | 'unitName' | 'middleDays' | 'mostDays'> & Record<SumBelow, Told>;
export type ToldDesks = { desks: ToldDesk[]; all: Record<SumBelow, Told> };

/** The desks below as they stand on paper, which others read as well: on the screen each number opens its pointers, and is told. */
export function tellDesks(desks: readonly DeskFigures[]): ToldDesks {
  const column = (of: SumBelow) => {
    const parts = desks.map((desk) => desk[of]);
    return { parts: tellParts(parts), all: tellParts([parts.reduce((sum, part) => sum + part, 0)])[0]! };
  };
  const [received, ended, waiting, overdue] = [
    column('received'),
    column('ended'),
    column('waiting'),
    column('overdue'),
  ];
  return {
    desks: desks.map(({ unitId, unitName, middleDays, mostDays }, index) => ({
      unitId,
      unitName,
      received: received.parts[index]!,
      ended: ended.parts[index]!,
      waiting: waiting.parts[index]!,
      overdue: overdue.parts[index]!,
      middleDays: ended.parts[index] === null ? null : middleDays,
      mostDays: ended.parts[index] === null ? null : mostDays,
    })),
    all: { received: received.all, ended: ended.all, waiting: waiting.all, overdue: overdue.all },
  };
}

type Told = number | null;
export type ToldFigures = {
  year: number;
  received: Told;
  ended: Told;
  middleDays: number | null;
  mostDays: number | null;
  months: { month: Month; received: Told; ended: Told; middleDays: number | null; mostDays: number | null }[];
  channels: { channel: Channel; count: Told }[];
  states: { state: PetitionState; count: Told }[];
};

/** The figures on paper and in a file, which others read as well: nothing in them by which a petitioner could be recognised. */
export function tellFigures(figures: PetitionFigures): ToldFigures {
  const whole = (value: number): Told => tellParts([value])[0]!;
  const received = tellParts(figures.months.map((month) => month.received));
  const ended = tellParts(figures.months.map((month) => month.ended));
  const channels = tellParts(figures.channels.map(({ count }) => count));
  const states = tellParts(figures.states.map(({ count }) => count));
  const isTold = whole(figures.ended) !== null;
  return {
    year: figures.year,
    received: whole(figures.received),
    ended: whole(figures.ended),
    middleDays: isTold ? figures.middleDays : null,
    mostDays: isTold ? figures.mostDays : null,
    months: figures.months.map(({ month, middleDays, mostDays }, index) => ({
      month,
      received: received[index]!,
      ended: ended[index]!,
      middleDays: ended[index] === null ? null : middleDays,
      mostDays: ended[index] === null ? null : mostDays,
    })),
    channels: figures.channels.map(({ channel }, index) => ({ channel, count: channels[index]! })),
    states: figures.states.map(({ state }, index) => ({ state, count: states[index]! })),
  };
}
