import { ageRangeOn } from '#kernel/partial-date';
import { addYears, earliest, plainDate, type PlainDate } from '#kernel/plain-date';
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
import type { Education, MaritalState, Religion } from '#modules/people';
import type { Cell } from '#platform/tables/cells';
import type { Mapping } from '../mapping.ts';
import { readAgeGroup, readSentence } from '../read-words.ts';
import { openRow } from '../row-reader.ts';
import type { CleanedRow, Knowledge, PersonRow } from '../row.ts';
import type { ClientColumn } from './columns.ts';
import { readEducation, readKind, readMaritalState, readRelation, readReligion } from './read-words.ts';

/** A row as it will be taken: what it means, not how it was written. Two rows that mean the same are the same row. */
export type ClientRow = PersonRow & {
  religion: Religion | null;
  /** These are left out where they are not known, so that a row of before means what it meant. */
  maritalState?: MaritalState;
  education?: Education;
  occupation?: string;
  address: string;
  areaCode: string | null;
  phones: string[];
  /** Those among the numbers that answer chats; left out where none is known, so that a row of before means what it meant. */
  whatsapp?: string[];
  kind: ClientKind;
  ageGroup: AgeGroup;
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

/** What is known while rows are read, besides the row itself. */
export type ClientKnowledge = Knowledge & {
  findCounsellor: (typed: string) => { found: string } | 'unknown' | 'several';
};

/** Where a place was found, and which of its names no list knows. */
export type FoundArea = { code: string | null; unknown: ClientColumn | null };

/** Guidance of living people; an older day is a slip. */
const oldestDuty = plainDate('1950-01-01');

/** Reads one row. What is wrong keeps the row back; what is only odd goes with it. */
export function cleanRow(
  row: readonly Cell[],
  columns: Mapping['columns'],
  known: ClientKnowledge,
  area: FoundArea,
): CleanedRow<ClientRow> {
  const {
    problems,
    warnings,
    wrong,
    odd,
    isWrong,
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
  } = openRow<ClientColumn>(row, columns, known);

  const { name, sex, birth, birthPlace, nik, nikSource } = person();
  const religion = word('religion', readReligion, () => odd('religion', 'imports_warning_religion_unknown'));
  const maritalState = word('maritalState', readMaritalState, () =>
    odd('maritalState', 'imports_warning_marital_state_unknown'),
  );
  const education = word('education', readEducation, () => odd('education', 'imports_warning_education_unknown'));
  const occupation = line('occupation', 120);
  const otherNames = aliases();
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
  const chats = phones('whatsapp');
  const phoneNumbers = [...new Set([...chats, ...phones('phone')])];
  const guarantor = readGuarantor();
  const pkStaffId = readCounsellor();
  const motherName = personName('motherName');
  const offence = line('offence', 300);
  const offenceArticles = line('offenceArticles', 300);
  const note = lines('note', 2000);
  const address = readAddress();

  if (problems.length > 0 || kindRead === null || receivedOn === null) return { clean: null, problems, warnings };
  return {
    clean: {
      name,
      nik,
      ...(nikSource ? { nikSource } : {}),
      birth,
      birthPlace,
      sex,
      religion,
      ...(otherNames.length > 0 ? { aliases: otherNames } : {}),
      ...(maritalState ? { maritalState } : {}),
      ...(education ? { education } : {}),
      ...(occupation === '' ? {} : { occupation }),
      address,
      areaCode: area.code,
      phones: phoneNumbers,
      ...(chats.length > 0 ? { whatsapp: chats } : {}),
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

  function readBasis(): ClientRow['basis'] {
    const number = paperNumber('basisNumber', 120);
    const dated = day('basisDate', { earliest: oldestDuty, latest: known.today });
    const issuer = line('basisIssuer', 200);
    if (number === '') {
      if (dated !== null || issuer !== '') {
        if (!isWrong('basisNumber')) wrong('basisNumber', 'imports_problem_basis_number_missing');
      } else if (!isWrong('basisNumber') && !isWrong('basisDate')) odd('basisNumber', 'imports_warning_basis_missing');
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

  function readGuarantor(): ClientRow['guarantor'] {
    const of = personName('guarantor');
    const relation = word('guarantorRelation', readRelation, () =>
      odd('guarantorRelation', 'imports_warning_relation_unknown'),
    );
    const [phone = ''] = phones('guarantorPhone');
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
