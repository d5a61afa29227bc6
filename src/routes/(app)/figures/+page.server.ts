import { error } from '@sveltejs/kit';
import { formatDay, formatMonth, formatNumber, formatPercent, formatShortMonth, noFigure } from '#kernel/format';
import { readMonth } from '#kernel/dates-id';
import { firstOfMonth, monthOf, type Month } from '#kernel/plain-date';
import { may, unitsWhere } from '#modules/access';
import { groups as standings, groupWords } from '#modules/assessments';
import { readCoverage } from '#modules/assessments/server';
import { exportHref } from '#modules/exports/server';
import {
  addCounts,
  asOf,
  daysOf,
  figureWords,
  monthsOf,
  rangeOf,
  ratioOf,
  sharesOf,
  type Count,
  type MonthOfReporting,
} from '#modules/figures';
import {
  checkInsByMonth,
  clientsOn,
  countClients,
  listCountedUnits,
  listOfficesBeside,
  missesInARow,
  officersOn,
  reportingByMonth,
  type CountedUnit,
  type OfficerStanding,
} from '#modules/figures/server';
import { gradeWords, todayAt } from '#modules/units';
import { getUnit } from '#modules/units/server';
import { m } from '#messages';
import { NotFound } from '#platform/errors';
import type { RouteAccess } from '#web/route-access';
import { saySwitchedOff } from '../switched-off.server.ts';
import { channelWords, listHref, officersHref } from './links.server.ts';
import { drawnAtMost, kindsTable, officeRow, percent } from './tables.server.ts';
import type { PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['figures:read', 'figures:aggregate'] };

