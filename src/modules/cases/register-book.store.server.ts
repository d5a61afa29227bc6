import { sql } from 'kysely';
import type { PlainDate } from '#kernel/plain-date';
import type { Ctx, Tx } from '#platform/ctx';

/**
 * The next number of a unit and year. The series' row stays locked until the transaction ends: a registration that is rolled back
 * gives its number back, and nobody has taken the next one meanwhile.
 */
export async function nextRegisterNumber(tx: Tx, unitId: number, year: number): Promise<number> {
  const { rows } = await sql<{ last_number: number }>`
    insert into cases.register_series as s (unit_id, year, last_number) values (${unitId}, ${year}, 1)
    on conflict (unit_id, year) do update set last_number = s.last_number + 1
    returning last_number`.execute(tx);
  return rows[0]!.last_number;
}

/** A number that an office gave before it used Simpul: the series goes on behind the highest. */
export async function continueSeriesAfter(tx: Tx, unitId: number, year: number, number: number): Promise<void> {
  await sql`
    insert into cases.register_series as s (unit_id, year, last_number) values (${unitId}, ${year}, ${number})
    on conflict (unit_id, year) do update set last_number = greatest(s.last_number, excluded.last_number)`.execute(tx);
}

export async function isLabelTaken(tx: Tx, unitId: number, label: string): Promise<boolean> {
  const { rows } = await sql<{ taken: boolean }>`select cases.label_taken(${unitId}, ${label}) as taken`.execute(tx);
  return rows[0]!.taken;
}

export type RegisterLine = {
  unitId: number;
  year: number;
  number: number | null;
  label: string;
  caseId: string | null;
  origin: 'given' | 'imported';
  givenOn: PlainDate;
  voidReason?: string;
};

export async function insertRegisterEntry(ctx: Ctx, line: RegisterLine): Promise<string> {
  const id = ctx.newId();
  await ctx.tx
    .insertInto('cases.register_entry')
    .values({
      id,
      unit_id: line.unitId,
      year: line.year,
      number: line.number,
      label: line.label,
      case_id: line.caseId,
      origin: line.origin,
      given_on: line.givenOn,
      void_reason: line.voidReason ?? null,
      voided_by: line.voidReason ? ctx.actor.accountId : null,
      voided_at: line.voidReason ? ctx.now : null,
      made_by: ctx.actor.accountId,
    })
    .execute();
  return id;
}

export async function lockRegisterEntry(tx: Tx, id: string) {
  return tx
    .selectFrom('cases.register_entry as e')
    .innerJoin('units.unit as u', 'u.id', 'e.unit_id')
    .select(['e.id', 'e.unit_id', 'e.case_id', 'e.label', 'e.number', 'e.year', 'e.voided_at', 'u.path'])
    .where('e.id', '=', id)
    .forUpdate('e')
    .executeTakeFirst();
}

export async function voidEntry(ctx: Ctx, id: string, reason: string): Promise<void> {
  await ctx.tx
    .updateTable('cases.register_entry')
    .set({ void_reason: reason, voided_by: ctx.actor.accountId, voided_at: ctx.now })
    .where('id', '=', id)
    .where('voided_at', 'is', null)
    .execute();
}
