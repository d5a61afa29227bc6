-- A permit falls with the supervision: whoever is under guidance here no more, or is revoked for the time being, does not travel on it. The
-- head writes that down, also when the client is away already; the paper in his hand is told to be not valid from that moment on.

-- Whether the client is under guidance here, so that leave can hold. As far as whoever asks sees it.
create function permits.is_supervised(of_case uuid) returns boolean
language sql stable set search_path = '' as $$
  select exists (select from cases.client_case c where c.id = of_case and c.state in ('received', 'active', 'paused'))
    and not exists (select from revocations.proceeding r where r.case_id = of_case and r.ended_on is null
      and exists (select from revocations.move m where m.proceeding_id = r.id and m.step in ('revoke_urgently', 'revoke_temporarily')))
$$;

alter table permits.move drop constraint move_step_check;
alter table permits.move add constraint move_step_check check (step in ('advise', 'send_back', 'grant', 'refuse', 'forward', 'record_grant',
  'record_refusal', 'propose_revocation', 'revoke', 'keep', 'lapse', 'report_back', 'withdraw'));
create or replace function permits.next_state(of_scope text, of_state text, of_step text) returns text
language sql immutable parallel safe set search_path = '' as $$
  select m.to_state from (values
    ('within', 'asked', 'advise', 'advised'), ('within', 'asked', 'withdraw', 'withdrawn'),
    ('within', 'advised', 'send_back', 'asked'), ('within', 'advised', 'grant', 'granted'), ('within', 'advised', 'refuse', 'refused'),
    ('within', 'advised', 'withdraw', 'withdrawn'),
    ('within', 'granted', 'propose_revocation', 'revocation_proposed'), ('within', 'granted', 'lapse', 'revoked'), ('within', 'granted', 'report_back', 'returned'),
    ('within', 'granted', 'withdraw', 'withdrawn'),
    ('within', 'revocation_proposed', 'revoke', 'revoked'), ('within', 'revocation_proposed', 'keep', 'granted'), ('within', 'revocation_proposed', 'lapse', 'revoked'),
    ('within', 'revocation_proposed', 'report_back', 'returned'),
    ('abroad', 'asked', 'advise', 'advised'), ('abroad', 'asked', 'withdraw', 'withdrawn'),
    ('abroad', 'advised', 'send_back', 'asked'), ('abroad', 'advised', 'forward', 'forwarded'), ('abroad', 'advised', 'withdraw', 'withdrawn'),
    ('abroad', 'forwarded', 'record_grant', 'granted'), ('abroad', 'forwarded', 'record_refusal', 'refused'), ('abroad', 'forwarded', 'withdraw', 'withdrawn'),
    ('abroad', 'granted', 'propose_revocation', 'revocation_proposed'), ('abroad', 'granted', 'lapse', 'revoked'), ('abroad', 'granted', 'report_back', 'returned'),
    ('abroad', 'granted', 'withdraw', 'withdrawn'),
    ('abroad', 'revocation_proposed', 'revoke', 'revoked'), ('abroad', 'revocation_proposed', 'keep', 'granted'), ('abroad', 'revocation_proposed', 'lapse', 'revoked'),
    ('abroad', 'revocation_proposed', 'report_back', 'returned')
  ) as m (scope, from_state, step, to_state)
  where m.scope = of_scope and m.from_state = of_state and m.step = of_step
$$;
create or replace function permits.document_of(of_step text) returns text
language sql immutable parallel safe set search_path = '' as $$
  select d.document from (values
    ('advise', 'advice'), ('send_back', 'return_note'), ('grant', 'permit'), ('refuse', 'refusal'), ('forward', 'cover_letter'),
    ('record_grant', 'ministers_permit'), ('record_refusal', 'ministers_refusal'), ('propose_revocation', 'revocation_proposal'),
    ('revoke', 'revocation'), ('keep', 'keep_note'), ('lapse', 'revocation'), ('report_back', 'return_report'), ('withdraw', 'withdrawal')
  ) as d (step, document)
  where d.step = of_step
$$;

-- One person writes down what two have decided elsewhere already; nobody uses it against a client who is under guidance. And nobody is
-- granted leave while he is revoked for the time being.
create function permits.keep_with_supervision() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  if new.step = 'lapse' and permits.is_supervised(new.case_id) then
    raise exception 'a permit falls only with the supervision' using errcode = 'check_violation';
  end if;
  if new.step in ('grant', 'record_grant') and not permits.is_supervised(new.case_id) then
    raise exception 'leave is for clients under guidance' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger keep_with_supervision before insert on permits.move for each row execute function permits.keep_with_supervision();

drop policy decided_by_head on permits.move;
create policy decided_by_head on permits.move as restrictive for insert to app_staff with check (
  step not in ('send_back', 'grant', 'refuse', 'forward', 'record_grant', 'record_refusal', 'revoke', 'keep', 'lapse')
  or unit_id = any ((select platform.ctx_units('head_of_bapas'))::int[]));
alter policy own on permits.move using (
  case_id = (select accounts.ctx_case()) and (select accounts.ctx_client_kind()) = 'client'
  and step in ('grant', 'refuse', 'forward', 'record_grant', 'record_refusal', 'revoke', 'lapse', 'report_back', 'withdraw'));

-- What the paper is worth is asked of the supervision as well.
drop function permits.at_door(bytea);
create function permits.at_door(of_code bytea) returns table (permit_id uuid, case_id uuid, person_id uuid, unit_id int, state text, scope text, label text,
  issued_on date, voided boolean, supervised boolean, from_on date, until_on date, area_code text, country text, initials text, zone text, demo_today date)
language sql stable security definer set search_path = '' as $$
  select p.id, p.case_id, c.person_id, p.unit_id, p.state, p.scope, s.label, s.issued_on, s.voided_on is not null, permits.is_supervised(p.case_id),
    p.from_on, p.until_on, p.area_code, p.country,
    (select string_agg(upper(left(w.word, 1)) || '.', ' ' order by w.at) from regexp_split_to_table(btrim(n.name), '\s+') with ordinality as w (word, at)),
    u.zone, u.demo_today
  from permits.slip s
  join permits.permit p on p.id = s.permit_id
  join cases.client_case c on c.id = p.case_id
  join people.person n on n.id = c.person_id
  join units.unit u on u.id = p.unit_id
  where s.code_hash = of_code
$$;
revoke all on function permits.is_supervised(uuid), permits.keep_with_supervision(), permits.at_door(bytea) from public;
grant execute on function permits.is_supervised(uuid) to app_staff, app_jobs;
grant execute on function permits.at_door(bytea) to app_public;
