import { sql } from 'kysely';
import type { Deadline } from '#kernel/holidays';
import type { PlainDate } from '#kernel/plain-date';
import { phaseBoundaries, type GuidancePhase, type PhaseBoundaries } from '#kernel/guidance-phase';
import type { Zone } from '#kernel/zone';
import { mustBeOwn } from '#modules/access';
import { todayAt } from '#modules/units';
import type { ReadCtx } from '#platform/ctx';
import { NotFound } from '#platform/errors';
import type {
  CaseState,
  ClientKind,
  ConditionSource,
  DecidedPhase,
  EndReason,
  GuarantorRelation,
  PauseCause,
  PhaseChangeState,
  TransferState,
} from './case.ts';
import { generalConditions, specialConditions, type ConditionCode } from './conditions.ts';
import { phaseOf } from './rules.ts';
import { dueDay } from './transfers.server.ts';

/** A case as its client, and in part his guarantor, reads it on his own phone. */
export type OwnCase = {
  caseId: string;
  name: string;
  birthDate: PlainDate | null;
  registerLabel: string | null;
  kind: ClientKind;
  state: CaseState;
  receivedOn: PlainDate;
  guidanceStart: PlainDate | null;
  guidanceEnd: PlainDate | null;
  endedOn: PlainDate | null;
  endReason: EndReason | 'transferred' | null;
  phase: GuidancePhase | null;
  phases: PhaseBoundaries | null;
  pausedSince: PlainDate | null;
  pausedBecause: PauseCause | null;
  counsellor: string | null;
  office: { name: string; address: string; phone: string };
  zone: Zone;
  today: PlainDate;
};

export async function readOwnCase(ctx: ReadCtx): Promise<OwnCase> {
  const caseId = ownCaseId(ctx);
  const row = await ctx.tx
    .selectFrom('cases.client_case as c')
    .innerJoin('people.person as p', 'p.id', 'c.person_id')
    .innerJoin('units.unit as u', 'u.id', 'c.unit_id')
    .leftJoin('units.staff as s', 's.id', 'c.pk_staff_id')
    .select([
      'c.kind',
      'c.state',
      'c.register_label',
      'c.received_on',
      'c.guidance_start',
      'c.guidance_end',
      'c.phase_decided',
      'c.ended_on',
      'c.end_reason',
      'p.name',
      'p.birth_date',
      's.name as counsellor',
      'u.name as office',
      'u.address',
      'u.phone',
      'u.zone',
      'u.demo_today',
    ])
    .where('c.id', '=', caseId)
    .executeTakeFirst();
  if (!row) throw new NotFound('own case');
  const pause = await ctx.tx
    .selectFrom('cases.pause')
    .select(['starts_on', 'because'])
    .where('case_id', '=', caseId)
    .where('ends_on', 'is', null)
    .executeTakeFirst();
  const [guidanceStart, guidanceEnd] = [row.guidance_start as PlainDate | null, row.guidance_end as PlainDate | null];
  const zone = row.zone as Zone;
  const today = todayAt({ zone, demoToday: row.demo_today as PlainDate | null }, ctx.now);
  return {
    caseId,
    name: row.name,
    birthDate: row.birth_date as PlainDate | null,
    registerLabel: row.register_label,
    kind: row.kind as ClientKind,
    state: row.state as CaseState,
    receivedOn: row.received_on as PlainDate,
    guidanceStart,
    guidanceEnd,
    endedOn: row.ended_on as PlainDate | null,
    endReason: row.end_reason as OwnCase['endReason'],
    phase:
      phaseOf({ guidanceStart, guidanceEnd, phaseDecided: row.phase_decided as DecidedPhase | null }, today) ?? null,
    phases:
      guidanceStart !== null && guidanceEnd !== null && guidanceEnd >= guidanceStart
        ? phaseBoundaries(guidanceStart, guidanceEnd)
        : null,
    pausedSince: row.state === 'paused' && pause ? (pause.starts_on as PlainDate) : null,
    pausedBecause: row.state === 'paused' && pause ? (pause.because as PauseCause) : null,
    counsellor: row.counsellor,
    office: { name: row.office, address: row.address, phone: row.phone },
    zone,
    today,
  };
}

/** What is asked or was decided about his guidance, as he reads it. */
export type OwnDecision = {
  id: string;
  /** The office that decides. */
  office: string;
  askedOn: PlainDate;
  decidedOn: PlainDate | null;
  told: string;
} & (
  | { of: 'phase'; toPhase: DecidedPhase; state: PhaseChangeState; due: null }
  | { of: 'transfer'; toUnit: string; state: TransferState; due: Deadline | null }
);

