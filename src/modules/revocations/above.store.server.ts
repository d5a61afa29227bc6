import { sql } from 'kysely';
import type { PlainDate } from '#kernel/plain-date';
import type { Zone } from '#kernel/zone';
import type { AgeGroup, CaseState, ClientKind } from '#modules/cases';
import type { Tx } from '#platform/ctx';
import { type ProceedingRow, findProceeding } from './store.server.ts';

/** Which tiers above this client note their own steps here: somebody holds a post there today who may see him. */
export async function tiersAbove(tx: Tx, caseId: string): Promise<{ kanwil: boolean; ditjenpas: boolean }> {
  const { rows } = await sql<{ kanwil: boolean; ditjenpas: boolean }>`
    select revocations.tier_here(${caseId}, 'kanwil') as kanwil, revocations.tier_here(${caseId}, 'ditjenpas') as ditjenpas`.execute(
    tx,
  );
  return rows[0]!;
}

/** The next number of the centre, which this transaction must put on its decree. */
export async function takeDecreeNumber(tx: Tx, proceedingId: string, year: number): Promise<string> {
  const { rows } = await sql<{
    number: string | null;
  }>`select revocations.take_decree_number(${proceedingId}, ${year}) as number`.execute(tx);
  return rows[0]!.number ?? '';
}

/** The unit of a sort above an office: its Kanwil, or the centre. */
export async function findTierUnit(
  tx: Tx,
  unitId: number,
  type: 'kanwil' | 'ditjenpas',
): Promise<UnitAbove | undefined> {
  const { rows } = await sql<UnitAbove>`
    select u.id, u.path, home.name as "officeName" from units.unit home join units.unit u on u.id = any (home.path) and u.type = ${type}
    where home.id = ${unitId}`.execute(tx);
  return rows[0];
}
export type UnitAbove = { id: number; path: number[]; officeName: string };

/** The number and day of the letter with which a proposal came up, where it has them. */
export async function findLabelAbove(
  tx: Tx,
  proceedingId: string,
  kind: string,
): Promise<{ label: string; dated: PlainDate } | undefined> {
  const { rows } = await sql<{ label: string; dated: PlainDate }>`
    select label, dated::text as dated from letters.label_above(${proceedingId}, ${kind})`.execute(tx);
  return rows[0];
}

/** What a job needs to put the next step before somebody. */
export async function findForTask(
  tx: Tx,
  id: string,
): Promise<(ProceedingRow & { pkStaffId: string | null }) | undefined> {
  const proceeding = await findProceeding(tx, id);
  if (!proceeding) return undefined;
  const one = await tx
    .selectFrom('cases.client_case')
    .select('pk_staff_id')
    .where('id', '=', proceeding.caseId)
    .executeTakeFirst();
  return { ...proceeding, pkStaffId: one?.pk_staff_id ?? null };
}

/** What a tier is shown of the client whom a proceeding concerns, with what a decision about the asker needs. */
export type ClientAbove = {
  caseId: string;
  personId: string;
  name: string;
  registerLabel: string | null;
  kind: ClientKind;
  ageGroup: AgeGroup;
  state: CaseState;
  unitName: string;
  pkStaffId: string | null;
  guarded: boolean;
  sealed: boolean;
  restricted: boolean;
  listed: boolean;
  opened: boolean;
  path: number[];
  zone: Zone;
  demoToday: PlainDate | null;
};
export async function findAbove(tx: Tx, id: string, unitId: number): Promise<ClientAbove | undefined> {
  const { rows } = await sql<ClientAbove>`
    select a.case_id as "caseId", a.person_id as "personId", a.name, a.register_label as "registerLabel", a.client_kind as kind,
      a.age_group as "ageGroup", a.case_state as state, a.unit_name as "unitName", a.pk_staff_id as "pkStaffId", a.guarded, a.sealed,
      a.restricted, a.listed, a.opened, u.path, u.zone, u.demo_today::text as "demoToday"
    from revocations.about_above(${id}) a, units.unit u where u.id = ${unitId}`.execute(tx);
  return rows[0];
}
