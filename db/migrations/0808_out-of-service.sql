-- How many clients an officer still guides, for whoever administers accounts somewhere: a number, and nobody's name.
create function cases.guided_by(officer uuid) returns int
language sql stable security definer set search_path = '' as $$
  select case when cardinality(platform.ctx_units('account_admin')) = 0 then null
    else (select count(*)::int from cases.client_case c where c.pk_staff_id = officer and c.state in ('received', 'active', 'paused')) end
$$;
revoke all on function cases.guided_by(uuid) from public;
grant execute on function cases.guided_by(uuid) to app_staff;
