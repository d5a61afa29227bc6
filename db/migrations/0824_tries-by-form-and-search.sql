-- What an excluded officer tries is noted by whatever names the person: a stay as well, and a search that names nobody else.
create or replace function people.denied_to_asker(wanted uuid[])
returns table (person_id uuid, case_id uuid, unit_id int, set_by uuid)
language sql stable security definer set search_path = '' as $$
  select l.person_id,
    (select k.id from cases.client_case k where k.person_id = l.person_id order by k.id = any (wanted) desc, k.received_on desc limit 1),
    l.unit_id,
    (select s.staff_id from accounts.account s join units.posting p on p.staff_id = s.staff_id
      where s.id = l.made_by and p.unit_id = l.unit_id and p.role = 'head_of_bapas' and p.withdrawn_at is null and p.approved_at is not null
        and current_date between p.starts_on and coalesce(p.ends_on, 'infinity'::date) limit 1)
  from people.access_list l
  where l.account_id = platform.ctx_account() and l.kind = 'exclusion' and l.removed_at is null
    and l.starts_on <= current_date and (l.ends_on is null or l.ends_on >= current_date)
    and (l.person_id = any (wanted) or exists (select from cases.client_case k where k.person_id = l.person_id and k.id = any (wanted))
      or exists (select from custody.stay t where t.person_id = l.person_id and t.id = any (wanted)))
$$;

-- Of those from whom the asker is excluded, whom a search names: by two words or more that are all of his names, by his whole NIK, by a
-- telephone or a register number of his. For the house alone: it asks after the answer, and nothing of it goes into one.
create function people.sought_by_asker(words text[], of_nik text, of_phone text, labels text[])
returns table (person_id uuid, case_id uuid, unit_id int)
language sql stable security definer set search_path = '' as $$
  select l.person_id,
    (select k.id from cases.client_case k where k.person_id = l.person_id order by k.received_on desc limit 1),
    l.unit_id
  from people.access_list l join people.person p on p.id = l.person_id
  where l.account_id = platform.ctx_account() and l.kind = 'exclusion' and l.removed_at is null
    and l.starts_on <= current_date and (l.ends_on is null or l.ends_on >= current_date)
    and ((cardinality(words) >= 2 and not exists (
        select from unnest(words) w (word) where not exists (select from people.name_word n where n.person_id = l.person_id and n.word = w.word)))
      or p.nik = of_nik
      or exists (select from people.phone h where h.person_id = l.person_id and h.number = of_phone and h.removed_at is null)
      or exists (select from cases.register_entry e join cases.client_case k on k.id = e.case_id
        where k.person_id = l.person_id and e.label = any (labels) and e.voided_at is null)
      or exists (select from custody.register_entry e where e.person_id = l.person_id and e.label = any (labels) and e.voided_at is null))
$$;
revoke all on function people.sought_by_asker(text[], text, text, text[]) from public;
grant execute on function people.sought_by_asker(text[], text, text, text[]) to app_staff;
