import { lineWords } from '#modules/cases';
import type { Timeline } from '#modules/cases/server';
import { channelWords, type Channel } from '#modules/check-ins';
import { kindWords, type ContactKind } from '#modules/contacts';
import { whatWords } from '#modules/journal/server';
import { m } from '#messages';

type Line = Timeline['days'][number]['lines'][number];

/** A line of the journal in words: ours, else those of the module that wrote it; of a report also how it came. */
export function sayLine({ what, about }: Line): string {
  const own = lineWords[what];
  if (own) return own();
  const says = whatWords(what);
  if (says === what) return m.cases_line_other();
  const kind = what.startsWith('contact.')
    ? (kindWords[about['kind'] as ContactKind] as (() => string) | undefined)
    : undefined;
  if (kind) return m.contacts_line_of({ what: says, kind: kind() });
  const channel = channelWords[about['channel'] as Channel] as (() => string) | undefined;
  return channel ? m.check_ins_of_channel({ what: says, channel: channel() }) : says;
}

/** The pages that `showCase` was asked for, and what else leaves a line about a file. */
const pageWords: Readonly<Record<string, () => string>> = {
  overview: m.cases_nav_overview,
  'check-ins': m.cases_nav_check_ins,
  assessments: m.assessments_nav,
  contacts: m.contacts_nav,
  breaches: m.cases_nav_breaches,
  letters: m.letters_nav,
  'at-large': m.at_large_title,
  revocations: m.cases_nav_revocations,
  permits: m.cases_nav_permits,
  held: m.notices_nav,
  phase: m.cases_nav_phase,
  list: m.assessments_title,
  compare: m.assessments_compare_title,
  reception: m.cases_new_title,
  notes: m.cases_nav_notes,
  legal: m.cases_nav_legal,
  period: m.cases_nav_period,
  conditions: m.cases_nav_conditions,
  contract: m.cases_contract_title,
  guarantor: m.cases_nav_guarantor,
  assignment: m.cases_nav_assignment,
  documents: m.cases_nav_documents,
  history: m.cases_nav_history,
  register: m.cases_register_title,
  pause: m.cases_pause_title,
  ending: m.cases_ending_title,
  transfer: m.cases_transfer_title,
  card: m.cases_card_title,
  'opened-by': m.cases_opened_by_title,
  'file.opened': m.cases_page_file,
};

/** What somebody looked at in a client's file, in words. */
export function pageOpenedWords(page: string): string {
  return pageWords[page]?.() ?? whatWords(page);
}
