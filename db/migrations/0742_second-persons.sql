-- exports: who the second person is stands on the export, so that none waits for somebody who is not there or asked for it himself.

alter table exports.export add column second_role text check (second_role in ('head_of_bapas', 'section_head', 'kanwil', 'auditor', 'ditjen_analyst', 'ditjenpas'));
update exports.export set second_role = 'head_of_bapas' where state = 'asked';
alter table exports.export add constraint export_second check (state <> 'asked' or second_role is not null);
comment on column exports.export.second_role is 'Whose post agrees or refuses: he who holds it at the office of the list, or above it where the post looks after those below.';

drop policy decide on exports.export;
create policy decide on exports.export for update to app_staff using (
  made_by = (select platform.ctx_account())
  or (state = 'asked' and ((second_role = 'head_of_bapas' and unit_id = any ((select platform.ctx_units('head_of_bapas'))::int[]))
    or (second_role = 'section_head' and unit_id = any ((select platform.ctx_units('section_head'))::int[]))
    or (second_role = 'kanwil' and unit_id = any ((select platform.ctx_units('kanwil'))::int[]))
    or (second_role = 'auditor' and unit_id = any ((select platform.ctx_units('auditor'))::int[]))
    or (second_role = 'ditjen_analyst' and unit_id = any ((select platform.ctx_units('ditjen_analyst'))::int[]))
    or (second_role = 'ditjenpas' and unit_id = any ((select platform.ctx_units('ditjenpas'))::int[])))))
  with check (made_by = (select platform.ctx_account())
    or (second_role = 'head_of_bapas' and unit_id = any ((select platform.ctx_units('head_of_bapas'))::int[]))
    or (second_role = 'section_head' and unit_id = any ((select platform.ctx_units('section_head'))::int[]))
    or (second_role = 'kanwil' and unit_id = any ((select platform.ctx_units('kanwil'))::int[]))
    or (second_role = 'auditor' and unit_id = any ((select platform.ctx_units('auditor'))::int[]))
    or (second_role = 'ditjen_analyst' and unit_id = any ((select platform.ctx_units('ditjen_analyst'))::int[]))
    or (second_role = 'ditjenpas' and unit_id = any ((select platform.ctx_units('ditjenpas'))::int[])));
alter policy told on exports.export using (
  unit_id = any ((select platform.ctx_units('head_of_bapas', 'auditor'))::int[])
  or (second_role = 'head_of_bapas' and unit_id = any ((select platform.ctx_units('head_of_bapas'))::int[]))
  or (second_role = 'section_head' and unit_id = any ((select platform.ctx_units('section_head'))::int[]))
  or (second_role = 'kanwil' and unit_id = any ((select platform.ctx_units('kanwil'))::int[]))
  or (second_role = 'auditor' and unit_id = any ((select platform.ctx_units('auditor'))::int[]))
  or (second_role = 'ditjen_analyst' and unit_id = any ((select platform.ctx_units('ditjen_analyst'))::int[]))
  or (second_role = 'ditjenpas' and unit_id = any ((select platform.ctx_units('ditjenpas'))::int[])));

-- Whether somebody else than this account holds a post there, or above it where the post looks after those below, and can sign in.
create function units.held_by_another(of_role text, at_unit int, than uuid) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (
    select 1 from units.unit u join units.posting p on p.role = of_role and p.unit_id = any (u.path)
    join accounts.account a on a.staff_id = p.staff_id and a.state = 'active'
    where u.id = at_unit and a.id <> than and at_unit = any (platform.units_of(a.staff_id, array[of_role])))
$$;
revoke all on function units.held_by_another(text, int, uuid) from public;
grant execute on function units.held_by_another(text, int, uuid) to app_staff;

-- Those above an office have tasks too, and nobody is asked to agree to what he asked for himself.
alter table tasks.task drop constraint task_for_role_check;
alter table tasks.task add constraint task_for_role_check check (for_role in ('pk', 'section_head', 'head_of_bapas', 'kanwil', 'ditjenpas',
  'ditjen_analyst', 'account_admin', 'office_admin', 'auditor'));
alter policy of_post on tasks.task using (
  case_id is null and (staff_id = (select platform.ctx_staff())
    or (for_role in ('pk', 'section_head', 'head_of_bapas') and unit_id = any ((select platform.ctx_units('section_head', 'head_of_bapas'))::int[]))
    or (for_role = 'kanwil' and unit_id = any ((select platform.ctx_units('kanwil'))::int[]))
    or (for_role = 'ditjenpas' and unit_id = any ((select platform.ctx_units('ditjenpas'))::int[]))
    or (for_role = 'ditjen_analyst' and unit_id = any ((select platform.ctx_units('ditjen_analyst'))::int[]))
    or (for_role = 'account_admin' and unit_id = any ((select platform.ctx_units('account_admin'))::int[]))
    or (for_role = 'office_admin' and unit_id = any ((select platform.ctx_units('office_admin'))::int[]))
    or (for_role = 'auditor' and unit_id = any ((select platform.ctx_units('auditor'))::int[]))));
alter policy close_of_post on tasks.task using (
  state = 'open' and case_id is null and (staff_id = (select platform.ctx_staff())
    or (for_role in ('pk', 'section_head', 'head_of_bapas') and unit_id = any ((select platform.ctx_units('section_head', 'head_of_bapas'))::int[]))
    or (for_role = 'kanwil' and unit_id = any ((select platform.ctx_units('kanwil'))::int[]))
    or (for_role = 'ditjenpas' and unit_id = any ((select platform.ctx_units('ditjenpas'))::int[]))
    or (for_role = 'ditjen_analyst' and unit_id = any ((select platform.ctx_units('ditjen_analyst'))::int[]))
    or (for_role = 'account_admin' and unit_id = any ((select platform.ctx_units('account_admin'))::int[]))
    or (for_role = 'office_admin' and unit_id = any ((select platform.ctx_units('office_admin'))::int[]))
    or (for_role = 'auditor' and unit_id = any ((select platform.ctx_units('auditor'))::int[]))));
alter policy not_about_oneself on tasks.task using (
  kind not in ('check-ins.many-at-once', 'check-ins.copied-talk', 'check-ins.all-compliant', 'contacts.copied-note', 'exports.approve')
  or facts ->> 'accountId' is distinct from (select platform.ctx_account())::text);
create or replace function tasks.close_open(of_unit int, of_kind text, keys text[], as_state text, note text) returns int
language plpgsql security definer set search_path = '' as $$
declare
  asker uuid := platform.ctx_account();
  mine boolean := of_unit = any (platform.ctx_units('pk', 'apk', 'counter', 'section_head', 'head_of_bapas', 'kanwil', 'ditjenpas',
    'ditjen_analyst', 'account_admin', 'office_admin', 'auditor', 'system'));
  own uuid := accounts.ctx_case();
  closed int;
begin
  if asker is null or as_state not in ('done', 'withdrawn') or not (mine or own is not null) then return 0; end if;
  update tasks.task set state = as_state, closed_at = now(), closed_by = asker, close_note = coalesce(note, '')
  where unit_id = of_unit and kind = of_kind and key = any (keys) and state = 'open' and (mine or case_id = own);
  get diagnostics closed = row_count;
  return closed;
end $$;
