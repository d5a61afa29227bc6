import { m } from '#messages';
import { formatDate, formatNumber } from '#kernel/format';
import { isPlainDate } from '#kernel/plain-date';
import { getLocale } from '#messages';
import { defineTaskKinds, type TaskFacts } from '#modules/tasks';
import type { Kinship } from './readers/readers.rules.ts';

/** Whoever an alarm is about; by name, unless his account is gone. */
const nameOf = (officer: unknown) => (typeof officer === 'string' ? officer : m.tasks_somebody());
const dayOf = (value: unknown) => (isPlainDate(value) ? formatDate(value, getLocale()) : '');
const numberOf = (value: unknown) => formatNumber(Number(value), getLocale());
const kinshipWords: Readonly<Record<Kinship, () => string>> = {
  own_name: m.people_kinship_own_name,
  family_name: m.people_kinship_family_name,
  own_phone: m.people_kinship_own_phone,
};

/** The lines of the access log that an alarm rests on: by register number, as a head and an auditor may read them. */
function whatHeRead({ username, day, personId }: TaskFacts): string {
  const asked = { log: 'access_log', officer: String(username), from: String(day), until: String(day) };
  return `/audit?${new URLSearchParams({ ...asked, ...(personId ? { case: String(personId) } : {}) })}`;
}

/** That something is open about who somebody is; what it is, each reader is told as far as he may know of it. */
export const peopleTasks = defineTaskKinds({
  'people.questions': {
    name: m.people_task_questions_name,
    says: () => m.people_task_questions_says(),
    href: () => '/people/questions',
    closedByHand: false,
  },
  'people.many-opened': {
    name: m.people_task_many_opened_name,
    says: ({ officer, day, opened, usual }) =>
      m.people_task_many_opened_says({
        officer: nameOf(officer),
        day: dayOf(day),
        opened: numberOf(opened),
        usual: numberOf(usual),
      }),
    href: ({ facts }) => whatHeRead(facts),
    closedByHand: true,
  },
  'people.kin-opened': {
    name: m.people_task_kin_opened_name,
    says: ({ officer, day, kinship }) =>
      m.people_task_kin_opened_says({
        officer: nameOf(officer),
        day: dayOf(day),
        kinship: kinshipWords[kinship as Kinship](),
      }),
    href: ({ facts }) => whatHeRead(facts),
    closedByHand: true,
  },
  'people.denied': {
    name: m.people_task_denied_name,
    says: ({ officer }) => m.people_task_denied_says({ officer: nameOf(officer) }),
    href: ({ facts }) => `/people/${String(facts['personId'])}/access`,
    closedByHand: true,
  },
});
