import { addDays, addMonths, addYears, daysBetween, plainDate, yearOf, type PlainDate } from '#kernel/plain-date';
import { keysOf, nameWords } from '#kernel/person-name';
import { labelOf, type Register } from '#modules/custody';
import type { Row } from '../copy.server.ts';
import { Dice } from '../dice.ts';
import { PersonGenerator, stripTitles } from '../persons.ts';
import { morning } from './clients.ts';
import type { DemoAccount } from './offices.ts';
import { prayaToday } from './published.ts';

/**
 * Rutan Praya on 10 October 2022: 303 occupants on 97 places, as the source counts them. Which registers they stand in the source does not say
 * (only that many convicts are held there), so the shares are ours; whoever left or ran away is extra. Dice of their own, so that the rest of
 * the demo stays as it is.
 */
export const prayaCapacity = 97;
const held: readonly (readonly [Register, number])[] = [
  ['reg_a1', 29],
  ['reg_a2', 22],
  ['reg_a3', 44],
  ['reg_a4', 7],
  ['reg_a5', 4],
  ['reg_b1', 147],
  ['reg_b2a', 38],
  ['reg_b2b', 7],
  ['reg_b3', 2],
  ['reg_b3s', 3],
];
const left = 14;
const escaped = 1;
const children = 2;

const today = plainDate(prayaToday);
const chain = ['reg_a1', 'reg_a2', 'reg_a3', 'reg_a4', 'reg_a5'] as const;
const paperOf: Readonly<
  Record<(typeof chain)[number], { authority: string; issuer: string; days: number; mark: string }>
> = {
  reg_a1: { authority: 'investigator', issuer: 'Polres Lombok Tengah (rekaan)', days: 59, mark: 'SP.Han' },
  reg_a2: { authority: 'prosecutor', issuer: 'Kejaksaan Negeri Lombok Tengah (rekaan)', days: 49, mark: 'Print.T-7' },
  reg_a3: { authority: 'district_court', issuer: 'Pengadilan Negeri Praya (rekaan)', days: 89, mark: 'Pen.Pid' },
  reg_a4: { authority: 'high_court', issuer: 'Pengadilan Tinggi Mataram (rekaan)', days: 89, mark: 'Pen.Banding' },
  reg_a5: { authority: 'supreme_court', issuer: 'Mahkamah Agung (rekaan)', days: 109, mark: 'Pen.Kasasi' },
};
const offences = ['Pencurian', 'Narkotika', 'Penganiayaan', 'Penipuan', 'Penggelapan', 'Perlindungan anak'] as const;
const things = [
  ['Telepon genggam', '1'],
  ['Dompet kulit', '1'],
  ['Uang tunai', 'Rp150.000,00'],
  ['Jam tangan', '1'],
  ['Ikat pinggang', '1'],
] as const;

export type PrayaTables = Record<
  | 'people.person'
  | 'people.alias'
  | 'people.name_word'
  | 'custody.stay'
  | 'custody.basis'
  | 'custody.register_entry'
  | 'custody.register_series'
  | 'custody.move'
  | 'custody.property'
  | 'custody.care_note'
  | 'custody.capacity',
  Row[]
>;
export type Praya = {
  unitId: number;
  tables: PrayaTables;
  people: { personId: string; admittedOn: PlainDate }[];
  maker: { wordKeys: () => Generator<Row> };
};

type Paper = { on: PlainDate; register: Register; basisId: string; stayId: string; personId: string };