export const load: PageServerLoad = async ({ locals, url }) => {
  const { language } = locals;
  return locals.read(async (ctx) => {
    const units = await listCountedUnits(ctx);
    const off = units.length === 0 ? await saySwitchedOff(ctx, 'figures') : null;
    if (off) error(404, { message: off.title, ...off });
    const chosen = chosenUnit(units, url.searchParams.get('unit'));
    const unit = await getUnit(ctx, chosen.id);
    const today = todayAt(unit, ctx.now);
    const range = rangeOf({ from: monthParam(url, 'from'), until: monthParam(url, 'until') }, today);
    const day = asOf(monthParam(url, 'until'), today);
    // What is told of another day than today is listed and exported of that day, too.
    const then: Record<string, string> = day === today ? {} : { until: range.until };
    const scope = { unitId: chosen.id };
    const days = daysOf(range);
    const groups = await clientsOn(ctx, scope, day);
    const reports = await checkInsByMonth(ctx, scope, days);
    const reporting = await reportingByMonth(ctx, scope, days, today);
    const misses = await missesInARow(ctx, scope, today, day);
    const officers = await officersOn(ctx, scope, day);
    const offices = await listOfficesBeside(ctx, scope, range.until, today, day);

    const count = (value: Count) => (value === null ? noFigure : formatNumber(value, language));
    const share = (value: number | null) => (value === null ? noFigure : formatPercent(value, language, 1));
    // The centre's analyst reads sums; what is not shown has no list either.
    const onlySums = !unitsWhere(ctx.actor, 'figures:read').length;
    const link = (value: Count, list: Record<string, string>) =>
      onlySums || value === null ? undefined : listHref(chosen.id, list);
    const linkOfficers = (which: Record<string, string>) =>
      onlySums ? undefined : officersHref(chosen.id, { ...which, ...then });
    const clients = onlySums ? await countClients(ctx, scope, day) : addCounts(groups.map((group) => group.clients));
    const coverage = onlySums ? [] : await readCoverage(ctx, chosen.id, today);
    const ratio = ratioOf(clients, officers);
    const ratioWords = (value: number | null) => {
      if (value === null) return noFigure;
      if (value === 0) return m.figures_ratio_none();
      // A share of one client for each officer would read as none.
      return value < 1
        ? m.figures_ratio_below()
        : m.figures_ratio({ clients: formatNumber(Math.floor(value), language) });
    };
    const channels = [...new Set(reports.map((report) => report.channel))].sort((a, b) => order(a) - order(b));
    const of = (month: Month, channel: string): Count => {
      const found = reports.find((report) => report.month === firstOfMonth(month) && report.channel === channel);
      return found ? found.checkIns : 0;
    };

    const missRows = misses.map((group) => ({
      misses: group.misses,
      label:
        group.misses === 0
          ? m.figures_misses_none()
          : group.misses === 3
            ? m.figures_misses_more()
            : m.figures_misses_times({ count: group.misses }),
      text: count(group.clients),
      value: group.clients,
      href: link(group.clients, { of: 'misses', misses: String(group.misses), ...then }),
    }));
    const beside = offices.map((office) =>
      officeRow(office, range.until, then, { onlySums, count, share, ratioWords }),
    );

    return {
      units: units.map((one) => ({
        value: String(one.id),
        label: `${'  '.repeat(one.depth - units[0]!.depth)}${one.name}`,
      })),
      unit: { id: chosen.id, name: chosen.name },
      exports: {
        figures: await exportHref(ctx, 'figures', chosen.id, range),
        groups: await exportHref(ctx, 'clients-by-kind', chosen.id, then),
        officers: await exportHref(ctx, 'officers', chosen.id, then),
        misses: await exportHref(ctx, 'misses-in-a-row', chosen.id, then),
        offices:
          offices.length > 0 ? await exportHref(ctx, 'offices', chosen.id, { month: range.until, ...then }) : null,
      },
      range,
      rangeShown: [...new Set([range.from, range.until])].map((month) => formatMonth(month, language)).join(' – '),
      onlySums,
      day: formatDay(day, language),
      isPast: day < today,
      isDemo: unit.demoToday !== null,
      kinds: kindsTable(groups, (value, list) => link(value, { ...list, ...then }), count),
      clients: { text: count(clients), href: link(clients, { of: 'clients', ...then }) },
      channels: channels.map((channel) => ({ id: channel, label: channelWords[channel]?.() ?? channel })),
      months: monthsOf(range).map((month) => ({
        month: formatMonth(month, language),
        key: month,
        short: formatShortMonth(month, language),
        counts: channels.map((channel) => ({
          value: of(month, channel),
          text: count(of(month, channel)),
          href: link(of(month, channel), { of: 'check_ins', month, channel }),
        })),
      })),
      sums: channels.map((channel) => {
        const sum = addCounts(monthsOf(range).map((month) => of(month, channel)));
        return {
          text: count(sum),
          href: link(sum, { of: 'check_ins', month: range.from, until: range.until, channel }),
        };
      }),
      reporting: reporting.map((row) => ({
        month: formatMonth(monthOf(row.month), language),
        share: share(sharesOf(row).reported),
        unknown: share(sharesOf(row).unknown),
        short: formatShortMonth(monthOf(row.month), language),
        reported: percent(sharesOf(row).reported),
        notKnown: percent(sharesOf(row).unknown),
        parts: reportingParts(row).map(([standing, value]) => ({
          text: count(value),
          href: link(value, { of: 'reporting', month: monthOf(row.month), standing }),
        })),
      })),
      parts: (['all', 'reported', 'missed', 'excused', 'open', 'not_recorded', 'nothing_owed'] as const).map((part) =>
        figureWords[part](),
      ),
      misses: missRows,
      // Those who missed nothing are nearly all of them, and would leave the others without height.
      missesDrawn: missRows.some((row) => row.misses > 0 && row.value !== 0)
        ? missRows.filter((row) => row.misses > 0)
        : [],
      offices: beside,
      officesDrawn: beside.length > drawnAtMost.offices ? [] : beside,
      monthBeside: formatMonth(range.until, language),
      officers: officers.map((group) => {
        const cell = (value: number, standing?: OfficerStanding) => ({
          text: count(value),
          href: linkOfficers({ in: String(group.unitId), grade: group.grade, ...(standing ? { standing } : {}) }),
        });
        return {
          key: `${group.unitId} ${group.grade}`,
          grade: gradeWords[group.grade as keyof typeof gradeWords]?.() ?? m.figures_other_grade(),
          unit: units.find((one) => one.id === group.unitId)?.name ?? '',
          all: cell(group.officers),
          lent: cell(group.lent, 'lent'),
          rotating: cell(group.rotating, 'rotating'),
          absent: cell(group.absent, 'absent'),
          active: cell(group.officers - group.lent - group.rotating - group.absent, 'active'),
        };
      }),
      coverage: coverage.map((office) => {
        const adults = office.clients - office.child;
        // Whoever reads the assessments of the whole office sees on his own list when each is due; others see whom the number counts.
        const reads = may(ctx.actor, 'assessment:override', { unitId: office.unitId });
        const behind = (group?: string) =>
          reads
            ? `/assessments${group ? `?group=${group}` : ''}`
            : listHref(office.unitId, { of: 'assessments', ...(group ? { group } : {}) });
        return {
          id: office.unitId,
          name: office.unitName,
          clients: { text: count(office.clients), href: behind() },
          share: share(adults === 0 ? null : office.current / adults),
          parts: standings.map((group) => ({
            text: count(office[group]),
            href: behind(group),
          })),
        };
      }),
      coverageParts: standings.map((group) => groupWords[group]()),
      ratio: {
        all: {
          text: m.figures_ratio_all({ officers: count(ratio.officers) }),
          href: linkOfficers({}),
          value: ratioWords(ratio.perOfficer),
        },
        active: {
          text: m.figures_ratio_active({ officers: count(ratio.active) }),
          href: linkOfficers({ standing: 'active' }),
          value: ratioWords(ratio.perActive),
        },
      },
    };
  });
};

/** The asker's own office, or the first he may count. */
function chosenUnit(units: readonly CountedUnit[], asked: string | null): CountedUnit {
  const unit = asked === null ? units[0] : units.find((one) => String(one.id) === asked);
  if (!unit) throw new NotFound('no such unit to count');
  return unit;
}

function monthParam(url: URL, name: string): Month | undefined {
  return readMonth(url.searchParams.get(name) ?? '');
}

const shown = ['in_person', 'app', 'remote_call', 'home_visit', 'helper', 'presence_call'];
const order = (channel: string) => shown.indexOf(channel);

function reportingParts(row: MonthOfReporting): [string, Count][] {
  return [
    ['all', row.clients],
    ['reported', row.reported],
    ['missed', row.missed],
    ['excused', row.excused],
    ['open', row.open],
    ['not_recorded', row.notRecorded],
    ['nothing_owed', row.nothingOwed],
  ];
}
