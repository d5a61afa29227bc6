import { plainDate } from '#kernel/plain-date';
import { steps, type PermitState, type PermitStep } from '#modules/permits';
import type { Row } from '../copy.server.ts';
import { Dice } from '../dice.ts';
import { morning } from './clients.ts';
import type { DemoAccount } from './offices.ts';
import type { OfficeScene } from './palembang.ts';

type Move = readonly [step: PermitStep, to: PermitState, day: string, reason: string, number?: string];
/** A step that the office takes itself, by its own use case, with the letter that follows from it. */
export type LaterStep = { step: 'refuse' | 'report_back'; username: string; day: string; reason: string };
type Journey = {
  where: Partial<Record<'area_code' | 'country', string>>;
  days: readonly [asked: string, from: string, until: string];
  stay: string;
  companion?: string;
  purpose: readonly [kind: string, text: string];
  moves: readonly Move[];
  due?: string;
  later?: LaterStep;
};

const good = 'Penjamin mendukung, wajib lapor lengkap, dan keperluannya dibuktikan dengan undangan.';

/** One journey at each place on its way, so that no list of the office is empty. */
const journeys: readonly Journey[] = [
  {
    where: { area_code: '35.78' },
    days: ['2022-06-10', '2022-06-21', '2022-06-25'],
    stay: 'Rumah paman, Jalan Rekaan 12',
    companion: 'istri',
    purpose: ['family', 'Menghadiri pernikahan adik'],
    moves: [],
    due: '2022-06-15',
  },
  {
    where: { area_code: '51.71' },
    days: ['2022-06-08', '2022-06-27', '2022-07-02'],
    stay: 'Mes karyawan, Jalan Rekaan 3',
    purpose: ['work', 'Pelatihan kerja dari majikan'],
    moves: [['advise', 'advised', '2022-06-10', good]],
    due: '2022-06-14',
  },
  {
    where: { area_code: '52.71' },
    days: ['2022-06-01', '2022-06-10', '2022-06-17'],
    stay: 'Rumah mertua, Jalan Rekaan 8',
    companion: 'istri dan anak',
    purpose: ['family', 'Menjenguk mertua yang sakit'],
    moves: [
      ['advise', 'advised', '2022-06-02', good],
      ['grant', 'granted', '2022-06-03', 'Sesuai pertimbangan pembimbing.'],
    ],
  },
  {
    where: { area_code: '35.73' },
    days: ['2022-05-25', '2022-06-02', '2022-06-08'],
    stay: 'Pondok keluarga, Jalan Rekaan 21',
    purpose: ['worship', 'Ziarah keluarga'],
    moves: [
      ['advise', 'advised', '2022-05-27', good],
      ['grant', 'granted', '2022-05-30', 'Sesuai pertimbangan pembimbing.'],
    ],
  },
  {
    where: { area_code: '52.06' },
    days: ['2022-05-02', '2022-05-09', '2022-05-12'],
    stay: 'Rumah kakak, Jalan Rekaan 2',
    purpose: ['family', 'Syukuran kelahiran keponakan'],
    moves: [
      ['advise', 'advised', '2022-05-05', good],
      ['grant', 'granted', '2022-05-06', 'Sesuai pertimbangan pembimbing.'],
    ],
    later: {
      step: 'report_back',
      username: 'pk.gili',
      day: '2022-05-12',
      reason: 'Datang ke kantor dan menceritakan perjalanannya.',
    },
  },
  {
    where: { area_code: '31.73' },
    days: ['2022-05-18', '2022-05-30', '2022-06-20'],
    stay: 'Kos teman, Jalan Rekaan 40',
    purpose: ['other', 'Ingin berlibur'],
    moves: [['advise', 'advised', '2022-05-20', 'Dua kali tidak lapor dan alamat tujuan tidak dapat dipastikan.']],
    later: {
      step: 'refuse',
      username: 'kepala.gili',
      day: '2022-05-23',
      reason: 'Wajib lapor belum lengkap; dapat diajukan kembali sesudah tertib lapor.',
    },
  },
  {
    where: { country: 'Malaysia' },
    days: ['2022-05-24', '2022-07-05', '2022-07-19'],
    stay: 'Rumah sakit rekaan, Kuala Lumpur',
    companion: 'istri',
    purpose: ['medical', 'Operasi jantung yang dirujuk dokter'],
    moves: [
      ['advise', 'advised', '2022-05-27', 'Rujukan dokter ada dan penjamin ikut mendampingi.'],
      ['forward', 'forwarded', '2022-05-30', 'Diteruskan dengan saran untuk diizinkan.', 'W21-17/2022'],
    ],
    due: '2022-06-14',
  },
];

