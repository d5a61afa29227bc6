import { formatShortMoment, type Locale } from '#kernel/format';
import { formatPartialDate } from '#kernel/partial-date';
import { decisionWords, linkStateWords, questionWords, type LinkAnswer } from '#modules/people';
import type { LinkedPerson, OpenedBeside, PersonLink, Pointer } from '#modules/people/server';
import { m } from '#messages';
import { newSubmissionId } from '#web/form.server';
import type { Zone } from '#kernel/zone';
import { reasonsOf, showPointer, sideBySide } from './shown.server.ts';

export type OtherShown = { name: string; href: string | undefined; facts: string; photo: string | undefined };

/** The other record of a link: somebody the reader sees, or the pointer and no more. */
export function showOther(
  { other, pointer }: { other: LinkedPerson | undefined; pointer: Pointer | undefined },
  locale: Locale,
): OtherShown {
  if (other)
    return {
      name: other.name,
      href: `/people/${other.personId}`,
      facts: [
        other.birth ? formatPartialDate(other.birth, locale) : m.people_unknown_birth(),
        other.nikTail && m.people_dup_nik({ tail: other.nikTail }),
        other.unitName,
      ]
        .filter(Boolean)
        .join(' · '),
      photo: other.photoFileId ? `/files/${other.photoFileId}` : undefined,
    };
  if (!pointer)
    return { name: m.people_links_other_office({ unit: '–' }), href: undefined, facts: '', photo: undefined };
  const { says, ask } = showPointer(pointer);
  return {
    name: m.people_links_other_office({ unit: pointer.unit }),
    href: undefined,
    facts: [says, ask].filter(Boolean).join(' '),
    photo: undefined,
  };
}

/** What another office has laid open of its record, field by field beside one's own. */
export function showOpened(opened: OpenedBeside, zone: Zone, locale: Locale) {
  const { photoFileId } = opened.other;
  return {
    until: m.people_side_open_until({ at: formatShortMoment(opened.until, zone, locale) }),
    name: opened.other.name,
    photo: photoFileId ? `/files/${photoFileId}` : undefined,
    fields: sideBySide(opened, locale),
    reasons: reasonsOf(opened),
  };
}

export type LinkShown = ReturnType<typeof showLink>;

export function showLink(link: PersonLink, zone: Zone, locale: Locale) {
  return {
    linkId: link.linkId,
    state: link.state,
    stateWord: linkStateWords[link.state](),
    needsTwo: link.needsTwo,
    other: showOther(link, locale),
    questions: link.questions.map((why) => questionWords[why]()),
    decisions: link.decisions.map((one, at) => ({
      key: at,
      says: m.people_links_decided({
        answer: decisionWords[one.answer](),
        by: one.by,
        at: formatShortMoment(one.at, zone, locale),
        reason: one.reason,
      }),
      reasons: reasonsOf(one),
    })),
    answers: link.answers.map((answer: LinkAnswer) => ({ value: answer, label: decisionWords[answer]() })),
    submissionId: newSubmissionId(),
    opened: link.opened && showOpened(link.opened, zone, locale),
    shown: link.shownUntil ? m.people_side_shown_until({ at: formatShortMoment(link.shownUntil, zone, locale) }) : '',
    show: link.mayShow && !link.shownUntil ? newSubmissionId() : undefined,
  };
}
