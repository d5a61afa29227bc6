import { formatDate, formatDay, type Locale } from '#kernel/format';
import type { PlainDate } from '#kernel/plain-date';
import { groundWords, ownerOf } from '#modules/breaches';
import type { OwnBreach } from '#modules/breaches/server';
import { ownWords } from '#modules/revocations';
import type { OwnProceeding } from '#modules/revocations/server';
import { m } from '#messages';
import { dueWords } from '../../../due.server.ts';

const stands = {
  open: m.breaches_own_open,
  summoned: m.breaches_own_summoned,
  examined: m.breaches_own_examined,
  recommended: m.breaches_own_examined,
  reprimanded: m.breaches_own_reprimanded,
  proposed_for_revocation: m.breaches_own_proposed,
  closed_unfounded: m.breaches_own_unfounded,
  stopped: m.breaches_own_stopped,
} as const;
/** Where somebody has decided, and what he was told with it is said. */
const decided: readonly string[] = ['reprimanded', 'proposed_for_revocation', 'closed_unfounded'];
/** What became of a call, as he reads it. */
const answered = {
  appeared: m.breaches_own_came,
  not_appeared: m.breaches_own_missed,
  not_delivered: m.breaches_own_not_reached,
  called_off: m.breaches_own_called_off,
} as const;

/** Whether the examination was concluded, and never with him. */
const isUnheard = ({ heard }: OwnBreach) => heard.length > 0 && heard.every(({ inAbsence }) => inAbsence);

/** Where it stands. Whoever has not been heard is not told that he was. */
const standing = (one: OwnBreach) =>
  isUnheard(one) && (one.state === 'examined' || one.state === 'recommended')
    ? m.breaches_own_examined_absent()
    : stands[one.state as keyof typeof stands]();

/** With which post it lies, who decides about it, and by when; the name of no officer. */
function turnOf(one: OwnBreach, today: PlainDate, locale: Locale) {
  const owner = ownerOf(one.state);
  if (!owner || (one.endedOn && !one.dueOn)) return undefined;
  const { office } = one;
  return {
    with: owner === 'pk' ? m.client_post_counsellor({ office }) : m.client_post_leads({ office }),
    // What was proposed is decided in the proceeding, of which the next page tells.
    decides: one.endedOn ? undefined : m.client_post_leads({ office }),
    due: dueWords(one, today, locale),
  };
}

/** What has happened so far, in his words, the earliest first. */
function happenedTo(one: OwnBreach, locale: Locale) {
  const day = (on: PlainDate) => formatDate(on, locale);
  const lines = [
    { on: one.openedOn, what: m.breaches_own_begun() },
    ...one.summonses.map(({ ordinal, sentOn, appearOn, outcome }) => ({
      on: sentOn,
      what: [
        m.breaches_own_sent({ ordinal: String(ordinal), day: day(appearOn) }),
        outcome === null ? '' : answered[outcome](),
      ]
        .filter(Boolean)
        .join(' '),
    })),
    ...one.heard.map(({ on, inAbsence }) => ({
      on,
      what: inAbsence ? m.breaches_own_absent() : m.breaches_own_heard(),
    })),
    ...(one.endedOn
      ? [{ on: one.endedOn, what: one.state === 'stopped' ? m.breaches_own_halted() : m.breaches_own_ended() }]
      : []),
  ];
  return lines.sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0)).map(({ on, what }) => ({ day: day(on), what }));
}

function thenOf(proceeding: OwnProceeding | undefined): string | undefined {
  return proceeding && ownWords[proceeding.state]();
}

/** A breach as he reads it whom it is about: where it stands, with whom and until when, why, and what he may still say. */
export function showOwnBreach(one: OwnBreach, proceedings: readonly OwnProceeding[], today: PlainDate, locale: Locale) {
  // Whoever has been heard need not come for the same call once more.
  const call =
    one.state === 'open' || one.state === 'summoned'
      ? one.summonses.findLast(({ outcome }) => outcome === null)
      : undefined;
  return {
    id: one.id,
    happened: happenedTo(one, locale),
    grounds: one.grounds.map((code) => groundWords[code]()),
    alleged: one.alleged,
    stands: standing(one),
    turn: turnOf(one, today, locale),
    // What was proposed is decided elsewhere: he reads here where that is, and there the rest.
    then:
      one.state === 'proposed_for_revocation'
        ? thenOf(proceedings.find(({ breachId }) => breachId === one.id))
        : undefined,
    told: decided.includes(one.state) ? one.told : '',
    /** The right to be heard, as long as nothing is decided: also of whoever did not come. */
    heard: one.endedOn ? undefined : isUnheard(one) ? m.breaches_own_right_absent() : m.breaches_own_right(),
    call: call && {
      day: formatDay(call.appearOn, locale),
      time: call.appearAt.replace(':', '.'),
      place: call.place,
    },
    counselling: one.state === 'reprimanded' ? one.counselling : '',
    followUp: one.state === 'reprimanded' && one.followUpOn ? formatDay(one.followUpOn, locale) : undefined,
  };
}
