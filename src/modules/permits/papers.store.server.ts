import { sql } from 'kysely';
import type { PlainDate } from '#kernel/plain-date';
import type { Zone } from '#kernel/zone';
import type { Ctx, Tx } from '#platform/ctx';
import type { PermitState, Scope, Speaker } from './permit.ts';
import type { Words } from './rules.ts';
import { type Of, belongs } from './store.server.ts';

export async function insertStatement(
  ctx: Ctx,
  of: Of,
  permitId: string,
  one: {
    id: string;
    who: Speaker;
    name: string;
    agrees: boolean;
    saidOn: PlainDate;
    note: string;
    fileId: string | null;
  },
): Promise<void> {
  await ctx.tx
    .insertInto('permits.statement')
    .values({
      id: one.id,
      ...belongs(permitId, of),
      who: one.who,
      name: one.name,
      agrees: one.agrees,
      said_on: one.saidOn,
      note: one.note,
      file_id: one.fileId,
      made_by: ctx.actor.accountId,
    })
    .execute();
}
/** What guarantor and guardian said last; nothing where nobody asked them. */
export async function wordsOf(tx: Tx, permitId: string): Promise<Words> {
  const rows = await tx
    .selectFrom('permits.statement')
    .select(['who', 'agrees'])
    .where('permit_id', '=', permitId)
    .orderBy('made_at')
    .orderBy('id')
    .execute();
  const last = (who: Speaker) => rows.findLast((row) => row.who === who)?.agrees ?? null;
  return { guarantor: last('guarantor'), guardian: last('guardian') };
}
export async function insertPaper(
  ctx: Ctx,
  of: Of,
  permitId: string,
  one: { id: string; name: string; fileId: string },
): Promise<void> {
  await ctx.tx
    .insertInto('permits.paper')
    .values({ id: one.id, ...belongs(permitId, of), name: one.name, file_id: one.fileId, made_by: ctx.actor.accountId })
    .execute();
}

export async function insertSlip(
  ctx: Ctx,
  of: Of,
  permitId: string,
  one: { letterId: string; label: string; issuedOn: PlainDate; codeHash: Buffer },
): Promise<void> {
  await ctx.tx
    .insertInto('permits.slip')
    .values({
      id: one.letterId,
      ...belongs(permitId, of),
      label: one.label,
      issued_on: one.issuedOn,
      code_hash: one.codeHash,
      made_by: ctx.actor.accountId,
    })
    .execute();
}
export async function voidSlip(ctx: Ctx, letterId: string, day: PlainDate): Promise<void> {
  await ctx.tx
    .updateTable('permits.slip')
    .set({ voided_on: day })
    .where('id', '=', letterId)
    .where('voided_on', 'is', null)
    .execute();
}

export type AtDoor = {
  permitId: string;
  caseId: string;
  personId: string;
  unitId: number;
  state: PermitState;
  scope: Scope;
  label: string;
  issuedOn: PlainDate;
  voided: boolean;
  supervised: boolean;
  fromOn: PlainDate;
  untilOn: PlainDate;
  areaCode: string | null;
  country: string;
  initials: string;
  zone: Zone;
  demoToday: PlainDate | null;
};
export async function findAtDoor(tx: Tx, codeHash: Buffer): Promise<AtDoor | undefined> {
  const { rows } = await sql<AtDoor>`
    select permit_id as "permitId", case_id as "caseId", person_id as "personId", unit_id as "unitId", state, scope, label, issued_on::text as "issuedOn",
      voided, supervised, from_on::text as "fromOn", until_on::text as "untilOn", area_code as "areaCode", country, initials, zone, demo_today::text as "demoToday"
    from permits.at_door(${codeHash})`.execute(tx);
  return rows[0];
}
