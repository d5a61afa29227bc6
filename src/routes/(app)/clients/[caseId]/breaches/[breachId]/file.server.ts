import { formatDate, formatDays, formatShortMoment, type Locale } from '#kernel/format';
import type { Zone } from '#kernel/zone';
import {
  appearanceWords,
  documentWords,
  entryWords,
  heardWords,
  stateWords,
  stepWords,
  type EntryKind,
} from '#modules/breaches';
import type { BreachInFull } from '#modules/breaches/server';
import { listConditions } from '#modules/cases/server';
import { readLedger } from '#modules/check-ins/server';
import { stateWords as periodWords } from '#modules/check-ins';
import { kindWords as contactWords, outcomeWords } from '#modules/contacts';
import { readContacts } from '#modules/contacts/server';
import { m } from '#messages';
import { stateWords as letterStateWords } from '#modules/letters';
import { recommendationWords } from '#modules/tpp';
import type { ReadCtx } from '#platform/ctx';
import { sayCalls, sayPresences } from '../../../../presences.server.ts';

/** So many of the newest contacts with a client stand beside the evidence; the rest is a link away. */
const CONTACTS = 5;

/** The row of misses as it stands now, from its first period on: what was put right since shows here. */
export async function missesOf(ctx: ReadCtx, one: BreachInFull, locale: Locale) {
  if (!one.firstMissed) return undefined;
  const { periods } = await readLedger(ctx, one.caseId);
  const first = periods.find(({ id }) => id === one.firstMissed);
  if (!first) return undefined;
  const row = periods.filter(({ from }) => from >= first.from && from <= one.today).reverse();
  return {
    changed: row.slice(0, one.misses ?? 0).some(({ state }) => state !== 'missed'),
    periods: row.map((period) => ({
      id: period.id,
      days: formatDays(period.from, period.through, locale),
      state: periodWords[period.state](),
      tone: period.state === 'missed' ? ('error' as const) : ('neutral' as const),
    })),
  };
}

/** What there is to be known of a breach besides its own papers: conditions in force and the last contacts. */
export async function aroundOf(ctx: ReadCtx, one: BreachInFull, zone: Zone, locale: Locale) {
  const conditions = (await listConditions(ctx, one.caseId)).filter(({ liftedAt }) => liftedAt === null);
  const { history } = await readContacts(ctx, one.caseId);
  return {
    conditions: conditions.map(({ id, text, type }) => ({ id, text, isSpecial: type === 'special' })),
    contacts: history.slice(0, CONTACTS).map((contact) => ({
      id: contact.id,
      what: [
        formatShortMoment(contact.happenedAt, zone, locale),
        contactWords[contact.kind](),
        contact.outcome ? outcomeWords[contact.outcome]() : '',
      ]
        .filter(Boolean)
        .join(' · '),
      by: contact.by ?? undefined,
      text: contact.note,
    })),
  };
}

export function entriesOf(one: BreachInFull, kind: EntryKind, locale: Locale) {
  return one.entries
    .filter((entry) => entry.kind === kind)
    .map((entry) => ({
      id: entry.id,
      kind: entryWords[entry.kind](),
      day: formatDate(entry.happenedOn, locale),
      text: entry.text,
      result: entry.result,
      by: entry.by ?? '',
      file: entry.fileId ? `/files/${entry.fileId}` : undefined,
    }));
}

/** The letter about a summons, minutes or the breach itself: the newest that still stands, else the newest. */
export function letterOf(one: BreachInFull, ofId: string) {
  const about = one.letters.filter((letter) => letter.ofId === ofId);
  return about.find(({ state }) => state !== 'withdrawn' && state !== 'void') ?? about[0];
}

const isGone = (letter: ReturnType<typeof letterOf>) =>
  letter === undefined || letter.state === 'withdrawn' || letter.state === 'void';

const linkTo = (letter: { id: string; label: string | null; state: keyof typeof letterStateWords }) => ({
  href: `/letters/${letter.id}`,
  label: letter.label ?? '',
  state: letterStateWords[letter.state](),
  tone: letter.state === 'received' ? ('success' as const) : ('neutral' as const),
});

function letterShown(one: BreachInFull, ofId: string) {
  const letter = letterOf(one, ofId);
  return {
    letter: letter && linkTo(letter),
    /** It was withdrawn or is void, so that another one may be drafted. */
    isGone: isGone(letter),
  };
}

