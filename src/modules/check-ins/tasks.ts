import { formatDate } from '#kernel/format';
import { isPlainDate } from '#kernel/plain-date';
import { getLocale, m } from '#messages';
import { defineTaskKinds } from '#modules/tasks';
import { questions, type SignKind } from './ledger.ts';
import { questionWords, signWords } from './words.ts';

const day = (value: unknown) => (isPlainDate(value) ? formatDate(value, getLocale()) : '');
/** Whoever an alarm is about; by name, unless his account is gone. */
const nameOf = (officer: unknown) => (typeof officer === 'string' ? officer : m.tasks_somebody());
const ledger = ({ caseId }: { caseId: string | null }) => `/clients/${caseId}/check-ins`;
const alarm = ({ id }: { id: string }) => `/tasks/${id}`;
const report = ({ key }: { key: string }) => `/reviews/${key}`;

/** What the ledger puts before people. None of it decides anything; a miss becomes a breach only by people. */
export const checkInTasks = defineTaskKinds({
  'check-ins.second-miss': {
    name: m.check_ins_task_second_miss_name,
    says: ({ misses, through }) => m.check_ins_task_second_miss_says({ misses: String(misses), day: day(through) }),
    href: ledger,
    closedByHand: true,
  },
  'breach.third-miss': {
    name: m.check_ins_task_third_miss_name,
    says: ({ misses, through }) => m.check_ins_task_third_miss_says({ misses: String(misses), day: day(through) }),
    // By its row of misses: the breach that was proposed for it, or where one is opened.
    href: ({ caseId, key }) => `/clients/${caseId}/breaches?row=${key}`,
    closedByHand: true,
  },
  'check-ins.flagged': {
    name: m.check_ins_task_flagged_name,
    says: (facts) =>
      m.check_ins_task_flagged_says({
        signs: Object.keys(facts)
          .map((kind) => signWords[kind as SignKind]?.() ?? kind)
          .join('; '),
      }),
    href: report,
    closedByHand: false,
  },
  'check-ins.random-call': {
    name: m.check_ins_task_random_call_name,
    says: ({ day: on }) => m.check_ins_task_random_call_says({ day: day(on) }),
    href: report,
    closedByHand: true,
  },
  'check-ins.details-changed': {
    name: m.check_ins_task_details_name,
    says: (facts) =>
      m.check_ins_task_details_says({
        what: questions
          .filter((one) => facts[one] === true)
          .map((one) => questionWords[one]())
          .join('; '),
      }),
    href: report,
    closedByHand: true,
  },
  'check-ins.problem-told': {
    name: m.check_ins_task_problem_name,
    says: () => m.check_ins_task_problem_says(),
    href: report,
    closedByHand: true,
  },
  'check-ins.dispute': {
    name: m.check_ins_task_dispute_name,
    says: ({ through }) => m.check_ins_task_dispute_says({ day: day(through) }),
    href: ({ caseId, key }) => `/clients/${caseId}/check-ins/dispute?id=${key}`,
    closedByHand: false,
  },
  'check-ins.many-at-once': {
    name: m.check_ins_task_many_name,
    says: ({ day: on, officer }) => m.check_ins_task_many_says({ officer: nameOf(officer), day: day(on) }),
    href: alarm,
    closedByHand: true,
  },
  'check-ins.copied-talk': {
    name: m.check_ins_task_copied_name,
    says: ({ cases, officer }) => m.check_ins_task_copied_says({ officer: nameOf(officer), cases: String(cases) }),
    href: alarm,
    closedByHand: true,
  },
  'check-ins.all-compliant': {
    name: m.check_ins_task_compliant_name,
    says: ({ day: on, owed, officer }) =>
      m.check_ins_task_compliant_says({ officer: nameOf(officer), day: day(on), owed: String(owed) }),
    href: alarm,
    closedByHand: true,
  },
  'check-ins.paper-list': {
    name: m.check_ins_task_paper_name,
    says: ({ day: on, lines }) => m.check_ins_task_paper_says({ day: day(on), lines: String(lines) }),
    href: ({ key }) => `/counter/paper/${key}`,
    closedByHand: false,
  },
});
