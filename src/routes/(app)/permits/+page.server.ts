import { formatDays, formatNumber, formatShortDate } from '#kernel/format';
import { isUuid } from '#kernel/id';
import { yearOf } from '#kernel/plain-date';
import { holds, may, unitsWhere } from '#modules/access';
import { listCounsellors } from '#modules/cases/server';
import { exportHref } from '#modules/exports/server';
import { isRunning, permitStates, scopes, scopeWords, stateWords, type PermitState } from '#modules/permits';
import { countPermits, listPermits, permitGroups, readPermitFigures } from '#modules/permits/server';
import { todayAt } from '#modules/units';
import { m } from '#messages';
import type { RouteAccess } from '#web/route-access';
import { dueWords } from '../../due.server.ts';
import { toneOf } from '../clients/[caseId]/permits/shown.server.ts';
import { optionsOf } from '../clients/shown.server.ts';
import { pagesOf, partAsked } from '../today/list.server.ts';
import type { PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['permit:handle'] };

const groupWords = {
  running: m.permits_group_running,
  away: m.permits_group_away,
  not_back: m.permits_group_not_back,
} as const;
const sayState = (value: PermitState | keyof typeof groupWords) =>
  value in groupWords ? groupWords[value as keyof typeof groupWords]() : stateWords[value as PermitState]();

/** A year that somebody may have asked in. */
const yearAsked = (typed: string | null) => (typed && /^(19|20)\d\d$/.test(typed) ? Number(typed) : undefined);