/** Everybody who is or lately was in the Rutan, with his papers from the first to the last. */
export function rutanPraya(unitId: number, registrar: DemoAccount): Praya {
  const dice = new Dice(20_221_010);
  const names = new PersonGenerator(5202_97);
  const tables = emptyTables();
  const people: Praya['people'] = [];
  const words = new Set<string>();
  const papers: Paper[] = [];
  const by = { made_by: registrar.accountId };
  const wishes = held.flatMap(([register, count]) => Array.from({ length: count }, () => register));
  const gone = Array.from({ length: left + escaped }, (_, i) => (i < escaped ? 'reg_a3' : 'reg_b2a') as Register);

  for (const [nth, register] of [...wishes, ...gone].entries()) {
    const isGone = nth >= wishes.length;
    const isChild = register === 'reg_a1' && nth < children;
    const steps = stepsTo(register, dice);
    const admittedOn = steps[0]!.on;
    const at = morning(admittedOn, dice);
    const made = { ...by, made_at: at.toISOString() };
    const person = personRow(names, nth, unitId, at, dice, isChild);
    const personId = person.row['id'] as string;
    tables['people.person'].push(person.row);
    if (person.alias)
      tables['people.alias'].push({
        id: dice.id(at),
        person_id: personId,
        unit_id: unitId,
        name: person.alias,
        kind: 'alias',
        made_at: at.toISOString(),
      });
    for (const [name, isAlias] of [
      [person.row['name'] as string, false],
      [person.alias, true],
    ] as const)
      for (const word of new Set(nameWords(name))) {
        if (isAlias && nameWords(person.row['name'] as string).includes(word)) continue;
        words.add(word);
        tables['people.name_word'].push({
          word,
          person_id: personId,
          unit_id: unitId,
          guarded: isChild,
          is_alias: isAlias,
        });
      }
    people.push({ personId, admittedOn });

    const stayId = dice.id(at);
    const of = { stay_id: stayId, person_id: personId, unit_id: unitId };
    tables['custody.stay'].push({
      id: stayId,
      person_id: personId,
      unit_id: unitId,
      admitted_on: admittedOn,
      admitted_at: at.toISOString(),
      brought_from: paperOf[steps[0]!.register as 'reg_a1'].issuer,
      age_group: isChild ? 'child' : 'adult',
      place_reason: isChild ? 'Dibawa malam hari; menunggu dijemput petugas LPAS.' : '',
      no_papers: person.row['nik'] === null && dice.p(0.4),
      ...made,
    });
    const offence = dice.pick(offences);
    for (const [i, step] of steps.entries()) {
      const basisId = dice.id(at);
      tables['custody.basis'].push({
        id: basisId,
        ...of,
        ...basisRow(step, steps[i + 1]?.on ?? null, dice),
        offence,
        made_by: registrar.accountId,
        made_at: momentOf(step.on, i),
      });
      papers.push({ on: step.on, register: step.register, basisId, stayId, personId });
    }
    if (dice.p(0.3)) {
      const [item, amount] = dice.pick(things);
      tables['custody.property'].push({ id: dice.id(at), ...of, item, amount, taken_on: admittedOn, ...made });
    }
    if (dice.p(0.04))
      tables['custody.care_note'].push({
        id: dice.id(at),
        ...of,
        note: 'Minum obat rutin; periksa setiap pekan (rekaan).',
        ...made,
      });
    if (isGone) tables['custody.move'].push(moveRow(nth - wishes.length, of, dice, registrar));
  }
  numberAll(tables, papers, unitId, dice, registrar);
  tables['custody.capacity'].push({
    id: dice.id(new Date(`${today}T01:00:00Z`)),
    unit_id: unitId,
    from_on: '2022-01-01',
    places: prayaCapacity,
    source: 'Data kapasitas Rutan Praya, Oktober 2022',
    made_by: registrar.accountId,
  });
  return {
    unitId,
    tables,
    people,
    maker: {
      *wordKeys() {
        for (const word of words) for (const key of new Set(keysOf(word))) yield { key, word };
      },
    },
  };
}

type Step = { on: PlainDate; register: Register };

