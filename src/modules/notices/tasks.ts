import { formatDate } from '#kernel/format';
import { isPlainDate } from '#kernel/plain-date';
import { getLocale, m } from '#messages';
import { defineTaskKinds } from '#modules/tasks';
import type { Leaving } from './notice.ts';
import { leftWords } from './words.ts';

const day = (value: unknown) => (isPlainDate(value) ? formatDate(value, getLocale()) : '');
const held = ({ caseId }: { caseId: string | null }) => `/clients/${caseId}/held`;
const told = {
  says: ({ day: on, confirmed }: Readonly<Record<string, unknown>>) =>
    confirmed ? m.notices_task_held_says({ day: day(on) }) : m.notices_task_likely_says({ day: day(on) }),
  href: held,
  closedByHand: false,
};

/** What an office was told and has to read. It decides nothing. */
export const noticeTasks = defineTaskKinds({
  'notices.held': { name: m.notices_task_held_name, ...told },
  'notices.held-head': { name: m.notices_task_held_head_name, ...told },
  'notices.unread': { name: m.notices_task_unread_name, ...told },
  'notices.withdrawn': {
    name: m.notices_task_withdrawn_name,
    says: () => m.notices_task_withdrawn_says(),
    href: held,
    closedByHand: true,
  },
  'notices.ground-gone': {
    name: m.notices_task_ground_gone_name,
    says: () => m.notices_task_ground_gone_says(),
    href: ({ caseId, facts }) => `/clients/${caseId}/breaches/${String(facts['breach'])}`,
    closedByHand: true,
  },
  'notices.released': {
    name: m.notices_task_released_name,
    says: ({ day: on, how }) => leftWords[how as Leaving]?.({ day: day(on) }) ?? '',
    href: held,
    closedByHand: true,
  },
});