/** Moves to another phase and to another Bapas, the latest first; what was called off before anybody decided is none. */
export async function listOwnDecisions(ctx: ReadCtx): Promise<OwnDecision[]> {
  const caseId = ownCaseId(ctx);
  const phases = await ctx.tx
    .selectFrom('cases.phase_change as x')
    .innerJoin('units.unit as u', 'u.id', 'x.unit_id')
    .select(['x.id', 'x.to_phase', 'x.state', 'x.requested_on', 'x.decided_on', 'x.told', 'u.name as office'])
    .where('x.case_id', '=', caseId)
    .where('x.state', '<>', 'withdrawn')
    .execute();
  const transfers = await ctx.tx
    .selectFrom('cases.transfer as x')
    .innerJoin('units.unit as u', 'u.id', 'x.from_unit_id')
    .leftJoin('units.unit as to', 'to.id', 'x.to_unit_id')
    .select(['x.id', 'x.from_unit_id', 'x.to_name', 'x.state', 'x.requested_on', 'x.decided_on', 'x.told'])
    .select(['u.name as office', 'to.name as to_unit'])
    .where('x.case_id', '=', caseId)
    .where('x.state', '<>', 'withdrawn')
    .execute();
  const days = (row: {
    id: string;
    office: string;
    requested_on: string;
    decided_on: string | null;
    told: string;
  }) => ({
    id: row.id,
    office: row.office,
    askedOn: row.requested_on as PlainDate,
    decidedOn: row.decided_on as PlainDate | null,
    told: row.told,
  });
  const found: OwnDecision[] = [
    ...phases.map((row) => ({
      ...days(row),
      of: 'phase' as const,
      toPhase: row.to_phase as DecidedPhase,
      state: row.state as PhaseChangeState,
      due: null,
    })),
    ...(await Promise.all(
      transfers.map(async (row) => ({
        ...days(row),
        of: 'transfer' as const,
        toUnit: row.to_unit ?? row.to_name,
        state: row.state as TransferState,
        due: row.decided_on
          ? null
          : { on: await dueDay(ctx, row.from_unit_id, row.requested_on as PlainDate), counts: 'working' as const },
      })),
    )),
  ];
  return found.sort((a, b) => (a.askedOn < b.askedOn ? 1 : a.askedOn > b.askedOn ? -1 : 0));
}

/** A decree by which the client's guidance goes on although another one had ended it. */
export type OwnLifting = { day: PlainDate; number: string; dated: PlainDate; issuer: string };
export async function listOwnLiftings(ctx: ReadCtx): Promise<OwnLifting[]> {
  ownCaseId(ctx);
  const { rows } = await sql<OwnLifting>`
    select l.day::text as day, l.number, l.dated::text as dated, l.issuer from cases.own_liftings() l`.execute(ctx.tx);
  return rows;
}

export type OwnCondition = {
  id: string;
  type: 'general' | 'special';
  /** Where it is one of the list. */
  code: ConditionCode | null;
  text: string;
  source: ConditionSource;
  startsOn: PlainDate | null;
  endsOn: PlainDate | null;
};

const known: readonly ConditionCode[] = [...generalConditions, ...specialConditions];

/** What the client has promised and is in force. */
export async function listOwnConditions(ctx: ReadCtx): Promise<OwnCondition[]> {
  const rows = await ctx.tx
    .selectFrom('cases.condition')
    .select(['id', 'type', 'code', 'text', 'source', 'starts_on', 'ends_on'])
    .where('case_id', '=', ownCaseId(ctx))
    .where('lifted_at', 'is', null)
    .orderBy('type')
    .orderBy('made_at')
    .orderBy('id')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    type: row.type as OwnCondition['type'],
    code: known.find((code) => code === row.code) ?? null,
    text: row.text,
    source: row.source as ConditionSource,
    startsOn: row.starts_on as PlainDate | null,
    endsOn: row.ends_on as PlainDate | null,
  }));
}

export type OwnPromise = {
  name: string;
  relation: GuarantorRelation;
  signedOn: PlainDate | null;
  confirmedOn: PlainDate | null;
};

/** What the guarantor who asks has signed; row-level security shows him no other one's. */
export async function findOwnPromise(ctx: ReadCtx): Promise<OwnPromise | null> {
  const row = await ctx.tx
    .selectFrom('cases.guarantor')
    .select(['name', 'relation', 'signed_on', 'duties_confirmed_on'])
    .where('case_id', '=', ownCaseId(ctx))
    .where(sql<boolean>`id = (select accounts.ctx_guarantor())`)
    .where('ended_on', 'is', null)
    .executeTakeFirst();
  return row
    ? {
        name: row.name,
        relation: row.relation as GuarantorRelation,
        signedOn: row.signed_on as PlainDate | null,
        confirmedOn: row.duties_confirmed_on as PlainDate | null,
      }
    : null;
}

function ownCaseId(ctx: ReadCtx): string {
  const { own } = ctx.actor;
  if (!own) throw new NotFound('own case');
  mustBeOwn(ctx.actor, 'own:read', own.caseId);
  return own.caseId;
}
