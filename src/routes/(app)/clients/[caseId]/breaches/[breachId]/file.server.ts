import { formatDate, formatDays, formatShortMoment, type Locale } from '#kernel/format';
import type { Zone } from '#kernel/zone';
import {
  appearanceWords,
  deliveryWords,
  documentWords,
  entryWords,
  heardWords,
  paperWords,
  stateWords,
  stepWords,
  type EntryKind,
} from '#modules/breaches';
import type { BreachInFull } from '#modules/breaches/server';
import { listConditions, listNotes } from '#modules/cases/server';
import { readLedger } from '#modules/check-ins/server';
import { stateWords as periodWords } from '#modules/check-ins';
import { m } from '#messages';
import type { ReadCtx } from '#platform/ctx';

/** So many of the newest notes about a client stand beside the evidence; the rest is a link away. */
const NOTES = 5;

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
  const { notes } = await listNotes(ctx, one.caseId, { most: NOTES });
  return {
    conditions: conditions.map(({ id, text, type }) => ({ id, text, isSpecial: type === 'special' })),
    notes: notes.map((note) => ({
      id: note.id,
      what: formatShortMoment(note.happenedAt, zone, locale),
      by: note.madeBy ?? undefined,
      text: note.text,
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

export function summonsesOf(one: BreachInFull, locale: Locale) {
  return one.summonses.map((summons) => ({
    id: summons.id,
    title: m.breaches_summons_title({ ordinal: String(summons.ordinal), number: summons.letterNumber }),
    call: m.breaches_summons_call({
      day: formatDate(summons.appearOn, locale),
      time: summons.appearAt.replace(':', '.'),
      place: summons.place,
    }),
    sent: formatDate(summons.sentOn, locale),
    appearOn: summons.appearOn,
    delivered:
      summons.deliveredOn && summons.deliveredHow
        ? m.breaches_summons_delivered({
            day: formatDate(summons.deliveredOn, locale),
            how: deliveryWords[summons.deliveredHow](),
            receiver: summons.deliveredTo,
          })
        : undefined,
    deliveryNote: summons.deliveryNote,
    proof: summons.deliveryFileId ? `/files/${summons.deliveryFileId}` : undefined,
    outcome:
      summons.outcome && summons.outcomeOn
        ? `${appearanceWords[summons.outcome]()}, ${formatDate(summons.outcomeOn, locale)}`
        : undefined,
    outcomeNote: summons.outcomeNote,
    isOpen: summons.outcome === null,
  }));
}

export function examinationsOf(one: BreachInFull, locale: Locale) {
  return one.examinations.map((held) => ({
    id: held.id,
    title: m.breaches_minutes_title({ number: held.number, day: formatDate(held.heldOn, locale) }),
    who: held.about === 'client' ? heardWords.client() : `${heardWords[held.about]()}: ${held.person}`,
    place: held.place,
    inAbsence: held.inAbsence,
    statement: held.statement,
    present: held.present,
  }));
}

/** Every step that was taken, with who took it, why, and on which document. */
export function movesOf(one: BreachInFull, locale: Locale) {
  return one.moves.map((move) => ({
    id: move.id,
    what: `${stepWords[move.step]()}: ${stateWords[move.to]()}`,
    day: formatDate(move.day, locale),
    by: move.by ?? '',
    document: [documentWords[move.document](), move.documentNumber].filter(Boolean).join(' '),
    reason: move.reason,
  }));
}

/** The papers that this breach has, each with the way to print it and, where it is signed, its scan. */
export function papersOf(one: BreachInFull, base: string) {
  const signed = new Map(one.papers.map((paper) => [`${paper.kind} ${paper.ofId}`, paper]));
  const paper = (kind: 'summons' | 'minutes' | 'reprimand' | 'file', ofId: string, name: string) => ({
    key: `${kind} ${ofId}`,
    name,
    href: `${base}/paper?kind=${kind}&of=${ofId}`,
    scan: signed.has(`${kind} ${ofId}`) ? `/files/${signed.get(`${kind} ${ofId}`)!.fileId}` : undefined,
  });
  return [
    ...one.summonses.map((summons) =>
      paper('summons', summons.id, `${paperWords.summons()} ${summons.ordinal} (${summons.letterNumber})`),
    ),
    ...one.examinations.map((held) => paper('minutes', held.id, `${paperWords.minutes()} (${held.number})`)),
    ...(one.state === 'reprimanded' ? [paper('reprimand', one.id, paperWords.reprimand())] : []),
    ...(one.state === 'proposed' ? [] : [paper('file', one.id, paperWords.file())]),
  ];
}
