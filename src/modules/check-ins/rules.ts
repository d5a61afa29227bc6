import { gap, type AnyRule, type Gap } from '#kernel/rule';
import { consequenceOfMisses, missedInARow, reminders } from './misses.rules.ts';
import { firstPeriod, frequency, holidaysMoveNothing, leastDays, revokedMeanwhile } from './obligations.rules.ts';
import {
  backDating,
  channelCounts,
  evidenceGrade,
  inPersonShare,
  minimumGrade,
  photoAsked,
  undoWindow,
} from './reports.rules.ts';

/** Every rule of the ledger, in the order in which the page "Dasar hukum" tells them. */
export const checkInRules: readonly AnyRule[] = [
  frequency,
  firstPeriod,
  leastDays,
  revokedMeanwhile,
  holidaysMoveNothing,
  channelCounts,
  evidenceGrade,
  minimumGrade,
  photoAsked,
  backDating,
  undoWindow,
  missedInARow,
  consequenceOfMisses,
  reminders,
  inPersonShare,
];

/** Where the law is silent. */
export const checkInGaps: readonly Gap[] = [
  gap({
    id: 'check-ins.frequency-by-risk',
    missing: 'check_ins_gap_frequency_missing',
    handled: 'check_ins_gap_frequency_handled',
    decidedBy: 'head_of_bapas',
    sources: [{ law: 'permenkumham-3-2018', article: 'check_ins_source_special_conditions', standing: 'uncertain' }],
  }),
  gap({
    id: 'check-ins.late-report',
    missing: 'check_ins_gap_late_missing',
    handled: 'check_ins_gap_late_handled',
    decidedBy: 'head_of_bapas',
    sources: [{ law: 'permenkumham-3-2018', article: 'check_ins_source_revocation', standing: 'uncertain' }],
  }),
];
