import { formatDate } from '#kernel/format';
import { isPlainDate } from '#kernel/plain-date';
import { getLocale, m } from '#messages';
import { openingReasonWords, type OpeningReason } from '#modules/cases';
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
  'custody.opened-with-reason': {
    name: m.custody_task_opened_name,
    says: ({ code }) =>
      m.custody_task_opened_says({ reason: openingReasonWords[String(code) as OpeningReason]?.() ?? '' }),
    href: ({ key }) => `/custody/${key.split('/')[0]}#openings`,
    closedByHand: true,
  },
});
