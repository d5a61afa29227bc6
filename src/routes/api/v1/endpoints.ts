import * as v from 'valibot';
import { readNik } from '#kernel/nik';
import { parsePartialDate } from '#kernel/partial-date';
import { cleanName } from '#kernel/person-name';
import { isPlainDate, plainDate } from '#kernel/plain-date';
import { cleanLine, cleanText } from '#kernel/text';
import { parseClockTime } from '#kernel/zone';
import { ageGroups, authorities, basisKinds, penalties, registers } from '#modules/custody';
import { channels, grades, media, obligationStates, standings } from '#modules/check-ins';
import { nikSources, sexes } from '#modules/people';
import type { Endpoint } from '#web/api.server';

const uuid = v.pipe(v.string(), v.uuid('uuid'));
const day = v.pipe(
  v.string(),
  v.isoDate('iso_date'),
  v.check((text) => isPlainDate(text), 'iso_date'),
  v.transform(plainDate),
);
const month = v.pipe(v.string(), v.regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'iso_month'));
/** Numbers arrive as text in an address. */
const unitId = v.pipe(v.string(), v.regex(/^[1-9]\d{0,8}$/, 'unit_id'), v.toNumber());
const cursor = v.optional(v.pipe(v.string(), v.maxLength(200, 'cursor')));
const nullable = <S extends v.GenericSchema<unknown, unknown>>(schema: S) => v.nullable(schema);
const whole = v.pipe(v.number(), v.integer());

/** Cleaned as in the forms; what cannot be kept at all is named. */
const text = (max: number, name: string) =>
  v.pipe(
    v.string(name),
    v.maxLength(max, name),
    v.rawTransform<string, string>(({ dataset, addIssue, NEVER }) => {
      const clean = cleanText(dataset.value, max);
      if (clean.ok) return clean.text;
      addIssue({ message: clean.problem });
      return NEVER;
    }),
  );

/** One line, cleaned as in the forms. */
const line = (max: number, name: string, min = 0) =>
  v.pipe(
    v.string(name),
    v.maxLength(max, name),
    v.rawTransform<string, string>(({ dataset, addIssue, NEVER }) => {
      const clean = cleanLine(dataset.value, max);
      if (clean.ok && clean.text.length >= min) return clean.text;
      addIssue({ message: clean.ok ? name : clean.problem });
      return NEVER;
    }),
  );
const nameOfPerson = (name: string) =>
  v.pipe(
    v.string(name),
    v.maxLength(200, name),
    v.rawTransform<string, string>(({ dataset, addIssue, NEVER }) => {
      const clean = cleanName(dataset.value);
      if (clean.ok) return clean.name;
      addIssue({ message: clean.problem });
      return NEVER;
    }),
  );

const endpoint = <const E extends Endpoint>(one: E): E => one;

