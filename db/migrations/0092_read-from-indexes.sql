-- An office's lists and figures are read from indexes alone: each row of a client, his periods and his reports lies on a page of its
-- own, and a list of 1,500 clients that visits them all reads ten thousand pages. The columns that row-level security and the
-- lists ask for stand in the indexes, so that a client's two years are one page. It costs a close of the month its cheaper kind of
-- update (a state that stands in an index writes to every index), which `bench sweep` holds against its limit.

drop index check_ins.obligation_once;
create unique index obligation_once on check_ins.obligation (case_id, period_from, lifted_id)
  include (id, unit_id, guarded, state, period_until, missed_in_a_row) nulls not distinct;
drop index check_ins.obligation_unit;
create index obligation_unit on check_ins.obligation (unit_id, period_from) include (case_id, state, period_until, missed_in_a_row, guarded, id);

drop index check_ins.check_in_case;
create index check_in_case on check_ins.check_in (case_id, happened_on desc)
  include (id, unit_id, guarded, channel, counts, flagged, review, voided_at);
drop index check_ins.check_in_day;
create index check_in_day on check_ins.check_in (unit_id, happened_on) include (case_id, channel, counts, review, voided_at);

drop index cases.client_case_unit;
create index client_case_unit on cases.client_case (unit_id, state)
  include (id, person_id, pk_staff_id, guarded, sealed, restricted, kind, age_group, register_label, guidance_start, guidance_end, registered_on, ended_on);
drop index cases.client_case_reach;
create index client_case_reach on cases.client_case (pk_staff_id, unit_id) include (id, person_id, guarded, sealed, restricted);
create index person_listed on people.person (id) include (name, photo_file_id, unit_id, guarded, restricted);

-- An index answers alone only for pages that were tidied since they changed; the usual fifth of a table is months of an office's work.
alter table check_ins.obligation set (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.02);
alter table check_ins.check_in set (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.02);
alter table cases.client_case set (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.02);
alter table people.person set (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.02);

-- Whom an officer looks after is asked by nearly every statement: one index, planned once per connection.
create or replace function cases.ctx_held(variadic roles text[]) returns uuid[]
  language plpgsql stable security definer set search_path = '' set plan_cache_mode = force_generic_plan as $$
declare
  me uuid := platform.ctx_staff();
  units int[];
  excluded uuid[];
  listed uuid[];
  opened uuid[];
  whose uuid[];
begin
  if me is null then return '{}'; end if;
  units := platform.ctx_units(variadic roles);
  if cardinality(units) = 0 then return '{}'; end if;
  excluded := people.ctx_excluded();
  listed := people.ctx_listed();
  opened := accounts.ctx_opened_cases();
  whose := me || array(
    select a.staff_id from units.absence a
    where a.substitute_id = me and a.withdrawn_at is null and current_date between a.starts_on - 1 and a.ends_on + 1);
  return coalesce((
    select array_agg(k.id) from cases.client_case k
    where k.pk_staff_id = any (whose) and k.unit_id = any (units)
      and (not k.guarded or (not k.sealed and k.person_id <> all (excluded) and (not k.restricted or k.person_id = any (listed))))
      and (k.pk_staff_id = me or k.pk_staff_id in (
        select a.staff_id from units.absence a join units.unit u on u.id = k.unit_id
        where a.substitute_id = me and a.withdrawn_at is null and (now() at time zone u.zone)::date between a.starts_on and a.ends_on))), '{}')
    || case when cardinality(opened) = 0 then '{}' else array(select k.id from cases.client_case k where k.id = any (opened) and k.unit_id = any (units)) end;
end $$;

-- A month is cut from a day without asking which zone the server stands in, which took as long as the counting.
create or replace function figures.standings(units int[], from_month date, until_month date, today date)
  returns table (month date, unit_id int, case_id uuid, standing text)
  language sql stable as $$
  with months as (
    select m::date as month, least((m + interval '1 month')::date - 1, today) as last_day
    from generate_series(date_trunc('month', from_month::timestamp), date_trunc('month', until_month::timestamp), interval '1 month') m
    where m::date <= today
  ), apart as (
    select i.case_id, i.happened_on, i.channel, i.review from check_ins.check_in i
    where i.unit_id = any (units) and i.obligation_id is null and i.voided_at is null and i.counts
      and i.happened_on >= from_month and i.happened_on <= least((until_month + interval '1 month')::date - 1, today)
    union all
    select i.case_id, i.happened_on, i.channel, i.review from check_ins.obligation o join check_ins.check_in i on i.obligation_id = o.id
    where o.unit_id = any (units) and o.lifted_id is not null and i.unit_id = any (units) and i.voided_at is null and i.counts
      and i.happened_on >= from_month and i.happened_on <= least((until_month + interval '1 month')::date - 1, today)
  ), unowed as (
    select distinct date_trunc('month', a.happened_on::timestamp)::date as month, a.case_id from apart a
    where case when a.channel in ('app', 'helper') then a.review in ('accepted', 'accepted_with_concern')
               else a.review is distinct from 'not_the_person' end
  ), owed as (
    select date_trunc('month', o.period_from::timestamp)::date as month, o.case_id, bool_or(o.state = 'fulfilled') as fulfilled,
      bool_or(o.state = 'missed') as missed, bool_or(o.state in ('scheduled', 'submitted')) as open,
      bool_or(o.state = 'excused') as excused, bool_or(o.state = 'not_recorded') as not_recorded
    from check_ins.obligation o
    where o.unit_id = any (units) and o.period_from >= from_month and o.period_from < (until_month + interval '1 month')::date
    group by 1, 2
  )
  select m.month, c.unit_id, c.id,
    case when o.fulfilled or r.case_id is not null then 'reported' when o.missed then 'missed' when o.open then 'open'
         when o.excused then 'excused' when o.not_recorded then 'not_recorded' else 'nothing_owed' end
  from months m
  join cases.client_case c on c.unit_id = any (units) and c.registered_on <= m.last_day and (c.ended_on is null or c.ended_on > m.last_day)
  left join unowed r on r.month = m.month and r.case_id = c.id
  left join owed o on o.month = m.month and o.case_id = c.id
$$;
create or replace function figures.check_ins_by_month(top integer, from_day date, until_day date)
 RETURNS TABLE(month date, channel text, check_ins integer, clients integer)
 LANGUAGE sql STABLE SECURITY DEFINER SET search_path TO ''
AS $function$
  with reach as materialized (select s.unit_id, s.is_full from figures.scope(top) s)
  select date_trunc('month', i.happened_on::timestamp)::date, i.channel,
         figures.shown(count(*), bool_and(s.is_full)), figures.shown(count(distinct i.case_id), bool_and(s.is_full))
  from check_ins.check_in i join reach s on s.unit_id = i.unit_id
  where i.unit_id = any (array(select r.unit_id from reach r)) and i.happened_on between from_day and until_day and i.voided_at is null
    and (i.channel = 'presence_call' or (i.counts and (i.review is null or i.review in ('accepted', 'accepted_with_concern'))))
  group by 1, 2
  order by 1, 2
$function$;
