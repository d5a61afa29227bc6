-- What permits keep of the supervision holds for whoever works; the owner migrates, restores and fills with what happened before.
create or replace function permits.keep_with_supervision() returns trigger language plpgsql set search_path = '' as $$
begin
  if current_user not in ('app_staff', 'app_jobs') then return new; end if;
  if new.step = 'lapse' and permits.is_supervised(new.case_id) then
    raise exception 'a permit falls only with the supervision' using errcode = 'check_violation';
  end if;
  if new.step in ('grant', 'record_grant') and not permits.is_supervised(new.case_id) then
    raise exception 'leave is for clients under guidance' using errcode = 'check_violation';
  end if;
  return new;
end $$;
alter function permits.keep_with_supervision() security invoker;
revoke all on function permits.keep_with_supervision() from public;
