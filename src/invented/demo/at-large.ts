import { addDays, plainDate, type PlainDate } from '#kernel/plain-date';
import type { Row } from '../copy.server.ts';
import { Dice } from '../dice.ts';
import { ClientMaker, morning } from './clients.ts';
import type { DemoAccount, DemoOfficer } from './offices.ts';
import type { OfficeScene } from './palembang.ts';
import { palembangToday } from './published.ts';

const today = plainDate(palembangToday);

/** How many days before the demo's day the decree came, and how far each search has got. Invented, outside the published figures. */
const searches = [
  { daysAgo: 5, kind: 'parole_pb', state: 'decree_received' },
  { daysAgo: 20, kind: 'parole_pb', state: 'copies_sent' },
  { daysAgo: 41, kind: 'conditional_leave_cb', state: 'arrest_requested' },
  { daysAgo: 72, kind: 'assimilation', state: 'wanted' },
  { daysAgo: 118, kind: 'parole_pb', state: 'wanted' },
  { daysAgo: 64, kind: 'parole_pb', state: 'arrested' },
  { daysAgo: 150, kind: 'parole_pb', state: 'handed_over' },
  // A child, of whose search nobody has told his family yet.
  { daysAgo: 26, kind: 'parole_pb', state: 'arrest_requested', child: true },
] as const satisfies readonly Search[];
type Search = { daysAgo: number; kind: string; state: string; child?: boolean };
type State = (typeof searches)[number]['state'];

const addressees = [
  ['prosecutor', 'Kejaksaan Negeri (rekaan)'],
  ['police', 'Kepolisian Resor (rekaan)'],
  ['prison', 'Lapas (rekaan)'],
  ['kanwil', 'Kantor Wilayah (rekaan)'],
] as const;

/** The steps that lead to a state, each so many days after the decree. */
const ways: Record<State, readonly (readonly [step: string, to: State, after: number])[]> = {
  decree_received: [],
  copies_sent: [['send_copies', 'copies_sent', 4]],
  arrest_requested: [
    ['send_copies', 'copies_sent', 4],
    ['request_arrest', 'arrest_requested', 9],
  ],
  wanted: [
    ['send_copies', 'copies_sent', 3],
    ['request_arrest', 'arrest_requested', 6],
    ['list_as_wanted', 'wanted', 30],
  ],
  arrested: [
    ['send_copies', 'copies_sent', 2],
    ['request_arrest', 'arrest_requested', 5],
    ['arrest', 'arrested', 58],
  ],
  handed_over: [
    ['send_copies', 'copies_sent', 2],
    ['request_arrest', 'arrest_requested', 4],
    ['arrest', 'arrested', 33],
    ['hand_over', 'handed_over', 36],
  ],
};
const documents: Record<string, readonly [document: string, number: string, reason: string]> = {
  send_copies: ['cover_letter', 'SP-{n} (rekaan)', 'Salinan keputusan telah dikirim kepada semua alamat.'],
  request_arrest: ['arrest_request', 'R-{n} (rekaan)', 'Diminta kepada kepolisian resor setempat.'],
  list_as_wanted: ['wanted_list', 'DPO-{n} (rekaan)', 'Kepolisian memberitahukan nomor daftar pencarian orang.'],
  arrest: ['arrest_minutes', 'BA-{n} (rekaan)', 'Ditangkap di rumah kerabat, diberitahukan oleh kepolisian.'],
  hand_over: ['handover_minutes', 'BAST-{n} (rekaan)', 'Diserahkan jaksa kepada lembaga.'],
};

/** In the order in which one refers to the other. */
export const atLargeTables = [
  'at_large.search',
  'at_large.copy',
  'at_large.closure',
  'at_large.move',
  'at_large.sighting',
  'at_large.alarm',
];

