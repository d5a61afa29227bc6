import { sql } from 'kysely';
import { ageRangeOn, type PartialDate } from '#kernel/partial-date';
import type { PlainDate } from '#kernel/plain-date';
import type { AgeGroup, RiskBand } from '#modules/cases';
import { openTasksFrom, type TaskSelection } from '#modules/tasks/server';
import type { Ctx, ReadCtx } from '#platform/ctx';
import type { Due, StandingState } from './assessment.ts';
import type { DueFacts } from './due.rules.ts';
import { birthOf } from './store.server.ts';

export const DUE = 'assessments.due';

export type Standing = {
  caseId: string;
  unitId: number;
  state: StandingState;
  assessmentId: string | null;
  heldOn: PlainDate | null;
  band: RiskBand | null;
  due: Due | null;
};
/** An open case with what its standing follows from, and what stands of it by now. */
export type Known = {
  caseId: string;
  unitId: number;
  ageGroup: AgeGroup;
  age: ReturnType<typeof ageRangeOn> | undefined;
  assessmentId: string | null;
  facts: DueFacts;
  stands: string | null;
};

export function wordStanding({ state, assessmentId, heldOn, band, due }: Omit<Standing, 'caseId' | 'unitId'>): string {
  return [state, assessmentId, heldOn, band, due?.on, due?.why].map((part) => part ?? '').join(' ');
}

/** The open cases of an office by the page, or one case. */
export async function listKnown(
  ctx: ReadCtx,
  which: { unitId: number; today: PlainDate; caseId?: string; after?: string; limit: number },
): Promise<Known[]> {
  const { rows } = await sql<{
    id: string;
    unit_id: number;
    age_group: AgeGroup;
    birth: string | null;
    precision: PartialDate['precision'];
    received_on: PlainDate;
    guidance_start: PlainDate | null;
    guidance_end: PlainDate | null;
    began_on: PlainDate | null;
    assessment_id: string | null;
    held_on: PlainDate | null;
    band: RiskBand | null;
    offence_on: PlainDate | null;
    stands: string | null;
  }>`
    select c.id, c.unit_id, c.age_group, p.birth_date as birth, p.birth_precision as precision, c.received_on, c.guidance_start, c.guidance_end,
      (select b.began_on from assessments.beginning b where b.unit_id = c.unit_id) as began_on,
      last.id as assessment_id, last.held_on, coalesce(last.overridden, last.band) as band,
      (select max(o.happened_on) from assessments.occasion o where o.case_id = c.id)::text as offence_on,
      (select concat_ws(' ', t.state, coalesce(t.assessment_id::text, ''), coalesce(t.held_on::text, ''), coalesce(t.band, ''),
        coalesce(t.due_on::text, ''), coalesce(t.due_why, '')) from assessments.standing t where t.case_id = c.id) as stands
    from cases.client_case c join people.person p on p.id = c.person_id
    left join lateral (
      select a.id, a.held_on, a.band, (select o.band from assessments.override o
        where o.assessment_id = a.id and o.outcome = 'approved' order by o.decided_at desc limit 1) as overridden
      from assessments.assessment a where a.case_id = c.id and a.state = 'finished'
      order by a.held_on desc, a.finished_at desc, a.id desc limit 1) last on true
    where c.unit_id = ${which.unitId} and c.state in ('received', 'active', 'paused')
      and ${which.caseId ? sql`c.id = ${which.caseId}` : sql`c.id > ${which.after ?? '00000000-0000-0000-0000-000000000000'}`}
    order by c.id limit ${which.limit}`.execute(ctx.tx);
  return rows.map((row) => {
    const birth = row.birth ? birthOf(row.birth, row.precision) : undefined;
    return {
      caseId: row.id,
      unitId: row.unit_id,
      ageGroup: row.age_group,
      age: birth && ageRangeOn(birth, which.today),
      assessmentId: row.assessment_id,
      facts: {
        receivedOn: row.received_on,
        guidanceStart: row.guidance_start,
        guidanceEnd: row.guidance_end,
        beganOn: row.began_on ?? which.today,
        last: row.held_on ? { heldOn: row.held_on, band: row.band } : null,
        newOffenceOn: row.offence_on,
      },
      stands: row.stands,
    };
  });
}

export async function writeStandings(ctx: Ctx, standings: readonly Standing[], asOf: PlainDate): Promise<void> {
  if (standings.length === 0) return;
  const rows = standings.map(({ due, ...one }) => ({
    case_id: one.caseId,
    unit_id: one.unitId,
    state: one.state,
    assessment_id: one.assessmentId,
    held_on: one.heldOn,
    band: one.band,
    due_on: due?.on ?? null,
    due_why: due?.why ?? null,
  }));
  await sql`
    insert into assessments.standing as t (case_id, unit_id, state, assessment_id, held_on, band, due_on, due_why, as_of)
    select r.*, ${asOf}::date from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as r (case_id uuid, unit_id int, state text, assessment_id uuid, held_on date, band text, due_on date, due_why text)
    on conflict (case_id) do update set state = excluded.state, assessment_id = excluded.assessment_id, held_on = excluded.held_on,
      band = excluded.band, due_on = excluded.due_on, due_why = excluded.due_why, as_of = excluded.as_of`.execute(
    ctx.tx,
  );
}

/** The first night of an office is the day from which its assessments are kept here. */
export async function beginOnce(ctx: Ctx, unitId: number, today: PlainDate): Promise<void> {
  await ctx.tx
    .insertInto('assessments.beginning')
    .values({ unit_id: unitId, began_on: today })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Opens what has come near in an office; what is open already stays as it is. */
export async function openDueTasks(ctx: Ctx, unitId: number, until: PlainDate): Promise<number> {
  return openTasksFrom(
    ctx,
    sql<TaskSelection>`
      select t.unit_id, t.case_id, ${DUE} as kind, t.case_id::text as key, 'pk' as for_role, c.pk_staff_id as staff_id, t.due_on,
        case when t.due_on is not null then 'calendar' end as due_counts, jsonb_build_object('why', t.due_why, 'day', t.due_on) as facts
      from assessments.standing t join cases.client_case c on c.id = t.case_id
      where t.unit_id = ${unitId} and t.due_on <= ${until}::date and c.state in ('received', 'active')`,
  );
}

/** Open tasks of an office that say another day than the rule now does, or of which the client no longer stands under guidance. */
export async function listStaleTasks(ctx: Ctx, unitId: number, until: PlainDate): Promise<string[]> {
  const { rows } = await sql<{ key: string }>`
    select k.key from tasks.task k
    where k.unit_id = ${unitId} and k.kind = ${DUE} and k.state = 'open' and not exists (
      select from assessments.standing t join cases.client_case c on c.id = t.case_id
      where t.case_id = k.case_id and t.due_on = k.due_on and t.due_on <= ${until}::date
        and k.facts ->> 'why' = t.due_why and c.state in ('received', 'active'))`.execute(ctx.tx);
  return rows.map(({ key }) => key);
}
