import { codeOf } from '#kernel/codes';
import { addDays, addMonths, firstOfMonth, lastOfMonth, plainDate, type PlainDate } from '#kernel/plain-date';
import type { Row } from '../copy.server.ts';
import { Dice } from '../dice.ts';
import { endedBreaches } from './accused.ts';
import { assess } from './assessed.ts';
import { ClientMaker, morning, periodsAhead, workingDayIn, type DemoClient } from './clients.ts';
import type { DemoAccount, DemoOfficer } from './offices.ts';
import { scheduled, type OfficeScene } from './palembang.ts';
import { palembangToday } from './published.ts';

const today = plainDate(palembangToday);
const ledgerStart = plainDate('2022-01-01');

/** How many clients of each kind; kinds that concern children only are for children. */
const kinds: readonly (readonly [kind: string, adults: number, children: number])[] = [
  ['parole_pb', 46, 2],
  ['conditional_leave_cb', 18, 1],
  ['prerelease_leave_cmb', 5, 0],
  ['assimilation', 9, 1],
  ['family_visit_leave_cmk', 2, 0],
  ['suspended_sentence', 7, 0],
  ['supervision_sentence', 6, 1],
  ['community_service_sentence', 5, 0],
  ['diversion', 0, 6],
  ['under_twelve_decision', 0, 1],
  ['child_measure', 0, 3],
  ['child_warning', 0, 2],
  ['child_noncustodial_training', 0, 3],
  ['child_community_service', 0, 2],
  ['child_vocational_training', 0, 2],
  ['aftercare', 4, 0],
];

const talks = [
  'Klien sehat dan tinggal di alamat yang sama. Bekerja seperti biasa, tidak ada masalah dengan keluarga.',
  'Klien bercerita sedang mencari pekerjaan baru. Dijelaskan kembali kewajiban lapor dan larangan bepergian tanpa izin.',
  'Klien mengikuti pengajian di kampung dan membantu usaha orang tua. Penjamin hadir mendampingi.',
  'Klien mengeluhkan biaya perjalanan ke kantor. Disepakati lapor berikutnya melalui panggilan video.',
];

/**
 * A small invented Bapas with every kind of client and a ledger kept since January 2022, so that misses, reviews, excuses and
 * disputes can be seen. It stands outside the published figures.
 */
export function giliLestari(
  dice: Dice,
  unitId: number,
  officers: readonly DemoOfficer[],
  accounts: readonly DemoAccount[],
  villages: readonly string[],
): OfficeScene {
  const maker = new ClientMaker(dice, 5202);
  const counsellors = officers.filter(
    (officer) => officer.unit === 'bapas-gili-lestari' && officer.grade?.startsWith('pk_'),
  );
  const desk = accounts.find((account) => account.username === 'loket.gili')!;
  const wanted = kinds.flatMap(([kind, adults, children]) => [
    ...Array.from({ length: adults }, () => ({ kind, child: false })),
    ...Array.from({ length: children }, () => ({ kind, child: true })),
  ]);
  const dated = wanted.map((wish) => ({
    ...wish,
    receivedOn: workingDayIn(
      addMonths(plainDate('2021-08-01'), dice.int(9)),
      dice,
      plainDate('2021-08-01'),
      plainDate('2022-04-29'),
    ),
  }));
  dated.sort((a, b) => (a.receivedOn < b.receivedOn ? -1 : 1));
  const last = new Map<number, number>();
  const excuses: Row[] = [];
  const tasks: Row[] = [];
  for (const [index, wish] of dated.entries()) {
    const year = Number(wish.receivedOn.slice(0, 4));
    last.set(year, (last.get(year) ?? 0) + 1);
    const client = maker.add({
      ...wish,
      unitId,
      registerNumber: last.get(year)!,
      pkStaffId: counsellors[index % counsellors.length]!.staffId,
      today,
      regency: '52.02',
      villages,
    });
    const pk = accounts.find((account) => account.staffId === client.pkStaffId);
    keepLedger(maker, dice, client, { desk, pk }, excuses, tasks);
  }
  const named = (username: string) => accounts.find((account) => account.username === username)!;
  const assessed = assess(maker, new Dice(20_220_615), {
    unitId,
    beganOn: ledgerStart,
    by: { pk: named('pk.gili'), section: named('kasi.gili') },
  });
  const proposed = proposedBreaches(tasks);
  const taken = new Set(proposed['breaches.breach'].map((row) => row['case_id']));
  const opened = openBreaches(
    maker.clients.filter(
      ({ caseId, child, pkStaffId }) => !child && pkStaffId === named('pk.gili').staffId && !taken.has(caseId),
    ),
    named('pk.gili'),
  );
  const ended = endedBreaches({
    cases: maker.tables['cases.client_case'],
    assessed: assessed['assessments.assessment'],
    taken: new Set([...proposed['breaches.breach'], ...opened['breaches.breach']].map((row) => row['case_id'])),
    by: { pk: named('pk.gili'), section: named('kasi.gili') },
  });
  return {
    maker,
    lastNumbers: [...last].map(([year, number]) => ({ year, last: number })),
    ended,
    extra: {
      'check_ins.excuse': excuses,
      ...assessed,
      'breaches.breach': [...proposed['breaches.breach'], ...opened['breaches.breach']],
      'breaches.ground': [...proposed['breaches.ground'], ...opened['breaches.ground']],
      'tasks.task': [...assessed['tasks.task'], ...proposed['tasks.task'], ...opened['tasks.task']],
    },
  };
}

