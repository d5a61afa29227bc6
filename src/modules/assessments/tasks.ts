import { formatDate } from '#kernel/format';
import { isPlainDate } from '#kernel/plain-date';
import { inSentence } from '#kernel/text';
import { getLocale, m } from '#messages';
import { riskWords, type RiskBand } from '#modules/cases';
import { defineTaskKinds } from '#modules/tasks';
import type { DueReason } from './assessment.ts';
import { dueWords } from './words.ts';

export const assessmentTasks = defineTaskKinds({
  'assessments.due': {
    name: m.assessments_task_due_name,
    says: ({ why, day }) =>
      m.assessments_task_due_says({
        why: dueWords[why as DueReason]?.() ?? '',
        day: isPlainDate(day) ? formatDate(day, getLocale()) : '',
      }),
    href: ({ caseId }) => `/clients/${caseId}/assessments`,
    closedByHand: false,
  },
  'assessments.override': {
    name: m.assessments_task_override_name,
    says: ({ band }) => m.assessments_task_override_says({ band: inSentence(riskWords[band as RiskBand]?.() ?? '') }),
    href: ({ caseId, facts }) => `/clients/${caseId}/assessments/${String(facts['assessmentId'])}`,
    closedByHand: false,
  },
});
