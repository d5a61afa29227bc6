import { readDate, readPartialDate, type DateRead } from '#kernel/dates-id';
import { checkNik, readNik } from '#kernel/nik';
import { ageRangeOn, knownDay, type PartialDate } from '#kernel/partial-date';
import { cleanName, properCase } from '#kernel/person-name';
import { readPhone } from '#kernel/phone';
import { addYears, earliest, earliestRecordDay, plainDate, type PlainDate } from '#kernel/plain-date';
import { writeProblem, type ProblemKey } from '#kernel/problems';
import { cleanLine, cleanText } from '#kernel/text';
import type { Zone } from '#kernel/zone';
import {
  ageLooksWrong,
  kindRow,
  mayConcern,
  type AgeGroup,
  hasRelease,
  type BasisKind,
  type ClientKind,
  type GuarantorRelation,
  type SentenceParts,
} from '#modules/cases';
import type { Religion, Sex } from '#modules/people';
import { emptyCell, typedValue, type Cell } from '#platform/tables/cells';
import type { ColumnId } from './columns.ts';
import type { Mapping } from './mapping.ts';
import {
  readAgeGroup,
  readKind,
  readRelation,
  readReligion,
  readSentence,
  readSex,
  saysNothing,
} from './read-words.ts';

/** What is wrong with a row, beside the column that it stands in. The keys are words of ours or of the kernel. */
export type RowProblem = { column: ColumnId | null; problem: string };

/** A row as it will be taken: what it means, not how it was written. Two rows that mean the same are the same row. */
export type CleanRow = {
  name: string;
  nik: string | null;
  birth: PartialDate | null;
  birthPlace: string;
  sex: Sex | null;
  religion: Religion | null;
  address: string;
  areaCode: string | null;
  phones: string[];
  motherName: string;
  kind: ClientKind;
  ageGroup: AgeGroup;
  registerLabel: string | null;
  receivedOn: PlainDate;
  basis: { kind: BasisKind; number: string; dated: PlainDate; issuer: string } | null;
  guidanceStart: PlainDate | null;
  guidanceEnd: PlainDate | null;
  /** Left out where it is not known, so that a row of before means what it meant. */
  releasedOn?: PlainDate;
  firstDetainedOn: PlainDate | null;
  sentence: SentenceParts | null;
  offence: string;
  offenceArticles: string;
  pkStaffId: string | null;
  guarantor: { name: string; relation: GuarantorRelation; phone: string } | null;
  lastReportedOn: PlainDate | null;
  note: string;
};
export type CleanedRow = { clean: CleanRow | null; problems: RowProblem[]; warnings: RowProblem[] };

/** What is known while rows are read, besides the row itself. */
export type Knowledge = {
  today: PlainDate;
  zone: Zone;
  findCounsellor: (typed: string) => { found: string } | 'unknown' | 'several';
  /** Columns in which some day only makes sense with the month first: there 01/02/2022 may be either. */
  unsure: ReadonlySet<ColumnId>;
};

/** Where a place was found, and which of its names no list knows. */
export type FoundArea = { code: string | null; unknown: ColumnId | null };

/** Guidance of living people; an older day is a slip. */
const oldestDuty = plainDate('1950-01-01');

const dateColumns = [
  'birthDate',
  'receivedOn',
  'basisDate',
  'guidanceStart',
  'releasedOn',
  'guidanceEnd',
  'firstDetainedOn',
  'lastReportedOn',
] as const;
export type DateColumn = (typeof dateColumns)[number];

/** The date columns in which a text such as 06/13/2022 shows that somebody wrote the month first. */
export function unsureColumns(rows: Iterable<readonly Cell[]>, columns: Mapping['columns']): Set<ColumnId> {
  const found = new Set<ColumnId>();
  const watched = dateColumns.flatMap((id) => (columns[id] === undefined ? [] : [[id, columns[id]] as const]));
  for (const row of rows)
    for (const [id, at] of watched) {
      const cell = row[at];
      if (cell?.type !== 'text' || found.has(id)) continue;
      const parts = /^\s*(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4}|\d{2})\s*$/.exec(cell.text.slice(0, 40));
      if (parts && Number(parts[2]) > 12 && Number(parts[2]) <= 31 && Number(parts[1]) <= 12) found.add(id);
    }
  return found;
}

