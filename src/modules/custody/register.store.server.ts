import { sql } from 'kysely';
import type { PlainDate } from '#kernel/plain-date';
import type { Ctx, Tx } from '#platform/ctx';
import type { Register } from './stay.ts';
import { type StayOf, belongs } from './store.server.ts';

/**
 * So many next numbers of a register in a year; answers the first of them. The series' row stays locked until the transaction ends: a booking
 * that is rolled back gives its number back, and nobody has taken the next one meanwhile.
 */
export async function takeNumbers(
  tx: Tx,
  unitId: number,
  { register, year }: { register: Register; year: number },
  count: number,
): Promise<number> {
  const { rows } = await sql<{ last_number: number }>`
    insert into custody.register_series as s (unit_id, register, year, last_number) values (${unitId}, ${register}, ${year}, ${count})
    on conflict (unit_id, register, year) do update set last_number = s.last_number + ${count}
    returning last_number`.execute(tx);
  return rows[0]!.last_number - count + 1;
}

/** Which of these somebody of the institution has, also somebody whom the asker may not see. */
export async function listTakenLabels(tx: Tx, unitId: number, labels: readonly string[]): Promise<Set<string>> {
  if (labels.length === 0) return new Set();
  const { rows } = await sql<{ label: string }>`
    select label from custody.labels_taken(${unitId}, ${[...labels]}::text[]) as label`.execute(tx);
  return new Set(rows.map(({ label }) => label));
}

export type NewEntry = {
  stay: StayOf;
  register: Register;
  year: number;
  number: number | null;
  label: string;
  origin: 'given' | 'imported';
  basisId: string;
  givenOn: PlainDate;
  because: string;
  voidReason?: string;
};
/** The stays carry their numbers over by themselves. */
export async function insertEntries(ctx: Ctx, entries: readonly NewEntry[]): Promise<void> {
  if (entries.length === 0) return;
  await ctx.tx
    .insertInto('custody.register_entry')
    .values(
      entries.map(({ stay, voidReason, ...entry }) => ({
        id: ctx.newId(),
        ...belongs(stay),
        register: entry.register,
        year: entry.year,
        number: entry.number,
        label: entry.label,
        origin: entry.origin,
        basis_id: entry.basisId,
        given_on: entry.givenOn,
        because: entry.because,
        void_reason: voidReason ?? null,
        voided_by: voidReason === undefined ? null : ctx.actor.accountId,
        voided_at: voidReason === undefined ? null : ctx.now,
        made_by: ctx.actor.accountId,
      })),
    )
    .execute();
}

export type EntryRow = { id: string; stayId: string; label: string; register: Register; voidedAt: Date | null };
/** Locked until the transaction ends. */
export async function lockEntry(tx: Tx, entryId: string): Promise<EntryRow | undefined> {
  const row = await tx
    .selectFrom('custody.register_entry')
    .select(['id', 'stay_id', 'label', 'register', 'voided_at'])
    .where('id', '=', entryId)
    .forUpdate()
    .executeTakeFirst();
  return (
    row && {
      id: row.id,
      stayId: row.stay_id,
      label: row.label,
      register: row.register as Register,
      voidedAt: row.voided_at,
    }
  );
}
export async function voidEntryRow(ctx: Ctx, entryId: string, reason: string): Promise<void> {
  await ctx.tx
    .updateTable('custody.register_entry')
    .set({ void_reason: reason, voided_by: ctx.actor.accountId, voided_at: ctx.now })
    .where('id', '=', entryId)
    .execute();
}
