import { error } from '@sveltejs/kit';
import { formatMonth, formatNumber, formatShortDate } from '#kernel/format';
import { isUuid } from '#kernel/id';
import { parseMonth } from '#kernel/period';
import { firstOfMonth, lastOfMonth, monthOf, type PlainDate } from '#kernel/plain-date';
import { groups as standings, groupWords } from '#modules/assessments';
import { readCoverage } from '#modules/assessments/server';
import { kindWords } from '#modules/cases';
import { addCounts, asOf, figureWords, type Count } from '#modules/figures';
import {
  checkInsByMonth,
  clientsOn,
  countTransfers,
  listBehind,
  missesInARow,
  reportingByMonth,
  type ListOf,
} from '#modules/figures/server';
import { exportHref } from '#modules/exports/server';
import { todayAt } from '#modules/units';
import { getUnit } from '#modules/units/server';
import { m } from '#messages';
import type { ReadCtx } from '#platform/ctx';
import type { RouteAccess } from '#web/route-access';
import { rowsAsked, wholeHref } from '../../whole-list.server.ts';
import { channelWords } from '../links.server.ts';
import type { PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['figures:read', 'figures:aggregate'] };

export const load: PageServerLoad = async ({ locals, url }) => {
  const { language } = locals;
  return locals.read(async (ctx) => {
    const unit = await getUnit(ctx, Number(url.searchParams.get('unit') ?? Number.NaN));
    const today = todayAt(unit, ctx.now);
    const asked = askedList(url, today);
    if (!asked) error(400, m.errors_bad_request());
    const total = await numberOf(ctx, unit.id, asked, today);
    const after = url.searchParams.get('after');
    const list = await listBehind(
      ctx,
      { unitId: unit.id },
      asked,
      isUuid(after) ? after : null,
      'name',
      rowsAsked(url.searchParams),
    );
    const next = new URL(url);
    if (list.next) next.searchParams.set('after', list.next);
    return {
      title: titleOf(asked, language, today),
      unit: { id: unit.id, name: unit.name },
      exportHref: await exportHref(ctx, 'behind', unit.id, { of: asked.of, ...filterOf(url) }, list.visible),
      pages: {
        summary: m.figures_list_shown({
          visible: formatNumber(list.visible, language),
          total: total === null ? '—' : formatNumber(total, language),
        }),
        whole: wholeHref(url, list.rows.length, list.visible),
        next: list.next ? next.pathname + next.search : undefined,
      },
      closed: total !== null && total > list.visible ? formatNumber(total - list.visible, language) : null,
      rows: list.rows.map((row) => ({
        ...row,
        kind: kindWords[row.kind as keyof typeof kindWords]?.() ?? row.kind,
        day: row.day ? formatShortDate(row.day, language) : '',
        register: row.register ?? '',
        pkName: row.pkName ?? '',
      })),
    };
  });
};

function askedList(url: URL, today: PlainDate): ListOf | undefined {
  const param = (name: string) => url.searchParams.get(name) ?? undefined;
  const month = parseMonth(param('month') ?? '');
  const until = parseMonth(param('until') ?? '');
  switch (param('of')) {
    case 'check_ins':
      return month && Object.hasOwn(channelWords, param('channel') ?? '')
        ? {
            of: 'check_ins',
            month: firstOfMonth(month),
            ...(until ? { until: firstOfMonth(until) } : {}),
            channel: param('channel')!,
          }
        : undefined;
    case 'reporting':
      return month && Object.hasOwn(figureWords, param('standing') ?? '')
        ? {
            of: 'reporting',
            month: firstOfMonth(month),
            today,
            standing: param('standing')!,
          }
        : undefined;
    case 'clients':
      return {
        of: 'clients',
        day: asOf(until, today),
        ...(param('kind') ? { kind: param('kind')! } : {}),
        ...(param('age') ? { ageGroup: param('age')! } : {}),
      };
    case 'misses':
      return /^[0-3]$/.test(param('misses') ?? '')
        ? { of: 'misses', misses: Number(param('misses')), today, day: asOf(until, today) }
        : undefined;
    case 'transfers':
      return { of: 'transfers' };
    case 'assessments': {
      const group = standings.find((one) => one === param('group'));
      return { of: 'assessments', today, ...(group ? { group } : {}) };
    }
    default:
      return undefined;
  }
}

