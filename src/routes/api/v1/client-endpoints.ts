import * as v from 'valibot';
import { channels, grades, media, obligationStates, standings } from '#modules/check-ins';
import { uuid, day, month, unitId, cursor, nullable, whole, text, endpoint } from './shapes.ts';

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
  summary: 'What a client owed and what became of it, the newest first, 50 a page',
  scopes: ['ledger:read'],
  params: { caseId: uuid },
  query: { after: cursor },
  answer: v.object({
    next: nullable(v.string()),
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
  summary: 'Every report of a client, the newest first, 50 a page; obligationId is null where it belongs to no period',
  scopes: ['ledger:read'],
  params: { caseId: uuid },
  query: { after: cursor },
  answer: v.object({
    next: nullable(v.string()),
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
