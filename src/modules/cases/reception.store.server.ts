import { sql } from 'kysely';
import { parsePartialDate, type PartialDate } from '#kernel/partial-date';
import type { PlainDate } from '#kernel/plain-date';
import type { Ctx, Tx } from '#platform/ctx';
import type { AgeGroup, CaseState, ClientKind, EvidenceGrade, RiskBand, SentenceParts } from './case.ts';

export type NewCase = {
  id: string;
  personId: string;
  unitId: number;
  kind: ClientKind;
  ageGroup: AgeGroup;
  state: CaseState;
  pkStaffId: string | null;
  receivedOn: PlainDate;
  handoverNumber: string;
  handoverFrom: string;
  offence: string;
  offenceArticles: string;
  ledgerFrom: PlainDate;
  registeredOn?: PlainDate | null;
  registerLabel?: string | null;
  guidanceStart?: PlainDate | null;
  guidanceEnd?: PlainDate | null;
  releasedOn?: PlainDate | null;
  releaseExpectedOn?: PlainDate | null;
  releaseDocument?: string;
  firstDetainedOn?: PlainDate | null;
  sentence?: Partial<SentenceParts> | null;
  remissionDays?: number;
  /** As the office said from which he came. */
  riskBand?: RiskBand | null;
  minimumGrade?: EvidenceGrade;
  transferredFrom?: string | null;
};

/** Nothing is read back: a guarded case is in its counsellor's sight only from the next statement on. */
export async function insertCase(ctx: Ctx, one: NewCase): Promise<void> {
  await ctx.tx
    .insertInto('cases.client_case')
    .values({
      id: one.id,
      person_id: one.personId,
      unit_id: one.unitId,
      kind: one.kind,
      age_group: one.ageGroup,
      state: one.state,
      guarded: one.ageGroup === 'child' || (await isPersonGuarded(ctx.tx, one.personId)),
      restricted: await isRestricted(ctx.tx, one.personId),
      pk_staff_id: one.pkStaffId,
      received_on: one.receivedOn,
      handover_number: one.handoverNumber,
      handover_from: one.handoverFrom,
      offence: one.offence,
      offence_articles: one.offenceArticles,
      ledger_from: one.ledgerFrom,
      registered_on: one.registeredOn ?? null,
      register_label: one.registerLabel ?? null,
      guidance_start: one.guidanceStart ?? null,
      guidance_end: one.guidanceEnd ?? null,
      released_on: one.releasedOn ?? null,
      release_expected_on: one.releaseExpectedOn ?? null,
      release_document: one.releaseDocument ?? '',
      first_detained_on: one.firstDetainedOn ?? null,
      sentence_years: one.sentence?.years ?? null,
      sentence_months: one.sentence?.months ?? null,
      sentence_days: one.sentence?.days ?? null,
      remission_days: one.remissionDays ?? 0,
      risk_band: one.riskBand ?? null,
      risk_origin: one.riskBand ? 'transfer' : null,
      ...(one.minimumGrade ? { minimum_grade: one.minimumGrade } : {}),
      transferred_from: one.transferredFrom ?? null,
      made_by: ctx.actor.accountId,
    })
    .execute();
}

/** Restricted, or with somebody excluded: every case of such a person is guarded from its first day. */
async function isPersonGuarded(tx: Tx, personId: string): Promise<boolean> {
  const { rows } = await sql<{ guarded: boolean }>`select cases.person_needs_guard(${personId}) as guarded`.execute(tx);
  return rows[0]?.guarded ?? false;
}

async function isRestricted(tx: Tx, personId: string): Promise<boolean> {
  const row = await tx.selectFrom('people.person').select('restricted').where('id', '=', personId).executeTakeFirst();
  return row?.restricted ?? false;
}

export type PersonAtReception = {
  unitId: number;
  deceasedOn: PlainDate | null;
  openKinds: ClientKind[];
  birth: PartialDate | undefined;
};

/** A person whom the asker can see, locked so that nobody receives the same person twice at once. */
export async function lockPerson(ctx: Ctx, personId: string): Promise<PersonAtReception | undefined> {
  await lockReceptions(ctx.tx, personId);
  const person = await ctx.tx
    .selectFrom('people.person')
    .select(['unit_id', 'deceased_on', 'birth_date', 'birth_precision'])
    .where('id', '=', personId)
    .executeTakeFirst();
  if (!person) return undefined;
  return {
    unitId: person.unit_id,
    deceasedOn: person.deceased_on as PlainDate | null,
    openKinds: await listOpenKinds(ctx.tx, { personId, unitId: person.unit_id }),
    birth: birthIn(person),
  };
}

/** Not the person's row: whoever receives somebody again need not be the one who may change what is known of him. */
async function lockReceptions(tx: Tx, personId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('cases.reception:' || ${personId}, 0))`.execute(tx);
}

async function listOpenKinds(tx: Tx, of: { personId: string; unitId: number }): Promise<ClientKind[]> {
  const rows = await tx
    .selectFrom('cases.client_case')
    .select('kind')
    .where('person_id', '=', of.personId)
    .where('unit_id', '=', of.unitId)
    .where('state', 'in', ['received', 'active', 'paused'])
    .execute();
  return rows.map((row) => row.kind as ClientKind);
}

/** The kinds of guidance that a person has under way at an office; nobody begins another one until the transaction ends. */
export async function lockOpenKinds(tx: Tx, of: { personId: string; unitId: number }): Promise<ClientKind[]> {
  await lockReceptions(tx, of.personId);
  return listOpenKinds(tx, of);
}

function birthIn(row: { birth_date: string | null; birth_precision: string }): PartialDate | undefined {
  return row.birth_date === null
    ? undefined
    : parsePartialDate(row.birth_date, row.birth_precision as PartialDate['precision']);
}

/** When somebody was born, as far as it is known. */
export async function findBirth(tx: Tx, personId: string): Promise<PartialDate | undefined> {
  const row = await tx
    .selectFrom('people.person')
    .select(['birth_date', 'birth_precision'])
    .where('id', '=', personId)
    .executeTakeFirst();
  return row && birthIn(row);
}