/** People of the small Bapas whose supervision ended by a decree, in several states of being found. */
export function awayFromGili(
  unitId: number,
  officers: readonly DemoOfficer[],
  accounts: readonly DemoAccount[],
  villages: readonly string[],
): OfficeScene {
  // Of its own, so that the rest of the demo stays as it is.
  const dice = new Dice(20_220_617);
  const maker = new ClientMaker(dice, 5203);
  const named = (username: string) => accounts.find((account) => account.username === username)!;
  const [pk, head] = [named('pk.gili'), named('kepala.gili')];
  const tables: Record<string, Row[]> = Object.fromEntries(
    [...atLargeTables, 'tasks.task'].map((table) => [table, []]),
  );
  const put = (table: string, row: Row) => void tables[table]!.push(row);
  for (const [index, search] of searches.entries()) {
    const { daysAgo, kind, state } = search;
    const child = 'child' in search;
    const decree = addDays(today, -daysAgo);
    const client = maker.add({
      unitId,
      kind,
      child,
      receivedOn: plainDate('2021-03-01'),
      ended: { on: decree, reason: 'breach', isSearchedFor: state !== 'handed_over' },
      pkStaffId: officers.find(({ staffId }) => staffId === pk.staffId)!.staffId,
      registerNumber: 901 + index,
      today,
      regency: '52.02',
      villages,
    });
    const steps = ways[state];
    const id = dice.id(morning(decree, dice));
    const of = { search_id: id, case_id: client.caseId, unit_id: unitId };
    const at = (day: PlainDate) => morning(day, dice).toISOString();
    put('at_large.search', {
      id,
      case_id: client.caseId,
      unit_id: unitId,
      // Its moves carry it on, as they do everywhere.
      opened_on: decree,
      decree_number: `PAS-${300 + index}.PK.05.09 Tahun 2022 (rekaan)`,
      decree_dated: decree,
      decree_issuer: 'Direktorat Jenderal Pemasyarakatan',
      made_by: head.accountId,
      made_at: at(decree),
    });
    if (state !== 'decree_received')
      for (const [addressee, name] of addressees)
        put('at_large.copy', {
          id: dice.id(morning(decree, dice)),
          ...of,
          addressee,
          name,
          letter_number: `SP-${10 + index} (rekaan)`,
          sent_on: addDays(decree, 2),
          received_on: addressee === 'kanwil' ? null : addDays(decree, 4),
          received_by: addressee === 'kanwil' ? '' : 'Petugas penerima (rekaan)',
          made_by: pk.accountId,
          made_at: at(addDays(decree, 2)),
        });
    let from: State = 'decree_received';
    for (const [step, to, after] of steps) {
      const day = addDays(decree, after);
      const [document, number, reason] = documents[step]!;
      const closureId = step === 'hand_over' ? dice.id(morning(day, dice)) : null;
      const documentNumber = number.replace('{n}', String(20 + index));
      if (closureId)
        put('at_large.closure', {
          id: closureId,
          ...of,
          step,
          day,
          institution: 'Lapas Gili Lestari (rekaan)',
          document_number: documentNumber,
          register_number: 'BI.12/2022 (rekaan)',
          reason,
          made_by: pk.accountId,
          made_at: at(day),
          decided_by: head.accountId,
          decided_at: at(day),
          outcome: 'confirmed',
        });
      put('at_large.move', {
        id: dice.id(morning(day, dice)),
        ...of,
        step,
        from_state: from,
        to_state: to,
        day,
        reason,
        document,
        document_number: documentNumber,
        place: step === 'arrest' ? 'Kabupaten Lombok Tengah' : closureId ? 'Lapas Gili Lestari (rekaan)' : '',
        closure_id: closureId,
        made_by: closureId ? head.accountId : pk.accountId,
        made_at: at(day),
      });
      from = to;
    }
    if (state === 'wanted')
      put('at_large.sighting', {
        id: dice.id(morning(today, dice)),
        ...of,
        from_unit_id: unitId,
        seen_on: addDays(today, -12 - index),
        place: 'Pasar ikan dan tempat pelelangan (rekaan)',
        area_code: '52.02',
        source_grade: 'usual',
        info_grade: 'likely',
        told_by: 'Ketua RT (rekaan)',
        note: 'Terlihat bekerja sebagai buruh angkut pada pagi hari.',
        made_by: pk.accountId,
        made_at: at(addDays(today, -12)),
      });
    const quiet = state === 'arrested' || state === 'handed_over';
    for (const [ordinal, days, reason] of [
      [1, 3, 'copies_missing'],
      [3, 30, 'not_arrested'],
      [4, 60, 'not_arrested'],
      [5, 90, 'not_arrested'],
    ] as const)
      if (!quiet && daysAgo > days && (reason === 'not_arrested' || state === 'decree_received'))
        put('at_large.alarm', {
          id: dice.id(morning(addDays(decree, days + 1), dice)),
          ...of,
          ordinal,
          days,
          reason,
          raised_on: addDays(decree, days + 1),
          made_at: at(addDays(decree, days + 1)),
        });
    const task = (kind: string, facts: Record<string, unknown>) =>
      put('tasks.task', {
        id: dice.id(morning(decree, dice)),
        unit_id: unitId,
        case_id: client.caseId,
        kind,
        key: id,
        for_role: 'pk',
        staff_id: pk.staffId,
        facts,
        opened_at: at(decree),
      });
    if (state !== 'handed_over') task('at-large.search', { state });
    if (child) task('at-large.family', {});
    maker.tell(
      morning(decree, dice),
      'at-large.opened',
      unitId,
      client.caseId,
      client.personId,
      { searchId: id },
      head,
    );
  }
  return { maker, lastNumbers: [], extra: tables };
}
