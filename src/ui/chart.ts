/** Arithmetic of the charts. They are drawn as SVG in percent of the width, so letters stay letters on any screen. */

/** A category of the axis; its number opens the list behind it. */
export type Category = {
  label: string;
  shortLabel?: string;
  /** What stands for it where a screen has no room for the name. */
  phoneLabel?: string | undefined;
  href?: string | undefined;
};
/** One line or one set of bars. `null` is "not known", which is never drawn as nought. */
export type Series = { label: string; values: readonly (number | null)[] };

/** What a chart is told, whatever it draws. */
export type ChartProps = {
  title: string;
  unit?: string;
  note?: string;
  categories: readonly Category[];
  series: readonly Series[];
  categoryLabel: string;
  format?: (value: number) => string;
  table?: 'below' | 'folded' | 'beside';
  height?: number;
};

/** Round values from nought to just above the greatest. */
export function ticks(greatest: number, wanted = 4): number[] {
  if (!(greatest > 0)) return [0, 1];
  const rough = greatest / wanted;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= rough * 0.999)!;
  const count = Math.ceil(greatest / step - 1e-9);
  return Array.from({ length: count + 1 }, (_, i) => Number((i * step).toPrecision(12)));
}

export function greatest(series: readonly Series[]): number {
  return series.reduce((top, { values }) => values.reduce<number>((high, value) => Math.max(high, value ?? 0), top), 0);
}

/** Every n-th label fits. */
export function everyNth(labels: number, room: number): number {
  return Math.max(1, Math.ceil(labels / room));
}

/** Neighbours that both have a value are joined; an unknown in between breaks the line. */
export function joined(values: readonly (number | null)[]): { from: number; to: number; a: number; b: number }[] {
  return values.flatMap((a, from) => {
    const b = values[from + 1];
    return a === null || b === null || b === undefined ? [] : [{ from, to: from + 1, a, b }];
  });
}
