import { m } from '#messages';
import { defineTaskKinds } from '#modules/tasks';

/** That something is open about who somebody is; what it is, each reader is told as far as he may know of it. */
export const peopleTasks = defineTaskKinds({
  'people.questions': {
    name: m.people_task_questions_name,
    says: () => m.people_task_questions_says(),
    href: () => '/people/questions',
    closedByHand: false,
  },
});
