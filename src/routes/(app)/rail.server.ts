import { holds, unitsWhere, type Action } from '#modules/access';
import type { SwitchableModule } from '#modules/units';
import { m } from '#messages';
import type { Actor } from '#platform/actor';
import type { IconName } from '#ui/icon-names.ts';
import type { NavGroup, NavItem } from '#ui/nav.ts';

type Place = {
  label: () => string;
  href: string;
  /** Where else one still stands at this place. */
  also?: readonly string[];
  icon: IconName;
  any: readonly Action[];
  /** Whoever holds one of these gets there from another place of the rail. */
  unless?: readonly Action[];
  /** What must be switched on at an office where one has the right. */
  module?: SwitchableModule;
};
/** What each unit of the asker has switched off. */
export type ModulesOff = ReadonlyMap<number, ReadonlySet<string>>;

/** The rail by task. A place is shown to whoever holds one of its rights anywhere; the page itself decides again. */
const groups: readonly { label?: () => string; places: readonly Place[] }[] = [
  {
    places: [
      { label: m.tasks_rail_clients, href: '/clients', also: ['/people'], icon: 'users', any: ['case:list'] },
      { label: m.custody_rail, href: '/custody', icon: 'building', any: ['custody:figures'] },
      { label: m.contacts_rail_visits, href: '/visits', icon: 'calendar-check', any: ['contact:record'] },
      { label: m.contacts_rail_list, href: '/contacts', icon: 'message-square', any: ['contact:record'] },
      { label: m.tasks_rail_counter, href: '/counter', icon: 'scan-line', any: ['check_in:record_counter'] },
      { label: m.tasks_rail_reviews, href: '/reviews', icon: 'list-checks', any: ['check_in:review'] },
      { label: m.assessments_rail, href: '/assessments', icon: 'scale', any: ['assessment:read'] },
    ],
  },
  {
    label: m.tasks_rail_office,
    places: [
      { label: m.tasks_rail_breaches, href: '/breaches', icon: 'scale', any: ['breach:handle'] },
      { label: m.notices_rail, href: '/held', icon: 'bell', any: ['breach:handle'] },
      { label: m.at_large_rail, href: '/at-large', icon: 'bell', any: ['at_large:keep'] },
      { label: m.at_large_rail_everywhere, href: '/away', icon: 'map-pin', any: ['at_large:know'] },
      {
        label: m.revocations_rail,
        href: '/revocations',
        icon: 'scale',
        any: ['revocation:handle', 'revocation:read'],
      },
      {
        label: m.petitions_rail,
        href: '/petitions',
        icon: 'message-square',
        any: ['petition:handle', 'petition:record'],
      },
      {
        label: m.petitions_figures_rail,
        href: '/petitions/figures',
        icon: 'chart-column',
        any: ['petition:oversee'],
      },
      { label: m.tasks_rail_permits, href: '/permits', icon: 'map-pin', any: ['permit:handle'] },
      { label: m.tasks_rail_register, href: '/register-book', icon: 'book-open', any: ['case:receive'] },
      {
        label: m.letters_rail,
        href: '/letters',
        icon: 'file-check',
        any: ['letter:draft', 'revocation:forward', 'revocation:decree'],
      },
      { label: m.tasks_rail_handover, href: '/handover', icon: 'arrow-right', any: ['case:assign'] },
      { label: m.tasks_rail_sittings, href: '/sittings', icon: 'scale', any: ['sitting:read'] },
      { label: m.tasks_rail_transfers, href: '/transfers', icon: 'map-pin', any: ['case:request_transfer'] },
      {
        label: m.tasks_rail_figures,
        href: '/figures',
        icon: 'chart-column',
        any: ['figures:read', 'figures:aggregate'],
        module: 'figures',
      },
      // Whoever sees proceedings finds their figures there; whoever works with sums only has no other way to them.
      {
        label: m.revocations_figures_title,
        href: '/revocations/figures',
        icon: 'chart-column',
        any: ['figures:aggregate'],
      },
      {
        label: m.at_large_sums_rail,
        href: '/away/offices',
        icon: 'chart-column',
        any: ['figures:aggregate'],
        unless: ['at_large:know'],
      },
      {
        label: m.tasks_rail_imports,
        href: '/imports',
        icon: 'file-up',
        any: ['import:bring', 'custody:import'],
        module: 'imports',
      },
      {
        label: m.tasks_rail_exports,
        href: '/exports',
        icon: 'download',
        any: ['export:ask', 'export:agree'],
        module: 'exports',
      },
      { label: m.people_quality_rail, href: '/quality', icon: 'list-checks', any: ['person:link', 'figures:read'] },
      { label: m.people_comparisons_rail, href: '/comparisons', icon: 'search', any: ['person:compare'] },
      { label: m.tasks_rail_rules, href: '/rules', icon: 'file-text', any: ['staff:read'] },
    ],
  },
  {
    label: m.tasks_rail_administration,
    places: [
      {
        label: m.tasks_rail_accounts,
        href: '/admin/accounts',
        icon: 'user',
        any: ['account:administer', 'posting:approve'],
      },
      { label: m.tasks_rail_tokens, href: '/admin/tokens', icon: 'key-round', any: ['token:issue'] },
      { label: m.tasks_rail_units, href: '/settings/units', icon: 'building', any: ['unit:administer'] },
      { label: m.tasks_rail_holidays, href: '/settings/holidays', icon: 'calendar', any: ['unit:administer'] },
      { label: m.tasks_rail_staff, href: '/settings/staff', icon: 'id-card', any: ['absence:set', 'budget:release'] },
      {
        label: m.tasks_rail_gateways,
        href: '/settings/gateways',
        also: ['/settings/outbox'],
        icon: 'bell',
        any: ['gateway:set'],
      },
      { label: m.letters_settings_title, href: '/settings/letters', icon: 'file-text', any: ['letter:administer'] },
      { label: m.tasks_rail_installation, href: '/settings/installation', icon: 'settings', any: ['backup:read'] },
      { label: m.tasks_rail_backups, href: '/settings/backups', icon: 'database-backup', any: ['backup:read'] },
      { label: m.tasks_rail_jobs, href: '/settings/jobs', icon: 'clock', any: ['backup:read'] },
      { label: m.tasks_rail_audit, href: '/audit', icon: 'file-search', any: ['journal:search', 'access_log:search'] },
      {
        label: m.cases_openings_page,
        href: '/audit/openings',
        icon: 'file-search',
        any: ['opening:review'],
        unless: ['access_log:search'],
      },
    ],
  },
];