/** What is still to be done with the journey that was asked for on this day. */
export const laterStep = (askedOn: string): LaterStep | undefined =>
  journeys.find(({ days: [asked] }) => asked === askedOn)?.later;

/** Journeys of clients whom the demo's counsellor of the small office guides, in the order of their reception. */
export function permitRows(scene: OfficeScene, accounts: readonly DemoAccount[]): Record<string, Row[]> {
  const named = (username: string) => accounts.find((account) => account.username === username)!;
  const [pk, head] = [named('pk.gili'), named('kepala.gili')];
  // Of its own, so that the rest of the demo stays as it is.
  const dice = new Dice(20_220_617);
  const guided = scene.maker.tables['cases.client_case'].filter(
    (row) => row['pk_staff_id'] === pk.staffId && row['state'] === 'active' && row['age_group'] === 'adult',
  );
  const taken = new Set<unknown>();
  const rows = { permit: [] as Row[], move: [] as Row[], statement: [] as Row[], task: [] as Row[] };
  for (const journey of journeys) {
    const [asked, from, until] = journey.days;
    const abroad = journey.where.country !== undefined;
    const client = guided.find(
      (row) =>
        !taken.has(row['id']) &&
        (!abroad || row['kind'] === 'parole_pb') &&
        String(row['received_on']) < asked &&
        String(row['guidance_end']) > until,
    );
    if (!client) continue;
    taken.add(client['id']);
    const made = (day: string) => morning(plainDate(day), dice);
    const id = dice.id(made(asked));
    const of = { case_id: client['id']!, unit_id: client['unit_id']! };
    rows.permit.push({
      id,
      ...of,
      scope: abroad ? 'abroad' : 'within',
      asked_on: asked,
      asked_how: 'counter',
      from_on: from,
      until_on: until,
      area_code: journey.where.area_code ?? null,
      country: journey.where.country ?? '',
      stay: journey.stay,
      companion: journey.companion ?? '',
      purpose: journey.purpose[0],
      purpose_text: journey.purpose[1],
      due_on: journey.due ?? asked,
      due_counts: 'working',
      made_by: pk.accountId,
      made_at: made(asked).toISOString(),
    });
    let state: PermitState = 'asked';
    for (const [step, to, day, reason, number] of journey.moves) {
      rows.move.push({
        id: dice.id(made(day)),
        permit_id: id,
        ...of,
        step,
        from_state: state,
        to_state: to,
        day,
        reason,
        document: steps[step].document,
        document_number: number ?? '',
        advice: step !== 'advise' ? null : reason.startsWith('Dua') ? 'refuse' : 'grant',
        made_by: step === 'advise' || step === 'report_back' ? pk.accountId : head.accountId,
        made_at: made(day).toISOString(),
      });
      state = to;
    }
    if (journey.moves.length > 0)
      rows.statement.push({
        id: dice.id(made(asked)),
        permit_id: id,
        ...of,
        who: 'guarantor',
        name: 'Penjamin Rekaan',
        agrees: true,
        said_on: asked,
        made_by: pk.accountId,
        made_at: made(asked).toISOString(),
      });
    const task = journey.later ? undefined : taskOf(state, until, journey.due);
    if (task)
      rows.task.push({
        id: dice.id(made(asked)),
        ...of,
        kind: task.kind,
        key: id,
        for_role: task.role,
        staff_id: task.role === 'pk' ? pk.staffId : null,
        due_on: task.due,
        due_counts: task.kind === 'permits.not-back' ? 'calendar' : 'working',
        facts: { state, day: task.day, counts: 'working' },
        opened_at: made(asked).toISOString(),
      });
  }
  return {
    'permits.permit': rows.permit,
    'permits.move': rows.move,
    'permits.statement': rows.statement,
    'tasks.task': rows.task,
  };
}

/** What the office's own work would have opened by the day at which the demo stands. */
function taskOf(state: PermitState, until: string, due: string | undefined) {
  if (state === 'asked' && due) return { kind: 'permits.advise', role: 'pk', due, day: due } as const;
  if (state === 'advised' && due) return { kind: 'permits.decide', role: 'head_of_bapas', due, day: due } as const;
  if (state === 'granted' && until < '2022-06-12')
    return { kind: 'permits.not-back', role: 'pk', due: '2022-06-10', day: until } as const;
  return undefined;
}
