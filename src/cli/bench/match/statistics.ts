/** A share with the interval in which it lies in nineteen of twenty samples (Wilson). */
export type Share = { share: number; low: number; high: number; of: number };

export function shareOf(count: number, of: number): Share {
  if (of === 0) return { share: 0, low: 0, high: 1, of };
  const z = 1.96;
  const p = count / of;
  const middle = (p + (z * z) / (2 * of)) / (1 + (z * z) / of);
  const half = (z / (1 + (z * z) / of)) * Math.sqrt((p * (1 - p)) / of + (z * z) / (4 * of * of));
  return { share: p, low: middle - half, high: middle + half, of };
}

export const percent = (share: number) => Math.round(share * 100_000) / 1000;
