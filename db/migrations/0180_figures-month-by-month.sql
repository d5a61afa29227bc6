-- The figures of a region count a hundred thousand periods and reports at a time. Cut month by month, each month is a range of the
-- index and its clients fit one small table; nothing is sorted, and no month is reckoned from a day. What is counted is unchanged:
-- the words of figures.standings(), which the lists behind the numbers read.

create or replace function figures.reporting_by_month(top int, from_month date, until_month date, today date)
returns table (month date, clients int, reported int, missed int, excused int, open int, not_recorded int, nothing_owed int)
language sql stable security definer set search_path = '' as $$
  with reach as materialized (
    select array_agg(s.unit_id) as units, array_agg(s.unit_id) filter (where not s.is_full) as partly from figures.scope(top) s
  ), months as materialized (
    select m::date as month, (m + interval '1 month')::date - 1 as until, least((m + interval '1 month')::date - 1, today) as last_day
    from generate_series(date_trunc('month', from_month::timestamp), date_trunc('month', until_month::timestamp), interval '1 month') m
    where m::date <= today
  ), supervised as materialized (
    select c.id, c.registered_on, coalesce(c.ended_on, 'infinity'::date) as ended_on, c.unit_id = any (reach.partly) as is_partly
    from reach join cases.client_case c on c.unit_id = any (reach.units) and c.registered_on <= today
  ), told as (
    -- What weighs most comes first: 1 reported, 2 missed, 3 open, 4 excused, 5 not recorded. Nothing at all: nothing was owed.
    select m.month, m.last_day, o.case_id, o.standing
    from months m cross join reach cross join lateral (
      select said.case_id, min(case said.state when 'fulfilled' then 1 when 'missed' then 2 when 'scheduled' then 3 when 'submitted' then 3
                                               when 'excused' then 4 when 'not_recorded' then 5 end) as standing
      from (
        select o.case_id, o.state from check_ins.obligation o
        where o.unit_id = any (reach.units) and o.period_from between m.month and m.until
        union all
        select a.case_id, 'fulfilled' from (
          select i.case_id, i.channel, i.review from check_ins.check_in i
          where i.unit_id = any (reach.units) and i.obligation_id is null and i.voided_at is null and i.counts
            and i.happened_on between m.month and m.last_day
          union all
          select i.case_id, i.channel, i.review from check_ins.obligation l join check_ins.check_in i on i.obligation_id = l.id
          where l.unit_id = any (reach.units) and l.lifted_id is not null and i.unit_id = any (reach.units) and i.voided_at is null and i.counts
            and i.happened_on between m.month and m.last_day) a
        where case when a.channel in ('app', 'helper') then a.review in ('accepted', 'accepted_with_concern')
                   else a.review is distinct from 'not_the_person' end
      ) said
      group by said.case_id) o
  ), parts as (
    select t.month, count(*) filter (where t.standing = 1) as reported, count(*) filter (where t.standing = 2) as missed,
      count(*) filter (where t.standing = 3) as open, count(*) filter (where t.standing = 4) as excused,
      count(*) filter (where t.standing = 5) as not_recorded, count(t.standing) as told
    from told t join supervised c on c.id = t.case_id and c.registered_on <= t.last_day and c.ended_on > t.last_day
    group by 1
  ), wholes as (
    select m.month, count(*) as clients, not coalesce(bool_or(c.is_partly), false) as is_full
    from months m join supervised c on c.registered_on <= m.last_day and c.ended_on > m.last_day
    group by 1
  )
  select w.month, figures.shown(w.clients, w.is_full),
    figures.shown(coalesce(p.reported, 0), w.is_full),
    figures.shown(coalesce(p.missed, 0), w.is_full),
    figures.shown(coalesce(p.excused, 0), w.is_full),
    figures.shown(coalesce(p.open, 0), w.is_full),
    figures.shown(coalesce(p.not_recorded, 0), w.is_full),
    figures.shown(w.clients - coalesce(p.told, 0), w.is_full)
  from wholes w left join parts p on p.month = w.month
  order by 1
$$;

create or replace function figures.check_ins_by_month(top int, from_day date, until_day date)
returns table (month date, channel text, check_ins int, clients int)
language sql stable security definer set search_path = '' as $$
  with reach as materialized (
    select array_agg(s.unit_id) as units, array_agg(s.unit_id) filter (where not s.is_full) as partly from figures.scope(top) s
  ), months as materialized (
    select m::date as month, greatest(m::date, from_day) as first_day, least((m + interval '1 month')::date - 1, until_day) as last_day
    from generate_series(date_trunc('month', from_day::timestamp), until_day::timestamp, interval '1 month') m
  )
  select m.month, k.channel, figures.shown(sum(k.check_ins)::bigint, not bool_or(k.is_partly)), figures.shown(count(*), not bool_or(k.is_partly))
  from months m cross join reach cross join lateral (
    select i.channel, i.case_id, count(*) as check_ins, coalesce(bool_or(i.unit_id = any (reach.partly)), false) as is_partly
    from check_ins.check_in i
    where i.unit_id = any (reach.units) and i.happened_on between m.first_day and m.last_day and i.voided_at is null
      and (i.channel = 'presence_call' or (i.counts and (i.review is null or i.review in ('accepted', 'accepted_with_concern'))))
    group by 1, 2) k
  group by 1, 2
  order by 1, 2
$$;
