import { sql } from 'kysely';
import type { PlainDate } from '#kernel/plain-date';
import type { Ctx, Tx } from '#platform/ctx';
import type { BasisKind, GuarantorRelation } from './case.ts';
import type { NewCase } from './reception.store.server.ts';
import type { RegisterLine } from './register-book.store.server.ts';

/** One of many cases that come in at once, with everything that hangs on it. */
export type IncomingCase = NewCase & {
  registerLabel: string;
  basis: { kind: BasisKind; number: string; dated: PlainDate; issuer: string } | null;
  milestones: readonly { name: string; day: PlainDate; facts: Record<string, unknown> }[];
  guarantor: { name: string; relation: GuarantorRelation; phone: string } | null;
  notes: readonly { text: string; happenedAt: Date }[];
  assignedOn: PlainDate;
};

/** Writes many cases in one statement for each table. */
export async function insertCases(ctx: Ctx, unitId: number, cases: readonly IncomingCase[]): Promise<void> {
  if (cases.length === 0) return;
  const by = ctx.actor.accountId;
  const rows = cases.map((one) => ({
    id: one.id,
    person_id: one.personId,
    kind: one.kind,
    age_group: one.ageGroup,
    state: one.state,
    guarded: one.ageGroup === 'child',
    pk_staff_id: one.pkStaffId,
    received_on: one.receivedOn,
    offence: one.offence,
    offence_articles: one.offenceArticles,
    ledger_from: one.ledgerFrom,
    registered_on: one.registeredOn ?? null,
    register_label: one.registerLabel,
    guidance_start: one.guidanceStart ?? null,
    guidance_end: one.guidanceEnd ?? null,
    released_on: one.releasedOn ?? null,
    first_detained_on: one.firstDetainedOn ?? null,
    sentence_years: one.sentence?.years ?? null,
    sentence_months: one.sentence?.months ?? null,
    sentence_days: one.sentence?.days ?? null,
    remission_days: one.remissionDays ?? 0,
  }));
  await sql`
    insert into cases.client_case (id, unit_id, made_by, person_id, kind, age_group, state, guarded, pk_staff_id, received_on, offence, offence_articles,
      ledger_from, registered_on, register_label, guidance_start, guidance_end, released_on, first_detained_on, sentence_years, sentence_months, sentence_days, remission_days)
    select id, ${unitId}, ${by}::uuid, person_id, kind, age_group, state, guarded, pk_staff_id, received_on, offence, offence_articles,
      ledger_from, registered_on, register_label, guidance_start, guidance_end, released_on, first_detained_on, sentence_years, sentence_months, sentence_days, remission_days
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (id uuid, person_id uuid, kind text, age_group text, state text, guarded boolean,
      pk_staff_id uuid, received_on date, offence text, offence_articles text, ledger_from date, registered_on date, register_label text,
      guidance_start date, guidance_end date, released_on date, first_detained_on date, sentence_years int, sentence_months int, sentence_days int,
      remission_days int)`.execute(ctx.tx);

  const bases = cases.flatMap(({ id, basis }) => (basis ? [{ case_id: id, ...basis }] : []));
  if (bases.length > 0)
    await sql`
      insert into cases.legal_basis (case_id, unit_id, kind, number, dated, issuer, made_by)
      select case_id, ${unitId}, kind, number, dated, issuer, ${by}::uuid
      from jsonb_to_recordset(${JSON.stringify(bases)}::jsonb) as r (case_id uuid, kind text, number text, dated date, issuer text)`.execute(
      ctx.tx,
    );
  const milestones = cases.flatMap(({ id, milestones: lines }) => lines.map((line) => ({ case_id: id, ...line })));
  if (milestones.length > 0)
    await sql`
      insert into cases.milestone (case_id, unit_id, name, day, origin, facts, set_by)
      select case_id, ${unitId}, name, day, 'computed', facts, ${by}::uuid
      from jsonb_to_recordset(${JSON.stringify(milestones)}::jsonb) as r (case_id uuid, name text, day date, facts jsonb)`.execute(
      ctx.tx,
    );
  const guarantors = cases.flatMap(({ id, guarantor }) => (guarantor ? [{ case_id: id, ...guarantor }] : []));
  if (guarantors.length > 0)
    await sql`
      insert into cases.guarantor (case_id, unit_id, name, relation, phone, made_by)
      select case_id, ${unitId}, name, relation, phone, ${by}::uuid
      from jsonb_to_recordset(${JSON.stringify(guarantors)}::jsonb) as r (case_id uuid, name text, relation text, phone text)`.execute(
      ctx.tx,
    );
  const assignments = cases.flatMap((one) =>
    one.pkStaffId ? [{ case_id: one.id, staff_id: one.pkStaffId, starts_on: one.assignedOn }] : [],
  );
  if (assignments.length > 0)
    await sql`
      insert into cases.assignment (case_id, unit_id, staff_id, starts_on, made_by)
      select case_id, ${unitId}, staff_id, starts_on, ${by}::uuid
      from jsonb_to_recordset(${JSON.stringify(assignments)}::jsonb) as r (case_id uuid, staff_id uuid, starts_on date)`.execute(
      ctx.tx,
    );
  const notes = cases.flatMap(({ id, notes: lines }) =>
    lines.map(({ text, happenedAt }) => ({ case_id: id, text, happened_at: happenedAt })),
  );
  if (notes.length > 0)
    await sql`
      insert into cases.contact_note (case_id, unit_id, happened_at, text, made_by)
      select case_id, ${unitId}, happened_at, text, ${by}::uuid
      from jsonb_to_recordset(${JSON.stringify(notes)}::jsonb) as r (case_id uuid, happened_at timestamptz, text text)`.execute(
      ctx.tx,
    );
}

export async function insertRegisterEntries(ctx: Ctx, lines: readonly RegisterLine[]): Promise<void> {
  if (lines.length === 0) return;
  const rows = lines.map((line) => ({
    unit_id: line.unitId,
    year: line.year,
    number: line.number,
    label: line.label,
    case_id: line.caseId,
    origin: line.origin,
    given_on: line.givenOn,
    void_reason: line.voidReason ?? null,
  }));
  await sql`
    insert into cases.register_entry (unit_id, year, number, label, case_id, origin, given_on, void_reason, voided_by, voided_at, made_by)
    select unit_id, year, number, label, case_id, origin, given_on, void_reason,
      case when void_reason is not null then ${ctx.actor.accountId}::uuid end, case when void_reason is not null then ${ctx.now}::timestamptz end,
      ${ctx.actor.accountId}::uuid
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (unit_id int, year int, number int, label text, case_id uuid, origin text,
      given_on date, void_reason text)`.execute(ctx.tx);
}

/** Which of these register numbers an office has given out or taken over already. */
export async function listTakenLabels(tx: Tx, unitId: number, labels: readonly string[]): Promise<Set<string>> {
  if (labels.length === 0) return new Set();
  const { rows } = await sql<{ label: string }>`
    select e.label from cases.register_entry e
    where e.unit_id = ${unitId} and e.voided_at is null and e.label = any (${labels as string[]}::text[])`.execute(tx);
  return new Set(rows.map(({ label }) => label));
}

/** The last number of a series, whose row stays locked: what is given out behind it must be written back. */
export async function lockSeries(tx: Tx, unitId: number, year: number): Promise<number> {
  const { rows } = await sql<{ last_number: number }>`
    insert into cases.register_series as s (unit_id, year, last_number) values (${unitId}, ${year}, 0)
    on conflict (unit_id, year) do update set last_number = s.last_number returning last_number`.execute(tx);
  return rows[0]!.last_number;
}
