-- Tasks and messages: what an officer must be able to settle or start without being allowed to look at it.

-- A task is closed by the deed that settles it, also where whoever did the deed may not see the task: the desk takes the report
-- that ends a counsellor's reminder, a client sends the answer that his head was waiting for.
create function tasks.close_open(of_unit int, of_kind text, keys text[], as_state text, note text) returns int
language plpgsql security definer set search_path = '' as $$
declare
  asker uuid := platform.ctx_account();
  mine boolean := of_unit = any (platform.ctx_units('pk', 'apk', 'counter', 'section_head', 'head_of_bapas', 'kanwil',
    'account_admin', 'office_admin', 'auditor', 'system'));
  own uuid := accounts.ctx_case();
  closed int;
begin
  if asker is null or as_state not in ('done', 'withdrawn') or not (mine or own is not null) then return 0; end if;
  update tasks.task set state = as_state, closed_at = now(), closed_by = asker, close_note = coalesce(note, '')
  where unit_id = of_unit and kind = of_kind and key = any (keys) and state = 'open' and (mine or case_id = own);
  get diagnostics closed = row_count;
  return closed;
end $$;
revoke all on function tasks.close_open(int, text, text[], text, text) from public;
grant execute on function tasks.close_open(int, text, text[], text, text) to app_staff, app_client, app_jobs;

-- A unit without a gateway of its own sends through the nearest one above it. Whoever queues a message learns which channels
-- are open, and nothing about the gateways.
create function messages.open_gateways(of_unit int) returns table (channel text, gateway_id uuid)
language sql stable security definer set search_path = '' as $$
  select distinct on (g.channel) g.channel, g.id
  from units.unit u join messages.gateway g on g.unit_id = any (u.path)
  where u.id = of_unit and g.is_on and g.replaced_at is null and (select platform.ctx_account()) is not null
  order by g.channel, array_position(u.path, g.unit_id) desc, g.set_at desc
$$;
revoke all on function messages.open_gateways(int) from public;
grant execute on function messages.open_gateways(int) to app_staff, app_jobs;

-- One open wording for each kind and language of a unit; a newer one replaces it.
create unique index template_now on messages.template (unit_id, kind, locale) where replaced_at is null;
create unique index gateway_now on messages.gateway (unit_id, channel) where replaced_at is null;

-- An administrator sees how his office's messages went, never to whom or what they said.
create policy administer_look on messages.outbox for select to app_staff using (unit_id = any ((select platform.ctx_units('office_admin'))::int[]));

-- How many rows each table holds, as a backup writes it down and a restore proves it.
create function platform.count_rows() returns table (name text, rows bigint)
language plpgsql stable security definer set search_path = '' as $$
begin
  for name in
    select format('%I.%I', n.nspname, c.relname)
    from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p') and not c.relispartition
      and n.nspname in ('platform', 'units', 'accounts', 'people', 'cases', 'check_ins', 'tasks', 'messages', 'imports', 'exports')
    order by 1
  loop
    execute 'select count(*) from ' || name into rows;
    return next;
  end loop;
end $$;
revoke all on function platform.count_rows() from public;
grant execute on function platform.count_rows() to app_jobs;

-- The words of one message. Only a code, a link to ourselves and a day get in, each checked for its shape, so that no sweep and
-- no template can carry a name out of the house.
create function messages.word(template text, facts jsonb, office_phone text, locale text) returns text
language plpgsql immutable set search_path = '' as $$
declare
  code text := facts ->> 'code';
  link text := facts ->> 'link';
  day text := facts ->> 'date';
  stranger text := (select string_agg(k, ', ') from jsonb_object_keys(facts) k where k not in ('code', 'link', 'date'));
  months text[] := case locale when 'en'
    then array['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December']
    else array['Januari', 'Februari', 'Maret', 'April', 'Mei', 'Juni', 'Juli', 'Agustus', 'September', 'Oktober', 'November', 'Desember'] end;
begin
  if stranger is not null then raise exception 'a message takes no %', stranger using errcode = 'check_violation'; end if;
  if code !~* '^[A-Z0-9][A-Z0-9-]{1,19}$' then raise exception 'not a code' using errcode = 'check_violation'; end if;
  if link !~ '^https?://[^[:space:]{}]{3}[^[:space:]{}]*$' or length(link) > 300 then raise exception 'not a link' using errcode = 'check_violation'; end if;
  if day !~ '^\d{4}-\d{2}-\d{2}$' then raise exception 'not a day' using errcode = 'check_violation'; end if;
  if (code is null and template like '%{code}%') or (link is null and template like '%{link}%') or (day is null and template like '%{date}%') then
    raise exception 'a message lacks what its wording asks for' using errcode = 'check_violation';
  end if;
  return replace(replace(replace(replace(template, '{code}', coalesce(code, '')), '{link}', coalesce(link, '')),
    '{date}', coalesce(ltrim(substr(day, 9, 2), '0') || ' ' || months[substr(day, 6, 2)::int] || ' ' || substr(day, 1, 4), '')),
    '{office_phone}', office_phone);
end $$;
revoke all on function messages.word(text, jsonb, text, text) from public;
grant execute on function messages.word(text, jsonb, text, text) to app_staff, app_jobs;

-- Whoever sees an open task may close it or hand it on; without its own check a policy for updates asks that it stay open.
alter policy close on tasks.task using (state = 'open') with check ((select platform.ctx_account()) is not null);

-- The auditor sees the heads of the chains, for the page of the day; they say nothing about what was written.
create policy heads on platform.sealed_batch for select to app_staff using (cardinality((select platform.ctx_units('auditor'))::int[]) > 0);
grant select (log, number, head, sealed_at) on platform.sealed_batch to app_staff;

-- An auditor goes by codes: he learns the register number behind a line and finds the lines behind a number, in the units that he
-- audits, and nothing of the file itself, which he opens with a reason.
create function cases.codes_for_audit(wanted uuid[]) returns table (case_id uuid, code text)
language sql stable security definer set search_path = '' as $$
  select c.id, c.register_label from cases.client_case c
  where c.id = any (wanted) and c.unit_id = any (platform.ctx_units('auditor', 'head_of_bapas'))
$$;
create function cases.find_for_audit(label text) returns uuid[]
language sql stable security definer set search_path = '' as $$
  select coalesce(array_agg(r.case_id), '{}') from cases.register_entry r
  where r.label = find_for_audit.label and r.unit_id = any (platform.ctx_units('auditor', 'head_of_bapas'))
$$;
revoke all on function cases.codes_for_audit(uuid[]), cases.find_for_audit(text) from public;
grant execute on function cases.codes_for_audit(uuid[]), cases.find_for_audit(text) to app_staff;

-- Lines about the house itself (its backups, its keys) belong to no unit.
create policy audit_house on platform.journal for select to app_staff using (
  unit_id is null and cardinality((select platform.ctx_units('auditor'))::int[]) > 0);
create policy audit_house on platform.access_log for select to app_staff using (
  unit_id is null and cardinality((select platform.ctx_units('auditor'))::int[]) > 0);
