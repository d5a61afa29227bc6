import { formatDate } from '#kernel/format';
import { isPlainDate } from '#kernel/plain-date';
import { getLocale, m } from '#messages';
import { defineTaskKinds } from '#modules/tasks';
import { findLetterKind, nameOfLetterKind } from './kinds.ts';

const page = ({ key }: { key: string }) => `/letters/${key}`;
const kindOf = (facts: Readonly<Record<string, unknown>>) => nameOfLetterKind(String(facts['kind']));
/** An office's own is handed in to its head; at the other desks whoever writes and whoever signs work together. */
const isOwn = ({ desk }: Readonly<Record<string, unknown>>) => desk === undefined || desk === 'case';

const lateSays = ({ count, day }: Readonly<Record<string, unknown>>) =>
  m.letters_task_late_says({ count: String(count), day: isPlainDate(day) ? formatDate(day, getLocale()) : '' });

/** Letters that wait for somebody; each closes when the letter goes on. */
export const letterTasks = defineTaskKinds({
  'letters.to-finish': {
    name: m.letters_task_to_finish_name,
    says: (facts) =>
      (isOwn(facts) ? m.letters_task_to_finish_says : m.letters_task_to_number_says)({ kind: kindOf(facts) }),
    href: page,
    closedByHand: false,
  },
  'letters.to-send': {
    name: m.letters_task_to_send_name,
    says: (facts) =>
      (findLetterKind(String(facts['kind']))?.stays ? m.letters_task_to_keep_says : m.letters_task_to_send_says)({
        kind: kindOf(facts),
      }),
    href: page,
    closedByHand: false,
  },
  'letters.run-to-send': {
    name: m.letters_task_run_to_send_name,
    says: (facts) => m.letters_task_run_to_send_says({ kind: kindOf(facts), count: String(facts['count']) }),
    href: ({ key }) => `/letters/runs/${key}`,
    closedByHand: false,
  },
  'letters.late': {
    name: m.letters_task_late_name,
    says: lateSays,
    href: () => '/letters?waiting=overdue',
    closedByHand: false,
  },
  'letters.late-head': {
    name: m.letters_task_late_head_name,
    says: lateSays,
    href: () => '/letters?waiting=overdue',
    closedByHand: false,
  },
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