/** The number on the page that led here, counted the same way. */
async function numberOf(ctx: ReadCtx, unitId: number, list: ListOf, today: PlainDate): Promise<Count> {
  const scope = { unitId };
  switch (list.of) {
    case 'check_ins': {
      const rows = await checkInsByMonth(ctx, scope, {
        from: list.month,
        until: lastOfMonth(list.until ?? list.month),
      });
      return addCounts(rows.filter((row) => row.channel === list.channel).map((row) => row.checkIns));
    }
    case 'reporting': {
      const [row] = await reportingByMonth(ctx, scope, { from: list.month, until: list.month }, today);
      const parts: Record<string, Count | undefined> = {
        all: row?.clients,
        reported: row?.reported,
        missed: row?.missed,
        excused: row?.excused,
        open: row?.open,
        not_recorded: row?.notRecorded,
        nothing_owed: row?.nothingOwed,
      };
      return parts[list.standing] ?? 0;
    }
    case 'clients': {
      const groups = await clientsOn(ctx, scope, list.day);
      const those = groups.filter(
        (group) => (!list.kind || group.kind === list.kind) && (!list.ageGroup || group.ageGroup === list.ageGroup),
      );
      return addCounts(those.map((group) => group.clients));
    }
    case 'misses': {
      const groups = await missesInARow(ctx, scope, today, list.day);
      return groups.find((group) => group.misses === list.misses)?.clients ?? 0;
    }
    case 'transfers':
      return countTransfers(ctx, scope);
    case 'assessments': {
      const offices = await readCoverage(ctx, unitId, today);
      return addCounts(offices.map((office) => office[list.group ?? 'clients']));
    }
  }
}

const filters = ['month', 'until', 'channel', 'standing', 'kind', 'age', 'misses', 'group'] as const;
const filterOf = ({ searchParams }: URL) =>
  Object.fromEntries(filters.map((name) => [name, searchParams.get(name) ?? undefined]));

function titleOf(list: ListOf, language: 'id' | 'en', today: PlainDate): string {
  const monthsOf = (from: PlainDate, until: PlainDate) =>
    [...new Set([from, until])].map((day) => formatMonth(monthOf(day), language)).join(' – ');
  switch (list.of) {
    case 'check_ins':
      return `${channelWords[list.channel ?? '']?.() ?? ''} · ${monthsOf(list.month, list.until ?? list.month)}`;
    case 'reporting':
      return `${figureWords[list.standing as keyof typeof figureWords]()} · ${monthsOf(list.month, list.month)}`;
    case 'clients':
      return [
        list.day === today ? m.figures_clients() : m.figures_clients_on({ day: formatShortDate(list.day, language) }),
        list.kind && Object.hasOwn(kindWords, list.kind) ? kindWords[list.kind as keyof typeof kindWords]() : undefined,
        list.ageGroup === 'child' ? m.figures_child() : list.ageGroup === 'adult' ? m.figures_adult() : undefined,
      ]
        .filter(Boolean)
        .join(' · ');
    case 'misses': {
      const times =
        list.misses === 0
          ? m.figures_misses_none()
          : list.misses === 3
            ? m.figures_misses_more()
            : m.figures_misses_times({ count: list.misses });
      const day = list.day ?? today;
      const title = day === today ? m.figures_misses() : m.figures_misses_on({ day: formatShortDate(day, language) });
      return `${title} · ${times}`;
    }
    case 'transfers':
      return m.tasks_below_transfers();
    case 'assessments':
      return [m.assessments_figures_title(), list.group && groupWords[list.group]()].filter(Boolean).join(' · ');
  }
}
