import { clientKinds, hasRelease } from '#modules/cases';
import { daysBetween, addDays, addMonths, firstOfMonth, lastOfMonth, type PlainDate } from '#kernel/plain-date';
import { milestones } from '#kernel/milestones';
import { keysOf, nameWords } from '#kernel/person-name';
import type { Row } from '../copy.server.ts';
import type { Dice } from '../dice.ts';
import { PersonGenerator, stripTitles } from '../persons.ts';

/** Everything about the clients of an office, table by table. */
export type ClientTables = Record<
  | 'people.person'
  | 'people.alias'
  | 'people.address'
  | 'people.phone'
  | 'people.family_member'
  | 'people.name_word'
  | 'people.photo'
  | 'cases.client_case'
  | 'cases.legal_basis'
  | 'cases.milestone'
  | 'cases.condition'
  | 'cases.guarantor'
  | 'cases.assignment'
  | 'cases.register_entry'
  | 'cases.ending'
  | 'check_ins.obligation'
  | 'check_ins.check_in'
  | 'check_ins.content',
  Row[]
>;

export type DemoClient = {
  personId: string;
  caseId: string;
  unitId: number;
  child: boolean;
  kind: string;
  pkStaffId: string;
  registeredOn: PlainDate;
  guidanceEnd: PlainDate;
  endedOn: PlainDate | null;
  name: string;
};

/** A line for the journal, before it is sealed. */
export type Told = {
  at: Date;
  /** Whoever did it, where he has an account in the demo. */
  by?: { accountId: string; role: string } | undefined;
  what: string;
  unitId: number;
  caseId: string;
  personId: string;
  about: Record<string, unknown>;
};

export type Wish = {
  unitId: number;
  kind: string;
  child: boolean;
  receivedOn: PlainDate;
  /** Ended before the demo's day, and how; nothing for a client under supervision. */
  ended?: { on: PlainDate; reason: 'period_completed' | 'deceased' | 'breach'; isSearchedFor?: boolean };
  pkStaffId: string;
  registerNumber: number;
  today: PlainDate;
  regency: string;
  villages: readonly string[];
};

const leaving: readonly string[] = clientKinds.filter(hasRelease);
/** Whoever leaves an institution did so on the first day of his guidance. */
function releaseOf(kind: string, on: PlainDate): Row {
  return leaving.includes(kind)
    ? { released_on: on, release_document: 'Berita acara pembebasan (rekaan)' }
    : { released_on: null, release_document: '' };
}

const general = [['no_offence', 'Tidak melakukan pelanggaran hukum dan perbuatan tercela lainnya']] as const;
const special = [
  ['report_to_bapas', 'Melaporkan diri kepada Bapas yang membimbing'],
  ['report_address_change', 'Melaporkan perubahan alamat kepada Bapas'],
  ['follow_programme', 'Mengikuti program pembimbingan yang ditetapkan Bapas'],
  ['stay_in_place', 'Melapor kepada Pembimbing Kemasyarakatan sebelum bepergian ke luar wilayah'],
] as const;
const shortKind: Record<string, string> = {
  parole_pb: 'PB',
  conditional_leave_cb: 'CB',
  prerelease_leave_cmb: 'CMB',
  assimilation: 'ASI',
  family_visit_leave_cmk: 'CMK',
  suspended_sentence: 'PS',
  supervision_sentence: 'PP',
  community_service_sentence: 'PKS',
  diversion: 'DIV',
  under_twelve_decision: 'A12',
  child_measure: 'TND',
  child_warning: 'PRG',
  child_noncustodial_training: 'PLL',
  child_community_service: 'PLM',
  child_vocational_training: 'LKA',
  aftercare: 'AC',
};
const basisOf: Record<string, string> = {
  parole_pb: 'sk_integrasi',
  conditional_leave_cb: 'sk_integrasi',
  prerelease_leave_cmb: 'sk_integrasi',
  assimilation: 'sk_assimilation',
  family_visit_leave_cmk: 'permit',
  suspended_sentence: 'verdict',
  supervision_sentence: 'verdict',
  community_service_sentence: 'verdict',
  diversion: 'diversion_agreement',
  under_twelve_decision: 'decision',
  child_measure: 'verdict',
  child_warning: 'verdict',
  child_noncustodial_training: 'verdict',
  child_community_service: 'verdict',
  child_vocational_training: 'verdict',
  aftercare: 'client_request',
};
const offences = [
  ['Narkotika', 'Pasal 112 UU 35/2009'],
  ['Pencurian', 'Pasal 362 KUHP'],
  ['Penggelapan', 'Pasal 372 KUHP'],
  ['Penganiayaan', 'Pasal 351 KUHP'],
  ['Penipuan', 'Pasal 378 KUHP'],
  ['Pencurian dengan pemberatan', 'Pasal 363 KUHP'],
] as const;
const trades = [
  'Buruh harian',
  'Pedagang',
  'Petani',
  'Sopir',
  'Tukang bangunan',
  'Karyawan swasta',
  'Nelayan',
  'Belum bekerja',
  'Montir',
  'Penjahit',
];

