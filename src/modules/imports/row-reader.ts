import { readDate, readPartialDate, type DateRead } from '#kernel/dates-id';
import { checkNik, readNik } from '#kernel/nik';
import { knownDay, type PartialDate } from '#kernel/partial-date';
import { cleanName, maxNameLength, properCase } from '#kernel/person-name';
import { readPhone } from '#kernel/phone';
import { earliestRecordDay, plainDate, type PlainDate } from '#kernel/plain-date';
import { writeProblem, type ProblemKey } from '#kernel/problems';
import { cleanLine, cleanText } from '#kernel/text';
import type { NikSource, Sex } from '#modules/people';
import { emptyCell, typedValue, type Cell } from '#platform/tables/cells';
import type { Mapping } from './mapping.ts';
import { readNikSource, readSex, saysNothing } from './read-words.ts';
import type { Knowledge, RowProblem } from './row.ts';

/** The date columns in which a text such as 06/13/2022 shows that somebody wrote the month first. */
export function unsureColumns(
  rows: Iterable<readonly Cell[]>,
  columns: Mapping['columns'],
  days: readonly string[],
): Set<string> {
  const found = new Set<string>();
  const watched = days.flatMap((id) => (columns[id] === undefined ? [] : [[id, columns[id]] as const]));
  for (const row of rows)
    for (const [id, at] of watched) {
      const cell = row[at];
      if (cell?.type !== 'text' || found.has(id)) continue;
      const parts = /^\s*(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4}|\d{2})\s*$/.exec(cell.text.slice(0, 40));
      if (parts && Number(parts[2]) > 12 && Number(parts[2]) <= 31 && Number(parts[1]) <= 12) found.add(id);
    }
  return found;
}

/** The columns that say who somebody is, under these names in every kind of list. */
type PersonColumn =
  | 'name'
  | 'alias'
  | 'nik'
  | 'nikSource'
  | 'birthPlace'
  | 'birthDate'
  | 'birthPlaceAndDate'
  | 'sex'
  | 'motherName'
  | 'address';

export type RowReader<Id extends string = string> = ReturnType<typeof openRow<Id>>;

/** Reads the cells of one row. What is wrong (`problems`) keeps the row back; what is only odd (`warnings`) goes with it. */
export function openRow<Id extends string>(row: readonly Cell[], columns: Mapping['columns'], known: Knowledge) {
  type Column = Id | PersonColumn;
  const problems: RowProblem[] = [];
  const warnings: RowProblem[] = [];
  const wrong = (column: Column | null, problem: string) => void problems.push({ column, problem });
  const odd = (column: Column | null, problem: string) => void warnings.push({ column, problem });
  const isWrong = (column: Column) => problems.some((one) => one.column === column);
  const cell = (id: Column): Cell => (columns[id] === undefined ? emptyCell : (row[columns[id]] ?? emptyCell));
  const typed = (id: Column): string | number => {
    const value = typedValue(cell(id));
    return typeof value === 'string' && saysNothing(value) ? '' : value;
  };
  const text = (id: Column): string => String(typed(id));

  const line = (id: Column, max: number): string => {
    const read = cleanLine(text(id), max);
    if (read.ok) return read.text;
    wrong(id, read.problem === 'text_too_long' ? writeProblem(read.problem, { max }) : read.problem);
    return '';
  };
  const lines = (id: Column, max: number): string => {
    const read = cleanText(text(id), max);
    if (read.ok) return read.text;
    wrong(id, read.problem === 'text_too_long' ? writeProblem(read.problem, { max }) : read.problem);
    return '';
  };
  /** A number of a paper that the spreadsheet took for a day is lost. */
  const paperNumber = (id: Column, max: number): string => {
    if (cell(id).type !== 'date') return line(id, max);
    wrong(id, 'imports_problem_became_date');
    return '';
  };
  const personName = (id: Column): string => {
    if (text(id) === '') return '';
    const read = cleanName(text(id));
    if (read.ok) return properCase(read.name);
    wrong(id, read.problem === 'name_too_long' ? writeProblem(read.problem, { max: 200 }) : read.problem);
    return '';
  };
  const order = (id: Column) => (known.unsure.has(id) ? 'unsure' : 'day_first');
  const day = (id: Column, limits: { earliest?: PlainDate; latest?: PlainDate }): PlainDate | null => {
    const value = typed(id);
    if (value === '') return null;
    const read: DateRead = readDate(value, { ...limits, zone: known.zone, order: order(id) });
    if (read.ok) return read.day;
    wrong(id, dateProblem(read.problem, limits));
    return null;
  };
  const word = <T>(id: Column, read: (text: string) => T | undefined, otherwise: () => void): T | null => {
    const value = text(id);
    if (value === '') return null;
    const found = value.length > 200 ? undefined : read(value);
    if (found === undefined) otherwise();
    return found ?? null;
  };
  const phones = (id: Column): string[] => {
    // Two numbers in one cell are two numbers.
    const parts = text(id)
      .slice(0, 200)
      .split(/[/;|&\n]| atau | dan |,(?=\s*[+0(])/i)
      .map((part) => part.trim())
      .filter((part) => part !== '' && !saysNothing(part));
    const found: string[] = [];
    for (const part of parts) {
      const read = readPhone(part);
      if (read.ok) found.push(read.phone);
      else wrong(id, read.problem);
    }
    return [...new Set(found)];
  };

  /** Several names in one cell are several, in whatever order they stand. */
  const aliases = (): string[] => {
    const found: string[] = [];
    for (const part of text('alias')
      .slice(0, 1000)
      .split(/[;,/\n]|\b(?:alias|als)\b/i)) {
      if (part.trim() === '' || saysNothing(part)) continue;
      const read = cleanName(part);
      if (read.ok) found.push(properCase(read.name));
      else if (!isWrong('alias'))
        wrong(
          'alias',
          read.problem === 'name_too_long' ? writeProblem(read.problem, { max: maxNameLength }) : read.problem,
        );
    }
    return [...new Set(found)].sort();
  };

  /** Who the row is about: name, sex, birth and NIK, which are held against each other. */
  const person = () => {
    const name = personName('name');
    if (name === '' && !isWrong('name')) wrong('name', 'name_missing');
    const sex = word('sex', readSex, () => wrong('sex', 'imports_problem_sex_unknown'));
    const { birth, birthPlace } = readBirth();
    const nik = readNikCell(birth, sex);
    return { name, sex, birth, birthPlace, nik, ...readNikSourceCell(nik) };
  };

  return {
    problems,
    warnings,
    wrong,
    odd,
    isWrong,
    cell,
    text,
    line,
    lines,
    paperNumber,
    personName,
    day,
    word,
    phones,
    aliases,
    person,
  };

  function readBirth(): { birth: PartialDate | null; birthPlace: string } {
    const both = text('birthPlaceAndDate');
    let place = line('birthPlace', 120);
    let value: string | number = typed('birthDate');
    let column: PersonColumn = 'birthDate';
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
      order: order('birthDate'),
    });
    if (read.ok) return { birth: read.date, birthPlace: place };
    wrong(column, dateProblem(read.problem, limits));
    return { birth: null, birthPlace: place };
  }

  function readNikCell(birth: PartialDate | null, sex: Sex | null): string | null {
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

  /** It goes with the number: where there is none it says nothing. */
  function readNikSourceCell(nik: string | null): { nikSource?: NikSource } {
    const nikSource = word('nikSource', readNikSource, () => odd('nikSource', 'imports_warning_nik_source_unknown'));
    return nikSource === null || nik === null ? {} : { nikSource };
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
