-- The house itself: who decides for the whole installation, and who reads which of its settings.

-- A setting concerns every office of an installation: another public address would send each office's clients elsewhere. So it
-- belongs to whoever administers an office with nobody above him who does.
create function platform.ctx_keeps_house() returns boolean
language plpgsql stable security definer set search_path = '' as $$
declare me uuid := platform.ctx_account();
begin
  if me is null then return false; end if;
  return exists (
    select 1
    from units.unit u
    where u.id = any (platform.ctx_units('office_admin'))
      and exists (
        select 1 from accounts.account a join units.posting p on p.staff_id = a.staff_id
        where a.id = me and p.unit_id = u.id and p.role = 'office_admin' and p.withdrawn_at is null and p.approved_at is not null)
      and not exists (
        select 1
        from units.posting p join units.unit above on above.id = p.unit_id join accounts.account a on a.staff_id = p.staff_id
        where p.role = 'office_admin' and p.unit_id = any (u.path) and p.unit_id <> u.id and a.state = 'active'
          and p.withdrawn_at is null and p.approved_at is not null
          and p.starts_on <= (now() at time zone above.zone)::date
          and (p.ends_on is null or p.ends_on >= (now() at time zone above.zone)::date)));
end $$;
revoke all on function platform.ctx_keeps_house() from public;
grant execute on function platform.ctx_keeps_house() to app_staff;

create policy set_by_house on platform.setting as restrictive for insert to app_staff with check ((select platform.ctx_keeps_house()));
create policy change_by_house on platform.setting as restrictive for update to app_staff using ((select platform.ctx_keeps_house()));

-- Before anybody has signed in, and on a client's phone, nobody needs to know where backups go.
alter policy look on platform.setting to app_staff, app_jobs;
create policy before_sign_in on platform.setting for select to app_public using (key in ('password_policy', 'demo.accounts'));
revoke select on platform.setting from app_client;
