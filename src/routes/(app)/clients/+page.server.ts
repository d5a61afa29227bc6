import { redirect } from '@sveltejs/kit';
import { formatDay, formatNumber } from '#kernel/format';
import { isUuid } from '#kernel/id';
import { formatShortDate } from '#kernel/format';
import type { GuidancePhase } from '#kernel/guidance-phase';
import { holds, may } from '#modules/access';
import {
  ageGroups,
  ageWords,
  caseStates,
  clientKinds,
  kindTable,
  kindWords,
  phaseStandingWords,
  phaseWords,
  stateWords,
  type CaseState,
} from '#modules/cases';
import {
  caseloadSorts,
  listCaseload,
  listCounsellors,
  openingKindOf,
  type CaseloadFilter,
  type CaseloadRow,
  type CaseloadSort,
} from '#modules/cases/server';
import { exportHref } from '#modules/exports/server';
import { listUnitsUnder } from '#modules/units/server';
import { reachesBelow, type Role } from '#modules/access';
import { m } from '#messages';
import type { Actor } from '#platform/actor';
import type { ReadCtx } from '#platform/ctx';
import type { RouteAccess } from '#web/route-access';
import { rowsAsked, wholeHref } from '../whole-list.server.ts';
import { forgetFilter, keepFilter, keptFilter } from './kept-filter.server.ts';
import { optionsOf } from './shown.server.ts';
import type { PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'staff', any: ['case:list'] };

const phases = ['initial', 'advanced', 'final', 'aftercare'] as const satisfies readonly GuidancePhase[];
const keys = [
  'unit',
  'whose',
  'officer',
  'kind',
  'age',
  'phase',
  'move',
  'state',
  'missed',
  'due',
  'flags',
  'sort',
] as const;

export const load: PageServerLoad = ({ locals, url, cookies }) => {
  rememberChoice({ cookies, url }, locals.actor!.accountId);
  return locals.read(async (ctx) => {
    const { language } = locals;
    const units = await unitsToChoose(ctx);
    const filter = readFilter(url.searchParams, ctx.actor, units);
    const list = await listCaseload(ctx, filter);
    const officers = await listCounsellors(ctx, filter.unitId);
    const openable = openingKindOf(ctx) !== undefined;
    const number = (value: number) => formatNumber(value, language);
    const without = (...names: string[]) =>
      addressOf(url.searchParams, Object.fromEntries(names.map((name) => [name, null])));
    return {
      unitId: filter.unitId,
      whereWhen: `${units.find((one) => one.id === filter.unitId)?.name ?? ''}, ${formatDay(list.today, language)}`,
      sealed: url.searchParams.has('sealed'),
      units: units.map((unit) => ({ value: String(unit.id), label: unit.name })),
      sort: filter.sort,
      total: list.total,
      heading: m.cases_list_count({ count: number(list.total) }),
      rows: list.rows.map((row) => shownRow(row, language, openable)),
      sorts: Object.fromEntries(
        caseloadSorts.map((sort) => [
          sort,
          { href: addressOf(url.searchParams, { sort, after: null }), current: sort === filter.sort },
        ]),
      ) as Record<CaseloadSort, { href: string; current: boolean }>,
      pages: {
        previous: filter.after ? without('after') : undefined,
        whole: wholeHref(url, list.rows.length, list.total),
        next: list.next ? addressOf(url.searchParams, { after: list.next }) : undefined,
      },
      exportHref: await exportHref(ctx, 'caseload', filter.unitId, takenAlong(filter), list.total),
      active: activeOf(filter, { officers, units, guides: guides(ctx.actor) }, without),
      empty: emptyOf(filter),
      office: filter.whose === 'mine' ? addressOf(url.searchParams, { whose: 'office', after: null }) : undefined,
      values: {
        whose: isUuid(filter.whose) ? '' : filter.whose,
        officer: isUuid(filter.whose) ? filter.whose : '',
        kind: filter.kind ?? '',
        age: filter.ageGroup ?? '',
        phase: filter.phase ?? '',
        move: filter.move ?? '',
        state: filter.state,
        missed: filter.missed === undefined ? '' : String(filter.missed),
        due: filter.dueThisWeek ?? false,
        flags: filter.flagged ?? false,
      },
      options: {
        whose: [
          ...(guides(ctx.actor) ? [{ value: 'mine', label: m.cases_whose_mine() }] : []),
          { value: 'office', label: m.cases_whose_office() },
          { value: 'nobody', label: m.cases_whose_nobody() },
        ],
        officers: officers.map((officer) => ({
          value: officer.staffId,
          label: `${officer.name} (${number(officer.clients)})`,
        })),
        kinds: optionsOf(kindWords, clientKinds),
        ages: optionsOf(ageWords, ageGroups),
        phases: optionsOf(phaseWords, phases),
        moves: optionsOf(phaseStandingWords),
        states: [
          { value: 'open', label: m.cases_state_open() },
          { value: 'all', label: m.cases_state_all() },
          ...optionsOf(stateWords, caseStates),
        ],
        missed: ['1', '2', '3'].map((value) => ({ value, label: m.cases_missed_at_least({ count: value }) })),
      },
      mayReceive: ctx.actor.postings.some((one) =>
        may(ctx.actor, 'case:receive', { unitId: one.unitId, unitPath: one.unitPath }),
      ),
    };
  });
};

