-- No opening stays without a reviewer: where nobody but the opener is an auditor over the office, it goes on to the Kanwil, and where nobody is
-- there either, to the centre. An opening of a stay waits as one of a client's file does: for whoever leads the institution first.
alter table accounts.opening add column passed_to text check (passed_to in ('kanwil', 'ditjenpas'));
create index opening_passed on accounts.opening (passed_to, unit_id) where passed_to is not null;

create policy passed_on on accounts.opening for select to app_staff using (
  (passed_to = 'kanwil' and unit_id = any ((select platform.ctx_units('kanwil'))::int[]))
  or (passed_to = 'ditjenpas' and unit_id = any ((select platform.ctx_units('ditjenpas'))::int[])));
alter policy review on accounts.opening using (
  reviewed_at is null and account_id <> (select platform.ctx_account()) and person_id <> all ((select people.ctx_excluded())::uuid[])
  and (unit_id = any ((select platform.ctx_units('auditor'))::int[])
    or (unit_id = any ((select platform.ctx_units('head_of_bapas'))::int[]) and exists (select 1 from cases.client_case c where c.id = case_id))
    or (unit_id = any ((select platform.ctx_units('head_of_custody'))::int[]) and exists (select 1 from custody.stay s where s.id = stay_id))
    or (passed_to = 'kanwil' and unit_id = any ((select platform.ctx_units('kanwil'))::int[]))
    or (passed_to = 'ditjenpas' and unit_id = any ((select platform.ctx_units('ditjenpas'))::int[]))));

-- To whom an opening that waits for the auditor goes on. Asked by whoever has just opened, and by the house every night; whoever is shut out
-- from the person does not count, as he could not look.
create function accounts.pass_opening_on(wanted uuid) returns text
language plpgsql security definer set search_path = '' as $$
declare
  o accounts.opening;
  goes_to text;
begin
  select * into o from accounts.opening x where x.id = wanted and x.reviewed_at is null and x.passed_to is null for update;
  if o.id is null or (o.account_id is distinct from platform.ctx_account() and o.unit_id <> all (platform.ctx_units('system'))) then return null; end if;
  select r.role into goes_to from (values (1, 'auditor'), (2, 'kanwil'), (3, 'ditjenpas')) r (place, role)
  where exists (
    select from units.posting p join accounts.account a on a.staff_id = p.staff_id join units.unit u on u.id = o.unit_id
    where p.role = r.role and p.unit_id = any (u.path) and p.withdrawn_at is null and p.approved_at is not null
      and current_date between p.starts_on and coalesce(p.ends_on, 'infinity'::date)
      and a.kind = 'staff' and a.state = 'active' and a.id <> o.account_id
      and not exists (
        select from people.access_list l where l.account_id = a.id and l.person_id = o.person_id and l.kind = 'exclusion' and l.removed_at is null
          and l.starts_on <= current_date and (l.ends_on is null or l.ends_on >= current_date)))
  order by r.place limit 1;
  if goes_to is null or goes_to = 'auditor' then return null; end if;
  update accounts.opening x set passed_to = goes_to where x.id = o.id;
  return goes_to;
end $$;

-- Whoever reviews goes by numbers: of each opening the register number, of the case or of the stay.
create function accounts.opening_codes(wanted uuid[]) returns table (opening_id uuid, code text)
language sql stable security definer set search_path = '' as $$
  select o.id, coalesce(c.register_label, s.register_label)
  from accounts.opening o left join cases.client_case c on c.id = o.case_id left join custody.stay s on s.id = o.stay_id
  where o.id = any (wanted) and o.person_id <> all (people.ctx_excluded())
    and (o.unit_id = any (platform.ctx_units('auditor', 'head_of_bapas', 'head_of_custody'))
      or (o.passed_to = 'kanwil' and o.unit_id = any (platform.ctx_units('kanwil')))
      or (o.passed_to = 'ditjenpas' and o.unit_id = any (platform.ctx_units('ditjenpas'))))
$$;
revoke all on function accounts.pass_opening_on(uuid), accounts.opening_codes(uuid[]) from public;
grant execute on function accounts.pass_opening_on(uuid) to app_staff, app_jobs;
grant execute on function accounts.opening_codes(uuid[]) to app_staff;

-- Who opened a file is never among those who are told to look at it.
alter policy not_about_oneself on tasks.task using (
  kind not in ('check-ins.many-at-once', 'check-ins.copied-talk', 'check-ins.all-compliant', 'contacts.copied-note', 'exports.approve',
    'cases.opened-with-reason', 'cases.opening-for-auditor', 'cases.opening-for-above', 'people.many-opened', 'people.kin-opened', 'people.denied')
  or facts ->> 'accountId' is distinct from (select platform.ctx_account())::text);

-- What waited for whoever leads an institution only to be read waits for his review.
update tasks.task t set kind = 'cases.opened-with-reason', key = o.id::text,
  facts = t.facts || jsonb_build_object('accountId', o.account_id, 'kind', o.kind)
from accounts.opening o where t.kind = 'custody.opened-with-reason' and o.id::text = split_part(t.key, '/', 2);
