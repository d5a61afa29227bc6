import { addYears, plainDate, yearOf, type PlainDate } from '#kernel/plain-date';
import { parseClockTime, type ClockTime } from '#kernel/zone';
import {
  groupOf,
  judgeAdmission,
  labelOf,
  type AdmissionFacts,
  type Authority,
  type Basis,
  type BasisKind,
  type CustodyRefusal,
  type Gate,
  type Penalty,
  type Register,
  type Sentence,
} from '#modules/custody';
import type { Cell } from '#platform/tables/cells';
import type { Mapping } from '../mapping.ts';
import { readAgeGroup, readSentence } from '../read-words.ts';
import { openRow } from '../row-reader.ts';
import type { CleanedRow, Knowledge, PersonRow } from '../row.ts';
import type { AdmissionColumn } from './columns.ts';
import { readAuthority, readBasisKind, readPenalty, readRegister } from './read-words.ts';

/** Somebody who came in, as he will be booked: what the row means, not how it was written. */
export type AdmissionRow = PersonRow & {
  aliases: string[];
  fatherName: string;
  address: string;
  facts: Omit<AdmissionFacts, 'importedLabel'>;
};
export type AdmissionKnowledge = Knowledge & { gate: Gate };

/** Whoever is held today came in after this day. */
const oldestStay = plainDate('1950-01-01');
const none: Sentence = { years: 0, months: 0, days: 0 };

/** The column in which a refusal of the booking is mended. */
const columnOf: Partial<Record<CustodyRefusal, AdmissionColumn>> = {
  day_in_future: 'admittedOn',
  moment_in_future: 'admittedAt',
  basis_in_future: 'basisDate',
  until_before_from: 'untilOn',
  until_missing: 'untilOn',
  penalty_missing: 'penalty',
  sentence_missing: 'sentence',
  register_unclear: 'register',
  because_missing: 'because',
  age_missing: 'birthDate',
  place_reason_missing: 'placeReason',
};

