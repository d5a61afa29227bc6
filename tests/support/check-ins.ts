import { randomBytes } from 'node:crypto';
import type { PlainDate } from '#kernel/plain-date';
import { layOutObligations } from '#modules/check-ins/server';
import { todayAt } from '#modules/units';
import { aClient, type ClientScene } from './cases.ts';
import { defaultNow, type TestOffice } from './office.ts';

/** A client with the ledger as the office's rules lay it out; past periods stand as if they had been laid out in time. */
export async function aReportingClient(
  office: TestOffice,
  scene: ClientScene & { past?: 'scheduled' | 'not_recorded'; risk?: string } = {},
): Promise<{ caseId: string; personId: string; unitId: number }> {
  const one = await aClient(office, scene);
  const unitId = office.units[scene.at ?? 'palembang'];
  if (scene.risk)
    await office.owner
      .updateTable('cases.client_case')
      .set({ risk_band: scene.risk })
      .where('id', '=', one.caseId)
      .execute();
  await layOut(office, unitId, one.caseId);
  if (scene.past !== 'not_recorded')
    await office.owner
      .updateTable('check_ins.obligation')
      .set({ state: 'scheduled' })
      .where('case_id', '=', one.caseId)
      .where('state', '=', 'not_recorded')
      .execute();
  return { ...one, unitId };
}

export function layOut(office: TestOffice, unitId: number, caseId?: string, now = defaultNow) {
  return office
    .work(now)
    .inUnit(unitId, (ctx, unit) =>
      layOutObligations(ctx, { unitId, today: todayAt(unit, now), ...(caseId ? { caseId } : {}) }),
    );
}

/** The ledger as the table holds it: `2026-10-01 missed 2`, lifted ones left out. */
export async function ledgerOf(office: TestOffice, caseId: string): Promise<string[]> {
  const rows = await office.owner
    .selectFrom('check_ins.obligation')
    .select(['period_from', 'state', 'missed_in_a_row'])
    .where('case_id', '=', caseId)
    .where('state', '<>', 'lifted')
    .orderBy('period_from')
    .execute();
  return rows.map((row) => `${row.period_from} ${row.state} ${row.missed_in_a_row}`);
}

export async function periodOf(office: TestOffice, caseId: string, from: string): Promise<string> {
  const row = await office.owner
    .selectFrom('check_ins.obligation')
    .select('id')
    .where('case_id', '=', caseId)
    .where('period_from', '=', from as PlainDate)
    .where('state', '<>', 'lifted')
    .executeTakeFirstOrThrow();
  return row.id;
}

/** A client's own way in, as the office would have issued it; answers the token of a live session. */
export async function aClientSession(
  office: TestOffice,
  client: { caseId: string; unitId: number },
  kind: 'client' | 'guarantor' = 'client',
) {
  const account = await office.owner
    .insertInto('accounts.account')
    .values({ kind })
    .returning('id')
    .executeTakeFirstOrThrow();
  const guarantor =
    kind === 'guarantor' &&
    (await office.owner
      .insertInto('cases.guarantor')
      .values({ case_id: client.caseId, unit_id: client.unitId, name: 'Ibu Klien', relation: 'parent' })
      .returning('id')
      .executeTakeFirstOrThrow());
  await office.owner
    .insertInto('accounts.client_access')
    .values({
      account_id: account.id,
      kind,
      guarantor_id: guarantor ? guarantor.id : null,
      case_id: client.caseId,
      unit_id: client.unitId,
      code_hash: randomBytes(32),
    })
    .execute();
  return { accountId: account.id, token: await office.session(account.id, 'client') };
}

export async function openTasksOf(
  office: TestOffice,
  kind: string,
): Promise<{ key: string; for_role: string; staff_id: string | null }[]> {
  return office.owner
    .selectFrom('tasks.task')
    .select(['key', 'for_role', 'staff_id'])
    .where('kind', '=', kind)
    .where('state', '=', 'open')
    .orderBy('opened_at')
    .execute();
}
