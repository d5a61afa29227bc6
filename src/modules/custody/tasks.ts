import { formatDate } from '#kernel/format';
import { isPlainDate } from '#kernel/plain-date';
import { getLocale, m } from '#messages';
import { defineTaskKinds } from '#modules/tasks';

/** What a stay waits for. None of it decides anything. */
export const custodyTasks = defineTaskKinds({
  'custody.term': {
    name: m.custody_task_term_name,
    says: ({ until, label }) =>
      m.custody_task_term_says({
        label: String(label ?? ''),
        day: isPlainDate(until) ? formatDate(until, getLocale()) : '',
      }),
    href: ({ key }) => `/custody/${key}`,
    closedByHand: false,
  },
});
