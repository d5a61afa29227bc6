import { sql } from 'kysely';
import type { PlainDate } from '#kernel/plain-date';
import { mustBeAllowed } from '#modules/access';
import { getUnit } from '#modules/units/server';
import type { ReadCtx } from '#platform/ctx';
import type { AgeGroup, ClientKind, TppAdvice, TransferState } from './case.ts';
import { dueDay } from './transfers.server.ts';

export type TransferEntry = {
  id: string;
  caseId: string;
  state: TransferState;
  fromUnitId: number;
  fromUnit: string;
  /** Null: a Bapas that does not use Simpul here. */
  toUnitId: number | null;
  toUnit: string;
  requestedOn: PlainDate;
  requestedByMe: boolean;
  dueOn: PlainDate | null;
  reason: string;
  letterNumber: string;
  guarantorStatement: boolean;
  riskNote: string;
  tppHeldOn: PlainDate | null;
  tppDocument: string;
  tppNote: string | null;
  advice: TppAdvice | null;
  decidedOn: PlainDate | null;
  decisionNote: string | null;
  /** What the client reads about it. */
  told: string;
  withdrawnOn: PlainDate | null;
  withdrawnWhy: string;
  arrivedOn: PlainDate | null;
  answerLetter: string;
  newCaseId: string | null;
};
export async function listTransfersOf(ctx: ReadCtx, caseId: string): Promise<TransferEntry[]> {
  const rows = await transferRows(ctx).where('t.case_id', '=', caseId).orderBy('t.made_at', 'desc').execute();
  return Promise.all(rows.map((row) => transferOf(ctx, row)));
}

const transferRows = (ctx: ReadCtx) =>
  ctx.tx
    .selectFrom('cases.transfer as t')
    .innerJoin('units.unit as f', 'f.id', 't.from_unit_id')
    .leftJoin('units.unit as to', 'to.id', 't.to_unit_id')
    .selectAll('t')
    .select(['f.name as from_unit', 'to.name as to_unit']);
type TransferRow = Awaited<ReturnType<ReturnType<typeof transferRows>['execute']>>[number];

async function transferOf(ctx: ReadCtx, row: TransferRow): Promise<TransferEntry> {
  const waiting = row.state === 'requested' || row.state === 'at_tpp';
  return {
    id: row.id,
    caseId: row.case_id,
    state: row.state as TransferState,
    fromUnitId: row.from_unit_id,
    fromUnit: row.from_unit,
    toUnitId: row.to_unit_id,
    toUnit: row.to_unit ?? row.to_name,
    requestedOn: row.requested_on as PlainDate,
    requestedByMe: row.requested_by === ctx.actor.accountId,
    dueOn: waiting ? await dueDay(ctx, row.from_unit_id, row.requested_on as PlainDate) : null,
    reason: row.reason,
    letterNumber: row.letter_number,
    guarantorStatement: row.guarantor_statement,
    riskNote: row.risk_note,
    tppHeldOn: row.tpp_held_on as PlainDate | null,
    tppDocument: row.tpp_document,
    tppNote: row.tpp_note,
    advice: row.tpp_advice as TppAdvice | null,
    decidedOn: row.decided_on as PlainDate | null,
    decisionNote: row.decision_note,
    told: row.told,
    withdrawnOn: row.withdrawn_on as PlainDate | null,
    withdrawnWhy: row.withdrawn_why,
    arrivedOn: row.arrived_on as PlainDate | null,
    answerLetter: row.answer_letter,
    newCaseId: row.new_case_id,
  };
}

export type SameDecree = { caseId: string; name: string; registerLabel: string | null };

/**
 * Other clients of the office who rest on a decree of the same number and day. One decree may well name several, so nobody is refused;
 * but a number that was typed for the wrong client, or twice, is seen.
 */
