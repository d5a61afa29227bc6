import { addWorkingDays, mondayToFriday } from '#kernel/holidays';
import { addDays, plainDate, type PlainDate } from '#kernel/plain-date';
import type { Row } from '../copy.server.ts';
import { Dice } from '../dice.ts';
import { morning, type DemoClient } from './clients.ts';
import type { DemoAccount } from './offices.ts';
import { earlierProposals } from './published.ts';

const office = { weekdays: mondayToFriday, holidays: new Set<PlainDate>() };

type Step = readonly [
  day: string,
  step: string,
  from: string,
  to: string,
  by: string,
  document: string,
  reason: string,
  /** What the client reads, where the step is told to him. */
  told?: string,
];
/** How far each has come. Every step is written as it was taken, so that the database carries the state over itself. */
const roads: readonly { begun: string; urgent?: true; steps: readonly Step[] }[] = [
  { begun: '2022-06-08', steps: [] },
  {
    begun: '2022-05-23',
    steps: [
      [
        '2022-05-30',
        'hear',
        'begun',
        'advised',
        'kasi.gili',
        'sitting_minutes',
        'Tiga teguran tidak mengubah keadaan.',
      ],
      [
        '2022-06-02',
        'revoke_temporarily',
        'advised',
        'temporarily_revoked',
        'kepala.gili',
        'temporary_revocation',
        'Mengikuti rekomendasi sidang.',
        'Pembebasan bersyarat Saudara dicabut sementara karena Saudara berulang kali menimbulkan keresahan. Saudara berhak menyampaikan keberatan.',
      ],
      [
        '2022-06-03',
        'report',
        'temporarily_revoked',
        'at_kanwil',
        'kepala.gili',
        'proposal',
        'Dilaporkan bersama BAP.',
      ],
    ],
  },
  {
    begun: '2022-05-12',
    urgent: true,
    steps: [
      [
        '2022-05-12',
        'revoke_urgently',
        'begun',
        'revoked_unheard',
        'kepala.gili',
        'temporary_revocation',
        'Korban diancam lagi di rumahnya.',
      ],
      ['2022-05-17', 'hear', 'revoked_unheard', 'heard_after', 'kasi.gili', 'sitting_minutes', 'Ancaman itu terbukti.'],
      [
        '2022-05-18',
        'uphold',
        'heard_after',
        'temporarily_revoked',
        'kepala.gili',
        'decision_note',
        'Bahaya masih ada.',
      ],
      ['2022-05-19', 'report', 'temporarily_revoked', 'at_kanwil', 'kepala.gili', 'proposal', 'Dilaporkan segera.'],
      ['2022-06-01', 'forward', 'at_kanwil', 'at_ditjenpas', 'kanwil.ntb', 'tier_proposal', 'Diusulkan untuk dicabut.'],
    ],
  },
];
/** Breaches that were proposed for revocation and wait for somebody to begin. */
const waiting = 4;

/** What a small office has of revocations: some on their way, each at another tier, and breaches that wait for one. */
export function proceedingRows(
  clients: readonly DemoClient[],
  accounts: readonly DemoAccount[],
): Record<string, Row[]> {
  // Of its own, so that the rest of the demo stays as it is.
  const dice = new Dice(20_220_618);
  const by = (username: string) => accounts.find((account) => account.username === username)!;
  const pk = by('pk.gili');
  const chosen = clients
    .filter((one) => one.kind === 'parole_pb' && !one.child && one.endedOn === null && one.pkStaffId === pk.staffId)
    .slice(0, roads.length + waiting);
  const breaches: Row[] = [];
  const grounds: Row[] = [];
  const proceedings: Row[] = [];
  const moves: Row[] = [];
  for (const [index, client] of chosen.entries()) {
    const road = roads[index];
    const begun = plainDate(road?.begun ?? '2022-06-09');
    const opened = addDays(begun, -14);
    const of = { case_id: client.caseId, unit_id: client.unitId };
    const made = (day: PlainDate) => ({ id: dice.id(morning(day, dice)) });
    const breach = {
      ...made(opened),
      ...of,
      state: 'proposed_for_revocation',
      source: 'officer',
      opened_on: opened,
      ended_on: addDays(begun, -1),
      note: 'Laporan ketua RT dan hasil kunjungan rumah.',
      alleged: 'Saudara berulang kali menimbulkan keresahan di lingkungan tempat tinggal.',
      decision_told:
        'Kepala Bapas mengusulkan pencabutan pembebasan bersyarat Saudara karena Saudara tetap menimbulkan keresahan setelah ditegur. Keputusan belum diambil dan Saudara berhak didengar.',
      made_by: pk.accountId,
    };
    breaches.push(breach);
    grounds.push({ ...made(opened), breach_id: breach.id, ...of, code: 'unrest', made_by: pk.accountId });
    if (!road) continue;
    const proceeding = {
      ...made(begun),
      ...of,
      kind: 'revocation',
      route: 'tiers',
      breach_id: breach.id,
      begun_on: begun,
      reason: 'Berulang kali menimbulkan keresahan dalam masyarakat.',
      told: 'Saudara diusulkan dicabut pembebasan bersyaratnya karena berulang kali menimbulkan keresahan.',
      urgent: road.urgent ?? false,
      danger: road.urgent ? 'Korban diancam di rumahnya; tidak dapat menunggu sidang.' : '',
      service_until: addWorkingDays(begun, 20, office),
      due_on: addWorkingDays(begun, 5, office),
      since: begun,
      made_by: pk.accountId,
      made_at: morning(begun, dice).toISOString(),
    };
    proceedings.push(proceeding);
    for (const [day, step, from, to, username, document, reason, told = ''] of road.steps) {
      const on = plainDate(day);
      moves.push({
        ...made(on),
        proceeding_id: proceeding.id,
        ...of,
        step,
        from_state: from,
        to_state: to,
        day: on,
        reason,
        document,
        document_number:
          document === 'sitting_minutes' ? '2/TPP/2022' : document === 'tier_proposal' ? 'W21-77/2022' : '',
        advice: step === 'hear' ? 'approve' : null,
        told,
        due_on: addWorkingDays(on, 5, office),
        made_by: by(username).accountId,
        made_at: morning(on, dice).toISOString(),
      });
    }
  }
  return {
    'breaches.breach': breaches,
    'breaches.ground': grounds,
    'revocations.proceeding': proceedings,
    'revocations.move': moves.sort((a, b) => (String(a['made_at']) < String(b['made_at']) ? -1 : 1)),
  };
}

/** The proposals that the source counts, on invented days within its period and of nobody in particular. */
export function earlierRows(unitId: number): Row[] {
  const dice = new Dice(20_220_627);
  const { from, through, count } = earlierProposals;
  const span = Math.round((Date.parse(through) - Date.parse(from)) / 86_400_000);
  return Array.from({ length: count }, (_, index) => {
    const filed = addDays(plainDate(from), Math.floor((span * index) / (count - 1)));
    return {
      id: dice.id(morning(filed, dice)),
      unit_id: unitId,
      filed_on: filed,
      of_kind: 'caught_and_final',
      note: '',
    };
  });
}
