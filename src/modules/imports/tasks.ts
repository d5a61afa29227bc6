import { formatNumber } from '#kernel/format';
import { getLocale, m } from '#messages';
import { defineTaskKinds } from '#modules/tasks';

/** One thing for a whole list: a thousand clients without a counsellor are one piece of work, not a thousand. */
export const importTasks = defineTaskKinds({
  'imports.unassigned': {
    name: m.imports_task_unassigned_name,
    says: ({ clients }) => m.imports_task_unassigned_says({ clients: formatNumber(Number(clients), getLocale()) }),
    href: () => '/clients?whose=nobody',
    closedByHand: true,
  },
});