export async function listSameDecree(ctx: ReadCtx, caseId: string): Promise<SameDecree[]> {
  const { rows } = await sql<SameDecree>`
    select c.id as "caseId", p.name, c.register_label as "registerLabel"
    from cases.legal_basis mine
    join cases.legal_basis b on b.unit_id = mine.unit_id and b.case_id <> mine.case_id and b.replaced_at is null and b.dated = mine.dated
      and lower(regexp_replace(b.number, '\\s', '', 'g')) = lower(regexp_replace(mine.number, '\\s', '', 'g'))
    join cases.client_case c on c.id = b.case_id
    join people.person p on p.id = c.person_id
    where mine.case_id = ${caseId} and mine.replaced_at is null
    order by p.name, c.id limit 20`.execute(ctx.tx);
  return rows;
}

export type Arriving = {
  id: string;
  caseId: string;
  toUnitId: number;
  fromUnit: string;
  name: string;
  birthDate: PlainDate | null;
  kind: ClientKind;
  ageGroup: AgeGroup;
  requestedOn: PlainDate;
  decidedOn: PlainDate;
  reason: string;
  riskNote: string;
};
export type Outgoing = TransferEntry & { name: string | null };

/** Clients on their way to an office, and a page of those it has sent or is about to send, with how many they are in all. */
export async function listTransfers(
  ctx: ReadCtx,
  unitId: number,
  page: { offset: number; limit: number } = { offset: 0, limit: 50 },
): Promise<{ arriving: Arriving[]; outgoing: Outgoing[]; total: number }> {
  const unit = await getUnit(ctx, unitId);
  const subject = { unitId: unit.id, unitPath: unit.path };
  mustBeAllowed(ctx.actor, 'case:list', subject);
  const { rows } = await sql<{
    id: string;
    case_id: string;
    to_unit_id: number;
    from_unit: string;
    name: string;
    birth_date: PlainDate | null;
    kind: ClientKind;
    age_group: AgeGroup;
    requested_on: PlainDate;
    decided_on: PlainDate;
    reason: string;
    risk_note: string;
  }>`
    select t.*, x.case_id, u.name as from_unit from cases.list_arriving() t join cases.transfer x on x.id = t.id
      join units.unit u on u.id = t.from_unit_id
    where t.to_unit_id = ${unitId} order by t.decided_on, t.id`.execute(ctx.tx);
  const sent = await transferRows(ctx)
    .leftJoin('cases.client_case as c', 'c.id', 't.case_id')
    .leftJoin('people.person as p', 'p.id', 'c.person_id')
    .select('p.name')
    .where('t.from_unit_id', '=', unitId)
    .orderBy('t.made_at', 'desc')
    .orderBy('t.id')
    .limit(page.limit)
    .offset(page.offset)
    .execute();
  const { total } = await ctx.tx
    .selectFrom('cases.transfer')
    .select(sql<number>`count(*)::int`.as('total'))
    .where('from_unit_id', '=', unitId)
    .executeTakeFirstOrThrow();
  return {
    total,
    arriving: rows.map((row) => ({
      id: row.id,
      caseId: row.case_id,
      toUnitId: row.to_unit_id,
      fromUnit: row.from_unit,
      name: row.name,
      birthDate: row.birth_date,
      kind: row.kind,
      ageGroup: row.age_group,
      requestedOn: row.requested_on,
      decidedOn: row.decided_on,
      reason: row.reason,
      riskNote: row.risk_note,
    })),
    outgoing: await Promise.all(sent.map(async (row) => ({ ...(await transferOf(ctx, row)), name: row.name }))),
  };
}

/** Every Bapas of this Simpul in which somebody could say that the client came; another one is named by hand. */
export async function listReceivingBapas(ctx: Pick<ReadCtx, 'tx'>): Promise<{ id: number; name: string }[]> {
  const { rows } = await sql<{ id: number; name: string }>`
    select u.id, u.name from units.unit u where u.id in (select cases.receiving_bapas()) order by u.name, u.id`.execute(
    ctx.tx,
  );
  return rows;
}
