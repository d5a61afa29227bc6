import { addDays, plainDate, type PlainDate } from '#kernel/plain-date';
import type { Row } from '../copy.server.ts';
import { Dice } from '../dice.ts';
import { morning } from './clients.ts';
import type { DemoAccount } from './offices.ts';

export type AccusedTables = Record<
  'breaches.breach' | 'breaches.ground' | 'breaches.entry' | 'breaches.examination' | 'breaches.move',
  Row[]
>;
type Wish = {
  cases: readonly Row[];
  assessed: readonly Row[];
  /** Cases that have a breach already. */
  taken: ReadonlySet<unknown>;
  by: { pk: DemoAccount; section: DemoAccount };
};

/** Told to the end of the month before the demo's day, so that what similar cases led to can be seen. */
const latest = plainDate('2022-05-30');
const wanted = 17;

/**
 * Breaches of this spring that ended with a reprimand: heard, recommended by one and decided by another. They are those of clients on parole who have
 * not been assessed, whose cases are therefore alike. Dice of their own, so that the rest of the demo stays as it is.
 */
export function endedBreaches({ cases, assessed, taken, by }: Wish): AccusedTables {
  const dice = new Dice(20_220_650);
  const known = new Set(assessed.map((row) => row['case_id']));
  const chosen = cases
    .filter(
      (row) =>
        row['kind'] === 'parole_pb' &&
        row['age_group'] === 'adult' &&
        row['ended_on'] === null &&
        !known.has(row['id']!) &&
        !taken.has(row['id']!),
    )
    .slice(0, wanted);
  const made: AccusedTables = {
    'breaches.breach': [],
    'breaches.ground': [],
    'breaches.entry': [],
    'breaches.examination': [],
    'breaches.move': [],
  };
  for (const [nth, row] of chosen.entries()) one(made, dice, row, nth, by);
  return made;
}

function one(made: AccusedTables, dice: Dice, row: Row, nth: number, by: Wish['by']): void {
  const received = row['received_on'] as PlainDate;
  const spring = addDays(plainDate('2022-03-01'), dice.int(50));
  const openedOn = received > spring ? addDays(received, 7) : spring;
  const [heardOn, recommendedOn] = [addDays(openedOn, 8), addDays(openedOn, 10)];
  const decidedOn = addDays(openedOn, 14) > latest ? latest : addDays(openedOn, 14);
  const id = dice.id(morning(openedOn, dice));
  const of = { breach_id: id, case_id: row['id']!, unit_id: row['unit_id']! };
  const on = (day: PlainDate, account: DemoAccount) => {
    const at = morning(day, dice);
    return { id: dice.id(at), ...of, made_by: account.accountId, made_at: at.toISOString() };
  };
  made['breaches.breach'].push({
    id,
    case_id: row['id']!,
    unit_id: row['unit_id']!,
    state: 'reprimanded',
    source: 'officer',
    opened_on: openedOn,
    ended_on: decidedOn,
    note: 'Dua kali tidak hadir pada program bimbingan tanpa kabar.',
    alleged: 'Saudara tidak mengikuti program bimbingan yang ditetapkan.',
    counselling: 'Konseling sebulan sekali selama tiga bulan.',
    decision_told: 'Saudara ditegur karena dua kali tidak mengikuti program bimbingan tanpa kabar.',
    made_by: by.pk.accountId,
    made_at: morning(openedOn, dice).toISOString(),
  });
  made['breaches.ground'].push({ ...on(openedOn, by.pk), code: 'programme' });
  for (const [kind, text, result] of [
    ['evidence', 'Daftar hadir program bimbingan.', ''],
    ['alternative', 'Ditelepon tiga kali dan dititipi pesan lewat penjamin.', 'Klien datang sekali.'],
  ] as const)
    made['breaches.entry'].push({ ...on(heardOn, by.pk), kind, happened_on: openedOn, text, result });
  const minutes = {
    ...on(heardOn, by.pk),
    about: 'client',
    held_on: heardOn,
    place: 'Bapas Gili Lestari (rekaan)',
    in_absence: false,
    statement: 'Klien menerangkan bahwa ia bekerja di luar kota pada hari program.',
    present: 'Klien\nPembimbing',
  };
  made['breaches.examination'].push(minutes);
  const step = (day: PlainDate, account: DemoAccount, move: Record<string, string>) =>
    made['breaches.move'].push({
      ...on(day, account),
      day,
      document_number: '',
      document_id: null,
      option: null,
      counselling: '',
      ...move,
    });
  step(heardOn, by.pk, {
    step: 'examine',
    from_state: 'open',
    to_state: 'examined',
    reason: 'Klien diperiksa.',
    document: 'minutes',
    document_number: `BAP-${nth + 1}/2022`,
    document_id: minutes.id,
  });
  step(recommendedOn, by.pk, {
    step: 'recommend',
    from_state: 'examined',
    to_state: 'recommended',
    reason: 'Pertama kali; klien bersedia ikut lagi.',
    document: 'recommendation',
    option: 'reprimand',
  });
  step(decidedOn, by.section, {
    step: 'reprimand',
    from_state: 'recommended',
    to_state: 'reprimanded',
    reason: 'Sesuai usulan pembimbing dan hasil pemeriksaan.',
    document: 'reprimand',
    document_number: `ST-${nth + 1}/2022`,
  });
}
