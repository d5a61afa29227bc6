import { formatDate } from '#kernel/format';
import { isPlainDate } from '#kernel/plain-date';
import { getLocale, m } from '#messages';
import { defineTaskKinds } from '#modules/tasks';
import { findingWords, kindWords, observationAnswerWords, observerWords, outcomeWords, sourceWords } from './words.ts';

const day = (value: unknown) => (isPlainDate(value) ? formatDate(value, getLocale()) : '');
const said = (words: object, code: unknown) => (words as Record<string, () => string>)[String(code)]?.() ?? '';
const contact = ({ caseId, key }: { caseId: string | null; key: string }) =>
  `/clients/${caseId}/contacts#contact-${key}`;

/** What contacts put before people. None of it decides anything about a client. */
export const contactTasks = defineTaskKinds({
  'contacts.evidence-due': {
    name: m.contacts_task_evidence_name,
    says: (facts) => m.contacts_task_evidence_says({ kind: said(kindWords, facts['kind']), day: day(facts['day']) }),
    href: contact,
    closedByHand: false,
  },
  'contacts.not-complied': {
    name: m.contacts_task_not_complied_name,
    says: (facts) =>
      m.contacts_task_not_complied_says({
        kind: said(kindWords, facts['kind']),
        outcome: said(outcomeWords, facts['outcome']),
      }),
    href: contact,
    closedByHand: true,
  },
  'contacts.search-found': {
    name: m.contacts_task_found_name,
    says: (facts) =>
      m.contacts_task_found_says({
        source: said(sourceWords, facts['source']),
        finding: said(findingWords, facts['finding']),
      }),
    href: contact,
    closedByHand: true,
  },
  'contacts.observation': {
    name: m.contacts_task_observation_name,
    says: (facts) =>
      m.contacts_task_observation_says({
        kind: said(observerWords, facts['kind']),
        concern: said(observationAnswerWords.concern, facts['concern']),
      }),
    href: ({ caseId }) => `/clients/${caseId}/contacts/observers`,
    closedByHand: false,
  },
  'contacts.late': {
    name: m.contacts_task_late_name,
    says: (facts) => m.contacts_task_late_says({ kind: said(kindWords, facts['kind']), day: day(facts['day']) }),
    href: ({ caseId }) => `/clients/${caseId}/contacts/late`,
    closedByHand: false,
  },
  'contacts.copied-note': {
    name: m.contacts_task_copied_name,
    says: ({ cases, officer }) =>
      m.contacts_task_copied_says({
        officer: typeof officer === 'string' ? officer : m.tasks_somebody(),
        cases: String(cases),
      }),
    href: ({ id }) => `/tasks/${id}`,
    closedByHand: true,
  },
});