export function summonsesOf(one: BreachInFull, locale: Locale) {
  return one.summonses.map((summons) => {
    const letter = letterOf(one, summons.id);
    return {
      id: summons.id,
      ...letterShown(one, summons.id),
      title: m.breaches_summons_title({ ordinal: String(summons.ordinal) }),
      call: m.breaches_summons_call({
        day: formatDate(summons.appearOn, locale),
        time: summons.appearAt.replace(':', '.'),
        place: summons.place,
      }),
      sent: summons.sentOn ? m.breaches_sent({ day: formatDate(summons.sentOn, locale) }) : m.breaches_not_sent(),
      isSent: summons.sentOn !== null,
      called: sayCalls(summons),
      appearOn: summons.appearOn,
      delivered: summons.deliveredOn
        ? m.breaches_summons_delivered({
            day: formatDate(summons.deliveredOn, locale),
            receiver: letter?.receivedName ?? '',
          })
        : undefined,
      proof: letter?.proofFileId ? `/files/${letter.proofFileId}` : undefined,
      outcome:
        summons.outcome && summons.outcomeOn
          ? [
              appearanceWords[summons.outcome](),
              ...(summons.whileHeld ? [m.breaches_while_held()] : []),
              formatDate(summons.outcomeOn, locale),
            ].join(', ')
          : undefined,
      outcomeNote: summons.outcomeNote,
      isOpen: summons.outcome === null,
    };
  });
}

export function examinationsOf(one: BreachInFull, locale: Locale) {
  return one.examinations.map((held) => ({
    id: held.id,
    ...letterShown(one, held.id),
    title: m.breaches_minutes_title({ day: formatDate(held.heldOn, locale) }),
    who: held.about === 'client' ? heardWords.client() : `${heardWords[held.about]()}: ${held.person}`,
    place: held.place,
    inAbsence: held.inAbsence,
    statement: held.statement,
    present: held.present,
  }));
}

/** What sittings advised about it. */
export function adviceOf(one: BreachInFull, locale: Locale) {
  return one.advice.map((advised) => ({
    id: advised.id,
    day: formatDate(advised.heldOn, locale),
    text: `${recommendationWords[advised.advice]()}. ${advised.reasons}`,
    result: '',
    by: advised.document,
    file: undefined,
  }));
}

/** Visits at home since this came up, as they stand among the contacts. */
export function visitsOf(one: BreachInFull, locale: Locale) {
  return one.visits.map((visit) => ({
    id: visit.id,
    day: formatDate(visit.on, locale),
    text: visit.text,
    result: '',
    by: visit.by ?? '',
    file: undefined,
  }));
}

/** Every step that was taken, with who took it, why, and on which document. */
export function movesOf(one: BreachInFull, locale: Locale) {
  return one.moves.map((move) => ({
    id: move.id,
    what: `${stepWords[move.step]()}: ${stateWords[move.to]()}`,
    day: formatDate(move.day, locale),
    by: move.by ?? '',
    document: [documentWords[move.document](), move.documentNumber || numberAbout(one, move)].filter(Boolean).join(' '),
    reason: move.reason,
    presence: sayPresences(move),
  }));
}

/** Minutes and reprimand get their number as letters, after the step. */
function numberAbout(one: BreachInFull, { step, documentId }: BreachInFull['moves'][number]): string {
  const ofId = documentId ?? (step === 'reprimand' ? one.id : undefined);
  return (ofId && letterOf(one, ofId)?.label) || '';
}

/** The letters of this breach, each with where it stands; minutes and a reprimand that were taken back may be drafted anew. */
export function lettersOf(one: BreachInFull) {
  const line = (ofId: string, name: string, mayDraft: boolean) => ({
    key: ofId,
    name,
    ...letterShown(one, ofId),
    mayDraft: mayDraft && one.may.handle && isGone(letterOf(one, ofId)),
  });
  return [
    ...one.summonses.map((summons) =>
      line(summons.id, m.breaches_summons_title({ ordinal: String(summons.ordinal) }), false),
    ),
    ...one.examinations.map((held) => line(held.id, documentWords.minutes(), true)),
    ...(one.state === 'reprimanded' ? [line(one.id, documentWords.reprimand(), true)] : []),
    ...one.orders.map((order) => ({ key: order.id, name: m.breaches_order(), letter: linkTo(order), mayDraft: false })),
  ];
}
