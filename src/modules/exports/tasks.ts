import { m, getLocale } from '#messages';
import { formatNumber } from '#kernel/format';
import { inSentence } from '#kernel/text';
import { defineTaskKinds } from '#modules/tasks';
import { listWords } from './words.ts';

const number = (value: unknown) => formatNumber(Number(value), getLocale());

export const exportTasks = defineTaskKinds({
  'exports.approve': {
    name: m.exports_task_approve_name,
    says: ({ list, rows, officer }) =>
      m.exports_task_approve_says({
        officer: typeof officer === 'string' ? officer : m.tasks_somebody(),
        list: inSentence(listWords[String(list)]?.() ?? String(list)),
        rows: number(rows),
      }),
    href: ({ key }) => `/exports/${key}`,
    closedByHand: false,
  },
  'exports.weekly': {
    name: m.exports_task_weekly_name,
    says: ({ exports, rows }) => m.exports_task_weekly_says({ exports: number(exports), rows: number(rows) }),
    href: () => '/exports',
    closedByHand: true,
  },
});