export const load: PageServerLoad = ({ locals, url }) =>
  locals.read(async (ctx) => {
    const { language } = locals;
    const asked = url.searchParams;
    const unit = unitsWhere(ctx.actor, 'permit:handle')[0]!;
    const today = todayAt(unit, ctx.now);
    const leads = may(ctx.actor, 'case:assign', { unitId: unit.unitId, unitPath: unit.unitPath });
    const askedIn = yearAsked(asked.get('asked'));
    const decidedIn = yearAsked(asked.get('decided'));
    const wanted = asked.get('state') ?? (askedIn || decidedIn ? 'all' : 'running');
    const state = [...permitStates, ...permitGroups].find((one) => one === wanted);
    const officer = asked.get('officer');
    const how = asked.get('how');
    const base = { unitId: unit.unitId, today, mine: !leads || asked.get('whose') === 'mine' };
    const filter = {
      ...base,
      state: wanted === 'all' ? undefined : (state ?? 'running'),
      scope: scopes.find((one) => one === asked.get('scope')),
      askedIn,
      decidedIn,
      decided: decidedIn && (how === 'granted' || how === 'refused') ? how : undefined,
      overdue: asked.has('overdue'),
      pkStaffId: leads && isUuid(officer) ? officer : undefined,
    } as const;
    const part = partAsked(url);
    const list = await listPermits(ctx, filter, part);
    const counts = await countPermits(ctx, base);
    const year = askedIn ?? decidedIn ?? yearOf(today);
    const figures = await readPermitFigures(ctx, base, year);
    const officers = leads ? await listCounsellors(ctx, unit.unitId) : [];
    const without = (...names: string[]) => {
      const there = new URLSearchParams(asked);
      for (const name of [...names, 'page']) there.delete(name);
      return `/permits?${there}`;
    };
    const inFigures = base.mine && leads ? '&whose=mine' : '';
    return {
      summary: m.permits_count({ count: formatNumber(list.total, language) }),
      leads,
      // The file of the list knows no years.
      exportHref:
        holds(ctx.actor, 'export:ask') && !askedIn && !decidedIn
          ? await exportHref(ctx, 'permits', unit.unitId, {
              state: wanted,
              scope: filter.scope,
              officer: filter.pkStaffId,
              overdue: filter.overdue ? '1' : undefined,
            })
          : undefined,
      counts: (
        [
          ['asked', m.permits_today_asked(), '/permits?state=asked'],
          ['advised', m.permits_today_advised(), '/permits?state=advised'],
          ['forwarded', m.permits_today_forwarded(), '/permits?state=forwarded'],
          ['away', m.permits_today_away(), '/permits?state=away'],
          ['notBack', m.permits_today_not_back(), '/permits?state=not_back'],
          ['overdue', m.permits_today_overdue(), '/permits?overdue=on'],
        ] as const
      ).map(([key, label, href]) => ({
        label,
        href: href + inFigures,
        count: formatNumber(counts[key], language),
      })),
      year: String(year),
      figures: [
        { label: m.permits_figure_asked(), value: figures.asked, href: `/permits?asked=${year}${inFigures}` },
        {
          label: m.permits_figure_granted(),
          value: figures.granted,
          href: `/permits?decided=${year}&how=granted${inFigures}`,
        },
        {
          label: m.permits_figure_refused(),
          value: figures.refused,
          href: `/permits?decided=${year}&how=refused${inFigures}`,
        },
      ].map(({ value, ...one }) => ({ ...one, count: formatNumber(value, language) })),
      daysToDecide:
        figures.middleDays === null || figures.mostDays === null
          ? m.permits_figure_no_days()
          : m.permits_figure_days({
              middle: formatNumber(figures.middleDays, language),
              most: formatNumber(figures.mostDays, language),
            }),
      pages: pagesOf(url, part.offset, list.total),
      values: {
        state: wanted,
        scope: filter.scope ?? '',
        officer: filter.pkStaffId ?? '',
        overdue: filter.overdue,
      },
      states: [
        { value: 'running', label: m.permits_group_running() },
        { value: 'all', label: m.permits_group_all() },
        { value: 'away', label: m.permits_group_away() },
        { value: 'not_back', label: m.permits_group_not_back() },
        ...optionsOf(stateWords, permitStates),
      ],
      scopes: optionsOf(scopeWords, scopes),
      officers: officers.map(({ staffId, name }) => ({ value: staffId, label: name })),
      active: [
        ...(wanted === 'running' || (wanted === 'all' && !asked.has('state'))
          ? []
          : [
              {
                label: filter.state ? sayState(filter.state) : m.permits_group_all(),
                removeHref: without('state'),
              },
            ]),
        ...(filter.scope ? [{ label: scopeWords[filter.scope](), removeHref: without('scope') }] : []),
        ...(filter.overdue ? [{ label: m.permits_late(), removeHref: without('overdue') }] : []),
        ...(askedIn ? [{ label: m.permits_asked_in({ year: String(askedIn) }), removeHref: without('asked') }] : []),
        ...(decidedIn
          ? [
              {
                label:
                  filter.decided === 'granted'
                    ? m.permits_granted_in({ year: String(decidedIn) })
                    : filter.decided === 'refused'
                      ? m.permits_refused_in({ year: String(decidedIn) })
                      : m.permits_decided_in({ year: String(decidedIn) }),
                removeHref: without('decided', 'how'),
              },
            ]
          : []),
        ...(filter.pkStaffId
          ? [
              {
                label: officers.find(({ staffId }) => staffId === filter.pkStaffId)?.name ?? m.cases_filter_officer(),
                removeHref: without('officer'),
              },
            ]
          : []),
      ],
      rows: list.rows.map((one) => ({
        id: one.id,
        href: `/clients/${one.caseId}/permits/${one.id}`,
        name: one.name,
        register: one.registerLabel ?? '',
        where: one.destination,
        scope: scopeWords[one.scope](),
        days: formatDays(one.fromOn, one.untilOn, language),
        state: stateWords[one.state](),
        tone: toneOf(one.state),
        isNotBack: isRunning(one.state) && one.dueOn === null && one.state !== 'forwarded' && one.untilOn < today,
        due: dueWords(one, today, language) ?? '–',
        late: one.dueOn !== null && one.dueOn < today,
        asked: formatShortDate(one.askedOn, language),
        pk: one.pkName ?? m.cases_no_counsellor(),
      })),
    };
  });