/** From the first warrant to the register in which he stands now, each paper while the one before it lasted. */
function stepsTo(register: Register, dice: Dice): Step[] {
  const detained = chain.indexOf(register as 'reg_a1');
  if (detained >= 0) {
    // The last paper began within its time, most of it still to come.
    let on = addDays(today, -(1 + dice.int(paperOf[chain[detained]!].days - 8)));
    // One of them has run out, so that it can be seen what happens then.
    if (register === 'reg_a2' && dice.p(0.08)) on = addDays(today, -(paperOf.reg_a2.days + 1 + dice.int(4)));
    const steps: Step[] = [{ on, register }];
    for (let at = detained - 1; at >= 0; at--) {
      on = addDays(on, -(15 + dice.int(paperOf[chain[at]!].days - 20)));
      steps.unshift({ on, register: chain[at]! });
    }
    return steps;
  }
  // Convicts came as detainees of the court, and were sentenced here.
  const served =
    register === 'reg_b2b' || register === 'reg_b3' || register === 'reg_b3s' ? 40 : register === 'reg_b2a' ? 80 : 300;
  const sentenced = addDays(today, -(5 + dice.int(served)));
  return [
    { on: addDays(sentenced, -(20 + dice.int(60))), register: 'reg_a3' },
    { on: sentenced, register },
  ];
}

function basisRow(step: Step, next: PlainDate | null, dice: Dice): Row {
  const number = String(1 + dice.int(240));
  const year = yearOf(step.on);
  if (step.register in paperOf) {
    const { authority, issuer, days, mark } = paperOf[step.register as 'reg_a1'];
    const until = addDays(step.on, days);
    return {
      kind: 'warrant',
      number: `${mark}/${number}/${year} (rekaan)`,
      dated: step.on,
      authority,
      issuer,
      from_on: step.on,
      until_on: next !== null && next < until ? next : until,
      penalty: null,
      sentence_years: 0,
      sentence_months: 0,
      sentence_days: 0,
    };
  }
  const sentence = sentenceOf(step.register, dice);
  const began = addDays(step.on, -(20 + dice.int(40)));
  const until = addDays(addMonths(addYears(began, sentence.years), sentence.months), sentence.days);
  return {
    kind: 'verdict',
    number: `${number}/Pid.B/${year}/PN Pya (rekaan)`,
    dated: step.on,
    authority: 'district_court',
    issuer: 'Pengadilan Negeri Praya (rekaan)',
    from_on: began,
    // Whoever is still in has time left.
    until_on: until > today ? until : addDays(today, 3 + dice.int(60)),
    penalty: step.register === 'reg_b3' ? 'confinement' : step.register === 'reg_b3s' ? 'in_lieu' : 'imprisonment',
    sentence_years: sentence.years,
    sentence_months: sentence.months,
    sentence_days: sentence.days,
  };
}

function sentenceOf(register: Register, dice: Dice): { years: number; months: number; days: number } {
  switch (register) {
    case 'reg_b1':
      return { years: 1 + dice.int(6), months: 1 + dice.int(10), days: 0 };
    case 'reg_b2a':
      return { years: 0, months: 5 + dice.int(7), days: 0 };
    case 'reg_b2b':
      return { years: 0, months: 3, days: 0 };
    default:
      return { years: 0, months: 2 + dice.int(2), days: 0 };
  }
}

function personRow(
  names: PersonGenerator,
  nth: number,
  unitId: number,
  at: Date,
  dice: Dice,
  isChild: boolean,
): { row: Row; alias: string } {
  const person = names.person(nth);
  const [full = person.name, alias = ''] = person.name.split(/ alias | als\.? /i);
  const years = isChild ? 16 : 19 + Math.floor(dice.f() * dice.f() * 45);
  const birth = addDays(addYears(today, -years), -(1 + dice.int(300)));
  const female = person.sex === 'P';
  const digits = `520299${String(Number(birth.slice(8, 10)) + (female ? 40 : 0)).padStart(2, '0')}${birth.slice(5, 7)}${birth.slice(2, 4)}`;
  return {
    alias,
    row: {
      id: dice.id(at),
      unit_id: unitId,
      name: stripTitles(full),
      title_after: /,\s(.*)$/.exec(full)?.[1] ?? '',
      nik: dice.p(0.7) ? `${digits}${String(1 + dice.int(9998)).padStart(4, '0')}` : null,
      birth_date: birth,
      birth_precision: isChild || dice.p(0.9) ? 'day' : 'year',
      birth_place: dice.p(0.6) ? 'Praya' : person.birthPlace,
      sex: female ? 'female' : 'male',
      mother_name: person.mother,
      marks: dice.p(0.2) ? dice.pick(['Tato di lengan kanan', 'Bekas luka di dahi', 'Tahi lalat di pipi kiri']) : '',
      made_at: at.toISOString(),
    },
  };
}

