-- Whether somebody is hidden from the asker, as before (0771), but found out by the rows about this one person. Of most people there are none,
-- and then neither the asker nor his lists are looked up, which each hit of a comparison paid for twice.
create or replace function people.is_hidden(person uuid) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (select 1 from people.access_list l
      where l.person_id = person and l.kind = 'exclusion' and l.removed_at is null and l.starts_on <= current_date
        and (l.ends_on is null or l.ends_on >= current_date) and l.account_id = (select platform.ctx_account()))
    or exists (select 1 from people.person p where p.id = person and p.restricted)
      and person <> all (people.ctx_listed()) and person <> all (people.ctx_opened())
    or exists (select 1 from cases.client_case c where c.person_id = person and c.sealed) and person <> all (people.ctx_opened())
$$;
