import { sql } from 'kysely';
import type { PlainDate } from '#kernel/plain-date';
import type { Tx } from '#platform/ctx';
import type { Bearer } from '../kind.server.ts';

/** Who bears these register numbers at the institution. */
export async function listBearers(tx: Tx, unitId: number, labels: readonly string[]): Promise<Map<string, Bearer>> {
  if (labels.length === 0) return new Map();
  const { rows } = await sql<Bearer & { label: string }>`
    select e.label, p.name, p.nik from custody.register_entry e left join people.person p on p.id = e.person_id
    where e.unit_id = ${unitId} and e.voided_at is null and e.label = any (${[...labels]}::text[])`.execute(tx);
  return new Map(rows.map(({ label, ...bearer }) => [label, bearer]));
}

export type HeldNow = { personId: string; admittedOn: PlainDate; registerLabel: string | null };

/** Where these people are held at the institution now. */
export async function listHeld(tx: Tx, personIds: readonly string[]): Promise<Map<string, HeldNow>> {
  if (personIds.length === 0) return new Map();
  const rows = await tx
    .selectFrom('custody.stay')
    .select(['person_id', 'admitted_on', 'register_label'])
    .where('person_id', 'in', personIds)
    .where('ended_on', 'is', null)
    .execute();
  return new Map(
    rows.map((row) => [
      row.person_id,
      { personId: row.person_id, admittedOn: row.admitted_on as PlainDate, registerLabel: row.register_label },
    ]),
  );
}