/**
 * Who comes without a filter, by the rail, finds the one that he set here last. Only what was chosen on this page is kept, which always
 * says its sorting: a link from elsewhere shows its clients and changes nothing of his.
 */
function rememberChoice(at: Parameters<typeof keptFilter>[0], accountId: string): void {
  const asked = at.url.searchParams;
  if (asked.has('clear')) return forgetFilter(at);
  if (asked.has('sort')) return keepFilter(at, accountId, addressOf(asked, { after: null }).split('?')[1] ?? '');
  if (asked.size > 0) return;
  const kept = keptFilter(at, accountId);
  if (kept) redirect(303, `/clients?${kept}`);
}

/** One's own units; for those who look after others, the offices below. */
async function unitsToChoose(ctx: ReadCtx): Promise<{ id: number; name: string }[]> {
  const tops = ctx.actor.postings
    .filter((one) => reachesBelow.has(one.role as Role) && holds(ctx.actor, 'case:list'))
    .map((one) => one.unitId);
  const below =
    tops.length > 0 ? (await listUnitsUnder(ctx, tops)).filter((unit) => unit.type === 'bapas' && !unit.closedOn) : [];
  const own = ctx.actor.postings
    .filter((one) => !reachesBelow.has(one.role as Role))
    .map((one) => ({ id: one.unitId, name: one.unitName }));
  return [...new Map([...own, ...below].map((unit) => [unit.id, { id: unit.id, name: unit.name }])).values()];
}

const guides = (actor: Actor) => actor.postings.some((one) => one.role === 'pk' || one.role === 'apk');

/** What the address says; anything that it cannot say is left out and never an error. */
function readFilter(asked: URLSearchParams, actor: Actor, units: { id: number }[]): CaseloadFilter {
  const one = <T extends string>(name: string, values: readonly T[]): T | undefined =>
    values.find((value) => value === asked.get(name));
  const officer = asked.get('officer');
  const unitId = units.find((unit) => String(unit.id) === asked.get('unit'))?.id ?? units[0]?.id ?? 0;
  const missed = Number(one('missed', ['1', '2', '3']) ?? Number.NaN);
  return {
    unitId,
    whose: isUuid(officer)
      ? officer
      : (one('whose', ['mine', 'office', 'nobody']) ?? (guides(actor) ? 'mine' : 'office')),
    kind: one('kind', clientKinds),
    ageGroup: one('age', ageGroups),
    phase: one('phase', phases),
    move: one('move', Object.keys(phaseStandingWords) as (keyof typeof phaseStandingWords)[]),
    state: one('state', ['open', 'all', ...caseStates] as (CaseState | 'open' | 'all')[]) ?? 'open',
    missed: Number.isNaN(missed) ? undefined : missed,
    dueThisWeek: asked.get('due') === 'week' || undefined,
    flagged: asked.has('flags') || undefined,
    sort: one('sort', caseloadSorts) ?? 'name',
    after: isUuid(asked.get('after')) ? asked.get('after')! : undefined,
    most: rowsAsked(asked),
  };
}

