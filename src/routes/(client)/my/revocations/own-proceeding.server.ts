import { formatDate, formatDay, type Locale } from '#kernel/format';
import type { PlainDate } from '#kernel/plain-date';
import type { OwnLifting } from '#modules/cases/server';
import {
  decidesOn,
  dueAt,
  holderAt,
  holderWords,
  kindWords,
  ownStepWords,
  ownWords,
  type Holder,
} from '#modules/revocations';
import type { OwnProceeding } from '#modules/revocations/server';
import { m } from '#messages';
import { leftWords, sayDue } from '../../../due.server.ts';
import { sayOwnLifting } from '../../lifting-words.ts';

/** Posts of his own office, which is named with them; the others are one for the whole country, or of another house. */
const ofOffice: readonly Holder[] = ['counsellor', 'head', 'sitting'];

/** With which post or authority the file lies, who decides in the end, and by when; the name of no officer. */
function turnOf(one: OwnProceeding, today: PlainDate, locale: Locale) {
  const holder = holderAt(one.route, one.state);
  if (!holder || one.endedOn) return undefined;
  const due = dueAt(one);
  const { office } = one;
  return {
    with: ofOffice.includes(holder) ? m.client_post_at({ who: holderWords[holder](), office }) : holderWords[holder](),
    decides: holderWords[decidesOn[one.route]](),
    due: due ? sayDue(due, today, locale) : undefined,
    left: leftWords(one.daysLeft, one.serviceUntil, locale),
  };
}

/** A proceeding as he reads it whom it is about: where it stands, with whom and until when, why, and what he may still say. */
export function showOwnProceeding(
  one: OwnProceeding,
  liftings: readonly OwnLifting[],
  today: PlainDate,
  locale: Locale,
) {
  const lifted =
    one.state === 'revoked' || one.state === 'cancelled'
      ? liftings.find(({ dated }) => one.decreeOn !== null && dated >= one.decreeOn)
      : undefined;
  const day = one.nextOn ? formatDay(one.nextOn, locale) : undefined;
  return {
    id: one.id,
    what: kindWords[one.kind](),
    since: m.revocations_own_since({ day: formatDate(one.begunOn, locale) }),
    // What he was told with a step stands there; here stands what he was told when it began.
    told: one.steps.some(({ told }) => told !== '') ? '' : one.told,
    steps: one.steps.flatMap(({ step, day: on, told }) => {
      const what = ownStepWords[step]?.();
      return what ? [{ day: formatDate(on, locale), what, told }] : [];
    }),
    stands: lifted ? m.cases_own_lifted() : ownWords[one.state](),
    lifted: lifted && sayOwnLifting(lifted, locale),
    turn: turnOf(one, today, locale),
    /** The right to be heard, as long as nothing is decided. */
    heard: one.endedOn ? undefined : m.revocations_own_right(),
    decree:
      one.decreeNumber && one.decreeOn
        ? m.revocations_own_decree({ number: one.decreeNumber, day: formatDate(one.decreeOn, locale) })
        : undefined,
    next:
      day &&
      (one.nextPlace
        ? m.revocations_own_next({ day, place: one.nextPlace })
        : m.revocations_own_next_no_place({ day })),
  };
}
