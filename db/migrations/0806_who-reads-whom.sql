-- What an office looks at afterwards: who of its officers opened far more people than he does, or somebody of his own name or family,
-- and who tried to open somebody from whom he is excluded (security T5, b.4).

-- Of each officer at work in an office: how many people he opened on a day, and on each day before it on which he opened any.
create function people.reading_days(of_unit int, on_day date, since date)
returns table (account_id uuid, username text, leads boolean, opened int, earlier int[])
language sql stable security definer set search_path = '' as $$
  with reader as (
    select a.id, a.username, bool_or(p.role = 'head_of_bapas') as leads
    from units.posting p join accounts.account a on a.staff_id = p.staff_id
    where p.unit_id = of_unit and of_unit = any (platform.ctx_units('system')) and p.withdrawn_at is null and p.approved_at is not null
      and on_day between p.starts_on and coalesce(p.ends_on, 'infinity'::date)
    group by a.id, a.username
  ), days as (
    select r.id, o.day, count(*)::int as people
    from reader r join accounts.opened_person o on o.account_id = r.id and o.day between since and on_day
    group by r.id, o.day
  )
  select r.id, r.username, r.leads, d.people,
    coalesce((select array_agg(e.people) from days e where e.id = r.id and e.day < on_day), '{}')
  from reader r join days d on d.id = r.id and d.day = on_day
$$;

-- Whom they opened, with the names that stand there; whom an alarm has named once for the same officer is not told of again.
create function people.opened_names(of_unit int, on_day date)
returns table (account_id uuid, username text, leads boolean, officer text, phone text, person_id uuid, names text[], family text[], phones text[])
language sql stable security definer set search_path = '' as $$
  with reader as (
    select a.id, a.username, s.name, s.phone, bool_or(p.role = 'head_of_bapas') as leads
    from units.posting p join accounts.account a on a.staff_id = p.staff_id join units.staff s on s.id = p.staff_id
    where p.unit_id = of_unit and of_unit = any (platform.ctx_units('system')) and p.withdrawn_at is null and p.approved_at is not null
      and on_day between p.starts_on and coalesce(p.ends_on, 'infinity'::date)
    group by a.id, a.username, s.name, s.phone
  )
  select r.id, r.username, r.leads, r.name, r.phone, p.id,
    array[p.name] || coalesce((select array_agg(n.name) from people.alias n where n.person_id = p.id and n.removed_at is null), '{}'),
    coalesce((select array_agg(f.name) from people.family_member f where f.person_id = p.id and f.removed_at is null), '{}')
      || array_remove(array[p.mother_name, p.father_name], ''),
    coalesce((select array_agg(t.number) from people.phone t where t.person_id = p.id and t.removed_at is null), '{}')
      || coalesce((select array_agg(f.phone) from people.family_member f where f.person_id = p.id and f.removed_at is null and f.phone <> ''), '{}')
  from reader r
  join accounts.opened_person o on o.account_id = r.id and o.day = on_day
  join people.person p on p.id = o.person_id
  where not exists (select from tasks.task t where t.unit_id = of_unit and t.kind = 'people.kin-opened' and t.key = r.id || ':' || p.id)
$$;

-- Whether what an asker was told is absent is hidden from him because he is excluded, and who decided that. For the house alone: it asks
-- after the answer, and nothing of it goes into one.
create function people.denied_to_asker(wanted uuid[])
returns table (person_id uuid, case_id uuid, unit_id int, set_by uuid)
language sql stable security definer set search_path = '' as $$
  select l.person_id,
    (select k.id from cases.client_case k where k.person_id = l.person_id order by k.id = any (wanted) desc, k.received_on desc limit 1),
    l.unit_id,
    (select s.staff_id from accounts.account s join units.posting p on p.staff_id = s.staff_id
      where s.id = l.made_by and p.unit_id = l.unit_id and p.role = 'head_of_bapas' and p.withdrawn_at is null and p.approved_at is not null
        and current_date between p.starts_on and coalesce(p.ends_on, 'infinity'::date) limit 1)
  from people.access_list l
  where l.account_id = platform.ctx_account() and l.kind = 'exclusion' and l.removed_at is null
    and l.starts_on <= current_date and (l.ends_on is null or l.ends_on >= current_date)
    and (l.person_id = any (wanted) or exists (select from cases.client_case k where k.person_id = l.person_id and k.id = any (wanted)))
$$;
revoke all on function people.reading_days(int, date, date), people.opened_names(int, date), people.denied_to_asker(uuid[]) from public;
grant execute on function people.reading_days(int, date, date), people.opened_names(int, date) to app_jobs;
grant execute on function people.denied_to_asker(uuid[]) to app_staff;

alter policy not_about_oneself on tasks.task using (
  kind not in ('check-ins.many-at-once', 'check-ins.copied-talk', 'check-ins.all-compliant', 'contacts.copied-note', 'exports.approve',
    'cases.opened-with-reason', 'cases.opening-for-auditor', 'people.many-opened', 'people.kin-opened', 'people.denied')
  or facts ->> 'accountId' is distinct from (select platform.ctx_account())::text);
