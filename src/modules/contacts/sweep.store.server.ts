import { sql } from 'kysely';
import type { GuidancePhase } from '#kernel/guidance-phase';
import type { PlainDate } from '#kernel/plain-date';
import type { ClientKind, RiskBand } from '#modules/cases';
import { openTasksFrom, type TaskSelection } from '#modules/tasks/server';
import type { Ctx } from '#platform/ctx';
import type { Closing, ContactKind } from './contact.ts';
import type { Paced, PlanToAdd, StandingPlan } from './pace.rules.ts';

export type CaseToPlan = {
  caseId: string;
  unitId: number;
  paced: Paced;
  standing: StandingPlan[];
  met: { kind: ContactKind; on: PlainDate }[];
};

/** Clients under guidance, and those who still have something open, with what stands of their plans and when they were met. */
export async function listCasesToPlan(
  ctx: Ctx,
  which: { unitId: number; caseId?: string | undefined; after?: string | undefined; limit: number },
): Promise<CaseToPlan[]> {
  const { rows } = await sql<{
    id: string;
    unit_id: number;
    kind: ClientKind;
    age_group: 'adult' | 'child';
    risk_band: RiskBand | null;
    state: string;
    received_on: PlainDate;
    guidance_start: PlainDate | null;
    guidance_end: PlainDate | null;
    phase_decided: GuidancePhase | null;
    standing: StandingPlan[];
    met: CaseToPlan['met'];
  }>`
    select c.id, c.unit_id, c.kind, c.age_group, c.risk_band, c.state, c.received_on, c.guidance_start, c.guidance_end, c.phase_decided,
      coalesce(p.standing, '[]') as standing, coalesce(k.met, '[]') as met
    from cases.client_case c
    left join lateral (
      select jsonb_agg(jsonb_build_object('id', p.id, 'kind', p.kind, 'from', p.period_from, 'dueOn', p.due_on,
        'isOpen', p.closed_at is null, 'isDated', p.planned_on is not null)) as standing
      from contacts.planned p where p.case_id = c.id and p.closed_as is distinct from 'lifted') p on true
    left join lateral (
      select jsonb_agg(jsonb_build_object('kind', k.kind, 'on', k.happened_on)) as met
      from contacts.contact k
      where k.case_id = c.id and (k.outcome is null or k.outcome in ('complied', 'attended_failed'))
        and not exists (select 1 from contacts.contact n where n.corrects_id = k.id)) k on true
    where c.unit_id = ${which.unitId}
      and ${which.caseId ? sql`c.id = ${which.caseId}` : sql`c.id > ${which.after ?? '00000000-0000-0000-0000-000000000000'}`}
      and (c.state = 'active' or exists (select 1 from contacts.planned o where o.case_id = c.id and o.closed_at is null))
    order by c.id limit ${which.limit}`.execute(ctx.tx);
  return rows.map((row) => ({
    caseId: row.id,
    unitId: row.unit_id,
    paced: {
      kind: row.kind,
      ageGroup: row.age_group,
      risk: row.risk_band,
      isGuided: row.state === 'active',
      receivedOn: row.received_on,
      guidanceStart: row.guidance_start,
      guidanceEnd: row.guidance_end,
      phaseDecided: row.phase_decided,
    },
    standing: row.standing,
    met: row.met,
  }));
}

/** Closes what the schedule asks for no longer, in the name of the system. */
export async function liftPlans(ctx: Ctx, ids: readonly string[], as: Closing): Promise<number> {
  if (ids.length === 0) return 0;
  const { numAffectedRows } = await sql`
    update contacts.planned set closed_at = ${ctx.now}, closed_as = ${as}, closed_by = ${ctx.actor.accountId}
    where id = any (${[...ids]}::uuid[]) and closed_at is null`.execute(ctx.tx);
  return Number(numAffectedRows ?? 0);
}

export type PlanOfCase = PlanToAdd & { caseId: string; unitId: number; ruleVersion: string };

export async function addPlans(ctx: Ctx, plans: readonly PlanOfCase[]): Promise<number> {
  if (plans.length === 0) return 0;
  const { numAffectedRows } = await sql`
    insert into contacts.planned (case_id, unit_id, kind, origin, period_from, due_on, rule_version, made_at)
    select n."caseId", n."unitId", n.kind, 'rule', n."from", n."dueOn", n."ruleVersion", ${ctx.now}
    from jsonb_to_recordset(${JSON.stringify(plans)}::jsonb)
      as n ("caseId" uuid, "unitId" int, kind text, "from" date, "dueOn" date, "ruleVersion" text)
    on conflict (case_id, kind, period_from) where closed_at is null and period_from is not null do nothing`.execute(
    ctx.tx,
  );
  return Number(numAffectedRows ?? 0);
}

/** Proof that was waited for until a day that has passed: the counsellor says what the absence was. A second run finds them open. */
export async function openEvidenceTasks(ctx: Ctx, unitId: number, today: PlainDate): Promise<number> {
  return openTasksFrom(
    ctx,
    sql<TaskSelection>`
      select k.unit_id, k.case_id, 'contacts.evidence-due' as kind, k.id::text as key, 'pk' as for_role, c.pk_staff_id as staff_id,
        k.evidence_until as due_on, 'named' as due_counts, jsonb_build_object('kind', k.kind, 'day', k.evidence_until) as facts
      from contacts.contact k join cases.client_case c on c.id = k.case_id
      where k.unit_id = ${unitId} and k.outcome = 'waiting_evidence' and k.evidence_until < ${today}::date
        and not exists (select 1 from contacts.contact n where n.corrects_id = k.id)`,
  );
}
