import { sql } from 'kysely';
import type { PlainDate } from '#kernel/plain-date';
import type { Zone } from '#kernel/zone';
import type { TaskFacts } from '#modules/tasks';
import type { ReadCtx } from '#platform/ctx';
import { NotFound } from '#platform/errors';
import type { Identification } from './ledger.ts';

/** An entry that an alarm rests on. Whoever has no such client within reach learns the register number, as in the journal. */
export type AlarmEntry = {
  id: string;
  /** A report of the ledger; else an entry of the contact log. */
  isReport: boolean;
  caseId: string;
  name: string | null;
  registerLabel: string | null;
  happenedOn: PlainDate;
  recordedAt: Date;
  channel: string;
  identifiedBy: Identification | null;
  voided: boolean;
};
export type Alarm = {
  id: string;
  kind: string;
  unitId: number;
  zone: Zone;
  officer: string | null;
  facts: TaskFacts;
  entries: AlarmEntry[];
};

const alarms = ['check-ins.many-at-once', 'check-ins.copied-talk', 'check-ins.all-compliant', 'contacts.copied-note'];

/** The entries behind an alarm about an officer, for the post that it is shown to and never for himself. */
export async function readAlarm(ctx: ReadCtx, taskId: string): Promise<Alarm> {
  const { rows } = await sql<Omit<Alarm, 'entries'>>`
    select t.id, t.kind, t.unit_id as "unitId", u.zone, s.name as officer, t.facts
    from tasks.task t join units.unit u on u.id = t.unit_id
    left join accounts.account a on a.id = (t.facts ->> 'accountId')::uuid left join units.staff s on s.id = a.staff_id
    where t.id = ${taskId} and t.kind = any (${alarms}::text[])`.execute(ctx.tx);
  const alarm = rows[0];
  if (!alarm) throw new NotFound('no such alarm for this asker');
  const entries = await sql<AlarmEntry>`
    select b.entry_id as id, b.is_report as "isReport", b.case_id as "caseId", p.name, b.code as "registerLabel", b.happened_on as "happenedOn",
      b.recorded_at as "recordedAt", b.channel, b.identified_by as "identifiedBy", b.voided
    from check_ins.behind_alarm(${alarm.id}) b
    left join cases.client_case c on c.id = b.case_id left join people.person p on p.id = c.person_id
    order by b.recorded_at, b.entry_id`.execute(ctx.tx);
  ctx.accessed({ what: 'check-in.alarm-viewed', unitId: alarm.unitId, about: { taskId: alarm.id, kind: alarm.kind } });
  return { ...alarm, entries: entries.rows };
}