/** Reads one row and judges it as one at the gate would be judged: what custody would refuse is a bad row. */
export function cleanRow(
  row: readonly Cell[],
  columns: Mapping['columns'],
  known: AdmissionKnowledge,
): CleanedRow<AdmissionRow> {
  const reader = openRow<AdmissionColumn>(row, columns, known);
  const { problems, warnings, wrong, odd, isWrong, cell, text, line, lines, paperNumber, personName, day, word } =
    reader;

  const person = reader.person();
  if (person.sex === null && !isWrong('sex')) wrong('sex', 'imports_problem_sex_unknown');
  const motherName = personName('motherName');
  const fatherName = personName('fatherName');
  const aliases = reader.aliases();
  const address = line('address', 300);
  const ageSaid = word('ageGroup', readAgeGroup, () => wrong('ageGroup', 'imports_problem_age_unknown'));
  const admittedOn = needed('admittedOn', day('admittedOn', { earliest: oldestStay, latest: known.today }));
  const admittedAt = readTime();
  const register = word('register', readRegister, () => wrong('register', 'imports_problem_register_unknown'));
  const basis = readBasis();
  const broughtFrom = readOrigin();
  const broughtBy = line('broughtBy', 200);
  const placeReason = lines('placeReason', 2000);
  const because = lines('because', 2000);
  const typedNumber = paperNumber('registerNumber', 60);
  if (problems.length > 0 || admittedOn === null || basis === null) return { clean: null, problems, warnings };

  const facts = {
    admittedOn,
    admittedAt,
    broughtFrom,
    broughtBy,
    noPapers: false,
    nameRefused: false,
    ageSaid,
    placeReason,
    basis,
    register,
    because,
  };
  const judged = judgeAdmission(known.gate, person.birth, { ...facts, importedLabel: '' });
  if (!judged.ok) {
    wrong(columnOf[judged.refusal] ?? null, `custody_${judged.refusal}`);
    return { clean: null, problems, warnings };
  }
  const registerLabel = typedNumber === '' ? null : labelFor(typedNumber, judged.register, admittedOn);
  if (registerLabel === undefined) {
    wrong('registerNumber', 'imports_problem_register_other');
    return { clean: null, problems, warnings };
  }
  return {
    clean: { ...person, motherName, fatherName, aliases, address, registerLabel, facts },
    problems,
    warnings,
  };

  function needed(id: AdmissionColumn, value: PlainDate | null): PlainDate | null {
    if (value === null && !isWrong(id)) wrong(id, 'imports_problem_date_missing');
    return value;
  }

  /** Its own column, or the time of a moment in the column of the day; where nobody wrote one, the day began. */
  function readTime(): ClockTime {
    const onDay = cell('admittedOn');
    const written = text('admittedAt');
    if (written === '') {
      if (onDay.type === 'date' && onDay.time) return onDay.time;
      odd('admittedAt', 'imports_warning_hour_missing');
      return '00:00' as ClockTime;
    }
    const parts = /(?:^|\s)(\d{1,2})[.:](\d{2})(?:[.:]\d{2})?(?:\s*(?:wib|wita|wit))?$/i.exec(written.trim());
    const time = parts ? parseClockTime(`${parts[1]!.padStart(2, '0')}:${parts[2]}`) : undefined;
    if (!time) wrong('admittedAt', 'imports_problem_hour_unread');
    return time ?? ('00:00' as ClockTime);
  }

  function readBasis(): Basis | null {
    const number = paperNumber('basisNumber', 120);
    if (number === '' && !isWrong('basisNumber')) wrong('basisNumber', 'custody_number_missing');
    const dated = needed('basisDate', day('basisDate', { earliest: oldestStay, latest: known.today }));
    const issuer = line('basisIssuer', 200);
    if (issuer.length < 2 && !isWrong('basisIssuer')) wrong('basisIssuer', 'imports_problem_paper_issuer_missing');
    const kind = readKind();
    const fromOn = day('fromOn', { earliest: oldestStay, latest: addYears(known.today, 1) });
    const untilOn = day('untilOn', { earliest: oldestStay, latest: addYears(known.today, 60) });
    const offence = line('offence', 300);
    const { penalty, sentence } = readPunishment(kind);
    if (dated === null || kind === null) return null;
    const begun = fromOn ?? (kind === 'verdict' ? (admittedOn ?? dated) : dated);
    return {
      kind,
      authority: readAuthority(issuer) ?? authorityOf(register) ?? 'other',
      penalty,
      sentence,
      number,
      dated,
      issuer,
      offence,
      fromOn: begun,
      untilOn,
    };
  }

  /** As it is written, else as the register or a length of sentence says. */
  function readKind(): BasisKind | null {
    const written = word('basisKind', readBasisKind, () => wrong('basisKind', 'imports_problem_basis_kind_unknown'));
    if (written !== null || isWrong('basisKind')) return written;
    if (register)
      return { detainees: 'warrant', convicts: 'verdict', hostages: 'hostage_order' }[groupOf(register)] as BasisKind;
    if (text('sentence') !== '' || text('penalty') !== '') return 'verdict';
    if (text('untilOn') !== '') return 'warrant';
    if (!isWrong('register')) wrong('basisKind', 'imports_problem_basis_kind_missing');
    return null;
  }

  function readPunishment(kind: BasisKind | null): { penalty: Penalty | null; sentence: Sentence } {
    const named = word('penalty', readPenalty, () => wrong('penalty', 'imports_problem_penalty_unknown'));
    const length = text('sentence');
    const withoutEnd = readPenalty(length);
    const sentence =
      withoutEnd === 'life' || withoutEnd === 'death'
        ? null
        : word('sentence', readSentence, () => wrong('sentence', 'imports_problem_sentence_unread'));
    if (kind !== 'verdict') return { penalty: null, sentence: none };
    const penalty = named ?? withoutEnd ?? penaltyOf(register) ?? 'imprisonment';
    return { penalty, sentence: sentence ?? none };
  }

  /** Where nobody wrote who sent him, whoever issued the paper did. */
  function readOrigin(): string {
    const own = line('broughtFrom', 200);
    if (own.length >= 2 || isWrong('broughtFrom')) return own;
    odd('broughtFrom', 'imports_warning_brought_from_issuer');
    return basis?.issuer ?? '';
  }
}

function authorityOf(register: Register | null): Authority | undefined {
  const of: Partial<Record<Register, Authority>> = {
    reg_a1: 'investigator',
    reg_a2: 'prosecutor',
    reg_a3: 'district_court',
    reg_a4: 'high_court',
    reg_a5: 'supreme_court',
  };
  return register ? of[register] : undefined;
}

function penaltyOf(register: Register | null): Penalty | undefined {
  const of: Partial<Record<Register, Penalty>> = {
    reg_b3: 'confinement',
    reg_b3s: 'in_lieu',
    reg_b_death: 'death',
    reg_b_life: 'life',
  };
  return register ? of[register] : undefined;
}

/** A number as the registers of Simpul write it, whatever the paper book left out; nothing where it names another register. */
function labelFor(typed: string, register: Register, admittedOn: PlainDate): string | undefined {
  const parts = /^(.*?)[\s.:/-]*(\d{1,6})(?:\s*\/\s*((?:19|20)\d{2}))?$/.exec(typed);
  if (!parts) return typed;
  const [, before = '', number, year] = parts;
  const label = labelOf(register, Number(number), year ? Number(year) : yearOf(admittedOn));
  const named = before.replace(/\b(no|nomor)\b\.?/i, '').trim();
  if (named === '') return label;
  const other = readRegister(named);
  if (other === undefined) return typed;
  return other === register ? label : undefined;
}
