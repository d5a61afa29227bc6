-- Searches that should not have been opened were once lifted without anybody's name, by a change of the tables themselves. From now on a search is lifted by
-- somebody, as every other step is taken by somebody.
create function at_large.by_somebody() returns trigger language plpgsql set search_path = '' as $$
begin
  raise exception 'a step is taken by somebody' using errcode = 'check_violation';
end $$;
revoke all on function at_large.by_somebody() from public;
create trigger by_somebody before insert on at_large.move for each row when (new.made_by is null) execute function at_large.by_somebody();