export function emptyTables(): ClientTables {
  return {
    'people.person': [],
    'people.alias': [],
    'people.address': [],
    'people.phone': [],
    'people.family_member': [],
    'people.name_word': [],
    'people.photo': [],
    'cases.client_case': [],
    'cases.legal_basis': [],
    'cases.milestone': [],
    'cases.condition': [],
    'cases.guarantor': [],
    'cases.assignment': [],
    'cases.register_entry': [],
    'cases.ending': [],
    'check_ins.obligation': [],
    'check_ins.check_in': [],
    'check_ins.content': [],
  };
}

/** Invents clients one after another into the tables of an office. */
export class ClientMaker {
  readonly tables = emptyTables();
  readonly clients: DemoClient[] = [];
  readonly told: Told[] = [];
  readonly words = new Set<string>();
  private readonly dice: Dice;
  private readonly people: PersonGenerator;

  constructor(dice: Dice, seed: number) {
    this.dice = dice;
    this.people = new PersonGenerator(seed);
  }

  add(wish: Wish): DemoClient {
    const { dice, tables } = this;
    const at = morning(wish.receivedOn, dice);
    const person = this.people.person(this.clients.length);
    const birth = this.birthFor(wish);
    const sex = person.sex === 'P' ? 'female' : 'male';
    const [full = person.name, alias] = person.name.split(/ alias | als\.? /i);
    const name = stripTitles(full);
    const titleAfter = /,\s(.*)$/.exec(full)?.[1] ?? '';
    const personId = dice.id(at);
    const caseId = dice.id(at);
    const year = Number(wish.receivedOn.slice(0, 4));
    const label = `${wish.registerNumber}/${shortKind[wish.kind]}/${year}`;
    const start = wish.receivedOn;
    const end = this.endFor(wish);
    const [offence, articles] = dice.pick(offences);

    tables['people.person'].push({
      id: personId,
      unit_id: wish.unitId,
      // Invented namesakes are nobody's question.
      ask_due: false,
      name,
      title_after: titleAfter,
      nik: dice.p(0.72) ? inventedNik(wish.regency, birth, sex === 'female', dice) : null,
      birth_date: birth,
      birth_precision: dice.p(0.94) ? 'day' : 'year',
      birth_place: dice.p(0.7) ? 'Palembang' : person.birthPlace,
      sex,
      religion: dice.weighed([
        ['islam', 90],
        ['protestant', 4],
        ['catholic', 3],
        ['buddhist', 2],
        ['hindu', 1],
      ] as const),
      marital_state: wish.child
        ? 'single'
        : dice.weighed([
            ['married', 60],
            ['single', 28],
            ['divorced', 9],
            ['widowed', 3],
          ] as const),
      education: dice.weighed([
        ['primary', 30],
        ['junior_secondary', 28],
        ['senior_secondary', 34],
        ['diploma', 3],
        ['bachelor', 5],
      ] as const),
      occupation: wish.child ? 'Pelajar' : dice.pick(trades),
      mother_name: person.mother,
      guarded: wish.child,
      deceased_on: wish.ended?.reason === 'deceased' ? wish.ended.on : null,
      made_at: at.toISOString(),
    });
    if (alias)
      tables['people.alias'].push({
        id: dice.id(at),
        person_id: personId,
        unit_id: wish.unitId,
        name: alias,
        kind: 'alias',
        made_at: at.toISOString(),
      });
    this.indexName(personId, wish, name, false);
    if (alias) this.indexName(personId, wish, alias, true);
    tables['people.address'].push({
      id: dice.id(at),
      person_id: personId,
      unit_id: wish.unitId,
      kind: 'residence',
      line: `Jalan Rekaan ${1 + dice.int(40)} Nomor ${1 + dice.int(200)}`,
      rt: String(1 + dice.int(30)).padStart(3, '0'),
      rw: String(1 + dice.int(12)).padStart(3, '0'),
      area_code: dice.pick(wish.villages),
      since: wish.receivedOn,
      made_at: at.toISOString(),
    });
    // 0800 is no mobile prefix: such a number rings at nobody's phone.
    if (dice.p(0.83))
      tables['people.phone'].push({
        id: dice.id(at),
        person_id: personId,
        unit_id: wish.unitId,
        number: `+62800${String(dice.int(10_000_000)).padStart(7, '0')}`,
        whatsapp: dice.p(0.6),
        for_notices: true,
        verified_on: dice.p(0.5) ? wish.receivedOn : null,
        made_at: at.toISOString(),
      });
    if (person.mother)
      tables['people.family_member'].push({
        id: dice.id(at),
        person_id: personId,
        unit_id: wish.unitId,
        relation: 'mother',
        name: person.mother,
        made_at: at.toISOString(),
      });

    const detained = addDays(start, -(300 + dice.int(900)));
    const sentence = { years: 1 + dice.int(7), months: dice.int(12), days: 0 };
    const remissionDays = dice.int(7) * 30;
    tables['cases.client_case'].push({
      id: caseId,
      person_id: personId,
      unit_id: wish.unitId,
      kind: wish.kind,
      age_group: wish.child ? 'child' : 'adult',
      state: wish.ended ? 'ended' : 'active',
      guarded: wish.child,
      // A child's file is sealed as the supervision ends (cases.seal-child), or when nobody has to search for him any more.
      sealed: wish.child && wish.ended !== undefined && !wish.ended.isSearchedFor,
      pk_staff_id: wish.pkStaffId,
      register_label: label,
      received_on: wish.receivedOn,
      handover_from: 'Lapas (rekaan)',
      registered_on: wish.receivedOn,
      guidance_start: start,
      guidance_end: end,
      ...releaseOf(wish.kind, start),
      first_detained_on: detained,
      sentence_years: sentence.years,
      sentence_months: sentence.months,
      sentence_days: sentence.days,
      remission_days: remissionDays,
      offence,
      offence_articles: articles,
      oriented_on: wish.receivedOn,
      contract_signed_on: dice.p(0.85) ? wish.receivedOn : null,
      ledger_from: wish.today.slice(0, 8) + '01',
      ended_on: wish.ended?.on ?? null,
      end_reason: wish.ended?.reason ?? null,
      made_at: at.toISOString(),
    });
    const counted = milestones(detained, sentence, remissionDays);
    for (const [milestone, day] of [
      ['one_third', counted.oneThird],
      ['one_half', counted.half],
      ['two_thirds', counted.twoThirds],
      ['expiry', counted.expiry],
    ] as const)
      tables['cases.milestone'].push({
        id: dice.id(at),
        case_id: caseId,
        unit_id: wish.unitId,
        name: milestone,
        day,
        origin: 'computed',
        facts: { rule: 'cases.milestones', version: '1950-01-01', firstDetainedOn: detained, sentence, remissionDays },
        set_at: at.toISOString(),
      });
    const decided = addDays(start, -(10 + dice.int(40)));
    tables['cases.legal_basis'].push({
      id: dice.id(at),
      case_id: caseId,
      unit_id: wish.unitId,
      kind: basisOf[wish.kind] ?? 'verdict',
      ...documentOf(basisOf[wish.kind] ?? 'verdict', 100 + dice.int(1900), decided.slice(0, 4)),
      dated: decided,
      made_at: at.toISOString(),
    });
    for (const [code, text] of general) this.condition(caseId, wish, 'general', code, text, at);
    for (const [code, text] of special) this.condition(caseId, wish, 'special', code, text, at);
    tables['cases.guarantor'].push({
      id: dice.id(at),
      case_id: caseId,
      unit_id: wish.unitId,
      name: person.mother || stripTitles(this.people.person(0).name),
      relation: person.mother ? 'parent' : 'relative',
      signed_on: start,
      duties_confirmed_on: dice.p(0.5) ? start : null,
      made_at: at.toISOString(),
    });
    tables['cases.assignment'].push({
      id: dice.id(at),
      case_id: caseId,
      unit_id: wish.unitId,
      staff_id: wish.pkStaffId,
      starts_on: start,
      ends_on: wish.ended?.on ?? null,
      made_at: at.toISOString(),
      ended_at: wish.ended ? morning(wish.ended.on, dice).toISOString() : null,
    });
    tables['cases.register_entry'].push({
      id: dice.id(at),
      unit_id: wish.unitId,
      year,
      number: wish.registerNumber,
      label,
      case_id: caseId,
      origin: 'given',
      given_on: wish.receivedOn,
      made_at: at.toISOString(),
    });
    this.tell(at, 'case.received', wish.unitId, caseId, personId, {});
    this.tell(at, 'case.registered', wish.unitId, caseId, personId, { number: wish.registerNumber, year });
    if (wish.ended) {
      const then = morning(wish.ended.on, dice);
      tables['cases.ending'].push({
        id: dice.id(then),
        case_id: caseId,
        unit_id: wish.unitId,
        what: 'ended',
        day: wish.ended.on,
        reason: wish.ended.reason,
        note: '',
        proposed_at: then.toISOString(),
        decided_at: then.toISOString(),
        outcome: 'approved',
      });
      this.tell(then, 'case.ended', wish.unitId, caseId, personId, { reason: wish.ended.reason });
    }
    const client: DemoClient = {
      personId,
      caseId,
      unitId: wish.unitId,
      child: wish.child,
      kind: wish.kind,
      pkStaffId: wish.pkStaffId,
      registeredOn: wish.receivedOn,
      guidanceEnd: end,
      endedOn: wish.ended?.on ?? null,
      name,
    };
    this.clients.push(client);
    return client;
  }