/** The first ran away, the others went home or to another place. */
function moveRow(nth: number, of: Row, dice: Dice, registrar: DemoAccount): Row {
  const on = addDays(today, -(1 + dice.int(4)));
  const at = morning(on, dice);
  const step = nth < escaped ? 'escape' : nth % 5 === 0 ? 'transfer' : 'release';
  return {
    id: dice.id(at),
    ...of,
    step,
    from_state: 'held',
    to_state: step === 'escape' ? 'escaped' : step === 'transfer' ? 'transferred' : 'released',
    day: on,
    release_reason:
      step === 'release' ? dice.pick(['sentence_served', 'conditional_leave_cb', 'parole_pb'] as const) : null,
    reason: step === 'escape' ? 'Lari saat dikawal ke rumah sakit (rekaan).' : 'Sesuai surat (rekaan).',
    document: step === 'escape' ? 'escape_report' : step === 'transfer' ? 'transfer_order' : 'release_letter',
    document_number: `W21.PAS.PAS.11-${100 + nth} (rekaan)`,
    place: step === 'transfer' ? 'Lapas Kelas IIA Lombok Barat' : '',
    made_by: registrar.accountId,
    made_at: at.toISOString(),
  };
}

/** Numbers as they were given, day by day, each register and year from one without a gap. */
function numberAll(tables: PrayaTables, papers: Paper[], unitId: number, dice: Dice, registrar: DemoAccount): void {
  const last = new Map<string, number>();
  const inOrder = papers.toSorted((a, b) => daysBetween(b.on, a.on) || (a.basisId < b.basisId ? -1 : 1));
  for (const { on, register, basisId, stayId, personId } of inOrder) {
    const year = yearOf(on);
    const series = `${register} ${year}`;
    const number = (last.get(series) ?? 0) + 1;
    last.set(series, number);
    tables['custody.register_entry'].push({
      id: dice.id(morning(on, dice)),
      unit_id: unitId,
      register,
      year,
      number,
      label: labelOf(register, number, year),
      stay_id: stayId,
      person_id: personId,
      basis_id: basisId,
      origin: 'given',
      given_on: on,
      made_by: registrar.accountId,
      made_at: momentOf(on, 0),
    });
  }
  for (const [series, number] of last) {
    const [register, year] = series.split(' ');
    tables['custody.register_series'].push({
      unit_id: unitId,
      register: register!,
      year: Number(year),
      last_number: number,
    });
  }
}

/** A later paper of one day is the newer one. */
function momentOf(day: PlainDate, nth: number): string {
  return new Date(Date.parse(`${day}T01:00:00Z`) + nth * 60_000).toISOString();
}

export const prayaTables = [
  'custody.stay',
  'custody.basis',
  'custody.register_entry',
  'custody.register_series',
  'custody.move',
  'custody.property',
  'custody.care_note',
  'custody.capacity',
] as const;

function emptyTables(): PrayaTables {
  return {
    'people.person': [],
    'people.alias': [],
    'people.name_word': [],
    'custody.stay': [],
    'custody.basis': [],
    'custody.register_entry': [],
    'custody.register_series': [],
    'custody.move': [],
    'custody.property': [],
    'custody.care_note': [],
    'custody.capacity': [],
  };
}
