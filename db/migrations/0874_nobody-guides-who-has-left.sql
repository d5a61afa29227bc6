-- A client is given to somebody who guides at his office today and has not left it. The application asked for it; the office's own hand in the database, and
-- a list that was read before somebody left, did not. Whoever guided in the past stays in the history.
create function cases.guides_at(officer uuid, of_unit int) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (
    select from units.staff s join units.posting p on p.staff_id = s.id join units.unit u on u.id = p.unit_id
    cross join lateral (select coalesce(u.demo_today, (now() at time zone u.zone)::date) as today) t
    where s.id = officer and (s.left_on is null or s.left_on > t.today)
      and u.id = of_unit and p.role in ('pk', 'apk') and p.approved_at is not null and p.withdrawn_at is null
      and p.starts_on <= t.today and (p.ends_on is null or p.ends_on >= t.today))
$$;
create function cases.keep_counsellor() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  if not cases.guides_at(case tg_table_name when 'assignment' then to_jsonb(new) ->> 'staff_id' else to_jsonb(new) ->> 'pk_staff_id' end::uuid, new.unit_id) then
    raise exception 'a client is given to somebody who guides here' using errcode = 'check_violation';
  end if;
  return new;
end $$;
revoke all on function cases.guides_at(uuid, int), cases.keep_counsellor() from public;
-- The owner loads the demo and tests; whoever works for the application is held to it.
create trigger keep_counsellor before insert on cases.assignment for each row
  when (current_user in ('app_staff', 'app_jobs') and new.ended_at is null) execute function cases.keep_counsellor();
create trigger keep_counsellor_of_new before insert on cases.client_case for each row
  when (current_user in ('app_staff', 'app_jobs') and new.pk_staff_id is not null) execute function cases.keep_counsellor();
create trigger keep_counsellor before update of pk_staff_id on cases.client_case for each row
  when (current_user in ('app_staff', 'app_jobs') and new.pk_staff_id is not null and new.pk_staff_id is distinct from old.pk_staff_id)
  execute function cases.keep_counsellor();