/** Reads one row. What is wrong keeps the row back; what is only odd goes with it. */
export function cleanRow(
  row: readonly Cell[],
  columns: Mapping['columns'],
  known: Knowledge,
  area: FoundArea,
): CleanedRow {
  const problems: RowProblem[] = [];
  const warnings: RowProblem[] = [];
  const wrong = (column: ColumnId | null, problem: string) => void problems.push({ column, problem });
  const odd = (column: ColumnId | null, problem: string) => void warnings.push({ column, problem });
  const cell = (id: ColumnId): Cell => (columns[id] === undefined ? emptyCell : (row[columns[id]] ?? emptyCell));
  const typed = (id: ColumnId): string | number => {
    const value = typedValue(cell(id));
    return typeof value === 'string' && saysNothing(value) ? '' : value;
  };
  const text = (id: ColumnId): string => String(typed(id));

  const line = (id: ColumnId, max: number): string => {
    const read = cleanLine(text(id), max);
    if (read.ok) return read.text;
    wrong(id, read.problem === 'text_too_long' ? writeProblem(read.problem, { max }) : read.problem);
    return '';
  };
  /** A number of a paper that the spreadsheet took for a day is lost. */
  const paperNumber = (id: ColumnId, max: number): string => {
    if (cell(id).type !== 'date') return line(id, max);
    wrong(id, 'imports_problem_became_date');
    return '';
  };
  const personName = (id: ColumnId): string => {
    if (text(id) === '') return '';
    const read = cleanName(text(id));
    if (read.ok) return properCase(read.name);
    wrong(id, read.problem === 'name_too_long' ? writeProblem(read.problem, { max: 200 }) : read.problem);
    return '';
  };
  const day = (id: DateColumn, limits: { earliest?: PlainDate; latest?: PlainDate }): PlainDate | null => {
    const value = typed(id);
    if (value === '') return null;
    const read: DateRead = readDate(value, {
      ...limits,
      zone: known.zone,
      order: known.unsure.has(id) ? 'unsure' : 'day_first',
    });
    if (read.ok) return read.day;
    wrong(id, dateProblem(read.problem, limits));
    return null;
  };
  const word = <T>(id: ColumnId, read: (text: string) => T | undefined, otherwise: () => void): T | null => {
    const value = text(id);
    if (value === '') return null;
    const found = value.length > 200 ? undefined : read(value);
    if (found === undefined) otherwise();
    return found ?? null;
  };
  const phonesOf = (id: ColumnId): string[] => {
    // Two numbers in one cell are two numbers.
    const parts = text(id)
      .slice(0, 200)
      .split(/[/;|&\n]| atau | dan |,(?=\s*[+0(])/i)
      .map((part) => part.trim())
      .filter((part) => part !== '' && !saysNothing(part));
    const found: string[] = [];
    for (const part of parts.length > 0 ? parts : []) {
      const read = readPhone(part);
      if (read.ok) found.push(read.phone);
      else wrong(id, read.problem);
    }
    return [...new Set(found)];
  };

  const name = personName('name');
  if (name === '' && !problems.some(({ column }) => column === 'name')) wrong('name', 'name_missing');
  const sex = word('sex', readSex, () => wrong('sex', 'imports_problem_sex_unknown'));
  const { birth, birthPlace } = readBirth();
  const nik = readNikCell();
  const religion = word('religion', readReligion, () => odd('religion', 'imports_warning_religion_unknown'));
  const kindRead = word('kind', readKind, () => wrong('kind', 'imports_problem_kind_unknown'));
  if (kindRead === null && text('kind') === '') wrong('kind', 'imports_problem_kind_missing');

  const releasedOn = readRelease();
  const guidanceStart = readStart();
  const guidanceEnd = day('guidanceEnd', { earliest: oldestDuty, latest: addYears(known.today, 60) });
  if (guidanceStart && guidanceEnd && guidanceEnd < guidanceStart)
    wrong('guidanceEnd', 'imports_problem_period_upside_down');
  else if (guidanceEnd && guidanceEnd < known.today) odd('guidanceEnd', 'imports_warning_guidance_over');
  const firstDetainedOn = day('firstDetainedOn', { earliest: oldestDuty, latest: known.today });
  const lastReportedOn = day('lastReportedOn', { earliest: oldestDuty, latest: known.today });
  const receivedOn = readReceived();
  const ageGroup = readAge();
  const sentence = word('sentence', readSentence, () => wrong('sentence', 'imports_problem_sentence_unread'));
  const basis = readBasis();
  const registerLabel = paperNumber('registerNumber', 60) || null;
  const phones = phonesOf('phone');
  const guarantor = readGuarantor();
  const pkStaffId = readCounsellor();
  const motherName = personName('motherName');
  const offence = line('offence', 300);
  const offenceArticles = line('offenceArticles', 300);
  const note = readNote();
  const address = readAddress();

  if (problems.length > 0 || kindRead === null || receivedOn === null) return { clean: null, problems, warnings };
  return {
    clean: {
      name,
      nik,
      birth,
      birthPlace,
      sex,
      religion,
      address,
      areaCode: area.code,
      phones,
      motherName,
      kind: kindRead.kind,
      ageGroup,
      registerLabel,
      receivedOn,
      basis,
      guidanceStart,
      guidanceEnd,
      ...(releasedOn ? { releasedOn } : {}),
      firstDetainedOn,
      sentence,
      offence,
      offenceArticles,
      pkStaffId,
      guarantor,
      lastReportedOn,
      note,
    },
    problems,
    warnings,
  };

  function readBirth(): { birth: PartialDate | null; birthPlace: string } {
    const both = text('birthPlaceAndDate');
    let place = line('birthPlace', 120);
    let value: string | number = typed('birthDate');
    let column: ColumnId = 'birthDate';
    if (both !== '' && value === '') {
      const split = /^([^\d]*?)[\s,;/.-]*(\d.*)?$/su.exec(both.slice(0, 300));
      if (place === '') {
        const read = cleanLine(split?.[1] ?? '', 120);
        if (read.ok) place = read.text;
        else
          wrong(
            'birthPlaceAndDate',
            read.problem === 'text_too_long' ? writeProblem(read.problem, { max: 120 }) : read.problem,
          );
      }
      value = split?.[2] ?? '';
      column = 'birthPlaceAndDate';
    }
    place = properCase(place);
    if (value === '') return { birth: null, birthPlace: place };
    const limits = { earliest: earliestRecordDay, latest: known.today };
    const read = readPartialDate(value, {
      ...limits,
      today: known.today,
      zone: known.zone,
      order: known.unsure.has('birthDate') ? 'unsure' : 'day_first',
    });
    if (read.ok) return { birth: read.date, birthPlace: place };
    wrong(column, dateProblem(read.problem, limits));
    return { birth: null, birthPlace: place };
  }

  function readNikCell(): string | null {
    const read = readNik(typed('nik'));
    if (!read.ok) {
      wrong('nik', read.problem);
      return null;
    }
    if (read.nik === undefined) return null;
    if (read.nik.length > 20) {
      wrong('nik', 'nik_length');
      return null;
    }
    const birthDay = birth ? knownDay(birth) : undefined;
    for (const warning of checkNik(read.nik, { birth: birthDay, sex: sex ?? undefined })) odd('nik', warning);
    return read.nik;
  }

  /** Guidance cannot begin before the client came; where only its beginning is written, he came then. */
  function readReceived(): PlainDate | null {
    const own = day('receivedOn', { earliest: oldestDuty, latest: known.today });
    if (own) return own;
    if (text('receivedOn') !== '') return null;
    if (guidanceStart && guidanceStart <= known.today) {
      odd('receivedOn', 'imports_warning_received_from_start');
      return guidanceStart;
    }
    wrong('receivedOn', 'imports_problem_received_missing');
    return null;
  }

  /** Of whoever leaves no institution there is no such day. */
  function readRelease(): PlainDate | null {
    const on = day('releasedOn', { earliest: oldestDuty, latest: known.today });
    if (on === null || kindRead === null || hasRelease(kindRead.kind)) return on;
    odd('releasedOn', 'imports_warning_no_release');
    return null;
  }

  /** A list that knows only the day of release means that guidance began then; the row says so. */
  function readStart(): PlainDate | null {
    const own = day('guidanceStart', { earliest: oldestDuty, latest: addYears(known.today, 1) });
    if (own !== null || text('guidanceStart') !== '' || releasedOn === null) return own;
    odd('guidanceStart', 'imports_warning_start_from_release');
    return releasedOn;
  }

  /** As it is written; else as the kind says; else by the age on the first day that is known of the case. */
  function readAge(): AgeGroup {
    const written = word('ageGroup', readAgeGroup, () => wrong('ageGroup', 'imports_problem_age_unknown'));
    if (!kindRead) return written ?? 'adult';
    const { ages } = kindRow(kindRead.kind);
    const onDay = [firstDetainedOn, receivedOn, known.today]
      .filter((one) => one !== null)
      .reduce((a, b) => earliest(a, b));
    const age = birth ? ageRangeOn(birth, onDay) : undefined;
    const said = written ?? kindRead.ageGroup ?? (ages.length === 1 ? ages[0]! : undefined);
    const group = said ?? (age && age.oldest < 18 ? 'child' : 'adult');
    if (!mayConcern(kindRead.kind, group)) wrong('kind', 'imports_problem_kind_not_for_age');
    else if (ageLooksWrong(group, age)) odd('birthDate', 'imports_warning_age_looks_wrong');
    else if (said === undefined && age && age.youngest < 18) odd('ageGroup', 'imports_warning_age_guessed');
    return group;
  }

  function readBasis(): CleanRow['basis'] {
    const number = paperNumber('basisNumber', 120);
    const dated = day('basisDate', { earliest: oldestDuty, latest: known.today });
    const issuer = line('basisIssuer', 200);
    if (number === '') {
      if (dated !== null || issuer !== '') {
        if (!problems.some(({ column }) => column === 'basisNumber'))
          wrong('basisNumber', 'imports_problem_basis_number_missing');
      } else if (!problems.some(({ column }) => column === 'basisNumber' || column === 'basisDate'))
        odd('basisNumber', 'imports_warning_basis_missing');
      return null;
    }
    if (dated === null) {
      if (text('basisDate') === '') wrong('basisDate', 'imports_problem_basis_date_missing');
      return null;
    }
    if (issuer.length < 2) odd('basisIssuer', 'imports_warning_issuer_missing');
    if (!kindRead) return null;
    return {
      kind: kindRow(kindRead.kind).bases[0]!,
      number,
      dated,
      issuer: issuer.length < 2 ? 'Tidak tercatat' : issuer,
    };
  }

  function readGuarantor(): CleanRow['guarantor'] {
    const of = personName('guarantor');
    const relation = word('guarantorRelation', readRelation, () =>
      odd('guarantorRelation', 'imports_warning_relation_unknown'),
    );
    const [phone = ''] = phonesOf('guarantorPhone');
    if (of === '') return null;
    return { name: of, relation: relation ?? 'other', phone };
  }

  function readCounsellor(): string | null {
    const value = line('counsellor', 200);
    if (value === '') return null;
    const found = known.findCounsellor(value);
    if (typeof found === 'object') return found.found;
    odd(
      'counsellor',
      found === 'several' ? 'imports_warning_counsellor_several' : 'imports_warning_counsellor_unknown',
    );
    return null;
  }

  function readNote(): string {
    const read = cleanText(text('note'), 2000);
    if (read.ok) return read.text;
    wrong('note', read.problem === 'text_too_long' ? writeProblem(read.problem, { max: 2000 }) : read.problem);
    return '';
  }

  /** Names of places that no list knows stay with the address, so that nothing written is lost. */
  function readAddress(): string {
    const own = line('address', 300);
    const places = (['village', 'district', 'regency'] as const).map((id) => [id, line(id, 100)] as const);
    if (area.unknown) odd(area.unknown, 'imports_warning_area_unknown');
    const kept = area.unknown ? places.map(([, place]) => place).filter((place) => place !== '') : [];
    return [own, ...kept]
      .filter((part) => part !== '')
      .join(', ')
      .slice(0, 500);
  }
}

function dateProblem(
  problem: Extract<DateRead, { ok: false }>['problem'],
  limits: { earliest?: PlainDate; latest?: PlainDate },
): string {
  const key: ProblemKey = `date_${problem}`;
  if (problem === 'too_early') return writeProblem(key, { earliest: limits.earliest ?? earliestRecordDay });
  return problem === 'too_late' ? writeProblem(key, { latest: limits.latest ?? plainDate('2199-12-31') }) : key;
}
