import { addDays, plainDate, type PlainDate } from '#kernel/plain-date';
import { planContacts } from '#modules/contacts';
import type { ClientKind } from '#modules/cases';
import type { Row } from '../copy.server.ts';
import { Dice } from '../dice.ts';
import { morning } from './clients.ts';
import type { DemoAccount } from './offices.ts';
import type { OfficeScene } from './palembang.ts';
import { palembangToday } from './published.ts';

const today = plainDate(palembangToday);
/** Adult clients of a counsellor with an account who have something to be seen: visits of today first, then earlier contacts. */
const VISITS = 4;

const notes = [
  'Rumah terkunci. Menurut tetangga, klien berangkat ke pasar sejak subuh dan pulang menjelang sore.',
  'Klien sedang mengantar ibunya ke puskesmas; adiknya menerima kunjungan dan akan menyampaikan pesan.',
  'Klien tidak ada. Penjamin berjanji mengirimkan surat keterangan kerja dari bengkel.',
];

/** The contacts that the rules lay out for every client of an office, and what a few clients have behind and before them. */
export function contactRows(scene: OfficeScene, accounts: readonly DemoAccount[]): Record<string, Row[]> {
  // Of its own, so that the rest of the demo stays as it is.
  const dice = new Dice(20_220_615 + scene.maker.clients[0]!.unitId);
  const planned: Row[] = [];
  const contacts: Row[] = [];
  const shown = new Map<string, number>();
  for (const row of scene.maker.tables['cases.client_case']) {
    if (row['state'] !== 'active') continue;
    const of = { case_id: row['id']!, unit_id: row['unit_id']! };
    const { add } = planContacts(
      {
        kind: row['kind'] as ClientKind,
        ageGroup: row['age_group'] as 'adult' | 'child',
        risk: null,
        isGuided: true,
        receivedOn: row['received_on'] as PlainDate,
        guidanceStart: row['guidance_start'] as PlainDate,
        guidanceEnd: row['guidance_end'] as PlainDate,
        phaseDecided: null,
      },
      [],
      [],
      today,
      {},
    );
    const pk = accounts.find((account) => account.staffId === row['pk_staff_id'] && account.role === 'pk');
    const number = pk && row['age_group'] === 'adult' ? (shown.get(pk.accountId) ?? 0) : undefined;
    if (pk && number !== undefined) shown.set(pk.accountId, number + 1);
    for (const plan of add) {
      const goesToday = plan.kind === 'home_visit' && number !== undefined && number < VISITS;
      planned.push({
        id: dice.id(morning(today, dice)),
        ...of,
        kind: plan.kind,
        origin: 'rule',
        period_from: plan.from,
        due_on: plan.dueOn,
        planned_on: goesToday ? today : null,
        at_time: goesToday && number === 0 ? '09:00' : '',
        is_told: goesToday,
        rule_version: '1999-05-19',
        made_at: morning(today, dice).toISOString(),
      });
    }
    if (pk && number !== undefined && number < notes.length) contacts.push(...earlier(dice, of, pk, number));
  }
  return { 'contacts.planned': planned, 'contacts.contact': contacts };
}

/** A visit in vain and a search of one client. */
function earlier(dice: Dice, of: Row, pk: DemoAccount, number: number): Row[] {
  const base = (day: PlainDate): Row => ({
    id: dice.id(morning(day, dice)),
    ...of,
    happened_on: day,
    happened_at: morning(day, dice).toISOString(),
    recorded_at: morning(day, dice).toISOString(),
    recorded_by: pk.accountId,
    staff_id: pk.staffId,
  });
  return [
    {
      ...base(addDays(today, -20 - number)),
      kind: 'home_visit',
      outcome: number === 2 ? 'waiting_evidence' : 'absent_acceptable',
      evidence_until: number === 2 ? addDays(today, 2) : null,
      note: notes[number]!,
      source: null,
      finding: null,
    },
    {
      ...base(addDays(today, -40 - number)),
      kind: 'search',
      outcome: null,
      evidence_until: null,
      note: '',
      source: 'court_register',
      finding: 'nothing',
    },
  ];
}
