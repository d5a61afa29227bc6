import { formatDate } from '#kernel/format';
import { isPlainDate } from '#kernel/plain-date';
import { getLocale, m } from '#messages';
import { defineTaskKinds } from '#modules/tasks';
import type { AlarmFrom, AlarmReason, SearchState } from './search.ts';
import { alarmFromWords, alarmWords, nextWords } from './words.ts';

const day = (value: unknown) => (isPlainDate(value) ? formatDate(value, getLocale()) : '');
const file = ({ caseId }: { caseId: string | null }) => `/clients/${caseId}/at-large`;
const alarm = {
  says: ({ days, reason, from }: Readonly<Record<string, unknown>>) =>
    m.at_large_task_alarm_says({
      days: String(days),
      // Those that were opened before an alarm said from what it counts count from the decree.
      from: alarmFromWords[(from ?? 'decree') as AlarmFrom]?.() ?? '',
      reason: alarmWords[reason as AlarmReason]?.() ?? '',
    }),
  href: file,
  closedByHand: true,
};
const sighting = {
  says: ({ day: on }: Readonly<Record<string, unknown>>) => m.at_large_task_sighting_says({ day: day(on) }),
  href: file,
  closedByHand: true,
};
const met = {
  says: ({ unit }: Readonly<Record<string, unknown>>) => m.at_large_task_met_says({ unit: String(unit) }),
  href: file,
  closedByHand: true,
};
const left = {
  says: ({ place, day: on }: Readonly<Record<string, unknown>>) =>
    m.at_large_task_left_says({ place: String(place), day: day(on) }),
  href: file,
  closedByHand: true,
};

/** What a search waits for, and who hears of it. None of it decides anything. */
export const atLargeTasks = defineTaskKinds({
  'at-large.search': {
    name: m.at_large_task_search_name,
    says: ({ state }) => nextWords[state as SearchState]?.() ?? '',
    href: file,
    closedByHand: false,
  },
  'at-large.closure': {
    name: m.at_large_task_closure_name,
    says: () => m.at_large_task_closure_says(),
    href: file,
    closedByHand: false,
  },
  'at-large.correction': {
    name: m.at_large_task_correction_name,
    says: () => m.at_large_task_correction_says(),
    href: ({ caseId }) => `/clients/${caseId}/at-large/decree`,
    closedByHand: false,
  },
  'at-large.family': {
    name: m.revocations_task_family_name,
    says: () => m.revocations_task_family_says(),
    href: ({ caseId }) => `/clients/${caseId}/at-large/family`,
    closedByHand: false,
  },
  'at-large.alarm': { name: m.at_large_task_alarm_name, ...alarm },
  'at-large.alarm-head': { name: m.at_large_task_alarm_head_name, ...alarm },
  'at-large.sighting': { name: m.at_large_task_sighting_name, ...sighting },
  'at-large.sighting-head': { name: m.at_large_task_sighting_head_name, ...sighting },
  'at-large.left': { name: m.at_large_task_left_name, ...left },
  'at-large.left-head': { name: m.at_large_task_left_head_name, ...left },
  'at-large.met': { name: m.at_large_task_met_name, ...met },
  'at-large.met-head': { name: m.at_large_task_met_head_name, ...met },
  'at-large.seen-here': {
    name: m.at_large_task_seen_here_name,
    says: ({ day: on }) => m.at_large_task_seen_here_says({ day: day(on) }),
    href: ({ facts }) => `/away/${String(facts['search'])}`,
    closedByHand: true,
  },
});
