/**
 * One spelling for equal values: keys in order, no spaces, undefined left out. The journal's seal and a submission's
 * fingerprint are taken over it, so it must read the same after PostgreSQL has stored and returned a jsonb.
 */
export function canonical(value: unknown): string {
  return JSON.stringify(inOrder(value));
}

function inOrder(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map((item) => (item === undefined ? null : inOrder(item)));
  if (value !== null && typeof value === 'object') {
    const entries = Object.entries(value).filter(([, item]) => item !== undefined);
    entries.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    return Object.fromEntries(entries.map(([key, item]) => [key, inOrder(item)]));
  }
  return value;
}
