-- A client asks for leave where he stands, also before an officer who does not guide him: the counter takes down the request, the word of
-- whoever vouches for him and the papers that he brings. Of a journey it reads what it has to say at the counter and no more: not why he
-- travels, not where he stays, not what was advised. A client brings papers on his own page, too.

create function permits.at_counter(of_case uuid) returns table (id uuid, scope text, state text, asked_on date, from_on date, until_on date, area_code text,
  country text, due_on date, words int, papers int)
language sql stable security definer set search_path = '' as $$
  select p.id, p.scope, p.state, p.asked_on, p.from_on, p.until_on, p.area_code, p.country, p.due_on,
    (select count(*)::int from permits.statement s where s.permit_id = p.id), (select count(*)::int from permits.paper a where a.permit_id = p.id)
  from permits.permit p join cases.client_case c on c.id = p.case_id and c.unit_id = p.unit_id
  where p.case_id = of_case and c.id <> all (cases.ctx_excluded_cases())
    and (not c.restricted or c.person_id = any (people.ctx_listed()) or c.id = any (accounts.ctx_opened_cases()))
    and (not c.guarded and c.unit_id = any (platform.ctx_units('counter')) or c.id = any (cases.ctx_guided())
      or not c.sealed and c.unit_id = any (platform.ctx_units('section_head', 'head_of_bapas')))
$$;
revoke all on function permits.at_counter(uuid) from public;
grant execute on function permits.at_counter(uuid) to app_staff;

do $$
declare
  t text;
begin
  foreach t in array array['permit', 'statement', 'paper'] loop
    execute format('create policy at_counter on permits.%1$I for insert to app_staff with check (
      made_by = (select platform.ctx_account()) and unit_id = any ((select platform.ctx_units(''counter''))::int[])
      and exists (select 1 from cases.client_case c where c.id = case_id and c.unit_id = %1$I.unit_id))', t);
  end loop;
end $$;
create policy upload_at_counter on platform.file for insert to app_staff with check (
  uploaded_by = (select platform.ctx_account()) and unit_id = any ((select platform.ctx_units('counter'))::int[])
  and exists (select 1 from cases.client_case c where c.id = case_id and c.unit_id = file.unit_id and (file.person_id is null or c.person_id = file.person_id)));

create policy own on permits.paper for select to app_client using (
  case_id = (select accounts.ctx_case()) and (select accounts.ctx_client_kind()) = 'client');
create policy bring on permits.paper for insert to app_client with check (
  case_id = (select accounts.ctx_case()) and (select accounts.ctx_client_kind()) = 'client' and made_by = (select platform.ctx_account())
  and exists (select 1 from permits.permit p where p.id = permit_id and p.case_id = paper.case_id and p.unit_id = paper.unit_id));
grant select (id, permit_id, case_id, name) on permits.paper to app_client;
grant insert on permits.paper to app_client;
