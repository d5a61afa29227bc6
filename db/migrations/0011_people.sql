-- people: what the search by ending, by beginning and by sound needs, and restricting a person in one step.

-- The last four digits of a NIK, since row-level security lets only plain comparisons of columns use an index.
alter table people.person add column nik_tail text generated always as (right(nik, 4)) stored;
create index person_nik_tail on people.person (unit_id, nik_tail) where nik_tail is not null;

comment on table people.word_key is
  'Each word of any name under itself, under itself less one letter, and under ~ with its sound; holds words, no people.';

-- The words of someone restricted, or from whom somebody is shut out, are guarded even where no case guards him yet.
create function people.guard_words() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  update people.name_word w set guarded = g.guarded
  from (select new.guarded or new.restricted or exists (
    select 1 from people.access_list l where l.person_id = new.id and l.removed_at is null) as guarded) g
  where w.person_id = new.id and w.guarded is distinct from g.guarded;
  return null;
end $$;
create trigger guard_words after update of guarded, restricted on people.person for each row execute function people.guard_words();
create function people.guard_new_word() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  select p.guarded or p.restricted or exists (
      select 1 from people.access_list l where l.person_id = p.id and l.removed_at is null)
    into new.guarded from people.person p where p.id = new.person_id;
  return new;
end $$;
create trigger guard_new_word before insert on people.name_word for each row execute function people.guard_new_word();

-- Restricting takes two writes that no officer may do by himself: a head cannot put himself on a list, but whoever restricts
-- stays on it, or nobody could ever lift it. Lifting needs a head who is listed, since nobody else sees the person.
create function people.set_restricted(of_person uuid, wanted boolean, why text, on_day date) returns boolean
language plpgsql security definer set search_path = '' as $$
declare p people.person;
begin
  select * into p from people.person x where x.id = of_person for update;
  if p.id is null or p.unit_id <> all (platform.ctx_units('head_of_bapas')) or p.id = any (people.ctx_excluded())
    or (p.restricted and p.id <> all (people.ctx_listed())) or length(why) not between 3 and 500 then
    return false;
  end if;
  if wanted and p.id <> all (people.ctx_listed()) then
    insert into people.access_list (person_id, unit_id, account_id, kind, starts_on, reason, made_by)
    values (p.id, p.unit_id, platform.ctx_account(), 'restriction', least(on_day, current_date), why, platform.ctx_account());
  end if;
  update people.person x set restricted = wanted, version = x.version + 1 where x.id = p.id and x.restricted <> wanted;
  return true;
end $$;

revoke all on function people.guard_words(), people.guard_new_word(), people.set_restricted(uuid, boolean, text, date) from public;
grant execute on function people.set_restricted(uuid, boolean, text, date) to app_staff;

-- A case that begins while its person is restricted or has somebody shut out is guarded from its first moment.
create function cases.guard_new_case() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  select new.guarded or p.restricted or exists (
      select 1 from people.access_list l where l.person_id = p.id and l.removed_at is null),
      p.restricted
    into new.guarded, new.restricted from people.person p where p.id = new.person_id;
  return new;
end $$;
create trigger guard_new_case before insert on cases.client_case for each row execute function cases.guard_new_case();
revoke all on function cases.guard_new_case() from public;

-- A sealed file is no hit anywhere, not even as a pointer.
create or replace function people.find_elsewhere(typed_nik text, typed_birth date, typed_words text[])
returns table (unit_id int, band text, agrees text[])
language sql stable security definer set search_path = '' as $$
  with candidate as (
    select p.id, p.unit_id, p.nik, p.birth_date, p.birth_precision from people.person p
    where typed_nik is not null and p.nik = typed_nik
    union
    select p.id, p.unit_id, p.nik, p.birth_date, p.birth_precision from people.person p
    where typed_birth is not null and p.birth_date = typed_birth and p.birth_precision = 'day'
  ), judged as (
    select c.*,
      (typed_nik is not null and c.nik = typed_nik) as same_nik,
      (typed_birth is not null and c.birth_date = typed_birth and c.birth_precision = 'day') as same_birth,
      (select count(distinct k.word) from people.name_word w
        join people.word_key k on k.word = w.word
        where w.person_id = c.id and k.key = any (typed_words)) as words
    from candidate c
  )
  select j.unit_id,
    case when j.same_nik and j.words > 0 then 'strong' when j.same_nik or j.words >= 2 then 'likely' else 'doubtful' end,
    array_remove(array[case when j.same_nik then 'nik' end, case when j.same_birth then 'birth' end, case when j.words > 0 then 'name' end], null)
  from judged j
  where (select platform.ctx_account()) is not null
    and j.unit_id <> all (platform.ctx_units('pk', 'apk', 'counter', 'section_head', 'head_of_bapas'))
    and (j.same_nik or j.words > 0)
    and j.id <> all (people.ctx_excluded())
    and not exists (select 1 from people.person r where r.id = j.id and r.restricted)
    and not exists (select 1 from cases.client_case s where s.person_id = j.id and s.sealed)
  order by j.same_nik desc, j.words desc, j.id limit 5
$$;