export const listUnits = endpoint({
  id: 'listUnits',
  method: 'get',
  path: '/units',
  summary: 'The tree of offices',
  scopes: ['staff:read'],
  answer: v.object({
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

const client = {
  caseId: v.string(),
  name: v.string(),
  registerLabel: nullable(v.string()),
  kind: v.string(),
  ageGroup: v.string(),
  state: v.string(),
  phase: nullable(v.string()),
  counsellor: nullable(v.string()),
};

export const listClients = endpoint({
  id: 'listClients',
  method: 'get',
  path: '/clients',
  summary: 'Clients of an office, 50 a page, in the order in which they were recorded',
  scopes: ['case:list'],
  query: {
    unit: unitId,
    state: v.optional(v.picklist(['open', 'all', 'received', 'active', 'paused', 'ended', 'transferred'], 'state')),
    after: cursor,
  },
  answer: v.object({
    total: whole,
    next: nullable(v.string()),
    items: v.array(
      v.object({ ...client, lastReportOn: nullable(v.string()), dueOn: nullable(v.string()), missedInARow: whole }),
    ),
  }),
});

export const getClient = endpoint({
  id: 'getClient',
  method: 'get',
  path: '/clients/{caseId}',
  summary: 'One client',
  scopes: ['case:read'],
  params: { caseId: uuid },
  answer: v.object({
    ...client,
    unitId: whole,
    unitName: v.string(),
    guidanceStart: nullable(v.string()),
    guidanceEnd: nullable(v.string()),
  }),
});

export const listObligations = endpoint({
  id: 'listObligations',
  method: 'get',
  path: '/clients/{caseId}/obligations',
  summary: 'What a client owed and what became of it, the newest first',
  scopes: ['ledger:read'],
  params: { caseId: uuid },
  answer: v.object({
    items: v.array(
      v.object({
        id: v.string(),
        from: v.string(),
        through: v.string(),
        state: v.picklist(obligationStates),
        missedInARow: whole,
        reports: v.array(
          v.object({
            id: v.string(),
            channel: v.picklist(channels),
            happenedOn: v.string(),
            grade: v.picklist(grades),
            voided: v.boolean(),
          }),
        ),
      }),
    ),
  }),
});

export const listCheckInsOfClient = endpoint({
  id: 'listCheckInsOfClient',
  method: 'get',
  path: '/clients/{caseId}/check-ins',
  summary: 'Every report of a client, the newest first; obligationId is null where it belongs to no period',
  scopes: ['ledger:read'],
  params: { caseId: uuid },
  answer: v.object({
    items: v.array(
      v.object({
        id: v.string(),
        obligationId: nullable(v.string()),
        channel: v.picklist(channels),
        medium: nullable(v.picklist(media)),
        happenedOn: v.string(),
        grade: v.picklist(grades),
        standing: v.picklist(standings),
        counts: v.boolean(),
        voided: v.boolean(),
        corrects: nullable(v.string()),
        receipt: nullable(v.string()),
      }),
    ),
  }),
});

const days = v.object({ from: v.string(), through: v.string() });
const recorded = v.object({
  checkInId: v.string(),
  receipt: v.string(),
  standing: v.picklist(standings),
  /** The period that it belongs to, and what is owed next. */
  period: nullable(days),
  next: nullable(days),
});

export const recordCheckIn = endpoint({
  id: 'recordCheckIn',
  method: 'post',
  path: '/clients/{caseId}/check-ins',
  summary: 'Records a call, video or chat of a client with what was talked about',
  scopes: ['check_in:record_remote'],
  params: { caseId: uuid },
  body: v.strictObject({
    medium: v.picklist(media, 'medium'),
    happenedOn: v.optional(day),
    talk: v.optional(text(12_000, 'talk'), ''),
    followUp: v.optional(text(4000, 'follow_up'), ''),
    presenceOnly: v.optional(v.boolean('presence_only')),
    urgentReason: v.optional(v.boolean('urgent_reason')),
  }),
  answer: recorded,
});

export const recordArrival = endpoint({
  id: 'recordArrival',
  method: 'post',
  path: '/clients/{caseId}/arrivals',
  summary: 'Records that a client stood at the desk today',
  scopes: ['check_in:record_counter'],
  params: { caseId: uuid },
  body: v.strictObject({ card: v.optional(text(200, 'card')) }),
  answer: recorded,
});

export const listCheckIns = endpoint({
  id: 'listCheckIns',
  method: 'get',
  path: '/check-ins',
  summary: 'Reports of one month, through one channel or all, that count in the figures; 50 a page',
  scopes: ['figures:read'],
  query: { unit: unitId, month, channel: v.optional(v.picklist(channels, 'channel')), after: cursor },
  answer: v.object({
    visible: whole,
    next: nullable(v.string()),
    items: v.array(
      v.object({
        id: v.string(),
        caseId: v.string(),
        name: v.string(),
        registerLabel: nullable(v.string()),
        day: v.string(),
        channel: v.picklist(channels),
      }),
    ),
  }),
});

export const checkInStatistics = endpoint({
  id: 'checkInStatistics',
  method: 'get',
  path: '/statistics/check-ins',
  summary:
    'Reports by month and channel, and what is known of the clients of each month, for at most sixty months up to this one; null where a number below five is not shown',
  scopes: ['figures:read', 'figures:aggregate'],
  query: { unit: unitId, from: month, to: month },
  answer: v.object({
    unit: whole,
    checkIns: v.array(
      v.object({ month: v.string(), channel: v.string(), checkIns: nullable(whole), clients: nullable(whole) }),
    ),
    reporting: v.array(
      v.object({
        month: v.string(),
        clients: nullable(whole),
        reported: nullable(whole),
        missed: nullable(whole),
        excused: nullable(whole),
        open: nullable(whole),
        notRecorded: nullable(whole),
        nothingOwed: nullable(whole),
      }),
    ),
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
