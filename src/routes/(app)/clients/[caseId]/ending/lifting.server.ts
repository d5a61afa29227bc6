import { formatDate, formatNumericDate, type Locale } from '#kernel/format';
import type { PlainDate } from '#kernel/plain-date';
import { endedByDecree } from '#modules/cases';
import type { listEndings } from '#modules/cases/server';
import { m } from '#messages';
import { newSubmissionId } from '#web/form.server';
import type { CaseHeader } from '../../shown.server.ts';

type Entry = Awaited<ReturnType<typeof listEndings>>[number];

/** The decree that lifts the one which ended a supervision: what is put forward, and what the asker may do about it. Nothing of another end. */
export function liftingOf(
  header: CaseHeader,
  entries: readonly Entry[],
  { endReason, endedOn }: { endReason: Entry['reason']; endedOn: PlainDate | null },
  language: Locale,
) {
  if (!endedByDecree({ state: header.state, endReason })) return undefined;
  const ended = entries.find(({ what, outcome }) => what === 'ended' && outcome === 'approved');
  const waiting = entries.find(({ what, outcome }) => what === 'reopened' && outcome === null);
  const [mayPropose, mayDecide] = [header.may['case:reopen'], header.may['case:decide_ending']];
  return {
    title: endReason === 'cancelled' ? m.cases_lifting_title_cancelled() : m.cases_lifting_title(),
    lead: m.cases_lifting_lead({
      number: ended?.documentNumber || '–',
      day: endedOn ? formatDate(endedOn, language) : '–',
    }),
    today: formatNumericDate(header.today),
    proposeId: newSubmissionId(),
    decideId: newSubmissionId(),
    withdrawId: newSubmissionId(),
    waiting: waiting && {
      id: waiting.id,
      facts: [
        { label: m.cases_lifting_number(), value: waiting.documentNumber },
        { label: m.cases_lifting_dated(), value: waiting.dated ? formatDate(waiting.dated, language) : undefined },
        { label: m.cases_lifting_issuer(), value: waiting.issuer },
        { label: m.cases_lifting_day(), value: formatDate(waiting.day, language) },
        { label: m.cases_reason(), value: waiting.note },
        { label: m.cases_proposed_by(), value: waiting.proposedBy ?? undefined },
        ...(waiting.fileId
          ? [{ label: m.cases_file(), value: m.cases_open_file(), href: `/files/${waiting.fileId}` }]
          : []),
      ],
    },
    mayPropose: mayPropose && !waiting,
    mayDecide: mayDecide && waiting !== undefined && !waiting.proposedByMe,
    isMine: waiting?.proposedByMe === true,
  };
}

/** What stands of it in the list of ends. */
export function sayLifting({ outcome }: Pick<Entry, 'outcome'>): string {
  return outcome === 'approved' ? m.cases_lifted() : m.cases_lifting_proposed();
}
