-- An alarm that an officer's narratives are alike counts on while it is open. What was looked at and closed is not told a second time:
-- it comes again when as many clients more have the same text as it takes to raise one.

-- The officer sees no alarm about himself and cannot renew it, so it is raised with the rights of the owner, about nobody but the asker,
-- and never becomes smaller. `told` holds the entries of one text, {entry, case}, one for each client.
create function tasks.raise_alarm(of_unit int, of_kind text, for_post text, told jsonb, of_day date, least_cases int) returns void
language plpgsql security definer set search_path = '' as $$
declare
  asker uuid := platform.ctx_account();
  given jsonb;
  known tasks.task;
begin
  if asker is null or of_kind not in ('check-ins.copied-talk', 'contacts.copied-note')
     or not of_unit = any (platform.ctx_units('pk', 'apk', 'counter', 'section_head', 'head_of_bapas')) then
    return;
  end if;
  perform pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended(of_kind || asker::text, 0));
  -- Without what an alarm told that was looked at since.
  select coalesce(jsonb_agg(e.one), '[]') into given from jsonb_array_elements(told) as e (one)
  where not exists (
    select from tasks.task t where t.unit_id = of_unit and t.kind = of_kind and t.state <> 'open' and t.facts ->> 'accountId' = asker::text
      and e.one ->> 'entry' = any (string_to_array(t.facts ->> 'entries', ' ')));
  select t.* into known from tasks.task t
  where t.unit_id = of_unit and t.kind = of_kind and t.state = 'open' and t.facts ->> 'accountId' = asker::text
    and string_to_array(t.facts ->> 'entries', ' ') && array(select e.one ->> 'entry' from jsonb_array_elements(given) as e (one))
  order by t.opened_at limit 1 for update;
  if known.id is null and jsonb_array_length(given) < least_cases then return; end if;
  if known.id is null then
    insert into tasks.task (unit_id, kind, key, for_role, facts)
    values (of_unit, of_kind, asker || ':' || (given -> 0 ->> 'entry'), for_post, tasks.alarm_facts('{}', asker, given, of_day));
  else
    update tasks.task t set facts = tasks.alarm_facts(t.facts, asker, given, of_day) where t.id = known.id;
  end if;
end $$;

create function tasks.alarm_facts(before jsonb, officer uuid, given jsonb, of_day date) returns jsonb
language sql stable set search_path = '' as $$
  with entry as (
    select one, min(nth) as nth from (
      select one, nth from unnest(string_to_array(before ->> 'entries', ' ')) with ordinality as e (one, nth)
      union all
      select g ->> 'entry', 100000 + nth from jsonb_array_elements(given) with ordinality as e (g, nth)
    ) a group by one
  ), client as (
    select one from unnest(string_to_array(before ->> 'clients', ' ')) as e (one)
    union
    select g ->> 'case' from jsonb_array_elements(given) as e (g)
  )
  select jsonb_build_object('accountId', officer, 'day', of_day, 'cases', (select count(*) from client),
    'entries', (select string_agg(one, ' ' order by nth) from entry), 'clients', (select string_agg(one, ' ' order by one) from client))
$$;
revoke all on function tasks.raise_alarm(int, text, text, jsonb, date, int), tasks.alarm_facts(jsonb, uuid, jsonb, date) from public;
grant execute on function tasks.raise_alarm(int, text, text, jsonb, date, int) to app_staff;
