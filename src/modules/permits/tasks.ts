import { formatDate } from '#kernel/format';
import { isPlainDate } from '#kernel/plain-date';
import { getLocale, m } from '#messages';
import { defineTaskKinds } from '#modules/tasks';

const day = (value: unknown) => (isPlainDate(value) ? formatDate(value, getLocale()) : '');
const permit = ({ caseId, key }: { caseId: string | null; key: string }) => `/clients/${caseId}/permits/${key}`;

/** What a permit waits for. None of it decides anything, also not when its day has passed. */
export const permitTasks = defineTaskKinds({
  'permits.advise': {
    name: m.permits_task_advise_name,
    says: ({ day: on }) => m.permits_task_advise_says({ day: day(on) }),
    href: permit,
    closedByHand: false,
  },
  'permits.decide': {
    name: m.permits_task_decide_name,
    says: ({ day: on }) => m.permits_task_decide_says({ day: day(on) }),
    href: permit,
    closedByHand: false,
  },
  'permits.late': {
    name: m.permits_task_late_name,
    says: ({ day: on }) => m.permits_task_late_says({ day: day(on) }),
    href: permit,
    closedByHand: false,
  },
  'permits.late-head': {
    name: m.permits_task_late_head_name,
    says: ({ day: on }) => m.permits_task_late_says({ day: day(on) }),
    href: permit,
    closedByHand: false,
  },
  'permits.late-below': {
    name: m.permits_task_late_below_name,
    says: ({ office, day: on }) => m.permits_task_late_below_says({ office: String(office), day: day(on) }),
    href: () => `/tasks?kind=${encodeURIComponent('permits.late-below')}`,
    closedByHand: false,
  },
  'permits.fallen': {
    name: m.permits_task_fallen_name,
    says: ({ day: on }) => m.permits_task_fallen_says({ day: day(on) }),
    href: permit,
    closedByHand: false,
  },
  'permits.not-back': {
    name: m.permits_task_not_back_name,
    says: ({ day: on }) => m.permits_task_not_back_says({ day: day(on) }),
    href: permit,
    closedByHand: false,
  },
});
