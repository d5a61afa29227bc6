import { m } from '#messages';
import { defineTaskKinds } from '#modules/tasks';
import { isPlainDate } from '#kernel/plain-date';
import { formatDate } from '#kernel/format';
import { getLocale } from '#messages';
import { endReasonWords, openingReasonWords, openingWords, phaseWords } from './words.ts';

const day = (value: unknown) => (isPlainDate(value) ? formatDate(value, getLocale()) : '');
const word = (words: Readonly<Record<string, () => string>>, code: unknown) => words[String(code)]?.() ?? String(code);

/** What waits for somebody because of a case; each closes when what it waits for happens. */
export const caseTasks = defineTaskKinds({
  'cases.assign': {
    name: m.cases_task_assign_name,
    says: () => m.cases_task_assign_says(),
    href: ({ caseId }) => `/clients/${caseId}/assignment`,
    closedByHand: false,
  },
  'cases.register': {
    name: m.cases_task_register_name,
    says: () => m.cases_task_register_says(),
    href: ({ caseId }) => `/clients/${caseId}/register`,
    closedByHand: false,
  },
  'cases.ending-proposed': {
    name: m.cases_task_ending_name,
    says: ({ reason, day: on }) => m.cases_task_ending_says({ reason: word(endReasonWords, reason), day: day(on) }),
    href: ({ caseId }) => `/clients/${caseId}/ending`,
    closedByHand: false,
  },
  'cases.lifting-proposed': {
    name: m.cases_task_lifting_name,
    says: ({ number, day: dated }) =>
      number
        ? m.cases_task_lifting_says({ number: String(number), day: day(dated) })
        : m.cases_task_lifting_sealed_says(),
    // The page of a sealed file asks for a reason first.
    href: ({ caseId, key }) => (caseId ? `/clients/${caseId}/ending` : `/clients/${key}`),
    closedByHand: false,
  },
  'cases.transfer-requested': {
    name: m.cases_task_transfer_name,
    says: ({ toUnit }) => m.cases_task_transfer_says({ unit: String(toUnit) }),
    href: ({ caseId }) => `/clients/${caseId}/transfer`,
    closedByHand: false,
  },
  'cases.phase-advised': {
    name: m.cases_task_phase_name,
    says: ({ toPhase }) => m.cases_task_phase_says({ phase: word(phaseWords, toPhase) }),
    href: ({ caseId }) => `/clients/${caseId}/phase`,
    closedByHand: false,
  },
  'cases.transfer-arriving': {
    name: m.cases_task_arriving_name,
    says: ({ fromUnit }) => m.cases_task_arriving_says({ unit: String(fromUnit) }),
    href: () => '/transfers',
    closedByHand: false,
  },
  'cases.transfer-outside': {
    name: m.cases_task_outside_name,
    says: ({ toUnit }) => m.cases_task_outside_says({ unit: String(toUnit) }),
    href: ({ caseId }) => `/clients/${caseId}/transfer`,
    closedByHand: false,
  },
  'cases.transfer-declined': {
    name: m.cases_task_declined_name,
    says: ({ toUnit }) => m.cases_task_declined_says({ unit: String(toUnit) }),
    href: ({ caseId }) => `/clients/${caseId}/transfer`,
    closedByHand: true,
  },
  'cases.opened-with-reason': {
    name: m.cases_task_opened_name,
    says: ({ kind, code }) =>
      m.cases_task_opened_says({ way: word(openingWords, kind), reason: word(openingReasonWords, code) }),
    href: ({ caseId, key }) => (caseId ? `/clients/${caseId}/opened-by` : `/audit/openings?opening=${key}`),
    closedByHand: false,
  },
  'cases.opening-for-auditor': {
    name: m.cases_task_opening_for_auditor_name,
    says: ({ kind, code, due, officer }) => {
      const about = { way: word(openingWords, kind), reason: word(openingReasonWords, code) };
      return due
        ? m.cases_task_opening_late_says({ ...about, day: day(due) })
        : m.cases_task_opening_own_says({ ...about, officer: String(officer ?? m.tasks_somebody()) });
    },
    href: ({ key }) => `/audit/openings?opening=${key}`,
    closedByHand: false,
  },
  'cases.opening-for-above': {
    name: m.cases_task_opening_for_above_name,
    says: ({ kind, code, officer }) =>
      m.cases_task_opening_above_says({
        way: word(openingWords, kind),
        reason: word(openingReasonWords, code),
        officer: String(officer ?? m.tasks_somebody()),
      }),
    href: ({ key }) => `/audit/openings?opening=${key}`,
    closedByHand: false,
  },
  'cases.opening-without-reviewer': {
    name: m.cases_task_opening_without_reviewer_name,
    says: ({ kind, code, officer }) =>
      m.cases_task_opening_without_reviewer_says({
        way: word(openingWords, kind),
        reason: word(openingReasonWords, code),
        officer: String(officer ?? m.tasks_somebody()),
      }),
    href: () => '/admin/accounts',
    closedByHand: false,
  },
});