function addressOf(asked: URLSearchParams, change: Record<string, string | null>): string {
  const next = new URLSearchParams();
  for (const key of [...keys, 'after']) {
    const value = key in change ? change[key] : asked.get(key);
    if (value) next.set(key, value);
  }
  const query = next.toString();
  // The bare address brings back what was kept; that nothing is chosen has to be said.
  return query ? `/clients?${query}` : '/clients?clear=1';
}

function activeOf(
  filter: CaseloadFilter,
  known: { officers: { staffId: string; name: string }[]; units: { id: number; name: string }[]; guides: boolean },
  without: (...names: string[]) => string,
) {
  const active: { label: string; removeHref: string }[] = [];
  const add = (label: string, ...names: string[]) => active.push({ label, removeHref: without(...names, 'after') });
  if (known.units[0] && filter.unitId !== known.units[0].id)
    add(known.units.find((one) => one.id === filter.unitId)?.name ?? m.cases_unit(), 'unit');
  if (filter.whose === 'office' && known.guides) add(m.cases_whose_office(), 'whose');
  if (isUuid(filter.whose))
    add(known.officers.find((one) => one.staffId === filter.whose)?.name ?? m.cases_whose_officer(), 'officer');
  if (filter.whose === 'nobody') add(m.cases_whose_nobody(), 'whose');
  if (filter.kind) add(kindTable[filter.kind].short, 'kind');
  if (filter.ageGroup) add(ageWords[filter.ageGroup](), 'age');
  if (filter.phase) add(phaseWords[filter.phase](), 'phase');
  if (filter.move) add(phaseStandingWords[filter.move](), 'move');
  if (filter.state !== 'open') add(filter.state === 'all' ? m.cases_state_all() : stateWords[filter.state](), 'state');
  if (filter.missed !== undefined) add(m.cases_missed_at_least({ count: String(filter.missed) }), 'missed');
  if (filter.dueThisWeek) add(m.cases_due_week(), 'due');
  if (filter.flagged) add(m.cases_flagged_only(), 'flags');
  return active;
}

/** What stands on an empty list: that nobody fits, or that there is nobody whom a filter could leave out. */
function emptyOf(filter: CaseloadFilter): { title: string; hint: string } {
  const { kind, ageGroup, phase, move, state, missed, dueThisWeek, flagged, whose } = filter;
  const isFiltered =
    [kind, ageGroup, phase, move, missed, dueThisWeek, flagged].some((chosen) => chosen !== undefined) ||
    state !== 'open' ||
    whose === 'nobody' ||
    isUuid(whose);
  if (isFiltered) return { title: m.cases_list_empty(), hint: m.cases_list_empty_hint() };
  if (filter.whose === 'mine') return { title: m.cases_list_none_mine(), hint: m.cases_list_none_mine_hint() };
  return { title: m.cases_list_none(), hint: m.cases_list_none_hint() };
}

/** The filter in the words of the export. */
function takenAlong(filter: CaseloadFilter): Record<string, string | undefined> {
  return {
    ...(isUuid(filter.whose) ? { officer: filter.whose } : { whose: filter.whose }),
    kind: filter.kind,
    age: filter.ageGroup,
    phase: filter.phase,
    move: filter.move,
    state: filter.state,
    missed: filter.missed?.toString(),
    due: filter.dueThisWeek ? 'week' : undefined,
    flags: filter.flagged ? '1' : undefined,
  };
}

function shownRow(row: CaseloadRow, language: App.Locals['language'], openable: boolean) {
  const day = (value: CaseloadRow['lastOn']) => (value ? formatShortDate(value, language) : '–');
  return {
    caseId: row.caseId,
    name: row.name,
    href: row.mayOpen ? `/clients/${row.caseId}` : openable ? `/clients/${row.caseId}/open` : undefined,
    closed: !row.mayOpen && openable,
    number: row.label ?? '–',
    kind: kindTable[row.kind].short,
    child: row.ageGroup === 'child' ? ageWords.child() : undefined,
    state: row.state === 'active' ? undefined : stateWords[row.state](),
    phase: row.phase && row.state !== 'ended' && row.state !== 'transferred' ? phaseWords[row.phase]() : '–',
    moveOverdue: row.phaseStanding === 'overdue' && row.state !== 'ended' && row.state !== 'transferred',
    counsellor: row.pkName ?? m.cases_no_counsellor(),
    last: day(row.lastOn),
    due: day(row.dueOn),
    missed: row.missed,
    flagged: row.flagged,
  };
}