/** What the night after the close would have made of every third miss: proposed only, until a counsellor answers it. */
function proposedBreaches(tasks: readonly Row[]): Record<'breaches.breach' | 'breaches.ground' | 'tasks.task', Row[]> {
  // Of its own, so that the rest of the demo stays as it is.
  const dice = new Dice(20_220_616);
  const third = tasks.filter(({ kind }) => kind === 'breach.third-miss');
  const told = (row: Row, name: string) => row[name] ?? null;
  const breaches = third.map((task) => ({
    id: dice.id(new Date(String(task['opened_at']))),
    case_id: told(task, 'case_id'),
    unit_id: told(task, 'unit_id'),
    state: 'proposed',
    source: 'system',
    opened_on: firstOfMonth(today),
    first_missed: told(task, 'key'),
    misses: (task['facts'] as { misses: number }).misses,
    note: '',
    alleged: '',
    due_on: answerBy,
    due_counts: 'working',
    made_by: null,
  }));
  const counsellorOf = (key: unknown) => {
    const second = tasks.find((task) => task['kind'] === 'check-ins.second-miss' && task['key'] === key);
    return second ? told(second, 'staff_id') : null;
  };
  const made = () => dice.id(morning(firstOfMonth(today), dice));
  return {
    'breaches.breach': breaches,
    'breaches.ground': breaches.map(({ id, case_id, unit_id }) => ({
      id: made(),
      breach_id: id,
      case_id,
      unit_id,
      code: 'missed_in_a_row',
      made_by: null,
    })),
    'tasks.task': [
      ...tasks,
      ...breaches.map(({ id, case_id, unit_id, first_missed }) => ({
        id: made(),
        unit_id,
        case_id,
        kind: 'breaches.next',
        key: id,
        for_role: 'pk',
        staff_id: counsellorOf(first_missed),
        due_on: answerBy,
        due_counts: 'working',
        facts: { state: 'proposed', day: answerBy, counts: 'working' },
        opened_at: morning(firstOfMonth(today), dice).toISOString(),
      })),
    ],
  };
}
/** What an officer saw himself and opened; the clients are called next. */
const seen = [
  {
    code: 'address_change',
    note: 'Tetangga menyampaikan klien sudah dua bulan tidak tinggal di alamat itu.',
    alleged: 'Saudara diduga pindah alamat tanpa memberitahukannya kepada Bapas.',
  },
  {
    code: 'programme',
    note: 'Tiga kali tidak datang pada kegiatan bimbingan kelompok yang disepakati.',
    alleged: 'Saudara diduga tidak mengikuti kegiatan bimbingan yang telah disepakati.',
  },
  {
    code: 'unrest',
    note: 'Ketua RT melapor ada keributan di rumah klien pada malam hari.',
    alleged: 'Saudara diduga membuat keributan yang meresahkan tetangga.',
  },
] as const;

