import { formatDate } from '#kernel/format';
import { isPlainDate } from '#kernel/plain-date';
import { inSentence } from '#kernel/text';
import { getLocale, m } from '#messages';
import { defineTaskKinds } from '#modules/tasks';
import type { PetitionState } from './petition.ts';
import { nextWords, stateWords } from './words.ts';

const day = (value: unknown) => (isPlainDate(value) ? formatDate(value, getLocale()) : '');
const petition = ({ key }: { key: string }) => `/petitions/${key}`;

/** What a petition waits for. None of it decides anything, also not when its day has passed. */
export const petitionTasks = defineTaskKinds({
  'petitions.next': {
    name: m.petitions_task_next_name,
    says: ({ state }) => nextWords[state as PetitionState]?.() ?? '',
    href: petition,
    closedByHand: false,
  },
  'petitions.decide': {
    name: m.petitions_task_decide_name,
    says: ({ state }) => nextWords[state as PetitionState]?.() ?? '',
    href: petition,
    closedByHand: false,
  },
  'petitions.overdue': {
    name: m.petitions_task_overdue_name,
    says: ({ state, day: on }) =>
      m.petitions_task_overdue_says({ state: inSentence(stateWords[state as PetitionState]?.() ?? ''), day: day(on) }),
    href: petition,
    closedByHand: false,
  },
});
