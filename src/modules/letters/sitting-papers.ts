import {
  dutyWords,
  itemKindWords,
  recommendationWords,
  type Attendee,
  type Dissent,
  type ItemKind,
  type Quorum,
  type Recommendation,
  type Votes,
  type Way,
} from '#modules/tpp';
import { escapeWording } from './wording.ts';

/** Letters are Indonesian whatever language a screen has. */
const id = { locale: 'id' } as const;

type Item = {
  id: string;
  kind: ItemKind;
  facts: string;
  recommendation: Recommendation | null;
  reasons: string;
  way: Way | null;
  votes: Votes | null;
  dissents: readonly Dissent[];
  guardianPresent: boolean | null;
  guardianNote: string;
  companionPresent: boolean | null;
  companionNote: string;
};
type Named = { name: string; registerLabel: string | null; presenter: string | null };
export type Sat = {
  quorum: Quorum | null;
  attendees: readonly (Attendee & { name: string })[];
  items: readonly Item[];
  names: ReadonlyMap<string, Named>;
  total: number;
};

/**
 * What an invitation says of the agenda: how many matters of which kind, and nobody's name. It goes to members from outside too, and
 * whoever sits sees the agenda itself here.
 */
export function writeAgenda({ items, total }: Pick<Sat, 'items' | 'total'>): string {
  const counts = new Map<string, number>();
  for (const { kind } of items) counts.set(kindOf(kind), (counts.get(kindOf(kind)) ?? 0) + 1);
  if (total > items.length) counts.set('Perkara lain', total - items.length);
  return [...counts].map(([kind, count], index) => `${index + 1}. ${kind}: ${count} perkara`).join('\n');
}

export function writeInvited(attendees: Sat['attendees']): string {
  return attendees.map((one, index) => `${index + 1}. ${escapeWording(namedWithDuty(one))}`).join('\n');
}

/** Who came, who did not, and whether they were enough. */
export function writePresent({ attendees, quorum }: Pick<Sat, 'attendees' | 'quorum'>): string {
  const those = (present: boolean) => attendees.filter((one) => one.present === present).map(namedWithDuty);
  const absent = those(false);
  const enough = quorum && `${quorum.present} dari ${quorum.invited} anggota yang diundang; kuorum ${quorum.needed}`;
  return [
    row('Hadir', those(true).join('; ')),
    ...(absent.length > 0 ? [row('Tidak hadir', absent.join('; '))] : []),
    ...(enough ? [row('Kuorum', `${enough} tercapai`)] : []),
  ].join('\n');
}

/** What was advised on each matter and why, as the record has it; the secretary may put it into better words. */
export function writeHeard({ attendees, items, names }: Pick<Sat, 'attendees' | 'items' | 'names'>): string {
  const staff = new Map(attendees.map((one) => [one.staffId, one.name]));
  return items
    .map((item, index) => {
      const named = names.get(item.id);
      const register = named?.registerLabel ? `, ${named.registerLabel}` : '';
      const advice = item.recommendation ? recommendationWords[item.recommendation]({}, id) : '';
      return [
        `*${index + 1}. ${escapeWording(oneLine(named?.name ?? '–'))}*${escapeWording(register)}\n`,
        row('Perkara', `${kindOf(item.kind)}: ${item.facts}`),
        ...(named?.presenter ? [row('Penyaji', named.presenter)] : []),
        ...writeCalled(item),
        row('Rekomendasi', `${advice} (${howAgreed(item)})`),
        row('Alasan', item.reasons),
        ...item.dissents.map((one) => row('Pendapat lain', `${staff.get(one.staffId) ?? '–'}: ${one.reason}`)),
      ].join('\n');
    })
    .join('\n\n');
}

/** Whom a child's matter called, and whether they came. */
function writeCalled({ guardianPresent, guardianNote, companionPresent, companionNote }: Item): string[] {
  const was = (present: boolean, note: string) => `${present ? 'hadir' : 'tidak hadir'} (${note})`;
  return [
    ...(guardianPresent === null ? [] : [row('Orang tua atau wali', was(guardianPresent, guardianNote))]),
    ...(companionPresent === null ? [] : [row('Pendamping', was(companionPresent, companionNote))]),
  ];
}

function howAgreed({ way, votes }: Item): string {
  return way === 'votes' && votes
    ? `${votes.for} setuju, ${votes.against} tidak setuju, ${votes.abstained} abstain`
    : 'mufakat';
}

const kindOf = (kind: ItemKind) => itemKindWords[kind]({}, id);
const namedWithDuty = ({ name, duty }: Attendee & { name: string }) => `${name} (${dutyWords[duty]({}, id)})`;
const oneLine = (text: string) => text.replace(/\s*\n\s*/g, ' ').trim();
const row = (label: string, text: string) => `${label} :: ${escapeWording(oneLine(text))}`;
