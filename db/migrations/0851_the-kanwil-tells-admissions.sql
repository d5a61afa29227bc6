-- platform: an office above tells, by a program, of admissions into the institutions below it. The program stands there as their registrar
-- does, so that it passes the very policies of the gate; and because these open more than its office may read, this holds for a token that
-- is for telling admissions and for nothing else.
create function platform.feeds_from_above(of_session uuid, of_staff uuid) returns int[]
language sql stable security definer set search_path = '' as $$
  select coalesce(array_agg(u.id), '{}') from units.unit u
  where u.type in ('lapas', 'rutan', 'lpka', 'lpas')
    and exists (select from accounts.session s where s.id = of_session and s.kind = 'token' and s.scopes = array['custody:feed'])
    and u.id = any ((select platform.units_of(of_staff, array['kanwil']))::int[])
$$;
revoke all on function platform.feeds_from_above(uuid, uuid) from public;

create or replace function platform.ctx_units(variadic roles text[]) returns int[]
language plpgsql stable security definer set search_path = '' as $$
declare live record := platform.live_session();
begin
  if live.session_id is null then return '{}'; end if;
  if live.kind = 'job' then
    return case when 'system' = any (roles) then live.job_units else '{}' end;
  end if;
  if live.kind = 'token' and 'registrar' = any (roles) then
    return platform.units_of(live.staff_id, roles) || platform.feeds_from_above(live.session_id, live.staff_id);
  end if;
  return platform.units_of(live.staff_id, roles);
end $$;
