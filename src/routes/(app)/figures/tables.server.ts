import type { Month } from '#kernel/plain-date';
import { kindTable, kindWords } from '#modules/cases';
import { addCounts, ratioOf, type ClientGroup, type Count } from '#modules/figures';
import type { OfficeStanding } from '#modules/figures/server';
import { m } from '#messages';
import { listHref, officersHref } from './links.server.ts';

/** As many fit beside each other with their names; the table below has them all. */
export const drawnAtMost = { kinds: 4, offices: 12 };

/** A share as a chart draws it, in hundredths. */
export const percent = (value: number | null) => (value === null ? null : Math.round(value * 1000) / 10);

type Said = {
  onlySums: boolean;
  count: (value: Count) => string;
  share: (value: number | null) => string;
  ratioWords: (value: number | null) => string;
};

/** An office beside its sisters; each of its numbers opens its list, its name the office's own figures. `then` says of which day. */
export function officeRow(
  office: OfficeStanding,
  month: Month,
  then: Record<string, string>,
  { onlySums, count, share, ratioWords }: Said,
) {
  const part = (value: Count) => (value === null || !office.inMonth ? null : value / office.inMonth);
  const open = (value: Count, list: Record<string, string>) => ({
    text: count(value),
    href: onlySums || value === null ? undefined : listHref(office.unitId, list),
  });
  const ratio = ratioOf(office.clients, [
    {
      unitId: office.unitId,
      grade: '',
      officers: office.officers,
      lent: 0,
      rotating: 0,
      absent: office.officers - office.active,
    },
  ]);
  return {
    id: office.unitId,
    label: office.name,
    short: office.name.replace(/^Bapas (Kelas [IVX]+ )?/, ''),
    name: { text: office.name, href: `/figures?${new URLSearchParams({ unit: String(office.unitId), ...then })}` },
    clients: open(office.clients, { of: 'clients', ...then }),
    reported: open(office.reported, { of: 'reporting', month, standing: 'reported' }),
    missed: open(office.missed, { of: 'reporting', month, standing: 'missed' }),
    notRecorded: open(office.notRecorded, { of: 'reporting', month, standing: 'not_recorded' }),
    missedThrice: open(office.missedThrice, { of: 'misses', misses: '3', ...then }),
    share: share(part(office.reported)),
    shareDrawn: percent(part(office.reported)),
    unknownDrawn: percent(part(office.notRecorded)),
    perOfficer: { text: ratioWords(ratio.perOfficer), href: onlySums ? undefined : officersHref(office.unitId, then) },
    perActive: {
      text: ratioWords(ratio.perActive),
      href: onlySums ? undefined : officersHref(office.unitId, { standing: 'active', ...then }),
    },
  };
}

type Link = (value: Count, list: Record<string, string>) => string | undefined;

/** Kind by age group with sums at both edges, each with its list. */
export function kindsTable(groups: readonly ClientGroup[], link: Link, count: (value: Count) => string) {
  const kinds = [...new Set(groups.map((group) => group.kind))];
  const of = (match: (group: (typeof groups)[number]) => boolean) =>
    addCounts(groups.filter(match).map((group) => group.clients));
  const cell = (value: Count, list: Record<string, string>) => ({
    text: count(value),
    value,
    href: link(value, { of: 'clients', ...list }),
  });
  const rows = kinds.map((kind) => ({
    kind: kindWords[kind as keyof typeof kindWords]?.() ?? kind,
    short: kindTable[kind as keyof typeof kindTable]?.short,
    adult: cell(
      of((group) => group.kind === kind && group.ageGroup === 'adult'),
      { kind, age: 'adult' },
    ),
    child: cell(
      of((group) => group.kind === kind && group.ageGroup === 'child'),
      { kind, age: 'child' },
    ),
    total: cell(
      of((group) => group.kind === kind),
      { kind },
    ),
  }));
  const known = ({ total, adult, child }: (typeof rows)[number]) => total.value ?? adult.value ?? child.value ?? 0;
  rows.sort((a, b) => known(b) - known(a));
  const [greatest, rest] = [rows.slice(0, drawnAtMost.kinds), rows.slice(drawnAtMost.kinds)];
  const drawn = greatest.map((row) => ({
    kind: row.kind,
    short: row.short as string | undefined,
    adult: row.adult.value,
    child: row.child.value,
  }));
  if (rest.length > 0)
    drawn.push({
      kind: m.figures_other_kinds(),
      short: undefined,
      adult: addCounts(rest.map((row) => row.adult.value)),
      child: addCounts(rest.map((row) => row.child.value)),
    });
  return {
    rows,
    drawn,
    adult: cell(
      of((group) => group.ageGroup === 'adult'),
      { age: 'adult' },
    ),
    child: cell(
      of((group) => group.ageGroup === 'child'),
      { age: 'child' },
    ),
  };
}
