type Line = { id: string; at: Date; what: string; by: string | null; role: string | null; page: string | null };
type Visit = { id: string; from: Date; by: string | null; role: string | null; pages: string[] };

/** Half an hour without a look ends a visit. */
const PAUSE_MS = 30 * 60_000;

/**
 * Looks at a file by the same person shortly after one another are one visit, so that a head reads who was there and not each click.
 * Lines come and visits leave newest first; within a visit the pages stand in the order in which they were opened.
 */
export function visitsOf(lines: readonly Line[]): Visit[] {
  const visits: Visit[] = [];
  for (const { id, at, what, by, role, page } of lines) {
    const last = visits.at(-1);
    const same = last && last.by === by && last.role === role && last.from.getTime() - at.getTime() <= PAUSE_MS;
    if (!same) visits.push({ id, from: at, by, role, pages: [page ?? what] });
    else {
      last.from = at;
      last.pages.unshift(page ?? what);
    }
  }
  return visits;
}
