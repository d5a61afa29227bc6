-- A petition that led to a proposal to revoke is not decided by it: whoever petitioned reads that it was proposed, and how it ended when the
-- proceeding ends.

alter table petitions.petition drop constraint petition_outcome_check;
alter table petitions.petition add constraint petition_outcome_check check (outcome in ('reprimanded', 'proposed_for_revocation', 'revoked', 'not_revoked',
  'closed_unfounded', 'dismissed', 'stopped'));
do $$
declare c record;
begin
  for c in select conname from pg_catalog.pg_constraint where conrelid = 'petitions.petition'::regclass and contype = 'c'
    and pg_catalog.pg_get_constraintdef(oid) like '%(outcome IS NOT NULL) =%' loop
    execute format('alter table petitions.petition drop constraint %I', c.conname);
  end loop;
end $$;
-- What was proposed stands there already while the petition is still open; nothing else does.
alter table petitions.petition add constraint outcome_when_decided check (
  case state when 'decided' then outcome is not null when 'accepted' then coalesce(outcome = 'proposed_for_revocation', true) else outcome is null end);

-- How the proceeding ended that came of a breach.
create function petitions.end_of_proposal(of_breach uuid) returns text
language sql stable security definer set search_path = '' as $$
  select case r.state when 'revoked' then 'revoked' when 'stopped' then 'stopped' else 'not_revoked' end
  from revocations.proceeding r where r.breach_id = of_breach and r.ended_on is not null
$$;
create function petitions.say_the_end() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  new.outcome := coalesce(petitions.end_of_proposal(new.breach_id), new.outcome);
  return new;
end $$;
create trigger say_the_end before update of outcome on petitions.petition for each row
  when (new.state = 'decided' and new.outcome = 'proposed_for_revocation') execute function petitions.say_the_end();

create or replace function petitions.follow_breach() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  if new.state in ('reprimanded', 'closed_unfounded', 'dismissed', 'stopped') then
    insert into petitions.move (petition_id, step, from_state, to_state, day, reason, document, document_id)
    select p.id, 'end', p.state, 'decided', new.ended_on, '', 'breach_end', new.id
    from petitions.petition p where p.breach_id = new.id and p.state = 'accepted';
  else
    update petitions.petition p set outcome = case when new.state = 'proposed_for_revocation' then new.state end
    where p.breach_id = new.id and p.state = 'accepted' and p.outcome is distinct from case when new.state = 'proposed_for_revocation' then new.state end;
  end if;
  return null;
end $$;
drop trigger tell_petition on breaches.breach;
create trigger tell_petition after update of state on breaches.breach for each row when (new.state <> old.state)
  execute function petitions.follow_breach();
create function petitions.follow_proceeding() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  insert into petitions.move (petition_id, step, from_state, to_state, day, reason, document, document_id)
  select p.id, 'end', p.state, 'decided', new.ended_on, '', 'breach_end', new.breach_id
  from petitions.petition p where p.breach_id = new.breach_id and p.state = 'accepted';
  return null;
end $$;
create trigger tell_petition after update of ended_on on revocations.proceeding for each row
  when (new.breach_id is not null and new.ended_on is not null and old.ended_on is null) execute function petitions.follow_proceeding();
revoke all on function petitions.end_of_proposal(uuid), petitions.say_the_end(), petitions.follow_breach(), petitions.follow_proceeding() from public;

-- Who was told the end too early: it is open again where the matter is, and says how it ended where it ended.
update petitions.petition p set outcome = coalesce(petitions.end_of_proposal(p.breach_id), case when c.end_reason = 'breach' then 'revoked' else 'not_revoked' end)
from cases.client_case c
where c.id = p.case_id and p.state = 'decided' and p.outcome = 'proposed_for_revocation'
  and (petitions.end_of_proposal(p.breach_id) is not null or c.state in ('ended', 'transferred'));
update petitions.petition p set state = 'accepted', ended_on = null where p.state = 'decided' and p.outcome = 'proposed_for_revocation';

-- A client reads on the page of a breach what became of the proposal.
grant select (breach_id) on revocations.proceeding to app_client;
