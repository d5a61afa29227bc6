import { m } from '#messages';
import { defineTaskKinds } from '#modules/tasks';

export { momentsOf, zoneOf } from './period.ts';
export { CheckpointSettings } from './settings.ts';

export const journalTasks = defineTaskKinds({
  'journal.finding': {
    name: m.journal_task_name,
    says: (facts) => m.journal_task_finding({ found: Number(facts['found']) }),
    href: () => '/audit/verification',
    closedByHand: true,
  },
});
