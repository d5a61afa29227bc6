import { formatDate } from '#kernel/format';
import { isPlainDate } from '#kernel/plain-date';
import { getLocale, m } from '#messages';
import { defineTaskKinds, type TaskFacts } from '#modules/tasks';
import type { ProceedingState } from './revocation.ts';
import { nextWords, stateWords } from './words.ts';

const day = (value: unknown) => (isPlainDate(value) ? formatDate(value, getLocale()) : '');
const proceeding = ({ key }: { key: string }) => `/revocations/${key}`;

const late = ({ state, day: on }: TaskFacts) =>
  m.revocations_task_late_says({ state: stateWords[state as ProceedingState]?.() ?? String(state), day: day(on) });
/** Above an office it is of an office and of nobody in particular. */
const lateAt = (facts: TaskFacts) =>
  m.revocations_task_late_at_says({ office: String(facts['office']), what: late(facts) });

/** What a proceeding waits for. None of it decides anything, also not when its day has passed. */
export const revocationTasks = defineTaskKinds({
  'revocations.next': {
    name: m.revocations_task_next_name,
    says: ({ state }) => nextWords[state as ProceedingState]?.() ?? '',
    href: proceeding,
    closedByHand: false,
  },
  'revocations.decide': {
    name: m.revocations_task_decide_name,
    says: ({ state }) => nextWords[state as ProceedingState]?.() ?? '',
    href: proceeding,
    closedByHand: false,
  },
  'revocations.minutes': {
    name: m.revocations_task_minutes_name,
    says: () => m.revocations_task_minutes_says(),
    href: ({ key }) => `/revocations/${key}/hear`,
    closedByHand: false,
  },
  'revocations.family': {
    name: m.revocations_task_family_name,
    says: () => m.revocations_task_family_says(),
    href: ({ key }) => `/revocations/${key}/family`,
    closedByHand: false,
  },
  'revocations.late': {
    name: m.revocations_task_late_name,
    says: late,
    href: proceeding,
    closedByHand: false,
  },
  'revocations.late-section': {
    name: m.revocations_task_late_section_name,
    says: late,
    href: proceeding,
    closedByHand: false,
  },
  'revocations.late-here': {
    name: m.revocations_task_late_here_name,
    says: lateAt,
    href: ({ key, facts }) => (facts['closed'] ? '/revocations#closed' : `/revocations/${key}`),
    closedByHand: false,
  },
  'revocations.late-below': {
    name: m.revocations_task_late_below_name,
    says: lateAt,
    href: () => `/tasks?kind=${encodeURIComponent('revocations.late-below')}`,
    closedByHand: false,
  },
  'revocations.whole-late': {
    name: m.revocations_task_whole_late_name,
    says: late,
    href: proceeding,
    closedByHand: false,
  },
  'revocations.whole-late-below': {
    name: m.revocations_task_whole_late_below_name,
    says: lateAt,
    href: () => `/tasks?kind=${encodeURIComponent('revocations.whole-late-below')}`,
    closedByHand: false,
  },
  'revocations.released': {
    name: m.revocations_task_released_name,
    says: ({ day: on }) => m.revocations_task_released_says({ day: day(on) }),
    href: proceeding,
    closedByHand: false,
  },
  'revocations.released-counsellor': {
    name: m.revocations_task_released_name,
    says: ({ day: on }) => m.revocations_task_released_says({ day: day(on) }),
    href: proceeding,
    closedByHand: false,
  },
  'revocations.appointment': {
    name: m.revocations_task_appointment_name,
    says: ({ day: on }) => m.revocations_task_appointment_says({ day: day(on) }),
    href: proceeding,
    closedByHand: true,
  },
});
export type LateKind = Extract<keyof typeof revocationTasks, `revocations.${string}late${string}`>;
