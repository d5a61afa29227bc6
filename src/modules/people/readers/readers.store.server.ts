import { sql } from 'kysely';
import type { PlainDate } from '#kernel/plain-date';
import type { Ctx, ReadCtx } from '#platform/ctx';
import { labelsOf, type Asked } from '../rules.ts';
import type { ReaderAndRead, ReadingDays } from './readers.rules.ts';

type Reader = { accountId: string; username: string; leads: boolean };

export async function listReadingDays(
  { tx }: Pick<Ctx, 'tx'>,
  unitId: number,
  day: PlainDate,
  since: PlainDate,
): Promise<(Reader & ReadingDays)[]> {
  const { rows } = await sql<Reader & ReadingDays>`
    select account_id as "accountId", username, leads, opened, earlier from people.reading_days(${unitId}, ${day}, ${since})`.execute(
    tx,
  );
  return rows;
}

export async function listOpenedNames(
  { tx }: Pick<Ctx, 'tx'>,
  unitId: number,
  day: PlainDate,
): Promise<(Reader & ReaderAndRead & { personId: string })[]> {
  const { rows } = await sql<Reader & ReaderAndRead & { personId: string }>`
    select account_id as "accountId", username, leads, officer, phone, person_id as "personId", names, family, phones
    from people.opened_names(${unitId}, ${day})`.execute(tx);
  return rows;
}

export type Denied = { personId: string; caseId: string | null; unitId: number; setBy: string | null };

/** Which of these, told absent to the asker, are hidden from him because he is excluded. Ask after the answer: nothing of it may go into one. */
export async function listDenied({ tx }: ReadCtx, ids: readonly string[]): Promise<Denied[]> {
  const { rows } = await sql<Denied>`
    select person_id as "personId", case_id as "caseId", unit_id as "unitId", set_by as "setBy"
    from people.denied_to_asker(${[...ids]}::uuid[])`.execute(tx);
  return rows;
}

export type Sought = Omit<Denied, 'setBy'>;
/** Whom of those from whom the asker is excluded a search names. Ask after the answer: nothing of it may go into one. */
export async function listSought(
  { tx }: Pick<ReadCtx, 'tx'>,
  { words, nik, phone, register }: Extract<Asked, { ok: true }>,
): Promise<Sought[]> {
  const labels = register ? labelsOf(register.label) : [];
  const { rows } = await sql<Sought>`
    select person_id as "personId", case_id as "caseId", unit_id as "unitId"
    from people.sought_by_asker(${words}::text[], ${nik ?? null}, ${phone ?? null}, ${labels}::text[])`.execute(tx);
  return rows;
}
