-- The last day of the first step was overwritten by the next one's, so that a sitting that took too long was never late in the figures.
alter table revocations.proceeding add column first_due_on date;
comment on column revocations.proceeding.first_due_on is 'The last day of the first step, as it was owed when the proceeding began; of proceedings that had moved on before that was kept, none.';
update revocations.proceeding set first_due_on = due_on where state = 'begun';

create function revocations.keep_first_due() returns trigger language plpgsql set search_path = '' as $$
begin
  new.first_due_on := new.due_on;
  return new;
end $$;
create trigger keep_first_due before insert on revocations.proceeding for each row execute function revocations.keep_first_due();
