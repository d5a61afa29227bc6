import { formatDate, type Locale } from '#kernel/format';
import {
  aboutWords,
  askedWords,
  channelWords,
  documentWords,
  outcomeWords,
  petitionerWords,
  stepWords,
} from '#modules/petitions';
import type { PetitionInFull } from '#modules/petitions/server';
import { m } from '#messages';

/** What was asked, without who asked it. */
export function factsOf(one: PetitionInFull, locale: Locale) {
  const line = (label: string, value: string) => (value ? [{ label, value }] : []);
  return [
    { label: m.petitions_about(), value: aboutWords[one.about]() },
    ...line(m.petitions_field_client(), one.clientName),
    ...line(m.petitions_field_client_details(), one.clientDetails),
    ...line(m.petitions_field_accused(), one.accused),
    { label: m.petitions_field_asks(), value: askedWords[one.asks]() },
    { label: m.petitions_field_told(), value: one.told },
    ...line(m.petitions_field_happened(), one.happened),
    { label: m.petitions_field_office(), value: one.office },
    { label: m.petitions_channel(), value: channelWords[one.channel]() },
    { label: m.petitions_received_on(), value: formatDate(one.receivedOn, locale) },
    ...line(m.petitions_outcome(), one.outcome ? outcomeWords[one.outcome]() : ''),
    ...(one.endedOn ? line(m.petitions_answer(), one.answer) : []),
  ];
}

/** Nothing before this desk has taken over what another one passed on. */
export function petitionerOf({ petitioner }: PetitionInFull) {
  if (!petitioner) return null;
  const { kind, name, agency, phone, address } = petitioner;
  const line = (label: string, value: string) => (value ? [{ label, value }] : []);
  return [
    { label: m.petitions_field_kind(), value: petitionerWords[kind]() },
    ...line(m.petitions_field_name(), name),
    ...line(m.petitions_field_agency(), agency),
    ...line(m.petitions_field_phone(), phone),
    ...line(m.petitions_field_address(), address),
  ];
}

export function hearingsOf({ id: petitionId, hearings }: PetitionInFull, locale: Locale) {
  return hearings.map((one) => ({
    id: one.id,
    href: `/petitions/${petitionId}/hearings/${one.id}`,
    title: m.petitions_hearing_of({ number: one.number, day: formatDate(one.heldOn, locale) }),
    items: [
      { label: m.petitions_hearing_place(), value: one.place },
      { label: m.petitions_hearing_statement(), value: one.statement },
      { label: m.petitions_hearing_present(), value: one.present },
      { label: m.petitions_hearing_by(), value: one.by ?? '' },
    ],
  }));
}

/** The steps, by day. */
export function movesOf({ moves }: PetitionInFull, locale: Locale) {
  const days = [...new Set(moves.map(({ day }) => day))].reverse();
  return days.map((day) => ({
    day,
    heading: formatDate(day, locale),
    entries: moves
      .filter((move) => move.day === day)
      .map((move) => ({
        id: move.id,
        what: stepWords[move.step](),
        by: [move.by ?? m.petitions_by_itself(), documentWords[move.document]()].join(' · '),
        note: move.reason,
      })),
  }));
}
