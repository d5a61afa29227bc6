import { formatDate, formatDay, type Locale } from '#kernel/format';
import type { PlainDate } from '#kernel/plain-date';
import { groundWords } from '#modules/breaches';
import { readOwnBreaches, type OwnBreach } from '#modules/breaches/server';
import { ownWords } from '#modules/revocations';
import { readOwnProceedings, type OwnProceeding } from '#modules/revocations/server';
import { m } from '#messages';
import type { RouteAccess } from '#web/route-access';
import { readOwn } from '../../own.server.ts';
import type { PageServerLoad } from './$types';

export const _access: RouteAccess = { who: 'own', action: 'own:report' };

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
    ...(one.endedOn ? [{ on: one.endedOn, what: m.breaches_own_ended() }] : []),
  ];
  return lines.sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0)).map(({ on, what }) => ({ day: day(on), what }));
}

function thenOf(proceeding: OwnProceeding | undefined): string | undefined {
  return proceeding && ownWords[proceeding.state]();
}

export const load: PageServerLoad = (event) =>
  readOwn(event, async (ctx) => {
    const { language } = event.locals;
    const proceedings = await readOwnProceedings(ctx);
    return {
      breaches: (await readOwnBreaches(ctx)).map((one) => {
        // Whoever has been heard need not come for the same call once more.
        const call =
          one.state === 'open' || one.state === 'summoned'
            ? one.summonses.findLast(({ outcome }) => outcome === null)
            : undefined;
        return {
          id: one.id,
          happened: happenedTo(one, language),
          grounds: one.grounds.map((code) => groundWords[code]()),
          alleged: one.alleged,
          stands: stands[one.state as keyof typeof stands](),
          // What was proposed is decided elsewhere: he reads here where that is, and there the rest.
          then:
            one.state === 'proposed_for_revocation'
              ? thenOf(proceedings.find(({ breachId }) => breachId === one.id))
              : undefined,
          told: decided.includes(one.state) ? one.told : '',
          isOver: one.endedOn !== null,
          call: call && {
            day: formatDay(call.appearOn, language),
            time: call.appearAt.replace(':', '.'),
            place: call.place,
          },
          counselling: one.state === 'reprimanded' ? one.counselling : '',
          followUp: one.state === 'reprimanded' && one.followUpOn ? formatDay(one.followUpOn, language) : undefined,
        };
      }),
    };
  });
