import * as v from 'valibot';
import { readNik } from '#kernel/nik';
import { parsePartialDate } from '#kernel/partial-date';
import { parseClockTime } from '#kernel/zone';
import { ageGroups, authorities, basisKinds, penalties, registers } from '#modules/custody';
import { nikSources, sexes } from '#modules/people';
import { cursor, day, nullable, whole, text, line, nameOfPerson, endpoint } from './shapes.ts';
import {
  listClients,
  getClient,
  listObligations,
  listCheckInsOfClient,
  recordCheckIn,
  recordArrival,
  listCheckIns,
  checkInStatistics,
} from './client-endpoints.ts';

export const listUnits = endpoint({
  id: 'listUnits',
  method: 'get',
  path: '/units',
  summary: 'The tree of offices in the order in which they were recorded, 50 a page; parentId says where each stands',
  scopes: ['staff:read'],
  query: { after: cursor },
  answer: v.object({
    next: nullable(v.string()),
    items: v.array(
      v.object({
        id: whole,
        code: v.string(),
        name: v.string(),
        type: v.string(),
        class: nullable(v.string()),
        parentId: nullable(whole),
        zone: v.string(),
      }),
    ),
  }),
});

export const searchPeople = endpoint({
  id: 'searchPeople',
  method: 'get',
  path: '/people',
  summary:
    'People of one’s offices by name, NIK or its end, register number or telephone, the best first, 20 a page; more is true where more are found than are listed',
  scopes: ['person:search'],
  query: {
    q: v.pipe(v.string(), v.minLength(1, 'q'), v.maxLength(200, 'q')),
    after: cursor,
  },
  answer: v.object({
    total: whole,
    more: v.boolean(),
    next: nullable(v.string()),
    items: v.array(
      v.object({
        personId: v.string(),
        name: v.string(),
        unitId: whole,
        unitName: v.string(),
        cases: v.array(v.object({ id: v.string(), registerLabel: nullable(v.string()), state: v.string() })),
      }),
    ),
    elsewhere: v.array(v.object({ unit: v.string(), band: v.string(), agrees: v.array(v.string()), ask: v.string() })),
  }),
});

const length = (most: number) =>
  v.optional(
    v.pipe(v.number('sentence'), v.integer('sentence'), v.minValue(0, 'sentence'), v.maxValue(most, 'sentence')),
    0,
  );
/** Of a birth the day, the month or the year alone. */
const partialDay = v.pipe(
  v.string('birth'),
  v.regex(/^\d{4}(-\d{2}(-\d{2})?)?$/, 'birth'),
  v.check((text) => parsePartialDate(text) !== undefined, 'birth'),
);

export const recordAdmission = endpoint({
  id: 'recordAdmission',
  method: 'post',
  path: '/admissions',
  summary:
    'Records that somebody came into an institution, as at its own gate; told again it changes nothing and answers the stay that there is. Who the person may be is asked afterwards, so questionOpen may become true later. A program of the Kanwil tells of the institutions below it with a token whose only scope is custody:feed',
  scopes: ['custody:admit', 'custody:feed'],
  body: v.strictObject({
    unit: v.pipe(
      v.number('unit_id'),
      v.integer('unit_id'),
      v.minValue(1, 'unit_id'),
      v.maxValue(999_999_999, 'unit_id'),
    ),
    person: v.strictObject({
      name: nameOfPerson('name'),
      aliases: v.optional(v.pipe(v.array(nameOfPerson('alias'), 'alias'), v.maxLength(20, 'alias')), []),
      nik: v.optional(
        v.pipe(
          v.string('nik'),
          v.maxLength(30, 'nik'),
          v.check((text) => readNik(text).ok, 'nik'),
        ),
      ),
      /** How the number is known; left out, nobody knows. */
      nikSource: v.optional(v.picklist(nikSources, 'nik_source')),
      sex: v.picklist(sexes, 'sex'),
      birth: v.optional(partialDay),
      birthPlace: v.optional(line(120, 'birth_place'), ''),
      motherName: v.optional(nameOfPerson('mother_name')),
      fatherName: v.optional(nameOfPerson('father_name')),
    }),
    admittedOn: day,
    admittedAt: v.pipe(
      v.string('clock_time'),
      v.check((text) => parseClockTime(text) !== undefined, 'clock_time'),
    ),
    receivedFrom: line(200, 'received_from', 2),
    broughtBy: v.optional(line(200, 'brought_by'), ''),
    /** Needed where the birth does not tell it. */
    ageGroup: v.optional(v.picklist(ageGroups, 'age_group')),
    placeReason: v.optional(text(2000, 'place_reason'), ''),
    /** Left out, it follows from the paper; another one needs a reason. */
    register: v.optional(v.picklist(registers, 'register')),
    registerReason: v.optional(text(2000, 'register_reason'), ''),
    /** As the paper book has it; left out, the next one is given. */
    registerNumber: v.optional(line(60, 'register_number'), ''),
    basis: v.strictObject({
      kind: v.picklist(basisKinds, 'basis_kind'),
      authority: v.picklist(authorities, 'authority'),
      issuer: line(200, 'issuer', 2),
      number: line(120, 'basis_number', 1),
      dated: day,
      offence: v.optional(line(300, 'offence'), ''),
      from: day,
      until: v.optional(day),
      penalty: v.optional(v.picklist(penalties, 'penalty')),
      sentence: v.optional(v.strictObject({ years: length(100), months: length(1200), days: length(36_500) })),
    }),
  }),
  answer: v.object({ stayId: v.string(), label: v.string(), known: v.boolean(), questionOpen: v.boolean() }),
});

export const endpoints = [
  listUnits,
  searchPeople,
  listClients,
  getClient,
  listObligations,
  listCheckInsOfClient,
  recordCheckIn,
  recordArrival,
  listCheckIns,
  checkInStatistics,
  recordAdmission,
] as const;