function openBreaches(
  clients: readonly DemoClient[],
  pk: DemoAccount,
): Record<'breaches.breach' | 'breaches.ground' | 'tasks.task', Row[]> {
  const dice = new Dice(20_220_617);
  const openedOn = plainDate('2022-06-09');
  const dueOn = plainDate('2022-06-14');
  const made = () => dice.id(morning(openedOn, dice));
  const rows = seen.flatMap((one, at) => {
    const client = clients[at];
    return client ? [{ ...one, client, id: made() }] : [];
  });
  return {
    'breaches.breach': rows.map(({ id, client, note, alleged }) => ({
      id,
      case_id: client.caseId,
      unit_id: client.unitId,
      state: 'open',
      source: 'officer',
      opened_on: openedOn,
      note,
      alleged,
      due_on: dueOn,
      due_counts: 'working',
      made_by: pk.accountId,
    })),
    'breaches.ground': rows.map(({ id, client, code }) => ({
      id: made(),
      breach_id: id,
      case_id: client.caseId,
      unit_id: client.unitId,
      code,
      made_by: pk.accountId,
    })),
    'tasks.task': rows.map(({ id, client }) => ({
      id: made(),
      unit_id: client.unitId,
      case_id: client.caseId,
      kind: 'breaches.next',
      key: id,
      for_role: 'pk',
      staff_id: client.pkStaffId,
      due_on: dueOn,
      due_counts: 'working',
      facts: { state: 'open', day: dueOn, counts: 'working' },
      opened_at: morning(openedOn, dice).toISOString(),
    })),
  };
}

/** Three working days after the first of June, a holiday, on which the misses were counted. */
const answerBy = plainDate('2022-06-06');

/** Who writes reports down: the desk those who come, the counsellor the others, where he has an account. */
type Recorders = { desk: DemoAccount; pk: DemoAccount | undefined };

function keepLedger(
  maker: ClientMaker,
  dice: Dice,
  client: DemoClient,
  who: Recorders,
  excuses: Row[],
  tasks: Row[],
): void {
  if (client.kind === 'aftercare') return;
  const faith = dice.weighed([
    [0.97, 5],
    [0.8, 3],
    [0.25, 2],
  ] as const);
  let inARow = 0;
  let rowBegins = '';
  for (let month = addMonths(firstOfMonth(client.registeredOn), 1); month <= today; month = addMonths(month, 1)) {
    const id = dice.id(morning(month, dice));
    const closed = lastOfMonth(month) < today;
    const known = month >= ledgerStart;
    const reports = known && dice.p(closed ? faith : faith * 0.4);
    const excused = known && closed && !reports && dice.p(0.15);
    const checkIn = reports ? report(maker, dice, client, month, id, who) : undefined;
    const state = checkIn?.waiting
      ? 'submitted'
      : checkIn
        ? 'fulfilled'
        : !known
          ? 'not_recorded'
          : !closed
            ? 'scheduled'
            : excused
              ? 'excused'
              : 'missed';
    inARow = state === 'missed' ? inARow + 1 : closed ? 0 : inARow;
    if (inARow === 1 && state === 'missed') rowBegins = id;
    const closedAt = morning(addDays(lastOfMonth(month), 1), dice).toISOString();
    maker.tables['check_ins.obligation'].push({
      id,
      case_id: client.caseId,
      unit_id: client.unitId,
      guarded: client.child,
      period_from: month,
      period_until: lastOfMonth(month),
      state,
      missed_in_a_row: state === 'missed' ? inARow : 0,
      fulfilled_by: checkIn?.id ?? null,
      closed_at: closed ? closedAt : null,
      rule_id: 'check-ins.frequency',
      rule_version: '1999-05-19',
    });
    // As the close of the last month would have opened them.
    if (state === 'missed' && inARow >= 2 && addDays(lastOfMonth(month), 1) === firstOfMonth(today))
      tasks.push(...tasksOfMisses(dice, client, rowBegins, month, inARow, closedAt));
    if (excused)
      excuses.push({
        id: dice.id(new Date(closedAt)),
        obligation_id: id,
        case_id: client.caseId,
        unit_id: client.unitId,
        reason: dice.weighed([
          ['illness', 5],
          ['distance', 3],
          ['family_event', 2],
        ] as const),
        note: 'Keterangan keluarga diperiksa melalui telepon.',
        decided_by: (who.pk ?? who.desk).accountId,
        decided_at: closedAt,
      });
  }
  for (const { from, until } of periodsAhead(client, today))
    maker.tables['check_ins.obligation'].push(scheduled(dice, client, from, until));
}

