-- The words of names, of the whole installation, could be read by every officer who reached the table past the application: no people,
-- but whether some office has somebody of a rare name. Now they are asked for by their keys, and only those are told that a name
-- bears in the asker's offices or among his own clients.
create function people.near_words(keys text[]) returns setof text
language plpgsql stable security definer set search_path = '' as $$
declare
  units int[] := platform.ctx_units('pk', 'apk', 'counter', 'section_head', 'head_of_bapas', 'kanwil');
  own uuid[] := cases.ctx_assigned_people();
begin
  if cardinality(units) = 0 then return; end if;
  return query
    select k.word from (select distinct w.word from people.word_key w where w.key = any (keys)) k
    where exists (select 1 from people.name_word n where n.unit_id = any (units) and n.word = k.word)
      or (cardinality(own) > 0 and exists (select 1 from people.name_word n where n.person_id = any (own) and n.word = k.word))
    limit 4000;
end $$;
revoke all on function people.near_words(text[]) from public;
grant execute on function people.near_words(text[]) to app_staff;

revoke select on people.word_key from app_staff;
alter policy look on people.word_key to app_jobs;
