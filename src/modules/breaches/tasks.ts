import { formatDate } from '#kernel/format';
import { isPlainDate } from '#kernel/plain-date';
import { getLocale, m } from '#messages';
import { defineTaskKinds } from '#modules/tasks';
import type { BreachState } from './breach.ts';
import { nextWords, stateWords } from './words.ts';

const day = (value: unknown) => (isPlainDate(value) ? formatDate(value, getLocale()) : '');
const state = (value: unknown) => stateWords[value as BreachState]?.() ?? String(value);
const breach = ({ caseId, key }: { caseId: string | null; key: string }) => `/clients/${caseId}/breaches/${key}`;

/** What a breach waits for. None of it decides anything, also not when its day has passed. */
export const breachTasks = defineTaskKinds({
  'breaches.next': {
    name: m.breaches_task_next_name,
    says: ({ state: at }) => nextWords[at as BreachState]?.() ?? '',
    href: breach,
    closedByHand: false,
  },
  'breaches.decide': {
    name: m.breaches_task_decide_name,
    says: () => m.breaches_task_decide_says(),
    href: breach,
    closedByHand: false,
  },
  'breaches.overdue': {
    name: m.breaches_task_overdue_name,
    says: ({ state: at, day: on }) => m.breaches_task_overdue_says({ state: state(at), day: day(on) }),
    href: breach,
    closedByHand: false,
  },
  'breaches.overdue-head': {
    name: m.breaches_task_overdue_head_name,
    says: ({ state: at, day: on }) => m.breaches_task_overdue_says({ state: state(at), day: day(on) }),
    href: breach,
    closedByHand: false,
  },
  'breaches.letter-gone': {
    name: m.breaches_task_letter_gone_name,
    says: () => m.breaches_task_letter_gone_says(),
    href: breach,
    closedByHand: true,
  },
  'breaches.follow-up': {
    name: m.breaches_task_follow_up_name,
    says: ({ day: on }) => m.breaches_task_follow_up_says({ day: day(on) }),
    href: breach,
    closedByHand: true,
  },
});
