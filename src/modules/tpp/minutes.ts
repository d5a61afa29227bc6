import { formatDay } from '#kernel/format';
import { m } from '#messages';
import type { PlainDate } from '#kernel/plain-date';
import {
  sittingLabel,
  type Attendee,
  type Dissent,
  type ItemKind,
  type Quorum,
  type Recommendation,
  type Votes,
  type Way,
} from './sitting.ts';
import { dutyWords, itemKindWords, recommendationWords } from './words.ts';

/** Minutes are written in Indonesian, whoever writes them. */
const id = { locale: 'id' } as const;

type Sat = {
  office: string;
  sitting: {
    number: number | null;
    year: number | null;
    day: PlainDate;
    startsAt: string;
    place: string;
    quorum: Quorum | null;
  };
  attendees: readonly (Attendee & { name: string })[];
  items: readonly {
    id: string;
    kind: ItemKind;
    facts: string;
    presenterId: string | null;
    recommendation: Recommendation | null;
    reasons: string;
    way: Way | null;
    votes: Votes | null;
    dissents: readonly Dissent[];
  }[];
  names: ReadonlyMap<string, { name: string; registerLabel: string | null; presenter: string | null }>;
};

/** The minutes as the record tells them; the secretary may put them into better words until they are signed. */
export function draftMinutes({ office, sitting, attendees, items, names }: Sat): string {
  const staff = new Map(attendees.map((one) => [one.staffId, one.name]));
  const list = (present: boolean) =>
    attendees.filter((one) => one.present === present).map((one) => `${one.name} (${word(dutyWords, one.duty)})`);
  const absent = list(false);
  const head = m.tpp_minutes_opening(
    {
      day: formatDay(sitting.day, 'id'),
      time: sitting.startsAt,
      place: sitting.place,
      office,
      label: sittingLabel(sitting) ?? '',
    },
    id,
  );
  const who = m.tpp_minutes_present({ names: list(true).join('; ') }, id);
  const missing = absent.length > 0 ? [m.tpp_minutes_absent({ names: absent.join('; ') }, id)] : [];
  const quorum = m.tpp_minutes_quorum(
    {
      present: String(sitting.quorum?.present ?? 0),
      invited: String(sitting.quorum?.invited ?? 0),
      needed: String(sitting.quorum?.needed ?? 0),
    },
    id,
  );
  const heard = items.map((item, index) => {
    const named = names.get(item.id);
    const lines = [
      `${index + 1}. ${named?.name ?? '–'}${named?.registerLabel ? `, ${named.registerLabel}` : ''}. ${word(itemKindWords, item.kind)}: ${item.facts}`,
      ...(named?.presenter ? [m.tpp_minutes_presented({ name: named.presenter }, id)] : []),
      `${item.recommendation ? word(recommendationWords, item.recommendation) : ''} (${item.way === 'votes' && item.votes ? m.tpp_minutes_votes({ for: String(item.votes.for), against: String(item.votes.against), abstained: String(item.votes.abstained) }, id) : m.tpp_minutes_consensus({}, id)}). ${item.reasons}`,
      ...item.dissents.map((one) =>
        m.tpp_minutes_dissent({ name: staff.get(one.staffId) ?? '–', reason: one.reason }, id),
      ),
    ];
    return lines.join('\n');
  });
  return [head, who, ...missing, quorum, ...heard, m.tpp_minutes_closing({}, id)].join('\n\n');
}

function word<T extends string>(
  words: Readonly<Record<T, (inputs?: object, options?: { locale?: 'id' | 'en' }) => string>>,
  value: T,
): string {
  return words[value]({}, id);
}
