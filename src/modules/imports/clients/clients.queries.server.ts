import { sql } from 'kysely';
import type { PlainDate } from '#kernel/plain-date';
import type { Tx } from '#platform/ctx';
import type { Bearer } from '../kind.server.ts';
import type { Counsellor } from './counsellors.ts';

/** Who guides clients at an office on a day. */
export async function listCounsellors(tx: Tx, unitId: number, day: PlainDate): Promise<Counsellor[]> {
  const rows = await tx
    .selectFrom('units.staff as s')
    .innerJoin('units.posting as p', 'p.staff_id', 's.id')
    .select(['s.id', 's.name', 's.nip'])
    .distinct()
    .where('p.unit_id', '=', unitId)
    .where('p.role', 'in', ['pk', 'apk'])
    .where('p.withdrawn_at', 'is', null)
    .where('p.approved_at', 'is not', null)
    .where('p.starts_on', '<=', day)
    .where((eb) => eb.or([eb('p.ends_on', 'is', null), eb('p.ends_on', '>=', day)]))
    .where((eb) => eb.or([eb('s.left_on', 'is', null), eb('s.left_on', '>', day)]))
    .execute();
  return rows.map((row) => ({ staffId: row.id, name: row.name, nip: row.nip }));
}

/** Who bears these register numbers at the office. */
export async function listBearers(tx: Tx, unitId: number, labels: readonly string[]): Promise<Map<string, Bearer>> {
  if (labels.length === 0) return new Map();
  const { rows } = await sql<Bearer & { label: string }>`
    select e.label, p.name, p.nik from cases.register_entry e
    left join cases.client_case c on c.id = e.case_id left join people.person p on p.id = c.person_id
    where e.unit_id = ${unitId} and e.voided_at is null and e.label = any (${labels as string[]}::text[])`.execute(tx);
  return new Map(rows.map(({ label, ...bearer }) => [label, bearer]));
}

export type KnownCase = { personId: string; caseId: string; kind: string; receivedOn: PlainDate; state: string };

export async function listCasesOf(tx: Tx, unitId: number, personIds: readonly string[]): Promise<KnownCase[]> {
  if (personIds.length === 0) return [];
  const rows = await tx
    .selectFrom('cases.client_case')
    .select(['id', 'person_id', 'kind', 'received_on', 'state'])
    .where('unit_id', '=', unitId)
    .where('person_id', 'in', personIds as string[])
    .execute();
  return rows.map((row) => ({
    personId: row.person_id,
    caseId: row.id,
    kind: row.kind,
    receivedOn: row.received_on as PlainDate,
    state: row.state,
  }));
}

/** Clients of an import whom nobody guides: the list named no counsellor of the office, or he has left since it was read. */
export async function countUnassigned(tx: Tx, importId: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from imports.row r join cases.client_case c on c.id = r.case_id
    where r.import_id = ${importId} and r.state = 'taken' and c.pk_staff_id is null`.execute(tx);
  return rows[0]?.n ?? 0;
}
