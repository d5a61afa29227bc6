-- Whoever is signed in, and whether anybody is kept from him at all: with the look that every request begins with anyway, so that what an
-- excluded officer tries is looked for where there is such an officer, and the others' searches end with their answers.
create or replace function platform.identify(raw_token text) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare s record; found jsonb;
begin
  select f.* into s from accounts.find_session(raw_token) f;
  if s.session_id is null then return null; end if;
  if s.last_seen_at < now() - interval '1 minute' then perform accounts.touch_session(raw_token); end if;
  found := jsonb_build_object('sessionId', s.session_id, 'accountId', s.account_id, 'kind', s.account_kind, 'sessionKind', s.session_kind,
    'stage', s.stage, 'staffId', s.staff_id, 'username', s.username, 'locale', s.locale, 'provedAt', s.proved_at, 'scopes', to_jsonb(s.scopes),
    'hasTotp', s.has_totp, 'expiresAt', s.expires_at);
  if s.account_kind = 'staff' then
    return found || jsonb_build_object('name', (select t.name from units.staff t where t.id = s.staff_id),
      'isExcluded', exists (select from people.access_list l where l.account_id = s.account_id and l.kind = 'exclusion' and l.removed_at is null
        and l.starts_on <= current_date and (l.ends_on is null or l.ends_on >= current_date)),
      'postings', coalesce((
      select jsonb_agg(jsonb_build_object('id', p.id, 'role', p.role, 'kind', p.kind, 'section', p.section, 'unitId', u.id, 'unitPath', to_jsonb(u.path),
        'unitName', u.name, 'unitType', u.type, 'zone', u.zone, 'demoToday', u.demo_today) order by p.kind = 'permanent' desc, p.starts_on)
      from units.posting p join units.unit u on u.id = p.unit_id
      where p.staff_id = s.staff_id and p.approved_at is not null and p.withdrawn_at is null
        and p.starts_on <= (now() at time zone u.zone)::date and (p.ends_on is null or p.ends_on >= (now() at time zone u.zone)::date)), '[]'));
  end if;
  return found || coalesce((
    select jsonb_build_object('caseId', c.case_id, 'accessId', c.id, 'unitId', u.id, 'zone', u.zone, 'demoToday', u.demo_today, 'postings', '[]'::jsonb)
    from accounts.client_access c join units.unit u on u.id = c.unit_id
    where c.account_id = s.account_id and c.state = 'active'), '{"postings": []}');
end $$;