  tell(
    at: Date,
    what: string,
    unitId: number,
    caseId: string,
    personId: string,
    about: Record<string, unknown>,
    by?: Told['by'],
  ): void {
    this.told.push({ at, what, unitId, caseId, personId, about, by });
  }

  private condition(caseId: string, wish: Wish, type: string, code: string, text: string, at: Date): void {
    this.tables['cases.condition'].push({
      id: this.dice.id(at),
      case_id: caseId,
      unit_id: wish.unitId,
      type,
      code,
      text,
      source: 'law',
      starts_on: wish.receivedOn,
      made_at: at.toISOString(),
    });
  }

  private indexName(personId: string, wish: Wish, name: string, isAlias: boolean): void {
    for (const word of new Set(nameWords(name))) {
      this.tables['people.name_word'].push({
        word,
        person_id: personId,
        unit_id: wish.unitId,
        guarded: wish.child,
        is_alias: isAlias,
      });
      this.words.add(word);
    }
  }

  /** Children are 14 to 17 on the demo's day, adults 19 to 66. */
  private birthFor(wish: Wish): PlainDate {
    const years = wish.child ? 14 + this.dice.int(3) : 19 + Math.floor(this.dice.f() * this.dice.f() * 48);
    return addDays(addMonths(wish.today, -12 * years), -(10 + this.dice.int(300)));
  }

