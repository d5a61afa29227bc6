import { hasRelease, type ClientKind } from '#modules/cases';
import { nameWords } from '#kernel/person-name';
import { addDays, addMonths, plainDate, type PlainDate } from '#kernel/plain-date';
import type { Row } from '../copy.server.ts';
import type { Dice } from '../dice.ts';
import { PersonGenerator, stripTitles } from '../persons.ts';
import { countryToday, ledgerStart } from './days.ts';
import type { CountryOffice, CountrySize } from './offices.ts';
import type { CountryOfficer } from './staff.ts';

/** What COPY takes at once: people with their names and, where they have one, their case. */
export type Chunk = Record<'people.person' | 'people.alias' | 'people.name_word' | 'cases.client_case', Row[]>;

const CHUNK = 20_000;
/** Of those who are no clients now, so many once were; the others are known for another reason. */
const onceClients = 0.55;
const kinds = [
  ['parole_pb', 'PB', 88],
  ['conditional_leave_cb', 'CB', 8],
  ['prerelease_leave_cmb', 'CMB', 2],
  ['supervision_sentence', 'PP', 2],
] as const;
const childKinds = [
  ['parole_pb', 'PB', 60],
  ['diversion', 'DIV', 30],
  ['child_measure', 'TND', 10],
] as const;
const childShare = 0.02;
const trades = ['Buruh harian', 'Pedagang', 'Petani', 'Sopir', 'Tukang bangunan', 'Karyawan swasta', 'Nelayan'];
const today = plainDate(countryToday);
const start = plainDate(ledgerStart);

/**
 * Everybody in the country's registers: clients under guidance since before the ledger began, people whose guidance is over, others.
 * They come to the offices in no order, so that an office's people lie scattered in the tables as they do in life.
 */
