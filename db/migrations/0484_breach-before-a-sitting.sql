-- Where an office wants it, a sitting is heard before a client is reprimanded. What it advised is copied from its item, so nothing can be
-- written down that no sitting said.
create table breaches.advice (
  id        uuid primary key default uuidv7(),
  breach_id uuid not null references breaches.breach,
  case_id   uuid not null,
  unit_id   int not null,
  item_id   uuid not null unique references tpp.item,
  held_on   date not null,
  document  text not null check (length(document) between 1 and 200),
  advice    text not null check (advice in ('approve', 'reject', 'defer')),
  reasons   text not null check (length(reasons) between 3 and 4000),
  made_by   uuid,
  made_at   timestamptz not null default now(),
  foreign key (breach_id, case_id, unit_id) references breaches.breach (id, case_id, unit_id)
);
comment on table breaches.advice is 'What a sitting advised on the recommendation about a breach, and why.';
create index advice_breach on breaches.advice (breach_id);
create index advice_case on breaches.advice (case_id);
call platform.guard('breaches.advice');
create policy with_case on breaches.advice for select to app_staff using (
  (case_id = any ((select cases.ctx_deep())::uuid[]) or unit_id = any ((select platform.ctx_units('section_head', 'head_of_bapas'))::int[]))
  and exists (select 1 from cases.client_case c where c.id = case_id and c.unit_id = advice.unit_id));
grant select on breaches.advice to app_staff;

-- What waits in an office for a sitting: recommended to be reprimanded, and not yet heard about since. For whoever makes the agenda, leads
-- the office or guides the client.
create function breaches.waiting_for_sitting(at_unit int, bands text[])
returns table (breach_id uuid, case_id uuid, since date, name text, register_label text, pk_staff_id uuid, deferred boolean, grounds text[], risk_band text)
language sql stable security definer set search_path = '' as $$
  select b.id, c.id, m.day, p.name, c.register_label, c.pk_staff_id, coalesce(a.advice = 'defer', false),
    array(select g.code from breaches.ground g where g.breach_id = b.id order by g.made_at, g.code), c.risk_band
  from breaches.breach b
  join cases.client_case c on c.id = b.case_id and c.unit_id = b.unit_id
  join people.person p on p.id = c.person_id
  join lateral (select x.day, x.option, x.made_at from breaches.move x where x.breach_id = b.id and x.step = 'recommend'
    order by x.made_at desc, x.id desc limit 1) m on true
  left join lateral (select y.advice from breaches.advice y where y.breach_id = b.id and y.made_at > m.made_at
    order by y.made_at desc, y.id desc limit 1) a on true
  where b.unit_id = at_unit and b.state = 'recommended' and m.option = 'reprimand' and coalesce(a.advice, 'defer') = 'defer'
    and coalesce(c.risk_band, '') = any (bands) and c.state in ('active', 'paused') and not c.sealed
    and (at_unit = any ((select tpp.ctx_keeps() || platform.ctx_units('head_of_bapas'))::int[]) or c.id = any ((select cases.ctx_assigned())::uuid[]))
    and c.person_id <> all ((select people.ctx_excluded())::uuid[])
    and (not c.restricted or c.person_id = any ((select people.ctx_listed())::uuid[]) or c.id = any ((select accounts.ctx_opened_cases())::uuid[]))
$$;

create function breaches.take_sitting_advice(wanted uuid) returns boolean
language plpgsql security definer set search_path = '' as $$
declare
  i tpp.item;
  s tpp.sitting;
  b breaches.breach;
begin
  select * into i from tpp.item x where x.id = wanted and x.kind = 'breach' and x.outcome is null and x.off_at is null and x.recommendation is not null;
  select * into s from tpp.sitting x where x.id = i.sitting_id and x.state = 'held' and x.unit_id = any (tpp.ctx_keeps());
  if i.id is null or s.id is null or i.id <> all (tpp.ctx_items()) then return false; end if;
  select * into b from breaches.breach x where x.id = i.subject_id and x.case_id = i.case_id and x.state = 'recommended' for update;
  if b.id is null then return false; end if;
  insert into breaches.advice (breach_id, case_id, unit_id, item_id, held_on, document, advice, reasons, made_by)
  values (b.id, b.case_id, b.unit_id, i.id, s.day, 'Sidang TPP nomor ' || s.number || '/TPP/' || s.year, i.recommendation, i.reasons, platform.ctx_account());
  return true;
end $$;
revoke all on function breaches.waiting_for_sitting(int, text[]), breaches.take_sitting_advice(uuid) from public;
grant execute on function breaches.waiting_for_sitting(int, text[]), breaches.take_sitting_advice(uuid) to app_staff;
