import { sql } from 'kysely';
import type { PlainDate } from '#kernel/plain-date';
import type { Ctx, Tx } from '#platform/ctx';
import type { ClientKind } from './case.ts';

export type PostedCounsellor = { staffId: string; name: string; postedHere: boolean; hasLeft: boolean };

export async function findCounsellor(
  tx: Tx,
  staffId: string,
  unitId: number,
  day: PlainDate,
): Promise<PostedCounsellor | undefined> {
  const row = await tx
    .selectFrom('units.staff as s')
    .select(['s.id', 's.name', 's.left_on'])
    .select(({ exists, selectFrom }) =>
      exists(
        selectFrom('units.posting as p')
          .select('p.id')
          .whereRef('p.staff_id', '=', 's.id')
          .where('p.unit_id', '=', unitId)
          .where('p.role', 'in', ['pk', 'apk'])
          .where('p.withdrawn_at', 'is', null)
          .where('p.approved_at', 'is not', null)
          .where('p.starts_on', '<=', day)
          .where((eb) => eb.or([eb('p.ends_on', 'is', null), eb('p.ends_on', '>=', day)])),
      ).as('posted'),
    )
    .where('s.id', '=', staffId)
    .executeTakeFirst();
  return (
    row && {
      staffId: row.id,
      name: row.name,
      postedHere: Boolean(row.posted),
      hasLeft: row.left_on !== null && row.left_on <= day,
    }
  );
}

/** Kin, victims and others who may never see this person's file are never given it; nobody learns why. */
export async function listCasesBarredFor(tx: Tx, staffId: string, caseIds: readonly string[]): Promise<Set<string>> {
  if (caseIds.length === 0) return new Set();
  const { rows } = await sql<{
    id: string;
  }>`select id from cases.barred_for(${staffId}, ${caseIds}::uuid[]) as id`.execute(tx);
  return new Set(rows.map((row) => row.id));
}

export type Assignment = { staffId: string; startsOn: PlainDate; orderNumber: string; reason: string };

export async function insertAssignment(ctx: Ctx, one: { id: string; unitId: number }, to: Assignment): Promise<void> {
  await ctx.tx
    .insertInto('cases.assignment')
    .values({
      id: ctx.newId(),
      case_id: one.id,
      unit_id: one.unitId,
      staff_id: to.staffId,
      starts_on: to.startsOn,
      order_number: to.orderNumber,
      reason: to.reason,
      made_by: ctx.actor.accountId,
    })
    .execute();
}

/** None ends before it began: an end that is recorded late may lie before the last change of counsellor. */
export async function endAssignments(ctx: Ctx, caseIds: readonly string[], on: PlainDate): Promise<void> {
  if (caseIds.length === 0) return;
  await ctx.tx
    .updateTable('cases.assignment')
    .set({ ended_at: ctx.now, ends_on: sql`greatest(starts_on, ${on}::date)` })
    .where('case_id', 'in', caseIds)
    .where('ended_at', 'is', null)
    .execute();
}

/** One officer's open cases at a unit, in the order in which they are locked everywhere. */
export async function lockCaseload(tx: Tx, unitId: number, staffId: string, kinds: readonly ClientKind[]) {
  let query = tx
    .selectFrom('cases.client_case')
    .select(['id', 'person_id', 'version'])
    .where('unit_id', '=', unitId)
    .where('pk_staff_id', '=', staffId)
    .where('state', 'in', ['received', 'active', 'paused']);
  if (kinds.length > 0) query = query.where('kind', 'in', [...kinds]);
  return query.orderBy('id').forUpdate().execute();
}

/** A whole caseload in three statements, however large it is. */
export async function moveCaseload(
  ctx: Ctx,
  unitId: number,
  caseIds: readonly string[],
  to: Assignment,
): Promise<void> {
  if (caseIds.length === 0) return;
  await endAssignments(ctx, caseIds, to.startsOn);
  // Whoever came after the day of the order is handed over from the day on which he came.
  await sql`
    insert into cases.assignment (case_id, unit_id, staff_id, starts_on, order_number, reason, made_by)
    select c.id, ${unitId}, ${to.staffId}, greatest(c.received_on, ${to.startsOn}::date), ${to.orderNumber}, ${to.reason}, ${ctx.actor.accountId}
    from cases.client_case c where c.id = any (${caseIds}::uuid[])`.execute(ctx.tx);
  await ctx.tx
    .updateTable('cases.client_case')
    .set((eb) => ({ pk_staff_id: to.staffId, version: eb('version', '+', 1) }))
    .where('id', 'in', caseIds)
    .execute();
}
