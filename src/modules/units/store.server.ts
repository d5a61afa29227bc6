import { sql } from 'kysely';
import type { PlainDate, Weekday } from '#kernel/plain-date';
import type { Zone } from '#kernel/zone';
import type { Role } from '#modules/access';
import type { Tx } from '#platform/ctx';
import type { AbsenceKind, Grade, PostingKind, Section, UnitClass, UnitType } from './unit.ts';

export type UnitFields = {
  name: string;
  type: UnitType;
  class: UnitClass | null;
  address: string;
  areaCode: string | null;
  phone: string;
  zone: Zone;
  workingDays: Weekday[];
  ledgerStartsOn: PlainDate;
};

/** One change of the postings and administrators of the installation at a time, so that two people cannot each remove the other. */
export async function lockPostings(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('units.posting'))`.execute(tx);
}

export async function insertUnit(tx: Tx, code: string, parentId: number | null, fields: UnitFields): Promise<number> {
  const row = await tx
    .insertInto('units.unit')
    .values({ code, parent_id: parentId, ...columnsOf(fields) })
    .returning('id')
    .executeTakeFirstOrThrow();
  return row.id;
}

/** The unit as it is changed now, or nothing where row-level security does not let the asker change it. */
export async function updateUnit(tx: Tx, id: number, fields: UnitFields): Promise<boolean> {
  const result = await tx.updateTable('units.unit').set(columnsOf(fields)).where('id', '=', id).executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

export type StillAt = { clients: number; held: number; officers: number; below: number };
/** What hangs on an office that the asker administers; nothing where he does not. */
export async function countStillAt(tx: Tx, unitId: number): Promise<StillAt | undefined> {
  const { rows } = await sql<StillAt>`select clients, held, officers, below from units.still_at(${unitId})`.execute(tx);
  return rows[0];
}

/** Moves a top and all below it under another unit; nothing where somebody has put one above it meanwhile. */
export async function putAbove(tx: Tx, aboveId: number, belowId: number): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('units.unit')
    .set({ parent_id: aboveId })
    .where('id', '=', belowId)
    .where('parent_id', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

function columnsOf(fields: UnitFields) {
  return {
    name: fields.name,
    type: fields.type,
    class: fields.class,
    address: fields.address,
    area_code: fields.areaCode,
    phone: fields.phone,
    zone: fields.zone,
    working_days: fields.workingDays,
    ledger_starts_on: fields.ledgerStartsOn,
  };
}

export async function codeIsTaken(tx: Tx, code: string): Promise<boolean> {
  return (await tx.selectFrom('units.unit').select('id').where('code', '=', code).executeTakeFirst()) !== undefined;
}

export async function replaceServiceArea(
  tx: Tx,
  unitId: number,
  add: readonly string[],
  remove: readonly string[],
): Promise<void> {
  if (remove.length > 0)
    await tx
      .deleteFrom('units.service_area')
      .where('unit_id', '=', unitId)
      .where('regency_code', 'in', [...remove])
      .execute();
  if (add.length > 0)
    await tx
      .insertInto('units.service_area')
      .values(add.map((code) => ({ unit_id: unitId, regency_code: code })))
      .execute();
}

export async function putModuleSwitch(
  tx: Tx,
  unitId: number,
  module: string,
  isOn: boolean,
  setBy: string,
): Promise<void> {
  const { numUpdatedRows } = await tx
    .updateTable('units.module_switch')
    .set({ is_on: isOn, set_by: setBy, set_at: sql`now()` })
    .where('unit_id', '=', unitId)
    .where('module', '=', module)
    .executeTakeFirst();
  if (numUpdatedRows === 0n)
    await tx
      .insertInto('units.module_switch')
      .values({ unit_id: unitId, module, is_on: isOn, set_by: setBy })
      .execute();
}

export async function insertRuleOption(
  tx: Tx,
  row: {
    id: string;
    unitId: number;
    ruleId: string;
    name: string;
    value: unknown;
    holdsFrom: PlainDate;
    reason: string;
    setBy: string;
  },
): Promise<void> {
  await tx
    .insertInto('units.rule_option')
    .values({
      id: row.id,
      unit_id: row.unitId,
      rule_id: row.ruleId,
      name: row.name,
      value: JSON.stringify(row.value),
      holds_from: row.holdsFrom,
      reason: row.reason,
      set_by: row.setBy,
    })
    .execute();
}

export async function findHoliday(tx: Tx, day: PlainDate, unitId: number | null): Promise<string | undefined> {
  const row = await tx
    .selectFrom('units.holiday')
    .select('id')
    .where('day', '=', day)
    .where('removed_at', 'is', null)
    .where('unit_id', unitId === null ? 'is' : '=', unitId)
    .executeTakeFirst();
  return row?.id;
}

export async function lockHoliday(
  tx: Tx,
  id: string,
): Promise<{ id: string; day: PlainDate; unitId: number | null; removed: boolean } | undefined> {
  const row = await tx
    .selectFrom('units.holiday')
    .select(['id', 'day', 'unit_id', 'removed_at'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  return row && { id: row.id, day: row.day as PlainDate, unitId: row.unit_id, removed: row.removed_at !== null };
}

export async function insertHoliday(
  tx: Tx,
  row: { id: string; day: PlainDate; name: string; unitId: number | null },
): Promise<void> {
  await tx
    .insertInto('units.holiday')
    .values({ id: row.id, day: row.day, name: row.name, unit_id: row.unitId })
    .execute();
}

export async function markHolidayRemoved(tx: Tx, id: string): Promise<void> {
  await tx
    .updateTable('units.holiday')
    .set({ removed_at: sql`now()` })
    .where('id', '=', id)
    .execute();
}

export type StaffFields = { name: string; nip: string | null; grade: Grade | null; phone: string; email: string };

export async function insertStaff(tx: Tx, id: string, fields: StaffFields): Promise<void> {
  await tx
    .insertInto('units.staff')
    .values({ id, ...fields })
    .execute();
}

export async function updateStaff(tx: Tx, id: string, fields: StaffFields): Promise<boolean> {
  const { numUpdatedRows } = await tx.updateTable('units.staff').set(fields).where('id', '=', id).executeTakeFirst();
  return numUpdatedRows > 0n;
}

export async function nipIsTaken(tx: Tx, nip: string, butBy: string | null): Promise<boolean> {
  let query = tx.selectFrom('units.staff').select('id').where('nip', '=', nip);
  if (butBy) query = query.where('id', '<>', butBy);
  return (await query.executeTakeFirst()) !== undefined;
}

export type NewPosting = {
  id: string;
  staffId: string;
  unitId: number;
  role: Role;
  kind: PostingKind;
  section: Section | null;
  startsOn: PlainDate;
  endsOn: PlainDate | null;
  orderNumber: string;
  madeBy: string;
  approvedAt: Date | null;
};

export async function insertPosting(tx: Tx, row: NewPosting): Promise<void> {
  await tx
    .insertInto('units.posting')
    .values({
      id: row.id,
      staff_id: row.staffId,
      unit_id: row.unitId,
      role: row.role,
      kind: row.kind,
      section: row.section,
      starts_on: row.startsOn,
      ends_on: row.endsOn,
      order_number: row.orderNumber,
      made_by: row.madeBy,
      approved_at: row.approvedAt,
    })
    .execute();
}

export async function holdsAlready(
  tx: Tx,
  row: Pick<NewPosting, 'staffId' | 'unitId' | 'role' | 'startsOn' | 'endsOn'>,
): Promise<boolean> {
  const found = await tx
    .selectFrom('units.posting')
    .select('id')
    .where('staff_id', '=', row.staffId)
    .where('unit_id', '=', row.unitId)
    .where('role', '=', row.role)
    .where('withdrawn_at', 'is', null)
    .where((eb) => eb.or([eb('ends_on', 'is', null), eb('ends_on', '>=', row.startsOn)]))
    .where((eb) => (row.endsOn ? eb('starts_on', '<=', row.endsOn) : eb.lit(true)))
    .executeTakeFirst();
  return found !== undefined;
}

export async function approvePostingRow(tx: Tx, id: string, approvedBy: string, at: Date): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('units.posting')
    .set({ approved_by: approvedBy, approved_at: at })
    .where('id', '=', id)
    .where('approved_at', 'is', null)
    .where('withdrawn_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

export async function withdrawPostingRow(tx: Tx, id: string, why: string, at: Date): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('units.posting')
    .set({ withdrawn_at: at, withdrawn_why: why })
    .where('id', '=', id)
    .where('withdrawn_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

export async function endPostingRow(tx: Tx, id: string, endsOn: PlainDate): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('units.posting')
    .set({ ends_on: endsOn })
    .where('id', '=', id)
    .where('withdrawn_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

export async function isPostedTo(tx: Tx, staffId: string, unitIds: readonly number[]): Promise<number | undefined> {
  if (unitIds.length === 0) return undefined;
  const row = await tx
    .selectFrom('units.posting')
    .select('unit_id')
    .where('staff_id', '=', staffId)
    .where('unit_id', 'in', [...unitIds])
    .where('withdrawn_at', 'is', null)
    .executeTakeFirst();
  return row?.unit_id;
}

export async function absenceOverlaps(
  tx: Tx,
  staffId: string,
  startsOn: PlainDate,
  endsOn: PlainDate,
): Promise<boolean> {
  const row = await tx
    .selectFrom('units.absence')
    .select('id')
    .where('staff_id', '=', staffId)
    .where('withdrawn_at', 'is', null)
    .where('starts_on', '<=', endsOn)
    .where('ends_on', '>=', startsOn)
    .executeTakeFirst();
  return row !== undefined;
}

export async function insertAbsence(
  tx: Tx,
  row: {
    id: string;
    staffId: string;
    kind: AbsenceKind;
    startsOn: PlainDate;
    endsOn: PlainDate;
    substituteId: string | null;
    madeBy: string;
  },
): Promise<void> {
  await tx
    .insertInto('units.absence')
    .values({
      id: row.id,
      staff_id: row.staffId,
      kind: row.kind,
      starts_on: row.startsOn,
      ends_on: row.endsOn,
      substitute_id: row.substituteId,
      made_by: row.madeBy,
    })
    .execute();
}

export async function lockAbsence(
  tx: Tx,
  id: string,
): Promise<{ id: string; staffId: string; withdrawn: boolean } | undefined> {
  const row = await tx
    .selectFrom('units.absence')
    .select(['id', 'staff_id', 'withdrawn_at'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  return row && { id: row.id, staffId: row.staff_id, withdrawn: row.withdrawn_at !== null };
}

export async function withdrawAbsenceRow(tx: Tx, id: string): Promise<void> {
  await tx
    .updateTable('units.absence')
    .set({ withdrawn_at: sql`now()` })
    .where('id', '=', id)
    .execute();
}
