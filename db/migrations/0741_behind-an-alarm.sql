-- Alarms about an officer's entries lead to those entries, for whoever the alarm is shown to.

alter policy not_about_oneself on tasks.task using (
  kind not in ('check-ins.many-at-once', 'check-ins.copied-talk', 'check-ins.all-compliant', 'contacts.copied-note')
  or facts ->> 'accountId' is distinct from (select platform.ctx_account())::text);

-- An auditor has no client's record open; he learns the register number of each entry and opens the file with a reason. What was said
-- is not among it. Entries are told by their ids where the alarm keeps them, else they are the officer's bursts of that day.
create function check_ins.behind_alarm(of_task uuid)
returns table (entry_id uuid, is_report boolean, case_id uuid, code text, happened_on date, recorded_at timestamptz, channel text, identified_by text,
  voided boolean)
language sql stable security definer set search_path = '' as $$
  with alarm as (
    select t.unit_id, t.kind, (t.facts ->> 'accountId')::uuid as officer, coalesce((t.facts ->> 'at')::timestamptz, t.opened_at) as at, u.zone,
      string_to_array(coalesce(t.facts ->> 'entries', ''), ' ')::uuid[] as entries
    from tasks.task t join units.unit u on u.id = t.unit_id
    where t.id = of_task and t.kind in ('check-ins.many-at-once', 'check-ins.copied-talk', 'check-ins.all-compliant', 'contacts.copied-note')
      and t.facts ->> 'accountId' is distinct from (select platform.ctx_account())::text
      and case t.for_role when 'auditor' then t.unit_id = any ((select platform.ctx_units('auditor'))::int[])
        else t.unit_id = any ((select platform.ctx_units('section_head', 'head_of_bapas'))::int[]) end
  ), by_sight as (
    select i.id, i.recorded_at, lead(i.recorded_at, 7) over w - i.recorded_at <= interval '5 minutes' as begins
    from alarm a join check_ins.check_in i on i.recorded_by = a.officer and i.unit_id = a.unit_id
    where a.kind = 'check-ins.many-at-once' and i.identified_by = 'sight' and i.batch_id is null
      and i.recorded_at between a.at - interval '1 day' and a.at + interval '1 day'
      and (i.recorded_at at time zone a.zone)::date = (a.at at time zone a.zone)::date
    window w as (order by i.recorded_at, i.id)
  ), burst as (
    select id, bool_or(begins) over (order by recorded_at, id rows between 7 preceding and current row) as within from by_sight
  ), entry as (
    select b.id from burst b where b.within
    union all
    select i.id from alarm a join check_ins.check_in i on i.id = any (a.entries) and i.unit_id = a.unit_id
    union all
    select o.fulfilled_by from alarm a join check_ins.obligation o on o.id = any (a.entries) and o.unit_id = a.unit_id
    where o.fulfilled_by is not null
  )
  select i.id, true, i.case_id, c.register_label, i.happened_on, i.recorded_at, i.channel, i.identified_by, i.voided_at is not null
  from entry e join check_ins.check_in i on i.id = e.id join cases.client_case c on c.id = i.case_id
  union all
  select k.id, false, k.case_id, c.register_label, k.happened_on, k.recorded_at, k.kind, null, false
  from alarm a join contacts.contact k on k.id = any (a.entries) and k.unit_id = a.unit_id join cases.client_case c on c.id = k.case_id
$$;
revoke all on function check_ins.behind_alarm(uuid) from public;
grant execute on function check_ins.behind_alarm(uuid) to app_staff;
