-- The administrator of an office sees what became of its messages, tries one again or takes one back. Whom a message goes to and what
-- it says stay closed to him; what was erased cannot be sent any more.
create policy keep on messages.outbox for update to app_staff
  using (unit_id = any ((select platform.ctx_units('office_admin'))::int[]) and state in ('waiting', 'failed', 'parked') and address <> '')
  with check (unit_id = any ((select platform.ctx_units('office_admin'))::int[]) and state in ('waiting', 'cancelled'));
grant update (state, tries, not_before, problem) on messages.outbox to app_staff;
create index outbox_list on messages.outbox (unit_id, made_at desc, id);