/** The counsellor hears from the second on, the head of the section (here of the office) from the third. */
function tasksOfMisses(
  dice: Dice,
  client: DemoClient,
  key: string,
  month: PlainDate,
  misses: number,
  openedAt: string,
): Row[] {
  const about = {
    unit_id: client.unitId,
    case_id: client.caseId,
    key,
    facts: { misses, from: month, through: lastOfMonth(month) },
    opened_at: openedAt,
  };
  const made = () => ({ id: dice.id(new Date(openedAt)), ...about });
  const counsellor = { ...made(), kind: 'check-ins.second-miss', for_role: 'pk', staff_id: client.pkStaffId };
  if (misses < 3) return [counsellor];
  return [counsellor, { ...made(), kind: 'breach.third-miss', for_role: 'section_head', staff_id: null }];
}

function report(
  maker: ClientMaker,
  dice: Dice,
  client: DemoClient,
  month: PlainDate,
  obligationId: string,
  who: Recorders,
): { id: string; waiting: boolean } {
  const day = workingDayIn(month, dice, client.registeredOn, today);
  const at = morning(day, dice);
  const id = dice.id(at);
  const channel = client.child
    ? 'in_person'
    : dice.weighed([
        ['in_person', 4],
        ['remote_call', 4],
        ['app', 4],
        ['home_visit', 1],
        ['helper', 1],
      ] as const);
  const medium = channel === 'remote_call' ? dice.pick(['telephone', 'video', 'chat'] as const) : null;
  const by = channel === 'app' ? undefined : channel === 'in_person' ? who.desk : who.pk;
  const waiting = (channel === 'app' || channel === 'helper') && day >= '2022-06-06';
  maker.tables['check_ins.check_in'].push({
    id,
    case_id: client.caseId,
    unit_id: client.unitId,
    guarded: client.child,
    obligation_id: obligationId,
    channel,
    medium,
    receipt: codeOf(Array.from({ length: 9 }, () => dice.int(31))),
    happened_on: day,
    happened_at: at.toISOString(),
    recorded_at: at.toISOString(),
    recorded_by: by?.accountId ?? null,
    received_by: channel === 'app' ? null : client.pkStaffId,
    // A photo with its challenge lies behind what waits for its review; those of older reports are erased, and so never were here.
    grade:
      channel === 'in_person' || channel === 'home_visit'
        ? 'A'
        : medium === 'video'
          ? 'B'
          : waiting && channel === 'app'
            ? 'C'
            : 'D',
    counts: true,
    standing: 'on_time',
    review: waiting
      ? null
      : channel === 'app' || channel === 'helper'
        ? dice.weighed([
            ['accepted', 9],
            ['accepted_with_concern', 1],
          ] as const)
        : null,
    helper_name: channel === 'helper' ? 'Ketua RT (rekaan)' : '',
    helper_relation: channel === 'helper' ? 'rt_rw' : null,
  });
  maker.tables['check_ins.content'].push({
    check_in_id: id,
    case_id: client.caseId,
    unit_id: client.unitId,
    answers: { address: 'same', phone: 'same', work: 'same', family: 'fine', problem: 'none' },
    talk: channel === 'app' ? '' : dice.pick(talks),
    ...(waiting && channel === 'app' ? { challenge: 'Pegang telinga kiri' } : {}),
  });
  maker.tell(at, 'check-in.recorded', client.unitId, client.caseId, client.personId, { channel, checkInId: id }, by);
  return { id, waiting };
}
