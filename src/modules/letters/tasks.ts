import { m } from '#messages';
import { defineTaskKinds } from '#modules/tasks';
import { nameOfLetterKind } from './kinds.ts';

const page = ({ key }: { key: string }) => `/letters/${key}`;
const kindOf = (facts: Readonly<Record<string, unknown>>) => nameOfLetterKind(String(facts['kind']));

/** Letters that wait for somebody; each closes when the letter goes on. */
export const letterTasks = defineTaskKinds({
  'letters.to-sign': {
    name: m.letters_task_to_sign_name,
    says: (facts) => m.letters_task_to_sign_says({ kind: kindOf(facts) }),
    href: page,
    closedByHand: false,
  },
  'letters.returned': {
    name: m.letters_task_returned_name,
    says: (facts) => m.letters_task_returned_says({ kind: kindOf(facts) }),
    href: page,
    closedByHand: false,
  },
  'letters.run-to-number': {
    name: m.letters_task_run_name,
    says: (facts) => m.letters_task_run_says({ kind: kindOf(facts), count: String(facts['count']) }),
    href: ({ key }) => `/letters/runs/${key}`,
    closedByHand: false,
  },
});