/** The place that one stands at, where its module is switched off at every office at which one would have the right. */
export function switchedOffHere(actor: Actor, here: string, off: ModulesOff): SwitchableModule | undefined {
  return groups
    .flatMap(({ places }) => places)
    .find((place) => nearestOf(here, [place.href]) > 0 && isOff(place, actor, off))?.module;
}

function isOff({ any, module }: Place, actor: Actor, off: ModulesOff): boolean {
  if (!module) return false;
  const offices = any.flatMap((action) => unitsWhere(actor, action));
  return offices.length > 0 && offices.every(({ unitId }) => off.get(unitId)?.has(module));
}

/** At one of these pages or below it: how long the nearest of them is, which tells a page from the one that it lies below. */
const nearestOf = (here: string, places: readonly string[]) =>
  Math.max(0, ...places.filter((place) => here === place || here.startsWith(`${place}/`)).map(({ length }) => length));

export function railFor(
  actor: Actor,
  here: string,
  waiting: { total: number; urgent: boolean },
  off: ModulesOff,
): NavGroup[] {
  const today: NavItem = {
    label: m.tasks_rail_today(),
    href: '/today',
    icon: 'house',
    current: nearestOf(here, ['/today', '/tasks']) > 0,
    count: waiting.total || undefined,
    countLabel: m.tasks_rail_waiting(),
    urgent: waiting.urgent,
  };
  const isShown = ({ any, unless = [], ...place }: Place) =>
    any.some((action) => holds(actor, action)) &&
    !unless.some((action) => holds(actor, action)) &&
    !isOff({ any, ...place }, actor, off);
  const nearest = Math.max(
    0,
    ...groups.flatMap(({ places }) =>
      places.filter(isShown).map(({ href, also = [] }) => nearestOf(here, [href, ...also])),
    ),
  );
  const shown = groups.map(({ label, places }) => ({
    label: label?.(),
    items: places.filter(isShown).map(({ label: name, href, also = [], icon }) => ({
      label: name(),
      href,
      icon,
      current: nearest > 0 && nearestOf(here, [href, ...also]) === nearest,
    })),
  }));
  return shown
    .map((group, index) => ({
      ...(group.label ? { label: group.label } : {}),
      items: index === 0 ? [today, ...group.items] : group.items,
    }))
    .filter((group) => group.items.length > 0);
}
