import { addDays, addMonths, type PlainDate } from '#kernel/plain-date';
import { gap, rule, type AnyRule, type Gap, type Source } from '#kernel/rule';
import { linkHours } from '#modules/exports';
import { daysKept } from '#modules/imports';

const protection: Source = {
  law: 'uu-27-2022',
  article: '16 ayat (2) huruf g, 44',
  standing: 'uncertain',
};
const ours = (article: string): Source => ({ law: 'simpul', article, standing: 'ours' });
const always = { from: '1999-05-19' as PlainDate };

/** Each of these answers the first day whose things stay; what is older goes. */
type OnDay = { today: PlainDate };

/** Photos of reports. Doubted: the counsellor found somebody else or was not sure, or signs wait for his answer. */
export const reportPhotos = rule({
  id: 'retention.report-photos',
  says: 'retention_rule_report_photos',
  sources: [protection, ours('retention_source_photos')],
  valid: always,
  options: {
    days: { standard: 28, min: 7, max: 28, setBy: 'head_of_bapas' },
    doubted_years: { standard: 6, min: 1, max: 6, setBy: 'head_of_bapas' },
  },
  judge: ({ today, isDoubted }: OnDay & { isDoubted: boolean }, { days, doubted_years }): PlainDate =>
    isDoubted ? addMonths(today, -12 * doubted_years) : addDays(today, -days),
});

/** The 64-bit look of a photo of a report, by which one that is sent again is known. */
export const photoLooks = rule({
  id: 'retention.photo-looks',
  says: 'retention_rule_photo_looks',
  sources: [protection, ours('retention_source_looks')],
  valid: always,
  judge: ({ today }: OnDay): PlainDate => addMonths(today, -12),
});

export const positions = rule({
  id: 'retention.positions',
  says: 'retention_rule_positions',
  sources: [protection, ours('retention_source_positions')],
  valid: always,
  options: { months: { standard: 12, min: 1, max: 12, setBy: 'head_of_bapas' } },
  judge: ({ today }: OnDay, { months }): PlainDate => addMonths(today, -months),
});

export const drafts = rule({
  id: 'retention.drafts',
  says: 'retention_rule_drafts',
  sources: [ours('retention_source_drafts')],
  valid: always,
  judge: () => ({ hours: 24 }),
});

/** Recordings of contacts that were begun: officers are on the road for days. */
export const contactDrafts = rule({
  id: 'retention.contact-drafts',
  says: 'retention_rule_contact_drafts',
  sources: [ours('retention_source_drafts')],
  valid: always,
  judge: () => ({ hours: 7 * 24 }),
});

export const sentMessages = rule({
  id: 'retention.messages',
  says: 'retention_rule_messages',
  sources: [protection, ours('retention_source_messages')],
  valid: always,
  options: { months: { standard: 12, min: 3, max: 12, setBy: 'office_admin' } },
  judge: ({ today }: OnDay, { months }): PlainDate => addMonths(today, -months),
});

export const exportFiles = rule({
  id: 'retention.export-files',
  says: 'retention_rule_export_files',
  sources: [protection, ours('retention_source_export_files')],
  valid: always,
  judge: () => ({ hours: linkHours }),
});

export const importFiles = rule({
  id: 'retention.import-files',
  says: 'retention_rule_import_files',
  sources: [protection, ours('retention_source_import_files')],
  valid: always,
  judge: () => ({ hours: daysKept * 24 }),
});

/** Days that the answer to a form is kept, so that a device which was without network for weeks may send it again. */
export const submissions = rule({
  id: 'retention.submissions',
  says: 'retention_rule_submissions',
  sources: [ours('retention_source_submissions')],
  valid: always,
  judge: () => ({ hours: 35 * 24 }),
});

export const signIns = rule({
  id: 'retention.sign-ins',
  says: 'retention_rule_sign_ins',
  sources: [protection, ours('retention_source_sign_ins')],
  valid: always,
  judge: () => ({ attemptDays: 30, sessionDays: 90, openedDays: 400 }),
});

export const retentionRules: readonly AnyRule[] = [
  reportPhotos,
  photoLooks,
  positions,
  drafts,
  contactDrafts,
  sentMessages,
  exportFiles,
  importFiles,
  submissions,
  signIns,
];

export const retentionGaps: readonly Gap[] = [
  gap({
    id: 'retention.journal',
    missing: 'retention_gap_journal_missing',
    handled: 'retention_gap_journal_handled',
    decidedBy: 'auditor',
    sources: [{ law: 'uu-27-2022', article: '31', standing: 'uncertain' }, ours('retention_source_logs')],
  }),
];
