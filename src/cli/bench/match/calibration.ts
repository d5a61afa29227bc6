import { doubtsAbout } from '#modules/people/recognition';
import type { Asked } from './measures.ts';

export type Bin = { certainty: number; right: number; of: number };

/** How often the first one found is the right one, for each certainty; whom a doubt keeps from being told of is left out. */
export function calibrationOf(asked: readonly Asked[]): Bin[] {
  const bins = new Map<number, Bin>();
  for (const { question, found } of asked) {
    const [first] = found;
    if (!first || doubtsAbout(first.terms).length > 0) continue;
    const certainty = Math.max(-15, Math.min(15, Math.round(first.certainty)));
    const bin = bins.get(certainty) ?? { certainty, right: 0, of: 0 };
    bin.of++;
    if (first.id === question.id) bin.right++;
    bins.set(certainty, bin);
  }
  return [...bins.values()].sort((a, b) => a.certainty - b.certainty);
}

/** The share that was right over the certainty in bits; the line is what the certainty says, the size of a dot how many there were. */
export function drawCalibration(bins: readonly Bin[]): string {
  const [left, top, width, height] = [60, 20, 520, 300];
  const x = (certainty: number) => (left + ((certainty + 15) / 30) * width).toFixed(1);
  const y = (share: number) => (top + (1 - share) * height).toFixed(1);
  const line = Array.from({ length: 121 }, (_, step) => step / 4 - 15).map(
    (bits) => `${x(bits)},${y(1 / (1 + 2 ** -bits))}`,
  );
  const most = Math.max(1, ...bins.map(({ of }) => of));
  const dots = bins.map(
    ({ certainty, right, of }) =>
      `<circle cx="${x(certainty)}" cy="${y(right / of)}" r="${(2 + 8 * Math.sqrt(of / most)).toFixed(1)}"><title>${certainty} bit: ${right} / ${of}</title></circle>`,
  );
  const marks = [-15, -10, -5, 0, 5, 10, 15].map(
    (bits) => `<text x="${x(bits)}" y="${top + height + 20}" text-anchor="middle">${bits}</text>`,
  );
  const shares = [0, 0.25, 0.5, 0.75, 1].map(
    (share) =>
      `<text x="${left - 8}" y="${y(share)}" text-anchor="end" dominant-baseline="middle">${share * 100} %</text>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 370" font-family="sans-serif" font-size="12" role="img">
<title>Kepastian dan berapa kali benar / Certainty and how often it was right</title>
<rect width="600" height="370" fill="white"/>
<path d="M${left} ${top}V${top + height}H${left + width}" fill="none" stroke="#444"/>
<polyline points="${line.join(' ')}" fill="none" stroke="#888" stroke-dasharray="4 3"/>
<g fill="#1b5e8a" fill-opacity="0.75">${dots.join('')}</g>
<g fill="#222">${marks.join('')}${shares.join('')}<text x="${left + width / 2}" y="${top + height + 40}" text-anchor="middle">bit</text></g>
</svg>
`;
}
