-- An office that has switched messages off sends none, also those that wait already; switched on again they go.
create or replace function messages.open_gateways(of_unit int) returns table (channel text, gateway_id uuid)
language sql stable security definer set search_path = '' as $$
  select distinct on (g.channel) g.channel, g.id
  from units.unit u join messages.gateway g on g.unit_id = any (u.path)
  where u.id = of_unit and g.is_on and g.replaced_at is null and (select platform.ctx_account()) is not null
    and not exists (select 1 from units.module_switch s where s.unit_id = of_unit and s.module = 'messages' and not s.is_on)
  order by g.channel, array_position(u.path, g.unit_id) desc, g.set_at desc
$$;

-- The ledger is no part that an office could leave out: one that stood still would open with misses that nobody made.
delete from units.module_switch where module = 'check-ins';
