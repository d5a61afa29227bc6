/** An archive is named by the moment it was made at: simpul-20261120T183000Z.simpul. */
const NAME = /^simpul-(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z\.simpul$/;
const DAY_MS = 86_400_000;

export function madeAt(name: string): Date | undefined {
  const parts = NAME.exec(name)?.slice(1).map(Number);
  if (!parts) return undefined;
  const [year, month, day, hour, minute, second] = parts as [number, number, number, number, number, number];
  return new Date(Date.UTC(year, month - 1, day, hour, minute, second));
}

export type Keep = { days: number; weeks: number };

/**
 * Which archives may go: the last one of each of the last days and weeks that have one stays, and the newest stays whatever happens,
 * so that an office that was switched off for a month still has what it had. Files with other names are not ours.
 */
export function expiredArchives(names: readonly string[], keep: Keep): string[] {
  const archives = names
    .flatMap((name) => {
      const at = madeAt(name);
      return at ? [{ name, day: Math.floor(at.getTime() / DAY_MS), at }] : [];
    })
    .sort((a, b) => b.at.getTime() - a.at.getTime());
  const kept = new Set<string>(archives.slice(0, 1).map((archive) => archive.name));
  const keepLast = (of: (day: number) => number, most: number) => {
    const seen = new Set<number>();
    for (const { name, day } of archives) {
      const group = of(day);
      if (seen.has(group) || seen.size >= most) continue;
      seen.add(group);
      kept.add(name);
    }
  };
  keepLast((day) => day, keep.days);
  keepLast((day) => Math.floor((day + 3) / 7), keep.weeks); // day 0 was a Thursday, so weeks begin on Monday
  return archives.filter(({ name }) => !kept.has(name)).map(({ name }) => name);
}