export function* inventPeople(
  size: CountrySize,
  dice: Dice,
  offices: readonly CountryOffice[],
  officers: readonly CountryOfficer[],
  words: Set<string>,
): Generator<Chunk> {
  const names = new PersonGenerator(dice.u32());
  const homes = offices.filter((office) => office.type === 'bapas').map((office) => [office, office.share] as const);
  const counsellors = new Map(
    homes.map(([{ id }]) => [
      id,
      officers.filter((one) => one.unitId === id && (one.role === 'pk' || one.role === 'apk')),
    ]),
  );
  const register = new Map<string, number>();
  const clientAt = spread(size);
  let chunk = emptyChunk();

  for (let index = 0; index < size.people; index++) {
    const office = dice.weighed(homes);
    const standing = clientAt(index) ? 'client' : dice.p(onceClients) ? 'ended' : 'other';
    addPerson(chunk, index, office, standing);
    if (chunk['people.person'].length === CHUNK) {
      yield chunk;
      chunk = emptyChunk();
    }
  }
  if (chunk['people.person'].length > 0) yield chunk;

  function addPerson(into: Chunk, index: number, office: CountryOffice, standing: 'client' | 'ended' | 'other'): void {
    const person = names.person(index);
    const [full = person.name, alias] = person.name.split(/ alias | als\.? /i);
    const name = stripTitles(full);
    const child = standing === 'client' && dice.p(childShare);
    const female = person.sex === 'P';
    const birth = birthOf(dice, child);
    const receivedOn =
      standing === 'ended' ? addDays(plainDate('2016-01-04'), dice.int(2200)) : addDays(start, -(1 + dice.int(900)));
    const at = morningOf(dice, receivedOn);
    const personId = dice.id(at);
    into['people.person'].push({
      id: personId,
      unit_id: office.id,
      // Invented namesakes are nobody's question.
      ask_due: false,
      name,
      title_after: /,\s(.*)$/.exec(full)?.[1] ?? '',
      nik: dice.p(0.72) ? inventedNik(dice, office.id, birth, female) : null,
      birth_date: birth,
      birth_precision: 'day',
      birth_place: person.birthPlace,
      sex: female ? 'female' : 'male',
      religion: 'islam',
      occupation: child ? 'Pelajar' : dice.pick(trades),
      mother_name: person.mother,
      guarded: child,
      made_at: at.toISOString(),
    });
    findBy(into, personId, office.id, child, name, false);
    if (alias) {
      into['people.alias'].push({
        id: dice.id(at),
        person_id: personId,
        unit_id: office.id,
        name: alias,
        kind: 'alias',
        made_at: at.toISOString(),
      });
      findBy(into, personId, office.id, child, alias, true);
    }
    if (standing !== 'other') addCase(into, personId, office, standing, child, receivedOn, at);
  }

  function addCase(
    into: Chunk,
    personId: string,
    office: CountryOffice,
    standing: 'client' | 'ended',
    child: boolean,
    receivedOn: PlainDate,
    at: Date,
  ): void {
    const [kind, short] = dice.weighed((child ? childKinds : kinds).map((one) => [one, one[2]] as const));
    const year = receivedOn.slice(0, 4);
    const number = (register.get(`${office.id} ${year}`) ?? 0) + 1;
    register.set(`${office.id} ${year}`, number);
    const endedOn = standing === 'ended' ? addDays(receivedOn, 200 + dice.int(500)) : null;
    into['cases.client_case'].push({
      id: dice.id(at),
      person_id: personId,
      unit_id: office.id,
      kind,
      age_group: child ? 'child' : 'adult',
      state: standing === 'ended' ? 'ended' : 'active',
      guarded: child,
      pk_staff_id: dice.pick(counsellors.get(office.id)!).staffId,
      register_label: `${number}/${short}/${year}`,
      received_on: receivedOn,
      handover_from: 'Lapas (rekaan)',
      registered_on: receivedOn,
      guidance_start: receivedOn,
      released_on: hasRelease(kind as ClientKind) ? receivedOn : null,
      // Well past what is laid out ahead, so that no client's ledger is cut short.
      guidance_end: endedOn ?? addDays(today, 150 + dice.int(700)),
      first_detained_on: addDays(receivedOn, -(300 + dice.int(900))),
      sentence_years: 1 + dice.int(7),
      sentence_months: dice.int(12),
      sentence_days: 0,
      remission_days: dice.int(7) * 30,
      offence: 'Pencurian',
      offence_articles: 'Pasal 362 KUHP',
      oriented_on: receivedOn,
      contract_signed_on: receivedOn,
      ledger_from: endedOn ? null : ledgerStart,
      ended_on: endedOn,
      end_reason: endedOn ? 'period_completed' : null,
      made_at: at.toISOString(),
    });
  }

  /** The words by which somebody is found. */
  function findBy(
    into: Chunk,
    personId: string,
    unitId: number,
    guarded: boolean,
    name: string,
    isAlias: boolean,
  ): void {
    for (const word of new Set(nameWords(name))) {
      words.add(word);
      into['people.name_word'].push({ word, person_id: personId, unit_id: unitId, guarded, is_alias: isAlias });
    }
  }
}

function emptyChunk(): Chunk {
  return { 'people.person': [], 'people.alias': [], 'people.name_word': [], 'cases.client_case': [] };
}

/** Which of the people are clients: exactly as many as asked for, evenly among the others. */
function spread({ people, clients }: CountrySize): (index: number) => boolean {
  return (index) => Math.floor(((index + 1) * clients) / people) > Math.floor((index * clients) / people);
}

/** Children are 14 to 16 on the country's day, adults 19 to 66. */
function birthOf(dice: Dice, child: boolean): PlainDate {
  const years = child ? 14 + dice.int(3) : 19 + Math.floor(dice.f() * dice.f() * 48);
  return addDays(addMonths(today, -12 * years), -(10 + dice.int(300)));
}

/** A working hour of that day, in Jakarta. */
function morningOf(dice: Dice, day: PlainDate): Date {
  return new Date(Date.parse(`${day}T01:00:00Z`) + dice.int(7 * 3600) * 1000);
}

/** District 99 exists nowhere, so the number has the right structure and is nobody's. */
function inventedNik(dice: Dice, unitId: number, birth: PlainDate, female: boolean): string {
  const day = Number(birth.slice(8, 10)) + (female ? 40 : 0);
  const regency = String(1101 + unitId);
  return `${regency}99${String(day).padStart(2, '0')}${birth.slice(5, 7)}${birth.slice(2, 4)}${String(1 + dice.int(9998)).padStart(4, '0')}`;
}