  /** Under supervision: well past the demo's day. Ended: the day it ended. */
  private endFor(wish: Wish): PlainDate {
    if (wish.ended?.reason === 'period_completed') return wish.ended.on;
    const least = Math.max(daysBetween(wish.receivedOn, wish.today) + 20, 200);
    return addDays(wish.receivedOn, least + this.dice.int(700));
  }

  /** One line for each key under which the search looks a word up. */
  *wordKeys(): Generator<Row> {
    for (const word of this.words) for (const key of new Set(keysOf(word))) yield { key, word };
  }
}

/** Number and issuer as such a document bears them. */
function documentOf(basis: string, number: number, year: string): { number: string; issuer: string } {
  switch (basis) {
    case 'verdict':
      return { number: `${number}/Pid.B/${year}/PN (rekaan)`, issuer: 'Pengadilan Negeri (rekaan)' };
    case 'diversion_agreement':
      return { number: `${number}/Pen.Div/${year} (rekaan)`, issuer: 'Pengadilan Negeri (rekaan)' };
    case 'decision':
      return { number: `${number}/Kep.A12/${year} (rekaan)`, issuer: 'Penyidik, PK, dan pekerja sosial (rekaan)' };
    case 'permit':
      return { number: `${number}/Izin.CMK/${year} (rekaan)`, issuer: 'Kepala Lapas (rekaan)' };
    case 'client_request':
      return { number: `${number}/Permohonan/${year} (rekaan)`, issuer: 'Klien (rekaan)' };
    default:
      return { number: `PAS-${number}.PK.05.09 Tahun ${year} (rekaan)`, issuer: 'Direktorat Jenderal Pemasyarakatan' };
  }
}

/** The two months after the demo's, as the nightly job has them laid out: each slip and reminder has a next date to name. */
export function periodsAhead(client: DemoClient, today: PlainDate): { from: PlainDate; until: PlainDate }[] {
  if (client.endedOn !== null) return [];
  return [1, 2].flatMap((months) => {
    const from = addMonths(firstOfMonth(today), months);
    const until = client.guidanceEnd < lastOfMonth(from) ? client.guidanceEnd : lastOfMonth(from);
    // The rest of a month at the end of guidance is owed from seven days.
    return daysBetween(from, until) >= 6 ? [{ from, until }] : [];
  });
}

/** A working hour of that day, in Jakarta. */
export function morning(day: PlainDate, dice: Dice): Date {
  return new Date(Date.parse(`${day}T01:00:00Z`) + dice.int(7 * 3600) * 1000);
}

/** A day of the month on which an office works. */
export function workingDayIn(month: PlainDate, dice: Dice, notBefore: PlainDate, notAfter: PlainDate): PlainDate {
  const first = firstOfMonth(month) > notBefore ? firstOfMonth(month) : notBefore;
  const last = lastOfMonth(month) < notAfter ? lastOfMonth(month) : notAfter;
  const span = Math.max(daysBetween(first, last), 0);
  for (let tries = 0; tries < 12; tries++) {
    const day = addDays(first, dice.int(span + 1));
    const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
    if (weekday !== 0 && weekday !== 6) return day;
  }
  return first;
}

/** District 99 exists nowhere, so the number has the right structure and is nobody's. */
function inventedNik(regency: string, birth: PlainDate, female: boolean, dice: Dice): string {
  const day = Number(birth.slice(8, 10)) + (female ? 40 : 0);
  return `${regency.replace('.', '')}99${String(day).padStart(2, '0')}${birth.slice(5, 7)}${birth.slice(2, 4)}${String(1 + dice.int(9998)).padStart(4, '0')}`;
}
